// A fit -> likelihood-ratio tests of its random terms, each against the model without it, fitted from the same moments. A
// variance cannot be negative, so that where it is 0 the statistic is no chi-square but a mixture of several: p-values
// are of that mixture, and the plain ones stand beside them for comparison with other programs.
import type { Matrix } from "@mixedlm/linalg";
import { chiBarSquareSf, orthantWeights, semidefiniteTail } from "../distributions/chi-bar-square.ts";
import { chiSquareSf } from "../distributions.ts";
import { type FitParts, partsOf } from "../fit-parts.ts";
import { objective } from "../objective.ts";
import { type Optimum, optimum } from "../optimum.ts";
import { aFunction, aSeed, aSignal, checkOptions, oneOf } from "../option-checks.ts";
import { type StopSignal, throwIfAborted } from "../progress.ts";
import type { Fit } from "../results.ts";
import { type Printed, printed, type ResultTable } from "../tables/result-table.ts";
import { covarianceOf, lowerEntriesByRow, lowerRoot } from "../triangular-root.ts";
import { nullInformation, type TestedEntry } from "./null-information.ts";
import { type RandomReduction, randomReductions } from "./random-reductions.ts";
import { reducedMoments } from "./reduced-moments.ts";

/** What can be chosen about tests of variances. */
export interface VarianceTestOptions {
  /** `slopes`: what a term varies by is taken out of it before the term itself; `terms`: terms as a whole. Default slopes. */
  readonly reduce?: "slopes" | "terms" | undefined;
  /** Seed of what is simulated: tails for covariances of several columns, weights of four and more variances. Default 0. */
  readonly seed?: number | undefined;
  /** Called after each model, of `total`. */
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
  readonly signal?: StopSignal | undefined;
}

/**
 * How the p-value is made. `mixture`: a mixture of chi-squares with the weights given; `cone`: the same for a covariance
 * matrix of several columns, by simulation of directions; `chi-square`: the plain one, for structures whose correlation
 * does not exist where the variances are 0.
 */
export type VarianceTestMethod = "mixture" | "cone" | "chi-square";

/** A random term, or a part of one, against the model without it. */
export interface VarianceTest {
  /** The term. */
  readonly term: string;
  /** What is taken out of it; null where all of it is. */
  readonly removed: string | null;
  /** The random part of the smaller model, as in a formula; empty where it has none. */
  readonly reduced: string;
  /** Parameters of the smaller model; its (restricted) log-likelihood and Akaike's criterion. */
  readonly parameters: number;
  readonly logLik: number;
  readonly aic: number;
  /** Twice the difference of the log-likelihoods, 0 or more. */
  readonly lrt: number;
  /** Parameters that the smaller model lacks. */
  readonly df: number;
  /** Tail of chi-square on `df`: too large where a variance is 0. */
  readonly pValuePlain: number;
  /** Tail of the mixture that the statistic follows in large samples. */
  readonly pValue: number;
  readonly method: VarianceTestMethod;
  /** `mixture`: the weight of chi-square with 0, 1, 2, ... degrees of freedom; else null. */
  readonly weights: readonly number[] | null;
}

/** Tests of the random terms of a fit. */
export interface VarianceTests {
  readonly criterion: "reml" | "ml";
  /** Of the model itself. */
  readonly parameters: number;
  readonly logLik: number;
  readonly aic: number;
  readonly rows: readonly VarianceTest[];
  readonly notes: readonly string[];
}

const CHECKS = { reduce: oneOf("slopes", "terms"), seed: aSeed, onProgress: aFunction, signal: aSignal };

/**
 * Tests each random term of a fit, and each slope of a term.
 *
 * The smaller models are fitted by the same criterion from the same moments: no row is read. In large samples the p-value
 * is right, other variances being positive, for one variance, for a slope with its covariances (Stram & Lee), for several
 * independent variances, and for a covariance matrix; where another variance of the smaller model is 0 it tends to be too
 * large. In small samples it tends to be too large for REML and ML alike: `exactVarianceTest` is exact for one variance.
 *
 * @throws {@link FitError} `not-a-fit`, `unknown-option`, `option-type`; as `fitMoments`; the reason of a signal.
 * @see Self & Liang (1987), J. Am. Stat. Assoc. 82, 605-610; Stram & Lee (1994), Biometrics 50, 1171-1177. lmerTest's
 *   `ranova` takes the same slopes and terms away and gives the plain p-values; but it turns `(0 + x | g)` into `(1 | g)`,
 *   which is no special case, where here the term goes.
 */
export function varianceTests(fit: Fit, options: VarianceTestOptions = {}): VarianceTests & Printed {
  const parts = partsOf(fit);
  checkOptions("varianceTests", options, CHECKS);
  const { reduce = "slopes", seed = 0, onProgress, signal } = options;
  const reductions = randomReductions(fit.design, reduce);
  const notes: string[] = [];
  const rows = reductions.map((reduction, i) => {
    throwIfAborted(signal);
    const row = varianceTest(fit, parts, reduction, seed, signal, notes);
    onProgress?.({ done: i + 1, total: reductions.length });
    return row;
  });
  const record: VarianceTests = {
    criterion: fit.reml ? "reml" : "ml",
    parameters: fit.df,
    ...{ logLik: fit.logLik, aic: fit.aic },
    rows: Object.freeze(rows),
    notes: Object.freeze([...new Set(notes)]),
  };
  return printed(record, tables);
}

/** Twice the difference of the (restricted) log-likelihoods of a fit and of a smaller model; 0 or more. */
export function reductionRatio(fit: Fit, reduction: RandomReduction, signal: StopSignal | undefined): number {
  const { least } = reducedCriterion(partsOf(fit), reduction, fit.reml, signal);
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
  const { term, removed, left, source, columns } = reduction;
  const { smaller, least } = reducedCriterion(parts, reduction, fit.reml, signal);
  const df = fit.k - (smaller === null ? 0 : smaller.theta.length);
  const lrt = Math.max(0, least - fit.objective);
  const plain = lrt > 0 ? chiSquareSf(lrt, df) : 1;
  const own = boundaryOf(fit, source, columns);
  if (smaller?.status.kind === "boundary")
    notes.push(
      `without ${removed ?? term} another variance is 0, or a correlation 1: the p-value tends to be too large`,
    );
  if (own.kind === "structured")
    notes.push(`the correlation of ${term} does not exist where its variances are 0: its p-value is the plain one`);
  const parameters = fit.df - df;
  return Object.freeze({
    ...{ term, removed, reduced: left, parameters },
    logLik: -least / 2,
    aic: least + 2 * parameters,
    ...{ lrt, df, pValuePlain: plain },
    ...properTail(parts, reduction, smaller, own, lrt, plain, seed, notes),
  });
}

/** Parameters at the boundary: so many independent variances, or a covariance matrix of so many columns. */
type Boundary =
  | { readonly kind: "variances"; readonly size: number; readonly free: number }
  | { readonly kind: "matrix"; readonly size: number; readonly free: number }
  | { readonly kind: "structured" };

function boundaryOf({ design }: Fit, source: RandomReduction["source"], columns: readonly number[]): Boundary {
  if (source.kind === "component") return { kind: "variances", size: 1, free: 0 };
  const { covariance, names } = design.randomEffects[source.index];
  if (names.length === 1 || covariance === "homdiag") return { kind: "variances", size: 1, free: 0 };
  const size = columns.length;
  if (covariance === "diag") return { kind: "variances", size, free: 0 };
  if (covariance !== "us") return { kind: "structured" };
  const free = size * (names.length - size);
  return { kind: size === 1 ? "variances" : "matrix", size, free };
}

type ProperTail = Pick<VarianceTest, "pValue" | "method" | "weights">;

function properTail(
  parts: FitParts,
  reduction: RandomReduction,
  smaller: Optimum | null,
  own: Boundary,
  lrt: number,
  plain: number,
  seed: number,
  notes: string[],
): ProperTail {
  if (own.kind === "structured") return { pValue: plain, method: "chi-square", weights: null };
  if (own.size === 1) return mixture(lrt, [0.5, 0.5], own.free);
  const information = informationOf(parts, reduction, smaller, own.kind === "variances");
  if (own.kind === "variances") {
    if (information === null) notes.push(`the weights of ${reduction.term} are those of independent estimates`);
    return mixture(lrt, information === null ? binomial(own.size) : orthantWeights(information, seed), own.free);
  }
  if (information === null) {
    notes.push(
      `the p-value of ${reduction.term} is the plain one: the information of its covariances is singular, or takes too long`,
    );
    return { pValue: plain, method: "chi-square", weights: null };
  }
  return { pValue: semidefiniteTail(lrt, information, own.free, seed), method: "cone", weights: null };
}

// covariances that may have any sign add degrees of freedom to every part
function mixture(lrt: number, cone: readonly number[], free: number): ProperTail {
  const weights = [...new Array<number>(free).fill(0), ...cone];
  return { pValue: chiBarSquareSf(lrt, weights), method: "mixture", weights: Object.freeze(weights) };
}

function binomial(m: number): number[] {
  const weights = [0.5 ** m];
  for (let j = 1; j <= m; j++) weights.push((weights[j - 1] * (m - j + 1)) / j);
  return weights;
}

/** The optimum of the smaller model, null where it has no random effects, and its criterion. */
function reducedCriterion(
  parts: FitParts,
  { kept, left }: RandomReduction,
  reml: boolean,
  signal: StopSignal | undefined,
): { readonly smaller: Optimum | null; readonly least: number } {
  if (left === "") return { smaller: null, least: withoutRandom(parts) };
  const visit = signal === undefined ? undefined : () => throwIfAborted(signal);
  const smaller = optimum(reducedMoments(parts.moments, kept), { reml, dependent: "drop", visit });
  return { smaller, least: smaller.estimates.objective };
}

/** The criterion where no random effect varies: that of ordinary least squares. */
function withoutRandom({ optimum: { engine, reml } }: FitParts): number {
  const { products } = engine;
  const at = engine.factorise(products.terms.map(({ size }) => new Float64Array(size * size)));
  return at === null ? Number.POSITIVE_INFINITY : objective(products, at, reml);
}

/** The information of the entries that are taken away, at the smaller model. */
function informationOf(
  { optimum: { engine, reml } }: FitParts,
  { source, kept, columns }: RandomReduction,
  smaller: Optimum | null,
  onlyVariances: boolean,
): Matrix | null {
  const { terms } = engine.products;
  const tested: TestedEntry[] = [];
  let next = 0;
  const raw = terms.map(({ source: own, size }, t) => {
    const names = Array.from({ length: size }, (_, j) => own.column + j);
    const stays = names.filter((j) =>
      own.kind === "component" ? kept.components[own.index] : kept.effects[own.index].includes(j),
    );
    if (own.kind === source.kind && own.index === source.index) {
      const gone = names.flatMap((j, at) => (columns.includes(j) ? [at] : []));
      for (const { row, column } of lowerEntriesByRow(gone.length))
        if (!onlyVariances || row === column) tested.push({ term: t, row: gone[row], column: gone[column] });
    }
    if (stays.length === 0 || smaller === null) return new Float64Array(size * size);
    return embedded(
      smaller.lambda[next++],
      stays.map((j) => j - own.column),
      size,
    );
  });
  return nullInformation(engine, reml, raw, tested);
}

/** A square root with rows and columns of zeros where columns are missing. */
function embedded(lambda: Float64Array, at: readonly number[], size: number): Float64Array {
  if (at.length === size) return lambda;
  const psi = covarianceOf(lambda, at.length);
  const whole = new Float64Array(size * size);
  for (const [b, j] of at.entries()) for (const [a, i] of at.entries()) whole[j * size + i] = psi[b * at.length + a];
  return lowerRoot(whole, size);
}

function tables({ criterion, parameters, logLik, aic, rows, notes }: VarianceTests): readonly ResultTable[] {
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
    ...[row.parameters, ...[row.logLik, row.aic, row.lrt].map(twoDecimals), row.df, row.pValue, row.pValuePlain],
  ]);
  return [
    {
      title: `Tests of random terms by ${criterion === "reml" ? "REML" : "maximum likelihood"}`,
      columns,
      rows: [["(none removed)", parameters, ...[logLik, aic].map(twoDecimals), null, null, null, null], ...own],
      notes: ["p: mixture of chi-squares, as variances cannot be negative", ...notes],
    },
  ];
}

/** Differences of criteria count, whatever the size of the criteria. */
function twoDecimals(value: number): string {
  return value.toFixed(2);
}
