// Columns moved along the rows of their table; rows that get no value are missing.
import type { Column } from "../table/column.ts";

/**
 * Moves the values of a column down.
 *
 * @param k - by how many rows, whole; up when it is negative.
 * @returns a column of the same length. Whole numbers become floats where a value is missing, as in pandas.
 */
export function shiftColumn(column: Column, k: number): Column {
  if (k === 0) return column;
  if (column.kind === "category")
    return { ...column, codes: shifted(column.codes, k, new Int32Array(column.codes.length).fill(-1)) };
  if (column.kind === "numeric") {
    return {
      kind: "numeric",
      type: column.type === "int" ? "float" : column.type,
      values: shiftNumbers(column.values, k),
    };
  }
  return { ...column, values: Array.from(column.values, (_, row) => column.values[row - k] ?? null) };
}

/** Moves numbers down by k rows. */
export function shiftNumbers(values: Float64Array, k: number): Float64Array {
  return shifted(values, k, new Float64Array(values.length).fill(Number.NaN));
}

/** Copies the values that stay inside over `out`, which holds missing ones. */
function shifted<T extends Float64Array | Int32Array>(values: T, k: number, out: T): T {
  const n = values.length;
  if (Math.abs(k) < n) out.set(values.subarray(Math.max(0, -k), Math.min(n, n - k)), Math.max(0, k));
  return out;
}
