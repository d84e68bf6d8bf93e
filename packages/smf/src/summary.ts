// Results -> statsmodels' summary table.
import { type MixedSummaryRecord, mixedSummary, type SummaryTable, toHtml, toLatex, toText } from "@mixedlm/report";
import { normalQuantile, normalSf } from "mixedlm";
import { nameCount } from "./errors.ts";
import { checkOptions } from "./options.ts";
import { printable } from "./printable.ts";
import type { MixedLMResults } from "./results.ts";

/** What can be changed about a summary. */
export interface SummaryOptions {
  /** Name of the response. */
  readonly yname?: string;
  /** Names of the fixed effects, and of the covariance parameters. */
  readonly xname_fe?: readonly string[];
  readonly xname_re?: readonly string[];
  /** Title of the table. */
  readonly title?: string;
  /** One minus the level of the intervals, 0.05 for 95 %. */
  readonly alpha?: number;
}

const OPTIONS = { yname: "text", xname_fe: "names", xname_re: "names", title: "text", alpha: "probability" } as const;

/** A summary table that can be printed in several forms. */
export class Summary {
  static {
    printable(Summary.prototype);
  }

  /** The table as records: title, facts, columns, rows of texts. */
  readonly table: SummaryTable;

  constructor(table: SummaryTable) {
    this.table = table;
  }

  /** The text that statsmodels prints. */
  as_text(): string {
    return toText(this.table);
  }

  /** Two HTML tables, as statsmodels makes them. */
  as_html(): string {
    return toHtml(this.table);
  }

  /** A LaTeX table, as statsmodels makes it. */
  as_latex(label: string = ""): string {
    return toLatex(this.table, label);
  }

  /** What notebooks show: the same as {@link as_html}. */
  _repr_html_(): string {
    return this.as_html();
  }

  /** The same as {@link as_text}. */
  toString(): string {
    return this.as_text();
  }
}

/** Makes the summary of a result. */
export function summaryOf(result: MixedLMResults, options: SummaryOptions): Summary {
  checkOptions("summary", options, OPTIONS);
  const { model, k_fe } = result;
  const { yname = model.endog_names, alpha = 0.05, title } = options;
  const fixedNames = named("xname_fe", options.xname_fe, model.exog_names);
  const randomNames = named("xname_re", options.xname_re, model.param_names.slice(k_fe));
  const width = -normalQuantile(alpha / 2);
  const variances = Float64Array.from(result.params.values.subarray(k_fe), (ratio) => result.scale * ratio);
  const sizes = Array.from(model.group_sizes);
  const record: MixedSummaryRecord = {
    ...(title === undefined ? {} : { title }),
    dependent: yname,
    method: result.method,
    n: result.nobs,
    groups: {
      count: model.n_groups,
      min: sizes.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
      max: sizes.reduce((a, b) => Math.max(a, b), 0),
      mean: result.nobs / model.n_groups,
    },
    scale: result.scale,
    logLik: result.llf,
    converged: result.converged,
    alpha,
    fixed: fixedNames.map((name, j) => {
      const estimate = result.fe_params.values[j]!;
      const stdError = result.bse_fe.values[j]!;
      const z = estimate / stdError;
      const half = width * stdError;
      return { name, estimate, stdError, z, p: 2 * normalSf(Math.abs(z)), low: estimate - half, high: estimate + half };
    }),
    random: randomNames.map((name, j) => ({
      name,
      estimate: variances[j]!,
      stdError: result.bse_re.values[j]!,
    })),
  };
  return new Summary(mixedSummary(record));
}

function named(option: string, given: readonly string[] | undefined, names: readonly string[]): readonly string[] {
  if (given !== undefined && given.length !== names.length) throw nameCount(option, given.length, names.length);
  return given ?? names;
}
