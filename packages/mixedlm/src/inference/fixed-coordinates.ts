// The coordinates in which a fit's fixed effects are inferred: with X'V^-1X = R R' of the internal columns and M the map from
// internal to raw coefficients, a combination l'beta has the row R^-1 M'l, and its variance is sigma^2 times that row's square.
import {
  lowerSolveInPlace,
  lowerTransposedSolveInPlace,
  type Matrix,
  matrix,
  multiplyByTransposed,
} from "@mixedlm/linalg";
import type { Engine, Factorisation } from "../engine.ts";
import { coefficientMap } from "../fixed-basis.ts";
import { residualVariance } from "../generalised-least-squares.ts";

/** Maps into the coordinates in which the fixed effects are independent, and back. */
export interface FixedCoordinates {
  readonly p: number;
  /** R^-1 M'l sigma, length p: the square is the variance of l'beta. */
  row(l: ArrayLike<number>): Float64Array;
  /** sigma^2 M R^-T K R^-1 M' for a symmetric K, p x p. */
  covariance(K: Float64Array): Matrix;
}

/** Makes the coordinates of a factorisation, which may be overwritten afterwards. */
export function fixedCoordinates({ products }: Engine, at: Factorisation, reml: boolean): FixedCoordinates {
  const { p } = products;
  const R = at.R.slice();
  const M = coefficientMap(products.fixed);
  const sigma = Math.sqrt(residualVariance(products, at, reml));
  return {
    p,
    row(l) {
      const own = new Float64Array(p);
      for (let j = 0; j < p; j++) for (let i = 0; i < p; i++) own[j] += sigma * M[j * p + i] * l[i];
      lowerSolveInPlace(R, p, own, 1, 0, p + 1);
      return own;
    },
    covariance(K) {
      // A' = R^-T K R^-1, from solves with both sides of K
      const half = K.slice();
      lowerTransposedSolveInPlace(R, p, half, p, 0, p + 1);
      const both = transposedSquare(half, p);
      lowerTransposedSolveInPlace(R, p, both, p, 0, p + 1);
      const map = matrix(p, p, M);
      const out = multiplyByTransposed(multiplyByTransposed(map, matrix(p, p, both)), map).data;
      for (let j = 0; j < p; j++)
        for (let i = j; i < p; i++) {
          const value = (sigma * sigma * (out[j * p + i] + out[i * p + j])) / 2;
          out[j * p + i] = value;
          out[i * p + j] = value;
        }
      return matrix(p, p, out);
    },
  };
}

function transposedSquare(A: Float64Array, p: number): Float64Array {
  return A.map((_, at) => A[(at % p) * p + Math.floor(at / p)]);
}
