// Results -> statsmodels' summary table: the facts of the fit, and a row for each parameter.
import { type MixedSummaryRecord, mixedSummary } from "@mixedlm/report";
import { normalQuantile, normalSf } from "mixedlm";
import { nameCount } from "../errors.ts";
import { checkOptions } from "../model/options.ts";
import type { MixedLMResults } from "./results.ts";
import { Summary } from "./summary.ts";

/** What can be changed about a summary; null means the default, as None does in statsmodels. */
export interface SummaryOptions {
  /** Name of the response. */
  readonly yname?: string | null;
  /** Names of the fixed effects, k_fe of them. */
  readonly xname_fe?: readonly string[] | null;
  /** Names of the covariance parameters, k_re2 + k_vc of them. */
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
