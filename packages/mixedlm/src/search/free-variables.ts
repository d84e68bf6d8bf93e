// A function of some of its variables, the others as they are: what searches with bounds and held values are made of.
// And the eigenvalues of a Hessian in units in which all its variables curve alike.
import { type Matrix, matrix, symmetricEigen } from "@mixedlm/linalg";
import type { SecondOrderObjective } from "@mixedlm/optimize";

/** The values at some positions. */
export function pick(values: Float64Array, positions: Int32Array): Float64Array {
  return Float64Array.from(positions, (k) => values[k]);
}

/** All values, with others at some positions. */
export function placed(values: Float64Array, positions: Int32Array, own: Float64Array): Float64Array {
  const all = values.slice();
  for (const [i, k] of positions.entries()) all[k] = own[i];
  return all;
}

/** The function of the free variables, the others as they are in `z`. */
export function restricted(f: SecondOrderObjective, z: Float64Array, free: Int32Array): SecondOrderObjective {
  if (free.length === z.length) return f;
  return {
    value: (own) => f.value(placed(z, free, own)),
    gradient: (own) => pick(f.gradient(placed(z, free, own)), free),
    hessian: (own) => principal(f.hessian(placed(z, free, own)), free),
  };
}

/** Rows and columns of a square matrix at some positions. */
export function principal({ data, nrow }: Matrix, positions: Int32Array): Matrix {
  const n = positions.length;
  const out = matrix(n, n);
  for (let j = 0; j < n; j++)
    for (let i = 0; i < n; i++) out.data[j * n + i] = data[positions[j] * nrow + positions[i]];
  return out;
}

/** Eigenvalues and eigenvectors of a Hessian with its diagonal scaled to 1 or -1. */
export interface ScaledEigen {
  /** Ascending. */
  readonly values: Float64Array;
  /** Column by column, in scaled variables: times `unit` they are directions of the variables themselves. */
  readonly vectors: Matrix;
  /** What each variable was divided by; 1 where the diagonal is 0. */
  readonly unit: Float64Array;
}

/** Decomposes a symmetric matrix of numbers, n x n, free of its variables' units. */
export function scaledEigen({ data, nrow: n }: Matrix): ScaledEigen {
  const unit = Float64Array.from({ length: n }, (_, i) => 1 / Math.sqrt(Math.abs(data[i * (n + 1)]) || 1));
  const scaled = data.map((entry, at) => entry * unit[at % n] * unit[Math.floor(at / n)]);
  return { ...symmetricEigen(matrix(n, n, scaled)), unit };
}

/** The least of the eigenvalues of {@link scaledEigen}; NaN where the Hessian is no numbers. */
export function leastCurvature(hessian: Matrix): number {
  return hessian.data.every(Number.isFinite) ? scaledEigen(hessian).values[0] : Number.NaN;
}
