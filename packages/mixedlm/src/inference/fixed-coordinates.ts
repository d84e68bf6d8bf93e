// The coordinates in which a fit's fixed effects are inferred: with X'V^-1X = R R' of the internal columns and x the
// internal row of a combination l'beta, R^-1 x sigma is a vector whose square is the variance of l'beta.
import {
  lowerSolveInPlace,
  lowerTransposedSolveInPlace,
  type Matrix,
  matrix,
  multiplyByTransposed,
} from "@mixedlm/linalg";
import { coefficientMap, residualUnit } from "../coordinates/fixed-basis.ts";
import { transposed } from "../parameters/square.ts";
import type { Fit } from "../results/fit.ts";
import { oncePerFit, partsOf } from "../results/fit-parts.ts";
import { internalColumns } from "../rows/internal-columns.ts";
import { atOptimum } from "../search/optimum.ts";

/** Maps into the coordinates in which the fixed effects are independent, and back. */
export interface FixedCoordinates {
  readonly p: number;
  /** R^-1 x sigma, length p: inner products are covariances of combinations. */
  row(l: ArrayLike<number>): Float64Array;
  /** The covariance matrix of the coefficients that is K in these coordinates, p x p. */
  covariance(K: Float64Array): Matrix;
}

/** The coordinates of a fit; worked out once. @throws {@link FitError} `not-a-fit`. */
export const fixedCoordinates: (fit: Fit) => FixedCoordinates = oncePerFit(coordinatesOf);

function coordinatesOf(fit: Fit): FixedCoordinates {
  const { moments, optimum } = partsOf(fit);
  const { products } = optimum.engine;
  const { p, fixed } = products;
  const R = atOptimum(optimum).R.slice();
  const { sigma } = fit;
  return {
    p,
    row(l) {
      const own = internalColumns(products, moments.fixed, matrix(1, p, Float64Array.from(l)));
      for (let j = 0; j < p; j++) own[j] *= sigma;
      lowerSolveInPlace(R, p, own, 1, 0, p + 1);
      return own;
    },
    covariance(K) {
      // R^-T K R^-1, from solves with both sides of K
      const half = K.slice();
      lowerTransposedSolveInPlace(R, p, half, p, 0, p + 1);
      const both = transposed(half, p);
      lowerTransposedSolveInPlace(R, p, both, p, 0, p + 1);
      const map = matrix(p, p, coefficientMap(fixed));
      const out = multiplyByTransposed(multiplyByTransposed(map, matrix(p, p, both)), map).data;
      const variance = (sigma / residualUnit(fixed)) ** 2;
      for (let j = 0; j < p; j++)
        for (let i = j; i < p; i++) {
          const value = (variance * (out[j * p + i] + out[i * p + j])) / 2;
          out[j * p + i] = value;
          out[i * p + j] = value;
        }
      return matrix(p, p, out);
    },
  };
}
