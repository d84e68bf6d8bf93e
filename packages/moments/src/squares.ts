// The products of a run's columns with one another. Column by column, since sums over 128 rows keep to the processor's
// registers; over the rows only where the first of two columns is not zero, since of a category's dummies few are not.
import { RUN } from "./run.ts";

const row = new Int32Array(RUN);
const weighted = new Float64Array(RUN);

/**
 * Adds the products of weighted rows to a lower triangle, and the columns themselves to their sums.
 *
 * @param products - columns x columns.
 * @param sums - of each column; null when they are not wanted.
 * @param active - the columns that may be other than zero, ascending.
 * @param values - the columns, {@link RUN} numbers apart.
 */
export function addSquares(
  products: Float64Array,
  sums: Float64Array | null,
  active: Int32Array,
  values: Float64Array,
  weight: Float64Array,
  count: number,
): void {
  const columns = values.length / RUN;
  for (let a = 0; a < active.length; a++) {
    const j = active[a];
    const found = gather(values, j * RUN, weight, count);
    if (found === 0) continue;
    if (sums !== null) for (let k = 0; k < found; k++) sums[j] += weighted[k];
    for (let b = a; b < active.length; b++) {
      const from = active[b] * RUN;
      let [even, odd] = [0, 0];
      let k = 0;
      for (; k + 1 < found; k += 2) {
        even += weighted[k] * values[from + row[k]];
        odd += weighted[k + 1] * values[from + row[k + 1]];
      }
      if (k < found) even += weighted[k] * values[from + row[k]];
      products[j * columns + active[b]] += even + odd;
    }
  }
}

/** Lists the rows where a column is not zero, with their weighted values. Without branches, as there is no telling. */
function gather(values: Float64Array, from: number, weight: Float64Array, count: number): number {
  let found = 0;
  for (let i = 0; i < count; i++) {
    const value = values[from + i];
    row[found] = i;
    weighted[found] = weight[i] * value;
    found += value === 0 ? 0 : 1;
  }
  return found;
}
