// Some rows of a table, as a table: what is left after rows with missing values are dropped. Columns are gathered
// when they are first asked for; where all rows are kept the table itself is handed on.
import type { Column } from "./column.ts";
import { rowNumber, type Table } from "./table.ts";
import { wholeColumn, wholeValues } from "./whole-column.ts";

/**
 * Takes rows of a table.
 *
 * @param table - the table.
 * @param rows - row numbers, ascending, each inside the table.
 * @returns a table of `rows.length` rows; `table` itself when those are all of its rows.
 */
export function takeRows(table: Table, rows: Int32Array): Table {
  if (rows.length === table.numRows) return table;
  const columns = new Map<string, Column>();
  const column = (name: string): Column => {
    const known = columns.get(name);
    if (known !== undefined) return known;
    const taken = takeColumn(table.column(name), rows);
    columns.set(name, taken);
    return taken;
  };
  return {
    numRows: rows.length,
    columnNames: table.columnNames,
    has: (name) => table.has(name),
    column,
    slice: (start, stop) => takeRows(table, rows.subarray(start, stop)),
    rowNumber: (row) => rowNumber(table, rows[row] ?? row),
  };
}

/** Gathers the values of a column. */
export function takeColumn(column: Column, rows: Int32Array): Column {
  const whole = wholeValues(column);
  if (whole !== null) return wholeColumn(takeCodes(whole, rows));
  if (column.kind === "numeric") return { ...column, values: takeNumbers(column.values, rows) };
  if (column.kind === "category") return { ...column, codes: takeCodes(column.codes, rows) };
  return { ...column, values: Array.from(rows, (row) => column.values[row]) };
}

/** Gathers numbers. */
export function takeNumbers(values: Float64Array, rows: Int32Array): Float64Array {
  const taken = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = values[rows[i]!]!;
  return taken;
}

/** Gathers codes or row numbers. */
export function takeCodes(codes: Int32Array, rows: Int32Array): Int32Array {
  const taken = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = codes[rows[i]!]!;
  return taken;
}
