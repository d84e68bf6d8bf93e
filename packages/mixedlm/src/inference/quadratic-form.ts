// (L beta - value)' (L V L')^+ (L beta - value): Wald's statistic of combinations that need not be independent, in the axes
// of L V L' scaled to unit diagonal, so that the units of the combinations do not decide which of them count.
import { type Matrix, matrix, multiply, multiplyByTransposed, symmetricEigen } from "@mixedlm/linalg";

/** Share of the largest eigenvalue of the scaled L V L' below which a direction counts as a combination of others. */
const DEPENDENT = 1e-10;

/** A quadratic form, and what it is the sum of: independent standardised contrasts. */
export interface SolvedQuadratic {
  readonly square: number;
  /** Independent directions. */
  readonly rank: number;
  /** Rows a_m with a_m'V a_m = 1 and a_m'V a_k = 0: `square` is the sum of (a_m'(beta - value))^2. Each of length p. */
  readonly directions: readonly Float64Array[];
}

/**
 * Computes Wald's statistic.
 *
 * @param L - combinations, each of length p.
 * @param beta - length p.
 * @param vcov - covariance of beta, p x p.
 * @param value - what L beta is compared with; default 0.
 */
export function solvedQuadratic(
  L: readonly ArrayLike<number>[],
  beta: ArrayLike<number>,
  vcov: Matrix,
  value: ArrayLike<number> | undefined = undefined,
): SolvedQuadratic {
  const q = L.length;
  const p = beta.length;
  const rows = matrix(q, p);
  for (let j = 0; j < p; j++) for (let i = 0; i < q; i++) rows.data[j * q + i] = L[i][j];
  const V = multiplyByTransposed(multiply(rows, vcov), rows);
  const size = Float64Array.from({ length: q }, (_, i) => Math.sqrt(V.data[i * (q + 1)]));
  const scaled = V.data.map((v, at) => {
    const scale = size[at % q] * size[Math.floor(at / q)];
    return scale === 0 ? 0 : v / scale;
  });
  const { values, vectors } = symmetricEigen(matrix(q, q, scaled));
  const largest = values.reduce((most, v) => Math.max(most, v), 0);
  const distance = L.map((row, i) => {
    let sum = value === undefined ? 0 : -value[i];
    for (let j = 0; j < p; j++) sum += row[j] * beta[j];
    return size[i] === 0 ? 0 : sum / size[i];
  });
  const directions: Float64Array[] = [];
  let square = 0;
  for (let m = 0; m < q; m++) {
    if (!(values[m] > DEPENDENT * largest)) continue;
    const root = Math.sqrt(values[m]);
    const direction = new Float64Array(p);
    let along = 0;
    for (let i = 0; i < q; i++) {
      const share = vectors.data[m * q + i] / root;
      along += share * distance[i];
      if (size[i] > 0) for (let j = 0; j < p; j++) direction[j] += (share / size[i]) * L[i][j];
    }
    square += along * along;
    directions.push(direction);
  }
  return { square, rank: directions.length, directions };
}
