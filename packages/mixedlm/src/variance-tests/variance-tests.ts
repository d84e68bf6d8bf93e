// A fit -> likelihood-ratio tests of its random terms, each against the model without it, fitted from the same moments.
// A variance cannot be negative, so that where it is 0 the statistic is no chi-square but a mixture of several:
// p-values are of that mixture, and the plain ones stand beside them for comparison with other programs.

import { aFunction, aSeed, aSignal, checkOptions, oneOf } from "../calls/option-checks.ts";
import { type Counting, counted, type StopSignal } from "../calls/progress.ts";
import type { NullCone } from "../nesting/null-cone.ts";
import { twoDecimals } from "../printing/column-heads.ts";
import { type Printed, printed, type ResultTable } from "../printing/result-table.ts";
import type { Fit } from "../results/fit.ts";
import { type FitParts, partsOf } from "../results/fit-parts.ts";
import { type RandomReduction, randomReductions } from "./random-reductions.ts";
import { type RatioMethod, type RatioTail, ratioTail, reducedOptimum } from "./ratio-tail.ts";

/** What can be chosen about tests of variances. */
export interface VarianceTestOptions extends Counting {
  /**
   * `slopes`: what a term varies by is taken out of it before the term itself; `terms`: terms as a whole. Default
   * slopes.
   */
  readonly reduce?: "slopes" | "terms" | undefined;
  /**
   * Seed of what is simulated: tails for covariances of several columns, weights of four and more variances. Default 0.
   */
  readonly seed?: number | undefined;
}

/** A random term, or a part of one, against the model without it. */
export interface VarianceTest extends RatioTail {
  /** The term. */
  readonly term: string;
  /** What is taken out of it; null where all of it is. */
  readonly removed: string | null;
  /** The random part of the smaller model, as in a formula; empty where it has none. */
  readonly reduced: string;
  /** Number of parameters of the smaller model. */
  readonly npar: number;
  /** Its (restricted) log-likelihood. */
  readonly logLik: number;
  /** Its criterion by Akaike: 2 npar - 2 logLik. */
  readonly aic: number;
  /** Twice the difference of the log-likelihoods, 0 or more. */
  readonly statistic: number;
  /** Parameters that the smaller model lacks. */
  readonly df: number;
  /** Tail of the mixture that the statistic follows in large samples. */
  readonly pValue: number;
  /** What distribution `pValue` is a tail of. */
  readonly method: RatioMethod;
}

/** Tests of the random terms of a fit. */
export interface VarianceTests {
  /** By which the fit was made, and the smaller models are. */
  readonly criterion: "REML" | "ML";
  /** Number of parameters of the model itself. */
  readonly npar: number;
  /** Its (restricted) log-likelihood. */
  readonly logLik: number;
  /** Its criterion by Akaike: 2 npar - 2 logLik. */
  readonly aic: number;
  /** A row for each variance that is taken out, in the order of the formula. */
  readonly rows: readonly VarianceTest[];
  /** What is to be said of the tests. */
  readonly notes: readonly string[];
}

const CHECKS = { reduce: oneOf(["slopes", "terms"]), seed: aSeed, onProgress: aFunction, signal: aSignal };

/**
 * Tests each random term of a fit, and each slope of a term.
 *
 * The smaller models are fitted by the same criterion from the same moments: no row is read. In large samples the
 * p-value is right, other variances being positive, for one variance, for a slope with its covariances (Stram & Lee),
 * for several independent variances, and for a covariance matrix; where another variance of the smaller model is 0 it
 * tends to be too large. In small samples it tends to be too large for REML and ML alike: `exactVarianceTest` is exact
 * for one variance.
 *
 * @throws {@link FitError} `not-a-fit`, `unknown-option`, `option-type`; as `fitMoments`; the reason of a signal.
 * @see Self & Liang (1987), J. Am. Stat. Assoc. 82, 605-610; Stram & Lee (1994), Biometrics 50, 1171-1177. lmerTest's
 *   `ranova` takes the same slopes and terms away and gives the plain p-values; but it turns `(0 + x | g)` into
 *   `(1 | g)`, which is no special case, where here the term goes.
 */
export function varianceTests(fit: Fit, options: VarianceTestOptions = {}): VarianceTests & Printed {
  const parts = partsOf(fit);
  checkOptions("varianceTests", options, CHECKS);
  const { reduce = "slopes", seed = 0, onProgress, signal } = options;
  const reductions = randomReductions(fit.design, reduce);
  const notes: string[] = [];
  const rows = counted(reductions, { onProgress, signal }, (reduction) =>
    varianceTest(fit, parts, reduction, seed, signal, notes),
  );
  const record: VarianceTests = {
    criterion: fit.reml ? "REML" : "ML",
    npar: fit.df,
    logLik: fit.logLik,
    aic: fit.aic,
    rows: Object.freeze(rows),
    notes: Object.freeze([...new Set(notes)]),
  };
  return printed(record, tables);
}

/** Twice the difference of the (restricted) log-likelihoods of a fit and of a smaller model; 0 or more. */
export function reductionRatio(fit: Fit, reduction: RandomReduction, signal: StopSignal | undefined): number {
  const { least } = reducedOptimum(partsOf(fit), reduction.kept, signal);
  return Math.max(0, least - fit.objective);
}

function varianceTest(
  fit: Fit,
  parts: FitParts,
  reduction: RandomReduction,
  seed: number,
  signal: StopSignal | undefined,
  notes: string[],
): VarianceTest {
  const { term, removed, left } = reduction;
  const { smaller, least } = reducedOptimum(parts, reduction.kept, signal);
  const df = fit.k - (smaller === null ? 0 : smaller.theta.length);
  const statistic = Math.max(0, least - fit.objective);
  const cone = coneOf(fit, reduction);
  if (smaller?.status.kind === "boundary")
    notes.push(
      `without ${removed ?? term} another variance is 0, or a correlation 1: the p-value tends to be too large`,
    );
  if (cone.kind === "unknown")
    notes.push(`the correlation of ${term} does not exist where its variances are 0: its p-value is the plain one`);
  const npar = fit.df - df;
  return Object.freeze({
    term,
    removed,
    reduced: left,
    npar,
    logLik: -least / 2,
    aic: least + 2 * npar,
    statistic,
    df,
    ...ratioTail(parts, { statistic, df, cone, smaller, seed, signal }, term, notes),
  });
}

function coneOf({ design }: Fit, { source, columns, kept }: RandomReduction): NullCone {
  const removed = { kept, gone: [{ source, columns }] };
  const one: NullCone = { kind: "variances", size: 1, removed };
  if (source.kind === "component") return one;
  const { covariance, names } = design.randomEffects[source.index];
  if (names.length === 1 || covariance === "homdiag") return one;
  const size = columns.length;
  if (covariance === "diag") return { kind: "variances", size, removed };
  if (covariance !== "us") return { kind: "unknown", size: 0, removed: null };
  return { kind: size === 1 ? "variances" : "matrix", size, removed };
}

function simulatedNotes(rows: readonly VarianceTest[]): string[] {
  const largest = Math.max(...rows.map(({ monteCarloError }) => monteCarloError));
  return largest > 0 ? [`standard errors of p-values that are simulated: up to ${largest.toPrecision(1)}`] : [];
}

function tables({ criterion, npar, logLik, aic, rows, notes }: VarianceTests): readonly ResultTable[] {
  const columns = [
    { head: "", kind: "label" },
    { head: "npar", kind: "count" },
    { head: "logLik", kind: "number" },
    { head: "AIC", kind: "number" },
    { head: "LRT", kind: "number" },
    { head: "df", kind: "count" },
    { head: "p", kind: "probability" },
    { head: "p (plain)", kind: "probability" },
  ] as const;
  const own = rows.map((row) => [
    row.removed === null ? row.term : `${row.removed} in ${row.term}`,
    ...[row.npar, ...[row.logLik, row.aic, row.statistic].map(twoDecimals), row.df, row.pValue, row.pValuePlain],
  ]);
  return [
    {
      title: `Tests of random terms by ${criterion === "REML" ? "REML" : "maximum likelihood"}`,
      columns,
      rows: [["(none removed)", npar, ...[logLik, aic].map(twoDecimals), null, null, null, null], ...own],
      notes: ["p: mixture of chi-squares, as variances cannot be negative", ...simulatedNotes(rows), ...notes],
    },
  ];
}
