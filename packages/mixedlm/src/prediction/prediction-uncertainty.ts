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

/** What an interval is asked of. */
interface Asked {
  readonly level: "conditional" | "population";
  /** At level `conditional` a name. */
  readonly method: FixedInference | "normal" | "residual";
  /** Of new responses, one a row; null for means. */
  readonly weights: Float64Array | null;
}

/** One number a row: variances, units of y squared, and degrees of freedom, infinite for normal quantiles. */
export interface PredictionUncertainty {
  readonly variance: Float64Array;
  readonly df: Float64Array;
}

/** Finds how uncertain each row's mean or new response is. @param internal - the same rows in internal coordinates. */
export function predictionUncertainty(
  fit: Fit,
  rows: ModelRows,
  internal: InternalRows,
  { level, method, weights }: Asked,
): PredictionUncertainty {
  const { optimum } = partsOf(fit);
  const { engine, estimates } = optimum;
  const { sigma2 } = estimates;
  const at = atOptimum(optimum);
  const { n } = rows;
  const residual = Float64Array.from({ length: n }, (_, i) => (weights === null ? 0 : 1 / weights[i]));
  if (level === "conditional" || typeof method === "string") {
    const variance = relativeJointVariances(engine, at, internal).map((v, i) => sigma2 * (v + residual[i]));
    const df = method === "residual" ? fit.n - fit.p : Number.POSITIVE_INFINITY;
    return { variance, df: new Float64Array(n).fill(df) };
  }
  const own = relativeMeanVariances(engine, at, internal);
  const mean = meanVariances(fit, rows, own, method);
  const isNamed = method.method === "residual" || method.method === "normal";
  if (weights === null) return { variance: mean, df: eachDf(rows, method) };
  const prior = relativePriorVariances(engine, at, internal);
  const variance = mean.map((v, i) => v + sigma2 * (prior[i] + residual[i]));
  if (isNamed) return { variance, df: eachDf(rows, method) };
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
