// Results -> statsmodels' summary table, and that table in every form in which it can be shown or read by a program.
// Texts, HTML and LaTeX are those of statsmodels; only names that would become markup in a page are escaped in HTML,
// because a name is data.
import {
  type MixedSummaryRecord,
  mixedSummary,
  type SummaryTable,
  type TableRecords,
  tableRecords,
  toCsv,
  toHtml,
  toLatex,
  toMarkdown,
  toText,
} from "@mixedlm/report";
import { normalQuantile, normalSf } from "mixedlm";
import { nameCount, optionType } from "./errors.ts";
import { Frame } from "./labelled/frame.ts";
import { checkOption, checkOptions } from "./options.ts";
import { printable } from "./printable.ts";
import type { MixedLMResults } from "./results.ts";

/** What can be changed about a summary; null means the default, as None does in statsmodels. */
export interface SummaryOptions {
  /** Name of the response. */
  readonly yname?: string | null;
  /** Names of the fixed effects, and of the covariance parameters. */
  readonly xname_fe?: readonly string[] | null;
  readonly xname_re?: readonly string[] | null;
  /** Title of the table. */
  readonly title?: string | null;
  /** One minus the level of the intervals, 0.05 for 95 %. */
  readonly alpha?: number;
}

const OPTIONS = {
  yname: "text-or-null",
  xname_fe: "names-or-null",
  xname_re: "names-or-null",
  title: "text-or-null",
  alpha: "probability",
} as const;

/** A summary table that can be printed in several forms. */
export class Summary {
  static {
    printable(Summary.prototype);
  }

  /** The table as one record: title, facts, columns, rows of texts, notes. */
  readonly table: SummaryTable;

  constructor(table: SummaryTable) {
    this.table = table;
  }

  /** The title above the table; null without one. */
  get title(): string | null {
    return this.table.title ?? null;
  }

  /** Notes below the table. */
  get extra_txt(): readonly string[] {
    return this.table.notes ?? [];
  }

  /**
   * The two tables of texts of which statsmodels' summary is made: the facts in two pairs of columns, if there are any,
   * and a row for each parameter.
   */
  get tables(): readonly Frame<string>[] {
    const { info, columns, rows } = this.table;
    const names = rows.map(({ name }) => name);
    const cells = rows.map((row) => row.cells);
    return [...(info.length === 0 ? [] : [factsFrame(info)]), new Frame<string>(names, columns, cells)];
  }

  /** The same as objects: facts by their labels, cells by the titles of their columns. */
  records(): TableRecords {
    return tableRecords(this.table);
  }

  /** The text that statsmodels prints. */
  as_text(): string {
    return toText(this.table);
  }

  /**
   * HTML tables, as statsmodels makes them.
   *
   * @param options - `verbatim` keeps `&` and `<` in names as they are, as statsmodels does: the names are markup then.
   * @throws {@link SmfError} `unknown-option`, `option-type`
   */
  as_html(options: { readonly verbatim?: boolean } = {}): string {
    checkOptions("as_html", options, { verbatim: "boolean" });
    return toHtml(this.table, { verbatim: options.verbatim ?? false });
  }

  /**
   * A LaTeX table, as statsmodels makes it.
   *
   * @param label - the key for a reference to the table.
   * @param options - `escape` also escapes backslash, braces, tilde and circumflex in names; statsmodels leaves them,
   *   and a name such as `I(x^2)` does not compile.
   * @throws {@link SmfError} `unknown-option`, `option-type`
   */
  as_latex(label: string = "", options: { readonly escape?: boolean } = {}): string {
    checkOption("as_latex", "label", label, "text");
    checkOptions("as_latex", options, { escape: "boolean" });
    return toLatex(this.table, label, { verbatim: !(options.escape ?? false) });
  }

  /** Markdown tables in GitHub's dialect. */
  as_markdown(): string {
    return toMarkdown(this.table);
  }

  /**
   * Comma-separated values of one part: a line for each parameter, or for each fact.
   *
   * @throws {@link SmfError} `option-type`
   */
  as_csv(part: "rows" | "facts" = "rows"): string {
    if (part !== "rows" && part !== "facts") throw optionType("as_csv", "part", '"rows" or "facts"', part);
    return toCsv(this.table, part);
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

/**
 * Makes the summary of a result.
 *
 * @throws {@link SmfError} `unknown-option`, `option-type`, `name-count`
 * @see statsmodels 0.13.5, `MixedLMResults.summary`
 */
export function summaryOf(result: MixedLMResults, options: SummaryOptions): Summary {
  checkOptions("summary", options, OPTIONS);
  const { model, k_fe } = result;
  const fixedNames = named("xname_fe", "fixed effect", options.xname_fe, model.exog_names);
  const randomNames = named("xname_re", "covariance parameter", options.xname_re, model.param_names.slice(k_fe));
  const { alpha = 0.05 } = options;
  const title = options.title ?? null;
  const record: MixedSummaryRecord = {
    ...(title === null ? {} : { title }),
    dependent: options.yname ?? model.endog_names,
    method: result.method,
    n: result.nobs,
    groups: groupFacts(result),
    scale: result.scale,
    logLik: result.llf,
    converged: result.converged,
    alpha,
    fixed: fixedRows(result, fixedNames, alpha),
    random: randomNames.map((name, j) => ({
      name,
      estimate: result.scale * result.params.values[k_fe + j]!,
      stdError: result.bse_re.values[j]!,
    })),
  };
  return new Summary(mixedSummary(record));
}

function named(
  option: string,
  what: string,
  given: readonly string[] | null | undefined,
  names: readonly string[],
): readonly string[] {
  const own = given ?? names;
  if (own.length !== names.length) throw nameCount(option, own.length, names.length, what);
  return own;
}

function groupFacts({ model, nobs }: MixedLMResults): MixedSummaryRecord["groups"] {
  const sizes = Array.from(model.group_sizes);
  return {
    count: model.n_groups,
    min: sizes.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    max: sizes.reduce((a, b) => Math.max(a, b), 0),
    mean: nobs / model.n_groups,
  };
}

function fixedRows(
  { fe_params, bse_fe }: MixedLMResults,
  names: readonly string[],
  alpha: number,
): MixedSummaryRecord["fixed"] {
  const width = -normalQuantile(alpha / 2);
  return names.map((name, j) => {
    const estimate = fe_params.values[j]!;
    const stdError = bse_fe.values[j]!;
    const z = estimate / stdError;
    const half = width * stdError;
    return { name, estimate, stdError, z, p: 2 * normalSf(Math.abs(z)), low: estimate - half, high: estimate + half };
  });
}

// down the left pair of columns, then down the right one
function factsFrame(info: SummaryTable["info"]): Frame<string> {
  const half = Math.ceil(info.length / 2);
  const rows = info.slice(0, half).map((left, i) => [...left, ...(info[half + i] ?? ["", ""])]);
  return new Frame<string>([...rows.keys()], [0, 1, 2, 3], rows);
}
