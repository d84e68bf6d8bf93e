// Coordinates of the fixed effects in which the likelihood is simple: beta = origin + M z, the generalised sum of
// squares proportional to nu + distance + sum w z^2. Some coefficients may be held at zero; correlations and units are
// gone.
import {
  dot,
  integerPower,
  type LuFactor,
  luFactor,
  luSolve,
  type Matrix,
  matrix,
  multiply,
  symmetricEigen,
} from "@mixedlm/linalg";

/** Coordinates of p coefficients. */
export interface CoefficientSubspace {
  /** The coefficients at z = 0: generalised least squares, given those that are held. */
  readonly origin: Float64Array;
  /** p x p; rows of held coefficients are zero. */
  readonly M: Matrix;
  /** The squared distance of the origin from the unconstrained estimates, in standard errors. */
  readonly distance: number;
  /** Weights w of the squared coordinates, length p. */
  readonly weights: Float64Array;
  /** The coordinates of coefficients that lie in the space. */
  coordinates(beta: ArrayLike<number>): Float64Array;
}

/**
 * Makes coordinates in which the estimates are independent with variance one.
 *
 * @param beta - estimates by generalised least squares, length p.
 * @param vcov - their covariance matrix, p x p.
 * @param zeros - columns that are held at zero.
 */
export function coefficientSubspace(beta: Float64Array, vcov: Matrix, zeros: readonly number[]): CoefficientSubspace {
  const p = beta.length;
  const h = zeros.length;
  const sizes = standardErrors(vcov);
  const C = (i: number, j: number): number => vcov.data[j * p + i]!;
  const own = luFactor(
    matrix(
      h,
      h,
      Float64Array.from({ length: h * h }, (_, at) => C(zeros[at % h]!, zeros[Math.floor(at / h)]!)),
    ),
  );
  const held = Float64Array.from(zeros, (j) => beta[j]!);
  const weights = h === 0 ? held : solve(own, held);
  const origin = beta.map((value, i) =>
    zeros.includes(i) ? 0 : value - zeros.reduce((sum, j, a) => sum + C(i, j) * weights[a]!, 0),
  );
  const unit = matrix(p, p);
  for (let j = 0; j < p; j++) {
    const row = Float64Array.from(zeros, (k) => C(k, j));
    const solved = h === 0 ? row : solve(own, row);
    for (let i = 0; i < p; i++) {
      const isHeld = zeros.includes(i) || zeros.includes(j);
      const left = isHeld ? 0 : C(i, j) - zeros.reduce((sum, k, a) => sum + C(i, k) * solved[a]!, 0);
      unit.data[j * p + i] = left / (sizes[i]! * sizes[j]!);
    }
  }
  const { values, vectors } = symmetricEigen(unit);
  const roots = values.map((value) => Math.sqrt(Math.max(value, 0)));
  const M = matrix(
    p,
    p,
    vectors.data.map((v, at) => v * roots[Math.floor(at / p)]! * sizes[at % p]!),
  );
  for (const i of zeros) for (let j = 0; j < p; j++) M.data[j * p + i] = 0;
  return {
    origin,
    M,
    weights: new Float64Array(p).fill(1),
    distance: dot(held, weights),
    coordinates(at) {
      const gap = origin.map((value, j) => (at[j]! - value) / sizes[j]!);
      // directions without variance cannot be moved along
      return transposedTimes(vectors, gap).map((v, k) => (roots[k]! > 1e-7 ? v / roots[k]! : 0));
    },
  };
}

/**
 * Stretches the coordinates so that the weights and the curvature of a penalty together are about one in every
 * direction.
 *
 * @param curvature - second derivatives of the penalty in the space's coordinates, p x p.
 */
export function stretched(space: CoefficientSubspace, curvature: Matrix): CoefficientSubspace {
  const p = curvature.nrow;
  const { values, vectors } = symmetricEigen(curvature);
  const roots = values.map((value) => Math.sqrt(1 + Math.max(value, 0)));
  const turn = matrix(
    p,
    p,
    vectors.data.map((v, at) => v / roots[Math.floor(at / p)]!),
  );
  return {
    ...space,
    M: multiply(space.M, turn),
    weights: roots.map((root) => integerPower(root, -2)),
    coordinates: (beta) => transposedTimes(vectors, space.coordinates(beta)).map((v, k) => v * roots[k]!),
  };
}

/** Standard errors, 1 in place of 0. */
export function standardErrors({ data, nrow }: Matrix): Float64Array {
  return Float64Array.from({ length: nrow }, (_, j) => Math.sqrt(data[j * (nrow + 1)]!) || 1);
}

/** A'x. */
export function transposedTimes({ data, nrow, ncol }: Matrix, x: Float64Array): Float64Array {
  return Float64Array.from({ length: ncol }, (_, j) => dot(data.subarray(j * nrow, (j + 1) * nrow), x));
}

/** The solution of a system with one right-hand side. */
export function solve(lu: LuFactor, x: Float64Array): Float64Array {
  return luSolve(lu, matrix(x.length, 1, x)).data;
}
