// statsmodels' packed parameters <-> the relative factor. Packed are the covariance parameters relative to the residual
// variance: cov_re's lower triangle row by row, then the components; as square roots (`sqrt`: the Cholesky factor's
// entries, standard deviations) while searching, as they are in `params`.
import { lowerEntriesByRow, type RelativeFactor } from "mixedlm";

/** Packed square roots -> factor. */
export function fromPackedSqrt(packed: ArrayLike<number>, k_re: number): RelativeFactor {
  const entries = lowerEntriesByRow(k_re);
  const lambda = new Float64Array(k_re * k_re);
  for (let t = 0; t < entries.length; t++) {
    const { row, column } = entries[t]!;
    lambda[column * k_re + row] = packed[t]!;
  }
  return {
    lambda,
    tau: Float64Array.from({ length: packed.length - entries.length }, (_, c) => packed[entries.length + c]!),
  };
}

/** Any k_re x k_re column-major matrix and one number a component -> packed, reading the lower triangle. */
export function pack(matrix: Float64Array, components: ArrayLike<number>, k_re: number): Float64Array {
  const entries = lowerEntriesByRow(k_re);
  const packed = new Float64Array(entries.length + components.length);
  for (let t = 0; t < entries.length; t++) {
    const { row, column } = entries[t]!;
    packed[t] = matrix[column * k_re + row]!;
  }
  packed.set(Array.from(components), entries.length);
  return packed;
}

/**
 * The same covariance with a root that has no negative diagonal: the Cholesky factor and standard deviations.
 *
 * A search in square roots may cross to negative ones. There statsmodels evaluates its score at this root and does not
 * turn the signs back, so that the gradient its optimisers see is not that of the point they are at: most of its
 * searches that fail with correlated slopes fail here. Whoever follows its path has to do the same.
 */
export function positiveRoot({ lambda, tau }: RelativeFactor, k_re: number): RelativeFactor {
  const sign = (j: number): number => (lambda[j * k_re + j]! < 0 ? -1 : 1);
  return { lambda: lambda.map((value, at) => sign(Math.floor(at / k_re)) * value), tau: tau.map(Math.abs) };
}
