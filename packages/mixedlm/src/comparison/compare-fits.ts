// Fits of several models -> their information criteria and likelihood-ratio tests, each model against the one before it
// in the order of their numbers of parameters. Criteria are of maximum likelihood unless REML's is asked for.

import { isList } from "@mixedlm/formula";
import { aBoolean, aFunction, aSeed, aSignal, checkOptions } from "../calls/option-checks.ts";
import { type Counting, counted } from "../calls/progress.ts";
import { modelOf, type NestedModels, type NullBoundary, nestingOf, summed } from "../nesting/nesting.ts";
import { twoDecimals } from "../printing/column-heads.ts";
import { type Printed, printed, type ResultTable } from "../printing/result-table.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { refit } from "../results/refit.ts";
import { type RatioMethod, type RatioTail, ratioTail } from "../variance-tests/ratio-tail.ts";
import { differentFixedEffects, mixedCriteria, nestingUnknown, notNested, oneModel } from "./comparison-errors.ts";
import { checkSameRows } from "./same-rows.ts";

/** One model of a comparison. What is null is not tested: the first model, and all under `tests: false`. */
export interface ComparedModel {
  /** Which of the fits that were given it is, from 0. */
  readonly index: number;
  /** As it was given. */
  readonly formula: string;
  /** Number of fixed effects, covariance parameters and the residual variance. */
  readonly npar: number;
  /** Akaike's criterion: deviance + 2 npar. */
  readonly aic: number;
  /** The same with the correction for few rows: + 2 npar (npar + 1) / (n - npar - 1), infinite for n <= npar + 1. */
  readonly aicc: number;
  /** Deviance + log(n) npar, n rows. */
  readonly bic: number;
  /** (Restricted) log-likelihood at the optimum. */
  readonly logLik: number;
  /** Minus twice the (restricted) log-likelihood. */
  readonly deviance: number;
  /** Twice the difference of the log-likelihoods of this model and the one before; 0 or more. */
  readonly statistic: number | null;
  /** Parameters that this model has more. */
  readonly df: number | null;
  /**
   * Upper tail of the statistic's distribution in large samples: of a mixture of chi-squares where variances of this
   * model are 0 in the model before, as `varianceTests` has it; of chi-square on `df` where nothing is at a boundary,
   * and, too large then, where the mixture is not known, which a note says.
   */
  readonly pValue: number | null;
  /** Upper tail of chi-square on `df`, as other programs print it. */
  readonly pValuePlain: number | null;
  /** What distribution `pValue` is a tail of. */
  readonly method: RatioMethod | null;
  /** `mixture`: the weight of chi-square with 0, 1, 2, ... degrees of freedom; else null. */
  readonly weights: readonly number[] | null;
  /** Standard error of what is simulated of `pValue`; 0 where nothing is. */
  readonly monteCarloError: number | null;
  /** What of this model is on the boundary where the model before is true. */
  readonly boundary: NullBoundary | null;
}

/** A comparison of models. */
export interface FitComparison {
  /** Of the fits that are compared, after they were fitted again. */
  readonly criterion: "REML" | "ML";
  /** Whether some fits were by REML, and were fitted again by maximum likelihood. */
  readonly refitted: boolean;
  /** In the order of the number of parameters. */
  readonly rows: readonly ComparedModel[];
  /** What is to be said of the comparison: what was refitted, and what a p-value is of. */
  readonly notes: readonly string[];
}

/** What can be chosen about a comparison. */
export interface ComparisonOptions extends Counting {
  /** Whether fits by REML are fitted again by maximum likelihood; default true. */
  readonly refit?: boolean | undefined;
  /** Whether each model is tested against the one before, which has to be a special case of it; default true. */
  readonly tests?: boolean | undefined;
  /** Seed of what is simulated, as for `varianceTests`; default 0. */
  readonly seed?: number | undefined;
}

const CHECKS = { refit: aBoolean, tests: aBoolean, seed: aSeed, onProgress: aFunction, signal: aSignal };

/**
 * Compares fits of the same rows.
 *
 * @throws {@link FitError} `not-a-fit`, `one-model`, `unknown-option`, `option-type`; `different-rows`;
 *   `mixed-criteria` and `different-fixed-effects` under `refit: false`; `not-nested` and `nesting-unknown` unless
 *   `tests` is false; as `refit`; the reason of a signal.
 */
export function compareFits(fits: readonly Fit[], options: ComparisonOptions = {}): FitComparison & Printed {
  // one fit that is in no array is a comparison of one, and nothing else in its place is a fit
  const given: readonly Fit[] = isList(fits) ? fits : [fits];
  for (const fit of given) partsOf(fit);
  checkOptions("anova", options, CHECKS);
  const { refit: isRefitted = true, tests = true, seed = 0, onProgress, signal } = options;
  if (given.length < 2) throw oneModel(given.length);
  for (const fit of given.slice(1)) checkSameRows(given[0], fit);
  const order = Array.from(given.keys()).sort((a, b) => given[a].df - given[b].df);
  const ordered = order.map((index) => given[index]);
  if (!isRefitted) checkCriteria(ordered);
  const nestings = ordered.map((fit, i) => (tests && i > 0 ? nestingBetween(ordered[i - 1], fit) : null));
  const refitted = isRefitted && ordered.some(({ reml }) => reml);
  const compared = counted(ordered, { onProgress, signal }, (fit) =>
    isRefitted ? refit(fit, { reml: false, signal }) : fit,
  );
  const notes: string[] = [];
  const rows = compared.map((fit, i): ComparedModel => {
    const nesting = nestings[i];
    const test = nesting === null ? NOT_TESTED : testOf(compared, i, nesting, { seed, signal }, notes);
    const { formula, df: npar, aic, aicc, bic, logLik, objective: deviance } = fit;
    return Object.freeze({ index: order[i], formula, npar, aic, aicc, bic, logLik, deviance, ...test });
  });
  const record: FitComparison = {
    criterion: compared[0].reml ? "REML" : "ML",
    refitted,
    rows: Object.freeze(rows),
    notes: Object.freeze([...(refitted ? ["fits by REML were fitted again by maximum likelihood"] : []), ...notes]),
  };
  return printed(record, tables);
}

/** Without refitting, all must be by one criterion, and REML's is comparable for one set of fixed columns only. */
function checkCriteria(fits: readonly Fit[]): void {
  const [first] = fits;
  if (fits.some(({ reml }) => reml !== first.reml)) throw mixedCriteria();
  if (!first.reml) return;
  // in any order: neither is the criterion of one
  const columns = ({ design, names }: Fit): string => {
    const factors = design.fixed.factors.map((own) =>
      JSON.stringify([own.name, own.kind === "numeric" || own.contrast]),
    );
    return JSON.stringify([[...names].sort(), factors.sort()]);
  };
  const other = fits.find((fit) => columns(fit) !== columns(first));
  if (other !== undefined) throw differentFixedEffects([first.formula, other.formula]);
}

/** How a model contains the one before; refuses models that are not nested. */
function nestingBetween(small: Fit, large: Fit): NestedModels {
  const [inner, outer] = [modelOf(small), modelOf(large)];
  const nesting = nestingOf(inner, outer);
  if (nesting.kind === "unknown") throw nestingUnknown(small.formula, large.formula, nesting.reason);
  if (nesting.kind !== "nested") throw notNested(small.formula, large.formula, nesting.reason);
  if (small.df < large.df || nestingOf(outer, inner).kind === "nested") return nesting;
  throw notNested(small.formula, large.formula, "both have as many parameters, and they are not the same model");
}

type ModelTest = Pick<ComparedModel, "statistic" | "df" | "boundary"> & {
  readonly [Field in keyof RatioTail]: RatioTail[Field] | null;
};

const NOT_TESTED: ModelTest = {
  statistic: null,
  df: null,
  pValue: null,
  pValuePlain: null,
  method: null,
  weights: null,
  monteCarloError: null,
  boundary: null,
};

/** Model i against the one before. */
function testOf(
  fits: readonly Fit[],
  i: number,
  { boundary: terms, cone }: NestedModels,
  options: Pick<ComparisonOptions, "signal"> & { readonly seed: number },
  notes: string[],
): ModelTest {
  const [before, fit] = [fits[i - 1], fits[i]];
  const statistic = Math.max(0, before.objective - fit.objective);
  const df = fit.df - before.df;
  const boundary = summed(terms);
  const tail = df === 0 ? null : ratioTail(partsOf(fit), { statistic, df, cone, ...options }, `model ${i + 1}`, notes);
  notes.push(...(tail === null ? [] : nullBoundaryNotes(boundary, tail, before, i)), ...shortNotes(fits, i));
  return { ...NOT_TESTED, statistic, df, ...tail, boundary };
}

/** Says what is at a boundary where the model before is true, and what the p-value is of. */
function nullBoundaryNotes(
  { variances, correlations }: NullBoundary,
  { method }: RatioTail,
  before: Fit,
  i: number,
): string[] {
  if (variances + correlations === 0) return [];
  const many = (count: number, what: string, end: string): string[] =>
    count === 0
      ? []
      : [count === 1 ? `1 ${what} of model ${i + 1} is ${end}` : `${count} ${what}s of model ${i + 1} are ${end}`];
  const what = [
    ...many(variances, "variance", "0"),
    ...many(correlations, "correlation", "at the end of the range"),
  ].join(" and ");
  const is =
    method === "chi-square"
      ? "the p-value is that of chi-square, which is too large"
      : "the p-value is of a mixture of chi-squares; `pValuePlain` is that of chi-square";
  const singular =
    method !== "chi-square" && before.status.kind === "boundary"
      ? [
          `model ${i} has a variance of 0, or a correlation of 1, itself: the p-value of model ${i + 1} tends to be too large`,
        ]
      : [];
  return [`where model ${i} is true, ${what}: ${is}`, ...singular];
}

/** How much less a larger model's log-likelihood may be, relative: rounding. */
const ROUNDING = 1e-9;

/** Says where a larger model has a lower likelihood than the model that it contains: its search ended elsewhere. */
function shortNotes(fits: readonly Fit[], i: number): string[] {
  const [small, large] = [fits[i - 1].objective, fits[i].objective];
  if (large - small <= ROUNDING * (Math.abs(small) + Math.abs(large))) return [];
  return [
    `model ${i + 1} has a lower likelihood than model ${i}, which it contains: its search ended at another optimum; fit it again from another \`start\``,
  ];
}

function tables({ criterion, rows, notes }: FitComparison): readonly ResultTable[] {
  const isTested = rows.some(({ statistic }) => statistic !== null);
  const isMixed = rows.some(({ method }) => method !== null && method !== "chi-square");
  const test: ResultTable["columns"] = [
    { head: "Chisq", kind: "number" },
    { head: "df", kind: "count" },
    { head: "p", kind: "probability" },
    ...(isMixed ? [{ head: "p (plain)", kind: "probability" } as const] : []),
  ];
  return [
    {
      title: `Models compared by ${criterion === "ML" ? "maximum likelihood" : "REML"}`,
      columns: [
        { head: "", kind: "count" },
        { head: "Model", kind: "label" },
      ],
      rows: rows.map(({ formula }, i) => [i + 1, formula]),
      notes: [],
    },
    {
      title: "",
      columns: [
        { head: "", kind: "label" },
        { head: "npar", kind: "count" },
        { head: "AIC", kind: "number" },
        { head: "AICc", kind: "number" },
        { head: "BIC", kind: "number" },
        { head: "logLik", kind: "number" },
        { head: "deviance", kind: "number" },
        ...(isTested ? test : []),
      ],
      rows: rows.map(({ npar, aic, aicc, bic, logLik, deviance, statistic, df, pValue, pValuePlain }, i) => [
        ...[String(i + 1), npar, ...[aic, aicc, bic, logLik, deviance].map(twoDecimals)],
        ...(isTested ? [statistic === null ? null : twoDecimals(statistic), df, pValue] : []),
        ...(isMixed ? [pValuePlain] : []),
      ]),
      notes,
    },
  ];
}
