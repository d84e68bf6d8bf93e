// The covariance matrix of `params`: the inverse of minus the log-likelihood's Hessian in fixed effects and relative
// covariances, of the free parameters.
import { luFactor, luInverse, type Matrix, matrix, symmetricEigen } from "@mixedlm/linalg";
import { type Engine, type Lambda, profileHessian } from "mixedlm";

/** A covariance matrix and whether it can be one. */
export interface Information {
  /** (k_fe + k_re2 + k_vc) square; 0 for parameters that are held, NaN where there is no inverse. */
  readonly covariance: Matrix;
  /**
   * Smallest eigenvalue of the information of the free parameters, scaled to a diagonal of ones; 0 for a flat
   * direction.
   */
  readonly smallest: number;
}

/**
 * Inverts the information: that of the likelihood alone, as in statsmodels, also where a penalty moved the estimates.
 *
 * @param free - for each parameter whether it is free; null: all are.
 */
export function inverseInformation(
  engine: Engine,
  lambda: Lambda,
  beta: ArrayLike<number>,
  reml: boolean,
  free: readonly boolean[] | null,
): Information {
  const H = profileHessian(engine, lambda, beta, reml, true);
  if (H === null)
    return unknownInformation(beta.length + lambda.reduce((sum, { length }) => sum + triangle(length), 0));
  const kept = Array.from({ length: H.nrow }, (_, j) => j).filter((j) => free === null || free[j]);
  const k = kept.length;
  const information = matrix(k, k);
  for (const [b, j] of kept.entries())
    for (const [a, i] of kept.entries()) information.data[b * k + a] = -H.data[j * H.nrow + i]!;
  const units = unitsOf(information);
  const scaled = inUnits(information, units);
  const lu = luFactor(scaled);
  const inverse = lu.failedPivot < 0 ? inUnits(luInverse(lu), units).data : information.data.map(() => Number.NaN);
  const covariance = matrix(H.nrow, H.nrow);
  for (const [b, j] of kept.entries())
    for (const [a, i] of kept.entries()) covariance.data[j * H.nrow + i] = inverse[b * k + a]!;
  return { covariance, smallest: lu.failedPivot < 0 ? smallestEigenvalue(scaled) : 0 };
}

/** What the rows and columns are multiplied by for a diagonal of ones: pivots are then chosen whatever the units. */
function unitsOf({ data, nrow }: Matrix): Float64Array {
  return Float64Array.from({ length: nrow }, (_, d) => 1 / (Math.sqrt(Math.abs(data[d * nrow + d]!)) || 1));
}

/** A matrix in other units of its parameters, or the inverse of such a one in their own. */
function inUnits({ data, nrow }: Matrix, units: Float64Array): Matrix {
  return matrix(
    nrow,
    nrow,
    data.map((value, at) => value * units[at % nrow]! * units[Math.floor(at / nrow)]!),
  );
}

/** Where the likelihood ends beside the estimates, so that differences tell nothing. */
function unknownInformation(size: number): Information {
  return { covariance: matrix(size, size, new Float64Array(size * size).fill(Number.NaN)), smallest: 0 };
}

/** Entries of the lower triangle of a square matrix of so many entries. */
function triangle(entries: number): number {
  return (entries + Math.sqrt(entries)) / 2;
}

function smallestEigenvalue(scaled: Matrix): number {
  const { nrow } = scaled;
  if (nrow === 0) return 1;
  const { values } = symmetricEigen(scaled);
  const smallest = values[0]!;
  // a flat direction comes out as a rounding error of either sign
  return Math.abs(smallest) <= nrow * Number.EPSILON * values[nrow - 1]! ? 0 : smallest;
}
