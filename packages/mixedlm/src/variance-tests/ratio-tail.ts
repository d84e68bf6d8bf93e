// A likelihood ratio and the cone that it is projected on -> its p-value. Variances cannot be negative, so that where
// one is 0 the statistic is no chi-square but a mixture of several. One code for tests of variances, for comparisons of
// fits and for power, so that they say the same.
import type { Matrix } from "@mixedlm/linalg";
import { type StopSignal, throwIfAborted } from "../calls/progress.ts";
import { objective } from "../criterion/objective.ts";
import {
  chiBarSquareSf,
  orthantWeights,
  SIMULATED_WEIGHTS,
  semidefiniteTail,
} from "../distributions/chi-bar-square.ts";
import { chiSquareSf } from "../distributions/continuous.ts";
import { type GoneColumns, type NullCone, testedCount } from "../nesting/null-cone.ts";
import { type KeptColumns, reducedMoments } from "../nesting/reduced-moments.ts";
import { covarianceOf, lowerEntriesByRow, lowerRoot } from "../parameters/triangular-root.ts";
import type { FitParts } from "../results/fit-parts.ts";
import { type Optimum, optimum } from "../search/optimum.ts";
import { nullInformation, type TestedEntry } from "./null-information.ts";

/**
 * How a p-value is made. `mixture`: a mixture of chi-squares with the weights given; `cone`: the same for a covariance
 * matrix of several columns, by simulation of directions; `chi-square`: the plain one, where nothing is at a boundary
 * or the mixture is not known.
 */
export type RatioMethod = "mixture" | "cone" | "chi-square";

/** Tails of a likelihood ratio. */
export interface RatioTail {
  /** Upper tail of the distribution that the ratio follows in large samples. */
  readonly pValue: number;
  /** Tail of chi-square on all degrees of freedom: too large where a variance is 0. */
  readonly pValuePlain: number;
  /** What distribution that is. */
  readonly method: RatioMethod;
  /** `mixture`: the weight of chi-square with 0, 1, 2, ... degrees of freedom; else null. */
  readonly weights: readonly number[] | null;
  /** Standard error of what is simulated of the p-value; 0 where nothing is. */
  readonly monteCarloError: number;
}

/** The larger model, its parts as those of a fit. */
export type LargerModel = Pick<FitParts, "moments" | "optimum">;

/** A ratio, and what it is about. */
export interface TestedRatio {
  /** Twice the difference of the log-likelihoods, 0 or more. */
  readonly statistic: number;
  /** Parameters that the smaller model lacks. */
  readonly df: number;
  readonly cone: NullCone;
  /**
   * The smaller model's optimum where it is known; null where it has no random effect; undefined where it is not known.
   */
  readonly smaller?: Optimum | null;
  readonly seed: number;
  readonly signal?: StopSignal | undefined;
}

/**
 * Computes the p-value.
 *
 * @param notes - gets what is to be said of it.
 * @param name - of what is tested, for notes.
 */
export function ratioTail(model: LargerModel, ratio: TestedRatio, name: string, notes: string[]): RatioTail {
  const { statistic, df, cone, seed } = ratio;
  const pValuePlain = statistic > 0 ? chiSquareSf(statistic, df) : 1;
  const plain: RatioTail = {
    pValue: pValuePlain,
    pValuePlain,
    method: "chi-square",
    weights: null,
    monteCarloError: 0,
  };
  if (cone.kind === "interior" || cone.kind === "unknown") return plain;
  const free = df - testedCount(cone);
  if (cone.size === 1) return { ...plain, ...mixture(statistic, [0.5, 0.5], free) };
  const information = informationOf(model, ratio);
  if (cone.kind === "variances") {
    if (information === null) notes.push(`the weights of ${name} are those of independent estimates`);
    const weights = information === null ? binomialWeights(cone.size) : orthantWeights(information, seed);
    return { ...plain, ...mixture(statistic, weights, free) };
  }
  if (information === null) {
    notes.push(
      `the p-value of ${name} is the plain one: the information of its covariances is singular, or takes too long`,
    );
    return plain;
  }
  const { tail, monteCarloError } = semidefiniteTail(statistic, information, free, seed);
  return { ...plain, pValue: tail, method: "cone", monteCarloError };
}

// covariances that may have any sign, and all else that has no boundary, add degrees of freedom to every part
function mixture(statistic: number, cone: readonly number[], free: number): Omit<RatioTail, "pValuePlain"> {
  const weights = Object.freeze([...new Array<number>(free).fill(0), ...cone]);
  const pValue = chiBarSquareSf(statistic, weights);
  const square = weights.reduce((sum, weight, j) => sum + weight * chiBarSquareSf(statistic, unit(j)) ** 2, 0);
  const draws = cone.length - 1 > SIMULATED_WEIGHTS.above ? SIMULATED_WEIGHTS.draws : Number.POSITIVE_INFINITY;
  const monteCarloError = Math.sqrt(Math.max(0, square - pValue ** 2) / draws);
  return { pValue, method: "mixture", weights, monteCarloError };
}

function unit(j: number): number[] {
  return [...new Array<number>(j).fill(0), 1];
}

function binomialWeights(m: number): number[] {
  const weights = [2 ** -m];
  for (let j = 1; j <= m; j++) weights.push((weights[j - 1] * (m - j + 1)) / j);
  return weights;
}

/** The optimum of a model with fewer random columns, null where it has none, and its criterion. */
export function reducedOptimum(
  { moments, optimum: { engine, reml } }: LargerModel,
  kept: KeptColumns,
  signal: StopSignal | undefined,
): { readonly smaller: Optimum | null; readonly least: number } {
  const isEmpty = kept.effects.every(({ length }) => length === 0) && !kept.components.includes(true);
  if (isEmpty) return { smaller: null, least: withoutRandom(engine, reml) };
  const visit = signal === undefined ? undefined : () => throwIfAborted(signal);
  const smaller = optimum(reducedMoments(moments, kept), { reml, dependent: "drop", visit });
  return { smaller, least: smaller.estimates.objective };
}

/** The criterion where no random effect varies: that of ordinary least squares. */
function withoutRandom(engine: Optimum["engine"], reml: boolean): number {
  const { products } = engine;
  const at = engine.factorise(products.terms.map(({ size }) => new Float64Array(size * size)));
  return at === null ? Number.POSITIVE_INFINITY : objective(products, at, reml);
}

/** The information of the entries that are taken away, at the smaller model. */
function informationOf(model: LargerModel, { cone, smaller: given, signal }: TestedRatio): Matrix | null {
  if (cone.removed === null) return null;
  const { engine, reml } = model.optimum;
  const { kept, gone } = cone.removed;
  const smaller = given === undefined ? reducedOptimum(model, kept, signal).smaller : given;
  const tested: TestedEntry[] = [];
  let next = 0;
  const raw = engine.products.terms.map(({ source, size }, term) => {
    const columns = Array.from({ length: size }, (_, j) => source.column + j);
    const stays = columns.filter((j) =>
      source.kind === "component" ? kept.components[source.index] : kept.effects[source.index].includes(j),
    );
    const away = goneOf(gone, source).flatMap((j) => (columns.includes(j) ? [j - source.column] : []));
    for (const { row, column } of lowerEntriesByRow(away.length))
      if (cone.kind === "matrix" || row === column) tested.push({ term, row: away[row], column: away[column] });
    if (stays.length === 0 || smaller === null) return new Float64Array(size * size);
    return embedded(
      smaller.lambda[next++],
      stays.map((j) => j - source.column),
      size,
    );
  });
  return nullInformation(engine, reml, raw, tested);
}

function goneOf(gone: readonly GoneColumns[], { kind, index }: GoneColumns["source"]): number[] {
  return gone.filter((own) => own.source.kind === kind && own.source.index === index).flatMap((own) => own.columns);
}

/** A square root with rows and columns of zeros where columns are missing. */
function embedded(lambda: Float64Array, at: readonly number[], size: number): Float64Array {
  if (at.length === size) return lambda;
  const psi = covarianceOf(lambda, at.length);
  const whole = new Float64Array(size * size);
  for (const [b, j] of at.entries()) for (const [a, i] of at.entries()) whole[j * size + i] = psi[b * at.length + a];
  return lowerRoot(whole, size);
}
