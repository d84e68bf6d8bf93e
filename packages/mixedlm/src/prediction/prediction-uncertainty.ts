// Rows of a prediction -> the variance of each, and the degrees of freedom of that. The variances themselves are in
// `joint-covariance.ts`; here is which of them count at which level: of a mean given the groups, of a mean over all
// groups, and of a new response beside either.
import type { FixedInference } from "../inference/fixed-inference.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import type { InternalRows } from "../rows/internal-rows.ts";
import type { ModelRows } from "../rows/model-rows.ts";
import { atOptimum } from "../search/optimum.ts";
import { relativeJointVariances, relativeMeanVariances, relativePriorVariances } from "./joint-covariance.ts";
import { responseDf } from "./response-df.ts";

/** Where the quantiles of an interval are from: at level `population` the inference of the fixed effects. */
export type QuantileSource =
  | { readonly level: "conditional"; readonly method: "normal" | "residual" }
  | { readonly level: "population"; readonly inference: FixedInference };

/** One number a row: variances, units of y squared, and degrees of freedom, infinite for normal quantiles. */
export interface PredictionUncertainty {
  readonly variance: Float64Array;
  readonly df: Float64Array;
}

/**
 * Finds how uncertain each row's mean or new response is.
 *
 * @param internal - the same rows in internal coordinates.
 * @param weights - of new responses, one a row; null for means.
 */
export function predictionUncertainty(
  fit: Fit,
  rows: ModelRows,
  internal: InternalRows,
  source: QuantileSource,
  weights: Float64Array | null,
): PredictionUncertainty {
  const { optimum } = partsOf(fit);
  const { engine, estimates } = optimum;
  const { sigma2 } = estimates;
  const at = atOptimum(optimum);
  const { n } = rows;
  const residual = Float64Array.from({ length: n }, (_, i) => (weights === null ? 0 : 1 / weights[i]));
  if (source.level === "conditional") {
    const variance = relativeJointVariances(engine, at, internal).map((v, i) => sigma2 * (v + residual[i]));
    const df = source.method === "residual" ? fit.n - fit.p : Number.POSITIVE_INFINITY;
    return { variance, df: new Float64Array(n).fill(df) };
  }
  const { inference } = source;
  const own = relativeMeanVariances(engine, at, internal);
  const mean = meanVariances(fit, rows, own, inference);
  const isNamed = inference.method === "residual" || inference.method === "normal";
  if (weights === null) return { variance: mean, df: eachDf(rows, inference) };
  const prior = relativePriorVariances(engine, at, internal);
  const variance = mean.map((v, i) => v + sigma2 * (prior[i] + residual[i]));
  if (isNamed) return { variance, df: eachDf(rows, inference) };
  return {
    variance,
    df: responseDf(
      fit,
      internal,
      own.map((v, i) => v + prior[i] + residual[i]),
    ),
  };
}

/** var(x'beta) of each row, units of y squared; by the fit's own covariance from its relative variance. */
function meanVariances(
  fit: Fit,
  { n, X }: ModelRows,
  relative: Float64Array,
  { method, variance }: FixedInference,
): Float64Array {
  const { sigma2 } = partsOf(fit).optimum.estimates;
  if (method === "satterthwaite" || method === "residual" || method === "normal")
    return relative.map((v) => sigma2 * v);
  const x = new Float64Array(fit.p);
  return relative.map((_, i) => variance(x.map((__, j) => X.data[j * n + i])));
}

/** Degrees of freedom of each row's x'beta; equal rows are asked for once, and a sum of nothing is known. */
function eachDf({ n, X }: ModelRows, inference: FixedInference): Float64Array {
  const known = new Map<string, number>();
  const x = new Array<number>(X.ncol);
  return Float64Array.from({ length: n }, (_, i) => {
    for (let j = 0; j < x.length; j++) x[j] = X.data[j * n + i];
    const key = x.join();
    const isNothing = x.every((value) => value === 0);
    const certain = isNothing ? Number.POSITIVE_INFINITY : Number.NaN;
    const df = known.get(key) ?? (isNothing || !x.every(Number.isFinite) ? certain : inference.df(x));
    known.set(key, df);
    return df;
  });
}
