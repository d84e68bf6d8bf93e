// Arrays as people have them -> columns of numbers with their names, if they have any. One reader for `endog`, `exog`,
// `exog_re` and the matrices of components, so that the same kinds of data are taken, and refused, everywhere.

import { type Column, type TableLike, toTable } from "@mixedlm/design";
import { isArrayLike, isInstance } from "@mixedlm/formula";
import { Frame } from "../labelled/frame.ts";
import type { Label } from "../labelled/labels.ts";
import { Series } from "../labelled/series.ts";
import { arrayEmpty, arrayRagged, arrayType, arrayValue } from "./array-errors.ts";

/** Numbers in one or several columns: arrays, labelled ones, or anything that can be read as a table. */
export type ArrayData = ArrayLike<number> | ArrayLike<ArrayLike<number>> | Series | Frame | TableLike;

/** Columns of numbers, NaN where there is none. */
export interface Columns {
  /** Names of the columns; null: they have none. */
  readonly names: readonly string[] | null;
  /** Each of `length` numbers. */
  readonly values: readonly Float64Array[];
  readonly length: number;
  /** Labels of the rows; null: they have none. */
  readonly index: readonly Label[] | null;
}

/**
 * Reads columns of numbers. Truth values count as 1 and 0; null, undefined and NaN are missing.
 *
 * @param what - what the array is called, for messages.
 * @throws {@link SmfError} `array-type` for what is no array, `array-empty` without rows, `array-ragged` for rows of
 *   different lengths, `array-value` for what is no number; DesignError as a table's.
 */
export function readColumns(what: string, given: unknown): Columns {
  const columns = columnsOf(what, given);
  if (columns.length === 0) throw arrayEmpty(what);
  return columns;
}

function columnsOf(what: string, given: unknown): Columns {
  if (isInstance(given, Series)) {
    const { index, values } = given;
    const name = (given as { readonly name?: Label | null }).name ?? null;
    return { ...oneColumn(what, values), names: name === null ? null : [String(name)], index };
  }
  if (isInstance(given, Frame)) {
    const { index, columns, values } = given;
    const names = columns.map(String);
    return { ...fromRows(what, values, names.length), names, length: index.length, index };
  }
  if (typeof given !== "object" || given === null) throw arrayType(what, given);
  if (!isArrayLike(given)) return fromTable(what, given as TableLike);
  const first = given[0];
  if (isArrayLike(first)) return fromRows(what, given as ArrayLike<ArrayLike<unknown>>, first.length);
  return typeof first === "object" && first !== null
    ? fromTable(what, given as unknown as TableLike)
    : oneColumn(what, given);
}

function oneColumn(what: string, values: ArrayLike<unknown>): Columns {
  const column = new Float64Array(values.length);
  for (let row = 0; row < column.length; row++) column[row] = numberAt(what, values[row], row);
  return { names: null, values: [column], length: column.length, index: null };
}

function fromRows(what: string, rows: ArrayLike<ArrayLike<unknown>>, width: number): Columns {
  const values = Array.from({ length: width }, () => new Float64Array(rows.length));
  for (let row = 0; row < rows.length; row++) {
    const own = rows[row];
    if (!isArrayLike(own)) throw arrayRagged(what, width, row, null);
    if (own.length !== width) throw arrayRagged(what, width, row, own.length);
    for (let j = 0; j < width; j++) values[j]![row] = numberAt(what, own[j], row, j);
  }
  return { names: null, values, length: rows.length, index: null };
}

function fromTable(what: string, data: TableLike): Columns {
  const table = toTable(data);
  const names = [...table.columnNames];
  const values = names.map((name) => columnNumbers(what, name, table.column(name)));
  return { names, values, length: table.numRows, index: null };
}

function columnNumbers(what: string, name: string, column: Column): Float64Array {
  if (column.kind === "numeric") return column.values;
  const at = column.kind === "category" ? column.codes.findIndex((code) => code >= 0) : 0;
  const value = column.kind === "category" ? column.levels[column.codes[at] ?? -1] : column.values[at];
  throw arrayValue(what, value, Math.max(0, at), name);
}

function numberAt(what: string, value: unknown, row: number, column?: number): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  if (value === null || value === undefined) return Number.NaN;
  throw arrayValue(what, value, row, column);
}
