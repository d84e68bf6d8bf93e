// Are the rows of X linearly independent? Then its columns reproduce any response, and nothing can be estimated.
// Elimination row by row keeps the zeros of indicator columns, so that thousands of levels are told in a moment, where
// products of all columns would take minutes. A doubtful case is answered with no: the products then decide.
import { type Design, designChunks, type Table, type TableLike } from "@mixedlm/design";

/** Multiplications after which the answer is no. */
const EFFORT = 2e8;
/** What is left of a row, relative to its largest entry, that may be rounding error. */
const NEGLIGIBLE = 1e-8;

/** A row less its part in the rows before it, scaled to 1 in its pivot's column: its entries that are not zero. */
interface Pivot {
  readonly column: number;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/**
 * Tells whether no row of X is a combination of the others.
 *
 * @returns false also where rounding errors leave it open, or where it would take too long to know.
 */
export function hasIndependentRows<D extends TableLike<D>>(design: Design, table: Table | D): boolean {
  const p = design.fixed.names.length;
  if (design.rows.kept > p) return false;
  const pivots: Pivot[] = [];
  const row = new Float64Array(p);
  const unit = columnSizes(design, table);
  let effort = 0;
  for (const { n, X } of designChunks(design, table))
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < p; j++) row[j] = X[j * n + i] / unit[j];
      const size = row[largest(row)];
      effort += p + reduce(row, pivots);
      const column = largest(row);
      if (effort > EFFORT || !(Math.abs(row[column]) > NEGLIGIBLE * Math.abs(size))) return false;
      pivots.push(pivotOf(row, column));
    }
  return true;
}

/** Largest absolute entry of each column, 1 of a column of zeros: what is negligible must not depend on units. */
function columnSizes<D extends TableLike<D>>(design: Design, table: Table | D): Float64Array {
  const p = design.fixed.names.length;
  const size = new Float64Array(p);
  for (const { n, X } of designChunks(design, table))
    for (let at = 0; at < n * p; at++) {
      const j = Math.floor(at / n);
      size[j] = Math.max(size[j], Math.abs(X[at]));
    }
  return size.map((value) => value || 1);
}

/** Takes the rows before away from a row; returns the number of multiplications. */
function reduce(row: Float64Array, pivots: readonly Pivot[]): number {
  let count = pivots.length;
  for (const { column, columns, values } of pivots) {
    const factor = row[column];
    if (factor === 0) continue;
    for (let k = 0; k < columns.length; k++) row[columns[k]] -= factor * values[k];
    // exactly, so that rounding leaves nothing
    row[column] = 0;
    count += columns.length;
  }
  return count;
}

function pivotOf(row: Float64Array, column: number): Pivot {
  const own: number[] = [];
  for (let j = 0; j < row.length; j++) if (row[j] !== 0) own.push(j);
  const columns = Int32Array.from(own);
  return { column, columns, values: Float64Array.from(columns, (j) => row[j] / row[column]) };
}

/** Index of the largest absolute entry. */
function largest(row: Float64Array): number {
  let at = 0;
  for (let j = 1; j < row.length; j++) if (Math.abs(row[j]) > Math.abs(row[at])) at = j;
  return at;
}
