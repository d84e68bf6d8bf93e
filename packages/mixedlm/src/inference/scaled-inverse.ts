// The inverse of an information matrix that may be singular: in a metric in which units of the parameters do not matter, and
// without the directions that carry no information. What is known of none of them counts as known exactly.
import { type Matrix, matrix, symmetricEigen } from "@mixedlm/linalg";

/** An inverse, and what was left out of it. */
export interface ScaledInverse {
  readonly inverse: Matrix;
  /** Directions that were left out. */
  readonly omitted: number;
}

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
  let omitted = n - used.length;
  for (let e = 0; e < used.length; e++) {
    if (!(values[e] > least)) {
      omitted += 1;
      continue;
    }
    const v = vectors.data.subarray(e * used.length, (e + 1) * used.length);
    for (const [b, j] of used.entries())
      for (const [a, i] of used.entries()) inverse.data[j * n + i] += (v[a] / size[i]) * (v[b] / size[j] / values[e]);
  }
  return { inverse, omitted };
}
