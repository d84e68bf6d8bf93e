// statsmodels' packed parameters <-> square roots of the relative covariances, one a term. Packed are the covariance
// parameters relative to the residual variance: cov_re's lower triangle row by row, then the components; as square roots
// (`sqrt`: the Cholesky factor's entries, standard deviations) while searching, as they are in `params`.
import type { Lambda } from "mixedlm";

/** Packed square roots -> a k_re x k_re root, if there are random effects, and one of size 1 for each component. */
export function fromPackedSqrt(packed: ArrayLike<number>, k_re: number): Lambda {
  const lambda: Float64Array[] = [];
  let at = 0;
  if (k_re > 0) {
    const own = new Float64Array(k_re * k_re);
    for (let row = 0; row < k_re; row++)
      for (let column = 0; column <= row; column++) own[column * k_re + row] = packed[at++]!;
    lambda.push(own);
  }
  while (at < packed.length) lambda.push(Float64Array.of(packed[at++]!));
  return lambda;
}

/** One square column-major matrix for each term -> packed, reading the lower triangles. */
export function pack(matrices: readonly Float64Array[]): Float64Array {
  let length = 0;
  for (const { length: entries } of matrices) length += (entries + Math.sqrt(entries)) / 2;
  const packed = new Float64Array(length);
  let at = 0;
  for (const matrix of matrices) {
    const k = Math.sqrt(matrix.length);
    for (let row = 0; row < k; row++)
      for (let column = 0; column <= row; column++) packed[at++] = matrix[column * k + row]!;
  }
  return packed;
}

/**
 * The same covariance with a root that has no negative diagonal: the Cholesky factor and standard deviations.
 *
 * A search in square roots may cross to negative ones. There statsmodels evaluates its score at this root and does not
 * turn the signs back, so that the gradient its optimisers see is not that of the point they are at: most of its
 * searches that fail with correlated slopes fail here. Whoever follows its path has to do the same.
 */
export function positiveRoot(lambda: Lambda): Lambda {
  return lambda.map((own) => {
    const k = Math.sqrt(own.length);
    const positive = own.slice();
    for (let column = 0; column < k; column++) {
      if (!(own[column * (k + 1)]! < 0)) continue;
      for (let row = 0; row < k; row++) positive[column * k + row] = -own[column * k + row]!;
    }
    return positive;
  });
}
