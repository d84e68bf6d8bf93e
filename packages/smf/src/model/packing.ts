// Square roots of the terms' relative covariances, as the engine has them, from and to packed vectors: k_re x k_re, if
// there are random effects, and one number for each component.
import { matrix, symmetricEigen } from "@mixedlm/linalg";
import type { Lambda } from "mixedlm";
import type { MixedLMParams } from "./params.ts";

/** A square root of each term's relative covariance; null where one of them is not positive semi-definite. */
export function rootsOf({ cov_re, k_re, vcomp }: MixedLMParams): Lambda | null {
  const roots = vcomp.map((variance) => Float64Array.of(Math.sqrt(variance)));
  if (vcomp.some((variance) => !(variance >= 0))) return null;
  if (k_re === 0) return roots;
  const { values, vectors } = symmetricEigen(matrix(k_re, k_re, Float64Array.from(cov_re.flat())));
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // a zero eigenvalue comes out as a rounding error of either sign
  if (values.some((value) => !(value >= -k_re * Number.EPSILON * largest))) return null;
  const root = vectors.data.map((entry, at) => entry * Math.sqrt(Math.max(0, values[Math.floor(at / k_re)]!)));
  return [root, ...roots];
}

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
