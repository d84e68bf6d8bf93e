// Tables of any make, read through one small interface. Nothing is copied before a column is asked for.
// What comes in is told apart in table-source.ts; how a column gets its type is in to-column.ts.

import * as errors from "../errors.ts";
import { type Column, columnLength, sliceColumn } from "./column.ts";
import { type ColumnValues, columnSource, reading, type TableLike, tableSource } from "./table-source.ts";
import { type DeclaredType, toColumn } from "./to-column.ts";

/** The few operations that a design needs of a table. */
export interface Table {
  /** Number of rows. */
  readonly numRows: number;
  /** In the order of the source. */
  readonly columnNames: readonly string[];
  /** Whether there is a column of this name. */
  has(name: string): boolean;
  /** The column, converted once and kept. */
  column(name: string): Column;
  /** A view of rows `[start, stop)`. */
  slice(start: number, stop: number): Table;
  /** Number that row `row` has in the table that this one is a part of; without it, the same number. */
  rowNumber?(row: number): number;
}

/** How columns are to be read where their values leave it open. */
export interface TableOptions {
  /**
   * Types by column name. Without one, numbers are `int` when all are whole and none is missing, else `float`.
   * A list of levels makes a category in that order.
   */
  readonly types?: Readonly<Record<string, DeclaredType>>;
  /** Takes a table without rows, as streams deliver now and then. Default false. */
  readonly allowEmpty?: boolean;
}

/**
 * Reads a table: an Arquero or Arrow table, a record of columns, or an array of row objects.
 *
 * Missing values are null, undefined and NaN. Columns are converted when they are first asked for, so a column
 * that no formula mentions may hold anything.
 *
 * @param data - the table; a `Table` is returned as it is when no types are given.
 * @throws {@link DesignError} `not-a-table`, `empty-table`, `column-length`, `duplicate-column`;
 *   `unknown-name` when `types` names a column that does not exist. The table's `column` throws `unknown-name`,
 *   `column-type`, `unsafe-integer` and `categorical`.
 * @example
 * ```ts
 * toTable([{ y: 1.5, g: "a" }, { y: 2.5, g: "b" }]).column("y").values; // Float64Array [1.5, 2.5]
 * ```
 */
export function toTable<D extends TableLike<D>>(data: D | Table, options: TableOptions = {}): Table {
  if (isTable(data)) return options.types === undefined ? data : retyped(data, options.types);
  const source = tableSource(data);
  if (!options.allowEmpty && (source.numRows === 0 || source.columnNames.length === 0)) {
    throw errors.emptyTable(source.numRows, source.columnNames.length);
  }
  const types = declaredTypes(options.types, source.columnNames);
  return lazyTable(source.numRows, source.columnNames, (name) =>
    reading(`column \`${name}\``, () => toColumn(name, source.read(name), types.get(name))),
  );
}

/**
 * Adds a column, or replaces the one of that name.
 *
 * @param values - as many as the table has rows.
 * @throws {@link DesignError} `column-length`, and as a column of `toTable`.
 */
export function withColumn(table: Table, name: string, values: ColumnValues): Table {
  const added = reading(`column \`${name}\``, () => toColumn(name, columnSource(name, values)));
  const length = columnLength(added);
  if (length !== table.numRows) throw errors.columnLength(name, length, "the table", table.numRows);
  const names = table.has(name) ? table.columnNames : [...table.columnNames, name];
  return lazyTable(table.numRows, names, (other) => (other === name ? added : table.column(other)));
}

/** The number of a row, for messages, in the table that a table is a part of. */
export function rowNumber(table: Table, row: number): number {
  return table.rowNumber?.(row) ?? row;
}

/** A table whose columns are made by `read` when first asked for; its rows are counted from `first`. */
function lazyTable(numRows: number, columnNames: readonly string[], read: (name: string) => Column, first = 0): Table {
  const names = new Set(columnNames);
  const columns = new Map<string, Column>();
  const column = (name: string): Column => {
    const known = columns.get(name);
    if (known !== undefined) return known;
    if (!names.has(name)) throw errors.unknownColumn(name, columnNames);
    const made = read(name);
    columns.set(name, made);
    return made;
  };
  const slice = (start: number, stop: number): Table => {
    const last = Math.min(stop, numRows);
    const rows = Math.max(0, last - start);
    return lazyTable(rows, columnNames, (name) => sliceColumn(column(name), start, last), first + start);
  };
  return { numRows, columnNames, has: (name) => names.has(name), column, slice, rowNumber: (row) => first + row };
}

function retyped(table: Table, types: Readonly<Record<string, DeclaredType>>): Table {
  const declared = declaredTypes(types, table.columnNames);
  return lazyTable(table.numRows, table.columnNames, (name) => toColumn(name, table.column(name), declared.get(name)));
}

function declaredTypes(
  types: Readonly<Record<string, DeclaredType>> | undefined,
  columnNames: readonly string[],
): ReadonlyMap<string, DeclaredType> {
  const declared = new Map(Object.entries(types ?? {}));
  for (const name of declared.keys()) {
    if (!columnNames.includes(name)) throw errors.unknownColumn(name, columnNames);
  }
  return declared;
}

function isTable(data: object): data is Table {
  const table = data as Partial<Table> | null | undefined;
  return reading(
    "the table",
    () =>
      Array.isArray(table?.columnNames) && [table.has, table.column, table.slice].every((m) => typeof m === "function"),
  );
}
