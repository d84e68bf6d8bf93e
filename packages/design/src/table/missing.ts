// Which rows have a value in every variable. One mask for everything a model uses, so that the response, the fixed and
// the random parts always have the same rows; and a count per variable, so that nobody loses rows unawares.
import type { Column } from "./column.ts";
import { wholeValues } from "./whole-column.ts";

/** A variable that must have a value: its column, or its columns. */
export interface Variable {
  readonly name: string;
  /** Each of the table's length. */
  readonly columns: readonly Column[];
}

/** The rows where nothing is missing, and how many rows each variable lacks. */
export interface CompleteRows {
  /** How many rows there are. */
  readonly count: number;
  /** Row numbers, ascending; null: all rows, which are then not listed. */
  readonly rows: Int32Array | null;
  /** Rows without a value, by name of the variable; only variables that lack some. */
  readonly missing: ReadonlyMap<string, number>;
}

/**
 * Finds the rows where every variable has a value. Infinite numbers are values.
 *
 * @param variables - each is counted by itself: a row that lacks two of them counts for both. Variables of one name
 *   count together, once a row.
 * @param numRows - rows of the table.
 */
export function completeRows(variables: Iterable<Variable>, numRows: number): CompleteRows {
  const missing = new Map<string, number>();
  const gaps = byName([...variables].filter(({ columns }) => columns.some(hasGaps)));
  if (gaps.size === 0) return { count: numRows, rows: null, missing };
  const incomplete = new Uint8Array(numRows);
  for (const [name, columns] of gaps) {
    const lacking = new Uint8Array(numRows);
    for (const column of columns) markMissing(column, lacking);
    let count = 0;
    for (let row = 0; row < numRows; row++) {
      if (lacking[row] === 0) continue;
      incomplete[row] = 1;
      count++;
    }
    missing.set(name, count);
  }
  const rows = zeroRows(incomplete);
  return { count: rows.length, rows, missing };
}

/** Lists the numbers of rows, also where all of them are meant. */
export function rowNumbers({ count, rows }: Pick<CompleteRows, "count" | "rows">): Int32Array {
  return rows ?? Int32Array.from({ length: count }, (_, row) => row);
}

function byName(variables: Iterable<Variable>): Map<string, readonly Column[]> {
  const columns = new Map<string, readonly Column[]>();
  for (const variable of variables) {
    columns.set(variable.name, [...(columns.get(variable.name) ?? []), ...variable.columns]);
  }
  return columns;
}

/** Whether some row of a column has no value. */
function hasGaps(column: Column): boolean {
  if (column.kind === "category") return hasNegative(column.codes);
  if (wholeValues(column) !== null) return false;
  if (column.kind === "numeric") return hasNaN(column.values);
  for (let row = 0; row < column.values.length; row++) if (column.values[row] == null) return true;
  return false;
}

function hasNegative(codes: Int32Array): boolean {
  for (let row = 0; row < codes.length; row++) if (codes[row]! < 0) return true;
  return false;
}

function hasNaN(values: Float64Array): boolean {
  // sixteen at a time: a sum is NaN where one of its terms is, and where infinities meet, which is looked into
  const even = values.length - (values.length % 16);
  let row = 0;
  for (; row < even; row += 16) {
    let sum = 0;
    for (let k = row; k < row + 16; k++) sum += values[k]!;
    if (Number.isNaN(sum)) break;
  }
  for (; row < values.length; row++) if (Number.isNaN(values[row])) return true;
  return false;
}

/** Sets a flag on each row where the column has no value. */
function markMissing(column: Column, flags: Uint8Array): void {
  if (column.kind === "category") {
    for (let row = 0; row < flags.length; row++) if (column.codes[row]! < 0) flags[row] = 1;
    return;
  }
  for (let row = 0; row < flags.length; row++) {
    const value = column.values[row];
    if (value === null || value === undefined || Number.isNaN(value)) flags[row] = 1;
  }
}

/** Numbers of the rows whose flag is not set. */
function zeroRows(flags: Uint8Array): Int32Array {
  let count = 0;
  for (let row = 0; row < flags.length; row++) if (flags[row] === 0) count++;
  const rows = new Int32Array(count);
  for (let row = 0, i = 0; i < count; row++) if (flags[row] === 0) rows[i++] = row;
  return rows;
}
