// Which rows have a value in every variable. One mask for everything a model uses, so that the response, the fixed and
// the random parts always have the same rows; and a count per variable, so that nobody loses rows unawares.
import type { Column } from "./table.ts";

/** A variable that must have a value: its column, or its columns. */
export interface Variable {
  readonly name: string;
  /** Each of the table's length. */
  readonly columns: readonly Column[];
}

/** The rows where nothing is missing, and how many rows each variable lacks. */
export interface CompleteRows {
  /** Row numbers, ascending. */
  readonly rows: Int32Array;
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
  const incomplete = new Uint8Array(numRows);
  const missing = new Map<string, number>();
  for (const [name, columns] of byName(variables)) {
    const lacking = new Uint8Array(numRows);
    for (const column of columns) markMissing(column, lacking);
    let count = 0;
    for (let row = 0; row < numRows; row++) {
      if (lacking[row] === 0) continue;
      incomplete[row] = 1;
      count++;
    }
    if (count > 0) missing.set(name, count);
  }
  return { rows: zeroRows(incomplete), missing };
}

function byName(variables: Iterable<Variable>): Map<string, readonly Column[]> {
  const columns = new Map<string, readonly Column[]>();
  for (const variable of variables) {
    columns.set(variable.name, [...(columns.get(variable.name) ?? []), ...variable.columns]);
  }
  return columns;
}

/** Sets a flag on each row where the column has no value. */
function markMissing(column: Column, flags: Uint8Array): void {
  if (column.kind === "category") {
    column.codes.forEach((code, row) => {
      if (code < 0) flags[row] = 1;
    });
    return;
  }
  for (let row = 0; row < flags.length; row++) {
    const value = column.values[row];
    if (value === null || value === undefined || Number.isNaN(value)) flags[row] = 1;
  }
}

/** Numbers of the rows whose flag is not set. */
function zeroRows(flags: Uint8Array): Int32Array {
  const rows = new Int32Array(flags.length);
  let count = 0;
  for (let row = 0; row < flags.length; row++) {
    if (flags[row] === 0) rows[count++] = row;
  }
  return rows.slice(0, count);
}
