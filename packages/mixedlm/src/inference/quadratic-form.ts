// (L beta - value)' (L V L')^+ (L beta - value): Wald's statistic of combinations that need not be independent, in the axes
// of L V L' scaled to unit diagonal, so that the units of the combinations do not decide which of them count.
import {
  type Matrix,
  matrix,
  multiply,
  multiplyByTransposed,
  type SymmetricEigen,
  symmetricEigen,
} from "@mixedlm/linalg";

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
 * @param unit - lengths of rows in units of which `directions` are the axes; default: each row's own standard error.
 */
export function solvedQuadratic(
  L: readonly ArrayLike<number>[],
  beta: ArrayLike<number>,
  vcov: Matrix,
  value: ArrayLike<number> | undefined = undefined,
  unit: ArrayLike<number> | undefined = undefined,
): SolvedQuadratic {
  const q = L.length;
  const p = beta.length;
  const rows = matrix(q, p);
  for (let j = 0; j < p; j++) for (let i = 0; i < q; i++) rows.data[j * q + i] = L[i][j];
  const V = multiplyByTransposed(multiply(rows, vcov), rows);
  const size = Float64Array.from({ length: q }, (_, i) => Math.sqrt(V.data[i * (q + 1)]));
  const { values, vectors } = scaledAxes(V, size);
  const largest = values.reduce((most, v) => Math.max(most, v), 0);
  const distance = L.map((row, i) => {
    let sum = value === undefined ? 0 : -value[i];
    for (let j = 0; j < p; j++) sum += row[j] * beta[j];
    return size[i] === 0 ? 0 : sum / size[i];
  });
  const kept = Array.from(values.keys()).filter((m) => values[m] > DEPENDENT * largest);
  let square = 0;
  for (const m of kept) {
    let along = 0;
    for (let i = 0; i < q; i++) along += (vectors.data[m * q + i] / Math.sqrt(values[m])) * distance[i];
    square += along * along;
  }
  const rank = kept.length;
  if (unit === undefined) return { square, rank, directions: axisRows(L, p, { values, vectors }, size, rank) };
  const own = Float64Array.from(unit);
  return { square, rank, directions: axisRows(L, p, scaledAxes(V, own), own, rank) };
}

/** Axes of a covariance matrix in some units; a row of unit 0 is left out. */
function scaledAxes({ data, nrow: q }: Matrix, unit: Float64Array): SymmetricEigen {
  const scaled = data.map((v, at) => {
    const scale = unit[at % q] * unit[Math.floor(at / q)];
    return scale === 0 ? 0 : v / scale;
  });
  return symmetricEigen(matrix(q, q, scaled));
}

/** The combinations along the longest axes, each of unit variance. */
function axisRows(
  L: readonly ArrayLike<number>[],
  p: number,
  { values, vectors }: SymmetricEigen,
  unit: Float64Array,
  rank: number,
): Float64Array[] {
  const q = L.length;
  return Array.from({ length: rank }, (_, own) => {
    const m = q - rank + own;
    const direction = new Float64Array(p);
    for (let i = 0; i < q; i++) {
      if (unit[i] === 0) continue;
      const share = vectors.data[m * q + i] / Math.sqrt(values[m]) / unit[i];
      for (let j = 0; j < p; j++) direction[j] += share * L[i][j];
    }
    return direction;
  });
}
