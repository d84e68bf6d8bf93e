// Rows of the fixed columns as the data have them -> the same rows of the engine's columns, which are centred, of unit
// size and nearly orthogonal. Combinations of the fixed effects are rows too. A predictor is counted from its origin
// before anything is squared or summed, so that what is far from 0 (a year, say) keeps its digits.
import type { Matrix } from "@mixedlm/linalg";
import type { FixedTransform } from "@mixedlm/moments";
import type { InternalProducts } from "../coordinates/internal-products.ts";

/**
 * Takes rows to internal coordinates: x'beta is the same number there, up to constants and the unit of y.
 *
 * @param transform - what the moments' fixed columns are made of; null: the design's own.
 * @param X - rows x p.
 * @returns p numbers a row, row after row.
 */
export function internalColumns(
  { fixed, p }: Pick<InternalProducts, "fixed" | "p">,
  transform: FixedTransform | null,
  { nrow: n, data }: Matrix,
): Float64Array {
  const { constant, origin, scale } = fixed;
  const out = new Float64Array(n * p);
  const x = new Float64Array(p);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) x[j] = data[j * n + i];
    // 1 in every row, but for new data in which a column varies that was constant, and for combinations
    const one = constant < 0 ? 1 : x[constant] / scale[constant];
    if (transform !== null) combineInPlace(transform, x, one);
    for (let j = 0; j < p; j++) out[i * p + j] = j === constant ? one : (x[j] - origin[j] * one) / scale[j];
  }
  return out;
}

/** x := A'(x - centre). */
function combineInPlace({ centre, A }: FixedTransform, x: Float64Array, one: number): void {
  const r = x.length;
  for (let k = 0; k < r; k++) x[k] -= centre[k] * one;
  // A is upper triangular: from the last column on, nothing is overwritten that is still read
  for (let j = r - 1; j >= 0; j--) {
    let sum = 0;
    for (let k = 0; k <= j; k++) sum += A[j * r + k] * x[k];
    x[j] = sum;
  }
}
