// The inverse of an information matrix that may be singular: in a metric in which units of the parameters do not
// matter, and without the directions that carry no information. What is known of none of them counts as known exactly.
import { type Matrix, matrix, norm2, symmetricEigen } from "@mixedlm/linalg";

/** An inverse, and what it says of functions of the parameters. */
export interface ScaledInverse {
  readonly inverse: Matrix;
  /** Whether a linear function of the parameters has no part in a direction that was left out. */
  isDetermined(g: ArrayLike<number>): boolean;
}

/** Share of a function's length outside the directions that are left that is rounding error. */
const OUTSIDE = 1e-5;

/**
 * Inverts D C D, D diagonal, without the eigenvectors of C whose values are at most `least`: D^-1 C^+ D^-1.
 *
 * @param A - symmetric, square.
 * @param size - the diagonal of D, 0 for a row and column that is left out.
 * @param least - eigenvalue of the scaled matrix; the others are near 1 where D is chosen well.
 */
export function scaledInverse(A: Matrix, size: Float64Array, least: number): ScaledInverse {
  const n = A.nrow;
  const used = Array.from({ length: n }, (_, k) => k).filter((k) => size[k] > 0);
  const C = matrix(used.length, used.length);
  for (const [b, j] of used.entries())
    for (const [a, i] of used.entries()) C.data[b * used.length + a] = A.data[j * n + i] / (size[i] * size[j]);
  const { values, vectors } = symmetricEigen(C);
  const inverse = matrix(n, n);
  const flat: Float64Array[] = [];
  for (let e = 0; e < used.length; e++) {
    const v = vectors.data.subarray(e * used.length, (e + 1) * used.length);
    if (!(values[e] > least)) {
      flat.push(v);
      continue;
    }
    for (const [b, j] of used.entries())
      for (const [a, i] of used.entries()) inverse.data[j * n + i] += (v[a] / size[i]) * (v[b] / size[j] / values[e]);
  }
  const isDetermined = (g: ArrayLike<number>): boolean => {
    if (Array.from(size).some((own, k) => own === 0 && g[k] !== 0)) return false;
    const scaled = Float64Array.from(used, (k) => g[k] / size[k]);
    const length = norm2(scaled);
    return flat.every((v) => Math.abs(scaled.reduce((sum, own, a) => sum + own * v[a], 0)) <= OUTSIDE * length);
  };
  return { inverse, isDetermined };
}
