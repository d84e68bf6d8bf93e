// Penalties on the covariance matrix of the random effects, relative to the residual variance: what a fit subtracts
// from its log-likelihood, and how one that a caller wrote is asked.
import { choleskyFactorInPlace, choleskyLogdet, fromRows } from "@mixedlm/linalg";
import { optionType } from "../errors.ts";
import { askedPenalty, finiteSlopes } from "./asked-penalty.ts";
import { notImplemented, penaltyResult } from "./penalty-errors.ts";

/** A penalty on a covariance matrix; to be extended by `func` and `deriv`. */
export class CovariancePenalty {
  /** Scales the penalty. */
  weight: number;

  /** @throws {@link SmfError} `option-type`. */
  constructor(weight: number) {
    if (typeof weight !== "number" || Number.isNaN(weight)) throw optionType("a penalty", "weight", "a number", weight);
    this.weight = weight;
  }

  /**
   * The penalty; +Infinity forbids a matrix.
   *
   * @param _mat - k x k, symmetric.
   * @param _mat_inv - its inverse; not to be used where the matrix is singular.
   * @throws {@link SmfError} `not-implemented` unless it is overridden.
   */
  func(_mat: number[][], _mat_inv: number[][]): number {
    throw notImplemented("CovariancePenalty.func");
  }

  /**
   * Its derivative in the free entries of `mat`: the lower triangle row by row, where an entry off the diagonal is two
   * of `mat`.
   *
   * @throws {@link SmfError} `not-implemented` unless it is overridden.
   */
  deriv(_mat: number[][], _mat_inv: number[][]): Float64Array {
    throw notImplemented("CovariancePenalty.deriv");
  }
}

/** Rounding error of a pivot, relative to the entry that it is what is left of. */
const PIVOT_FLOOR = 2 ** -52;

/** `-weight log|mat|`: grows to infinity as the matrix becomes singular. */
export class PSD extends CovariancePenalty {
  override func(mat: number[][], _mat_inv: number[][]): number {
    const { data: L } = fromRows(mat);
    if (choleskyFactorInPlace(L, mat.length) >= 0) return Number.POSITIVE_INFINITY;
    // a pivot that is rounding error of its entry is zero
    const isSingular = mat.some((row, j) => L[j * (row.length + 1)]! ** 2 <= PIVOT_FLOOR * row.length * row[j]!);
    return isSingular ? Number.POSITIVE_INFINITY : -this.weight * choleskyLogdet(L, mat.length);
  }

  override deriv(_mat: number[][], mat_inv: number[][]): Float64Array {
    return Float64Array.from(
      mat_inv.flatMap((row, i) => row.slice(0, i + 1).map((v, j) => -this.weight * (i === j ? v : 2 * v))),
    );
  }
}

/**
 * Asks a covariance penalty for its value.
 *
 * @throws {@link SmfError} `penalty-failed` when it throws, `penalty-result` when it is not a number or -Infinity.
 */
export function covariancePenaltyValue(penalty: CovariancePenalty, mat: number[][], mat_inv: number[][]): number {
  const value = askedPenalty("cov_pen", "func", () => penalty.func(mat, mat_inv));
  if (typeof value === "number" && value > Number.NEGATIVE_INFINITY) return value;
  throw penaltyResult("cov_pen", "func", "a number or +Infinity", value);
}

/**
 * Asks a covariance penalty for its derivative.
 *
 * @throws {@link SmfError} `penalty-failed` when it throws, `penalty-result` unless it gives a number for each entry of
 *   the lower triangle.
 */
export function covariancePenaltySlopes(
  penalty: CovariancePenalty,
  mat: number[][],
  mat_inv: number[][],
): Float64Array {
  const slopes = askedPenalty("cov_pen", "deriv", () => penalty.deriv(mat, mat_inv));
  const length = (mat.length * (mat.length + 1)) / 2;
  return finiteSlopes("cov_pen", slopes, length, `${length} numbers, the lower triangle row by row`);
}
