// Fits of several models -> their information criteria and likelihood-ratio tests, each model against the one before it in
// the order of their numbers of parameters. Criteria are of maximum likelihood unless REML's is asked for.
import { chiSquareSf } from "../distributions.ts";
import { partsOf } from "../fit-parts.ts";
import { aBoolean, aFunction, aSignal, checkOptions } from "../option-checks.ts";
import { type StopSignal, throwIfAborted } from "../progress.ts";
import { refit } from "../refit.ts";
import type { Fit } from "../results.ts";
import { type Printed, printed, type ResultTable } from "../tables/result-table.ts";
import { differentFixedEffects, mixedCriteria, nestingUnknown, notNested, oneModel } from "./comparison-errors.ts";
import { type NullBoundary, nestingOf, summed } from "./nesting.ts";
import { checkSameRows } from "./same-rows.ts";

/** One model of a comparison. What is null is not tested: the first model, and all under `tests: false`. */
export interface ComparedModel {
  readonly formula: string;
  /** Fixed effects, covariance parameters and the residual variance. */
  readonly parameters: number;
  readonly aic: number;
  readonly aicc: number;
  readonly bic: number;
  readonly logLik: number;
  /** Minus twice the (restricted) log-likelihood. */
  readonly deviance: number;
  /** Twice the difference of the log-likelihoods of this model and the one before; 0 or more. */
  readonly chiSquare: number | null;
  /** Parameters that this model has more. */
  readonly df: number | null;
  /** Upper tail of chi-square on `df`; too large where `boundary` counts anything. */
  readonly pValue: number | null;
  /** What of this model is on the boundary where the model before is true. */
  readonly boundary: NullBoundary | null;
}

/** A comparison of models. */
export interface FitComparison {
  readonly criterion: "ml" | "reml";
  /** Whether some fits were by REML, and were fitted again by maximum likelihood. */
  readonly refitted: boolean;
  /** In the order of the number of parameters. */
  readonly rows: readonly ComparedModel[];
  readonly notes: readonly string[];
}

/** What can be chosen about a comparison. */
export interface ComparisonOptions {
  /** Whether fits by REML are fitted again by maximum likelihood; default true. */
  readonly refit?: boolean | undefined;
  /** Whether each model is tested against the one before, which has to be a special case of it; default true. */
  readonly tests?: boolean | undefined;
  /** Called after each model, of `total`. */
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
  readonly signal?: StopSignal | undefined;
}

/**
 * Compares fits of the same rows.
 *
 * @throws {@link FitError} `not-a-fit`, `one-model`, `unknown-option`, `option-type`; `different-rows`; `mixed-criteria`
 *   and `different-fixed-effects` under `refit: false`; `not-nested` and `nesting-unknown` unless `tests` is false; as
 *   `refit`; the reason of a signal.
 */
export function compareFits(fits: readonly Fit[], options: ComparisonOptions = {}): FitComparison & Printed {
  // one fit that is in no array is a comparison of one, and nothing else in its place is a fit
  const given: readonly Fit[] = Array.isArray(fits) ? fits : [fits];
  for (const fit of given) partsOf(fit);
  checkOptions("anova", options, { refit: aBoolean, tests: aBoolean, onProgress: aFunction, signal: aSignal });
  const { refit: isRefitted = true, tests = true, onProgress, signal } = options;
  if (given.length < 2) throw oneModel(given.length);
  for (const fit of fits.slice(1)) checkSameRows(fits[0], fit);
  const ordered = [...fits].sort((a, b) => a.df - b.df);
  if (!isRefitted) checkCriteria(ordered);
  const boundaries = ordered.map((fit, i) => (tests && i > 0 ? boundaryBetween(ordered[i - 1], fit) : null));
  const refitted = isRefitted && ordered.some(({ reml }) => reml);
  const compared = ordered.map((fit, i) => {
    throwIfAborted(signal);
    const own = isRefitted ? refit(fit, { reml: false, signal }) : fit;
    onProgress?.({ done: i + 1, total: ordered.length });
    return own;
  });
  const rows = compared.map((fit, i) => comparedModel(fit, tests && i > 0 ? compared[i - 1] : null, boundaries[i]));
  const record: FitComparison = {
    ...{ criterion: compared[0].reml ? "reml" : "ml", refitted, rows: Object.freeze(rows) },
    notes: Object.freeze([
      ...(refitted ? ["fits by REML were fitted again by maximum likelihood"] : []),
      ...rows.flatMap((row, i) => [...boundaryNotes(row, i), ...shortNotes(compared, i, tests)]),
    ]),
  };
  return printed(record, tables);
}

/** Without refitting, all must be by one criterion, and REML's is comparable for one set of fixed columns only. */
function checkCriteria(fits: readonly Fit[]): void {
  const [first] = fits;
  if (fits.some(({ reml }) => reml !== first.reml)) throw mixedCriteria();
  if (!first.reml) return;
  const columns = ({ design, names }: Fit): string =>
    JSON.stringify([names, design.fixed.factors.map((own) => [own.name, own.kind === "numeric" || own.contrast])]);
  const other = fits.find((fit) => columns(fit) !== columns(first));
  if (other !== undefined) throw differentFixedEffects([first.formula, other.formula]);
}

/** What is on the boundary of a model where the one before is true; refuses models that are not nested. */
function boundaryBetween(small: Fit, large: Fit): NullBoundary {
  const nesting = nestingOf(small, large);
  if (nesting.kind === "unknown") throw nestingUnknown(small.formula, large.formula, nesting.reason);
  if (nesting.kind !== "nested") throw notNested(small.formula, large.formula, nesting.reason);
  if (small.df < large.df || nestingOf(large, small).kind === "nested") return summed(nesting.boundary);
  throw notNested(small.formula, large.formula, "both have as many parameters, and they are not the same model");
}

function comparedModel(fit: Fit, before: Fit | null, boundary: NullBoundary | null): ComparedModel {
  const { formula, df: parameters, aic, aicc, bic, logLik, objective: deviance } = fit;
  const df = before === null ? null : parameters - before.df;
  const chiSquare = before === null ? null : Math.max(0, before.objective - deviance);
  const pValue = chiSquare === null || df === null || df === 0 ? null : chiSquareSf(chiSquare, df);
  return Object.freeze({
    ...{ formula, parameters, aic, aicc, bic, logLik, deviance },
    ...{ chiSquare, df, pValue, boundary },
  });
}

/** Says where the chi-square distribution is not that of the statistic, and what to use. */
function boundaryNotes({ boundary, pValue }: ComparedModel, i: number): string[] {
  if (boundary === null || pValue === null) return [];
  const { variances, correlations } = boundary;
  const many = (count: number, what: string): string => (count === 1 ? `1 ${what} of` : `${count} ${what}s of`);
  const verb = (count: number): string => (count === 1 ? "is" : "are");
  const at = `where model ${i} is true, `;
  const ofVariances = `${many(variances, "variance")} model ${i + 1} ${verb(variances)} 0: the p-value is too large; \`varianceTests\` gives one for variances that may be 0`;
  const ofCorrelations = `${many(correlations, "correlation")} model ${i + 1} ${verb(correlations)} at the end of the range: the p-value is too large`;
  return [...(variances > 0 ? [at + ofVariances] : []), ...(correlations > 0 ? [at + ofCorrelations] : [])];
}

/** How much less a larger model's log-likelihood may be, relative: rounding. */
const ROUNDING = 1e-9;

/** Says where a larger model has a lower likelihood than the model that it contains: its search ended elsewhere. */
function shortNotes(fits: readonly Fit[], i: number, tests: boolean): string[] {
  if (i === 0 || !tests) return [];
  const [small, large] = [fits[i - 1].objective, fits[i].objective];
  if (large - small <= ROUNDING * (Math.abs(small) + Math.abs(large))) return [];
  return [
    `model ${i + 1} has a lower likelihood than model ${i}, which it contains: its search ended at another optimum; fit it again from another \`start\``,
  ];
}

function tables({ criterion, rows, notes }: FitComparison): readonly ResultTable[] {
  const isTested = rows.some(({ chiSquare }) => chiSquare !== null);
  const test = ["Chisq", "df", "p"].map((head, i) => {
    return { head, kind: (["number", "count", "probability"] as const)[i] };
  });
  return [
    {
      title: `Models compared by ${criterion === "ml" ? "maximum likelihood" : "REML"}`,
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
      rows: rows.map(({ parameters, aic, aicc, bic, logLik, deviance, chiSquare, df, pValue }, i) => [
        ...[String(i + 1), parameters, ...[aic, aicc, bic, logLik, deviance].map(twoDecimals)],
        ...(isTested ? [chiSquare === null ? null : twoDecimals(chiSquare), df, pValue] : []),
      ]),
      notes,
    },
  ];
}

/** Differences of criteria count, whatever the size of the criteria. */
function twoDecimals(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2) : "Inf";
}
