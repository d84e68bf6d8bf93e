// statsmodels' packed parameters <-> square roots of the relative covariances, one a term. Packed are the covariance
// parameters relative to the residual variance: cov_re's lower triangle row by row, then the components; as square roots
// (`sqrt`: the Cholesky factor's entries, standard deviations) while searching, as they are in `params`.
import { type Lambda, lowerEntriesByRow } from "mixedlm";

/** Packed square roots -> a k_re x k_re root, if there are random effects, and one of size 1 for each component. */
export function fromPackedSqrt(packed: ArrayLike<number>, k_re: number): Lambda {
  const entries = lowerEntriesByRow(k_re);
  const lambda = new Float64Array(k_re * k_re);
  for (const [t, { row, column }] of entries.entries()) lambda[column * k_re + row] = packed[t]!;
  const components = Array.from({ length: packed.length - entries.length }, (_, c) =>
    Float64Array.of(packed[entries.length + c]!),
  );
  return k_re === 0 ? components : [lambda, ...components];
}

/** One square column-major matrix for each term -> packed, reading the lower triangles. */
export function pack(matrices: readonly Float64Array[]): Float64Array {
  return Float64Array.from(
    matrices.flatMap((matrix) => {
      const k = Math.sqrt(matrix.length);
      return lowerEntriesByRow(k).map(({ row, column }) => matrix[column * k + row]!);
    }),
  );
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
    return own.map((value, at) => (own[Math.floor(at / k) * (k + 1)]! < 0 ? -value : value));
  });
}
