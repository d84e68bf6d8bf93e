// Columns that a fit left out as combinations of those that it kept, from the products of all. In: products, and which
// columns are which. Out: the coefficients of the combinations.
import { choleskyFactorInPlace, lowerSolveInPlace, lowerTransposedSolveInPlace } from "@mixedlm/linalg";

/** Centred products of columns, and their means. */
export interface ColumnProducts {
  readonly weight: number;
  /** Mean of each column. */
  readonly raw: ArrayLike<number>;
  /** Sum of products of two columns about their means. */
  readonly square: (i: number, j: number) => number;
}

/**
 * Regresses columns on others, which are independent; about the means where one of these is constant.
 *
 * @param constant - the number of the constant column, see `constantColumn`; -1 for none.
 * @param noise - share of a column's size that is rounding noise in its coefficients, which then are 0.
 * @returns coefficients of the kept columns, left-out column after left-out column.
 */
export function regressColumns(
  kept: readonly number[],
  dropped: readonly number[],
  { weight, raw, square }: ColumnProducts,
  constant: number,
  noise: number,
): number[] {
  const own = kept.filter((j) => j !== constant);
  const product = (i: number, j: number): number => square(i, j) + (constant < 0 ? weight * raw[i] * raw[j] : 0);
  const r = own.length;
  const unit = own.map((j) => Math.sqrt(product(j, j)) || 1);
  const L = new Float64Array(r * r);
  for (let b = 0; b < r; b++) for (let a = b; a < r; a++) L[b * r + a] = product(own[a], own[b]) / (unit[a] * unit[b]);
  choleskyFactorInPlace(L, r);
  return dropped.flatMap((d) => {
    const size = Math.sqrt(product(d, d));
    const c = Float64Array.from(own, (j, a) => (size === 0 ? 0 : product(j, d) / (unit[a] * size)));
    lowerSolveInPlace(L, r, c);
    lowerTransposedSolveInPlace(L, r, c);
    const scaled = c.map((v, a) => (Math.abs(v) < noise ? 0 : (v * size) / unit[a]));
    const rest = own.reduce((sum, j, a) => sum - scaled[a] * raw[j], raw[d]);
    const terms = own.reduce((sum, j, a) => sum + Math.abs(scaled[a] * raw[j]), Math.abs(raw[d]));
    return kept.map((j) => {
      if (j !== constant) return scaled[own.indexOf(j)];
      return Math.abs(rest) <= noise * terms ? 0 : rest / raw[constant];
    });
  });
}
