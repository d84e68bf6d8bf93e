// Moments may be of combinations of the design's columns, and of y less a part that those reproduce: the way from their
// coefficients to the design's, and back.
import { log, luFactor, luInverse, matrix, multiply, multiplyVector } from "@mixedlm/linalg";
import type { FixedTransform, Moments } from "@mixedlm/moments";

/** beta = O gamma + c, gamma being coefficients of the moments' columns and beta those of the design's, length r. */
export interface Combination {
  /** r x r, column-major. */
  readonly O: Float64Array;
  /** Its inverse. */
  readonly inverse: Float64Array;
  /** log |det O|. */
  readonly logdet: number;
  /** c: what y is counted from; null: 0. */
  readonly response: Float64Array | null;
}

/**
 * (X - centre) A gamma = X beta: beta = A gamma, and what centring took goes to the constant column.
 *
 * @param constant - number of the moments' constant column, or -1.
 */
export function combinationOf(
  { centre, A, response }: FixedTransform,
  constant: number,
  { shift, mean }: Moments,
): Combination {
  const r = centre.length;
  const O = A.slice();
  if (constant >= 0) {
    const one = shift[constant] + mean[constant];
    for (let j = 0; j < r; j++)
      for (let i = 0; i < r; i++) if (i !== constant) O[j * r + constant] -= (centre[i] * A[j * r + i]) / one;
  }
  let logdet = 0;
  for (let j = 0; j < r; j++) logdet += log(Math.abs(A[j * (r + 1)]));
  return { O, inverse: luInverse(luFactor(matrix(r, r, O))).data, logdet, response };
}

/** gamma -> beta. */
export function designCoefficients({ O, response }: Combination, own: Float64Array): Float64Array {
  const r = own.length;
  const beta = multiplyVector(matrix(r, r, O), own);
  if (response !== null) for (let j = 0; j < r; j++) beta[j] += response[j];
  return beta;
}

/** beta -> gamma. */
export function combinedCoefficients({ inverse, response }: Combination, beta: ArrayLike<number>): Float64Array {
  const r = beta.length;
  const left = Float64Array.from(beta, (value, j) => value - (response?.[j] ?? 0));
  return multiplyVector(matrix(r, r, inverse), left);
}

/** What y is counted from, as coefficients of the moments' columns; null: 0. */
export function reproducedCoefficients(combination: Combination): Float64Array | null {
  const { response } = combination;
  return response === null ? null : combinedCoefficients({ ...combination, response: null }, response);
}

/** O M for M r x r, column-major: gamma = M u becomes beta = O M u. */
export function designMap({ O }: Combination, M: Float64Array): Float64Array {
  const r = Math.sqrt(M.length);
  return multiply(matrix(r, r, O), matrix(r, r, M)).data;
}

/** M O^-1: the inverse of {@link designMap} when M is that of its matrix. */
export function combinedMap({ inverse }: Combination, M: Float64Array): Float64Array {
  const r = Math.sqrt(M.length);
  return multiply(matrix(r, r, M), matrix(r, r, inverse)).data;
}
