// What a fit is without some rows, however that was found, and how far that is from the fit with them: in units of the
// uncertainty of the fixed effects, so that the units of the data do not matter.
import {
  choleskyFactorInPlace,
  choleskyLogdet,
  dot,
  exp,
  type Matrix,
  matrix,
  multiply,
  multiplyByTransposed,
  multiplyVector,
} from "@mixedlm/linalg";
import { internalCoefficientMap } from "../coordinates/fixed-basis.ts";
import { residualVariance } from "../engine/generalised-least-squares.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { atOptimum } from "../search/optimum.ts";

/** The fit without some rows. */
export interface Deletion {
  /** beta of all rows minus beta without these, length p. */
  readonly change: Float64Array;
  /**
   * A square root B of the covariance matrix BB' of beta without these rows, p x p: it has the digits that BB' loses
   * far from 0.
   */
  readonly root: Matrix;
  readonly sigma: number;
  readonly theta: readonly number[];
}

/** Why a fit without some rows does not exist. */
interface DeletionFailure {
  readonly code: string;
  readonly message: string;
}

/** A deletion, or why there is none. */
export type DeletionOutcome = Deletion | DeletionFailure;

/** Whether a deletion has numbers. */
export function isDeletion(outcome: DeletionOutcome): outcome is Deletion {
  return "change" in outcome;
}

/** Share of a coefficient's deviation in lost directions below which it is none of them. */
const TOUCHED = 1e-6;

/**
 * Names the coefficients that a deletion leaves without an estimate.
 *
 * @param root - B with BB' the covariance matrix of all rows, up to a factor, p x p.
 * @param lost - directions that the other rows say nothing of, in the columns of B: p x their number, each of length 1.
 */
export function lostNames(names: readonly string[], root: Matrix, lost: Matrix): string[] {
  const along = multiply(root, lost);
  return names.filter((_, j) => rowSize(along, j) > TOUCHED * rowSize(root, j));
}

/** The root of entry (j, j) of BB'. */
export function rowSize({ data, nrow, ncol }: Matrix, j: number): number {
  let sum = 0;
  for (let k = 0; k < ncol; k++) sum += data[k * nrow + j] ** 2;
  return Math.sqrt(sum);
}

/** What deletion does, in numbers free of units. */
interface DeletionSize {
  /** change' vcov^-1 change / p; 0 of a model without fixed effects. */
  readonly cooksDistance: number;
  /** det(vcov without) / det(vcov). */
  readonly covRatio: number;
  /** tr(vcov^-1 vcov without) - p. */
  readonly covTrace: number;
}

/** Makes a function that measures deletions from a fit. */
export function deletionMeasure(fit: Fit): (deletion: Deletion) => DeletionSize {
  const { optimum } = partsOf(fit);
  const { products } = optimum.engine;
  const { p } = products;
  const at = atOptimum(optimum);
  const scale = 1 / Math.sqrt(residualVariance(products, at, optimum.reml));
  // vcov^-1 = W'W, W = R' M^-1 / sigma with M the map from internal to raw coefficients
  const upper = matrix(p, p);
  for (let j = 0; j < p; j++) for (let i = j; i < p; i++) upper.data[i * p + j] = scale * at.R[j * (p + 1) + i];
  const W = multiply(upper, matrix(p, p, internalCoefficientMap(products.fixed)));
  return ({ change, root }) => {
    const moved = multiplyVector(W, change);
    const own = multiply(W, root);
    const C = multiplyByTransposed(own, own);
    let trace = 0;
    for (let j = 0; j < p; j++) trace += C.data[j * (p + 1)];
    const isSingular = choleskyFactorInPlace(C.data, p) >= 0;
    return {
      cooksDistance: p === 0 ? 0 : dot(moved, moved) / p,
      covRatio: isSingular ? 0 : exp(choleskyLogdet(C.data, p)),
      covTrace: trace - p,
    };
  };
}
