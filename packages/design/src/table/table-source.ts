// The kinds of table that can be read, each recognised by its shape and reduced to: rows, names, one column by name.
// Structural types only: a user of plain rows bundles no table library, and any version of one will do.

import * as errors from "../errors.ts";
import { LIMITS } from "../limits.ts";
import type { CategoryColumn, Column, RawColumn } from "./column.ts";
import { isLevel, type Level } from "./level.ts";
import { typeName } from "./to-column.ts";

/** An Arquero table, or anything with these methods: `array` respects filters and order. */
export interface ArqueroLike {
  /** Number of rows that filters leave. */
  numRows(): number;
  /** Names of the columns, in order. */
  columnNames(): string[];
  /** The values of a column in the rows that filters leave, in the table's order. */
  array(name: string): ArrayLike<unknown>;
  /** The stored column, asked only for its type. */
  column?(name: string): unknown;
}

/** An Arrow table, of flechette or apache-arrow. */
export interface ArrowLike {
  /** Number of rows. */
  readonly numRows: number;
  /** The names of the columns. */
  readonly schema: ArrowSchema;
  /** The column of a name, or null. */
  getChild(name: string): unknown;
}

/** What a schema of Arrow says here. */
export interface ArrowSchema {
  /** The columns, in order. */
  readonly fields: readonly ArrowField[];
}

/** A column in a schema of Arrow. */
export interface ArrowField {
  /** The column's name. */
  readonly name: string;
}

/** A column given by itself: an array, a typed array, a `category(...)` or an Arrow column. */
export type ColumnValues = ArrayLike<unknown> | Column | ArrowColumn;

/**
 * All that can be read as a table: an Arquero or Arrow table, a record of columns, an array of row objects.
 *
 * A record whose type is an interface has no index signature and is none of these by itself. A function takes it too
 * when it is generic in its table: `<D extends TableLike<D>>(data: D)`.
 */
export type TableLike<D = never> =
  | ArqueroLike
  | ArrowLike
  | Readonly<Record<string, ColumnValues>>
  | readonly object[]
  | (object & { readonly [K in keyof D]: ColumnValues });

/** A table reduced to what a `Table` is made from. */
export interface TableSource {
  readonly numRows: number;
  readonly columnNames: readonly string[];
  read(name: string): RawColumn | Column;
}

/** A column of an Arrow table: flechette's `Column`, apache-arrow's `Vector`. */
export interface ArrowColumn {
  /** The type of its values. */
  readonly type: ArrowType;
  /** Number of rows. */
  readonly length: number;
  /** Number of rows without a value. */
  readonly nullCount: number;
  /** Runs of rows, in order. */
  readonly data: readonly ArrowBatch[];
  /** The value of a row, or null. */
  get(row: number): unknown;
  /** The values of all rows. */
  toArray(): ArrayLike<unknown>;
}

/** The type of an Arrow column. */
export interface ArrowType {
  /** The number of the type in Arrow's format; dictionaries have -1. */
  readonly typeId: number;
  /** Dictionaries: flechette's and apache-arrow's name of the same thing. */
  readonly ordered?: boolean;
  /** As `ordered`. */
  readonly isOrdered?: boolean;
}

/** A run of rows of an Arrow column. */
export interface ArrowBatch {
  /** Number of rows. */
  readonly length: number;
  /** Number of rows without a value. */
  readonly nullCount: number;
  /** Numbers, or the codes of a dictionary. */
  readonly values?: ArrayLike<number | bigint>;
  /** What codes stand for. */
  readonly dictionary?: Iterable<unknown>;
  /** One bit a row, set where there is a value: flechette's and apache-arrow's name of the same thing. */
  readonly validity?: Uint8Array;
  /** As `validity`. */
  readonly nullBitmap?: Uint8Array;
  /** Bit of the first row. Default 0. */
  readonly offset?: number;
}

/** Arrow's type numbers, of the types that can be read. */
const ARROW_TYPES: ReadonlyMap<number, "float" | "int" | "string" | "bool" | "dictionary"> = new Map([
  [-1, "dictionary"],
  [1, "float"], // the type of a column that is null throughout
  [2, "int"],
  [3, "float"],
  [5, "string"],
  [6, "bool"],
  [7, "float"], // decimal
  [20, "string"], // with 64 bit offsets
  [24, "string"], // view
]);

/** Arrow's names of the types that cannot be read, for messages. */
const OTHER_ARROW_TYPES: ReadonlyMap<number, string> = new Map([
  [4, "binary"],
  [8, "date"],
  [9, "time"],
  [10, "timestamp"],
  [11, "interval"],
  [12, "list"],
  [13, "struct"],
  [14, "union"],
  [15, "fixed size binary"],
  [16, "fixed size list"],
  [17, "map"],
  [18, "duration"],
]);

/**
 * Recognises a table.
 *
 * @throws {@link DesignError} `not-a-table`; `column-length` for columns of different lengths;
 *   `column-type` for a column that is no sequence; `duplicate-column` for a name used twice; `limit` for more rows
 *   than can be read; `unreadable` for what a table's own code throws.
 */
export function tableSource(data: object): TableSource {
  if (typeof data === "string") throw errors.notATable("string", "a string; `readCsv` reads delimited text");
  if (typeof data !== "object" || data === null) throw errors.notATable(typeName(data));
  const source = reading("the table", () => sourceOf(data));
  for (const [at, name] of source.columnNames.entries())
    if (typeof name !== "string") throw errors.columnNameType(at, name);
  if (source.numRows > LIMITS.rows) throw errors.tooManyRows(source.numRows, LIMITS.rows);
  return source;
}

/** Runs what calls a table's own code; whatever this throws is said of the table. */
export function reading<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof errors.DesignError ? error : errors.unreadable(what, error);
  }
}

function sourceOf(data: object): TableSource {
  if (Array.isArray(data)) return rowsSource(data);
  if (isArquero(data)) return arqueroSource(data);
  if (isArrow(data)) return arrowSource(data);
  if (ArrayBuffer.isView(data) || data instanceof Map) throw errors.notATable(classOf(data));
  if (data instanceof Promise) throw errors.notATable("Promise", "a promise of one; `await` it first");
  // a set, a date or a buffer is no record, though it has no columns either
  if (classOf(data) !== "Object" && Object.keys(data).length === 0) {
    throw errors.notATable(classOf(data));
  }
  return recordSource(data as Readonly<Record<string, unknown>>);
}

/** The name of a built-in class: `Object`, `Map`, `Float64Array`. */
function classOf(value: object): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}

/** Recognises one column given by itself. */
export function columnSource(name: string, values: unknown): RawColumn | Column {
  return reading(`column \`${name}\``, () => sourceOfColumn(name, values));
}

function sourceOfColumn(name: string, values: unknown): RawColumn | Column {
  if (isArrowColumn(values)) return arrowColumn(name, values);
  if (isColumn(values)) return values.kind === "category" ? withCategoriesChecked(name, values) : values;
  if (Array.isArray(values) || (ArrayBuffer.isView(values) && "length" in values)) {
    return { kind: "raw", values: values as ArrayLike<unknown> };
  }
  const isPlain = typeof values !== "object" || values === null || classOf(values) === "Object";
  throw errors.notAColumn(name, isPlain ? typeName(values) : classOf(values));
}

/** A column of codes may be made by hand: levels are labels, each once, and each code is that of a level, or -1. */
function withCategoriesChecked(name: string, column: CategoryColumn): CategoryColumn {
  const { codes, levels } = column;
  const seen = new Set<Level>();
  for (const [at, level] of levels.entries()) {
    if (!isLevel(level)) throw errors.notALevel(`column \`${name}\``, at, level);
    if (seen.has(level)) throw errors.duplicateLevelOf(`column \`${name}\``, level);
    seen.add(level);
  }
  for (let row = 0; row < codes.length; row++) {
    if (codes[row]! < -1 || codes[row]! >= levels.length) {
      throw errors.codeOutOfRange(name, row, codes[row]!, levels.length);
    }
  }
  return column;
}

function recordSource(record: Readonly<Record<string, unknown>>): TableSource {
  const columns = new Map(Object.entries(record).map(([name, values]) => [name, columnSource(name, values)]));
  const [first] = columns;
  const numRows = first === undefined ? 0 : lengthOf(first[1]);
  for (const [name, column] of columns) {
    const length = lengthOf(column);
    if (length !== numRows) throw errors.columnLength(name, length, `column \`${first![0]}\``, numRows);
  }
  return { numRows, columnNames: [...columns.keys()], read: (name) => columns.get(name)! };
}

/**
 * Columns are all keys of the rows, in the order of their first appearance; a key that a row lacks is missing there.
 */
function rowsSource(rows: readonly unknown[]): TableSource {
  const names = new Set<string>();
  for (const [i, row] of rows.entries()) {
    if (typeof row !== "object" || row === null || Array.isArray(row)) {
      throw errors.rowNotARecord(typeName(row), i);
    }
    if (classOf(row) === "Map" || classOf(row) === "Date") {
      throw errors.rowNotARecord(classOf(row), i);
    }
    for (const name of Object.keys(row)) names.add(name);
  }
  const read = (name: string): RawColumn => ({
    kind: "raw",
    values: rows.map((row) => (Object.hasOwn(row as object, name) ? (row as Record<string, unknown>)[name] : null)),
  });
  return { numRows: rows.length, columnNames: [...names], read };
}

function arqueroSource(table: ArqueroLike): TableSource {
  const read = (name: string): RawColumn | Column => {
    const stored = table.column?.(name);
    if (isArrowColumn(stored)) {
      const whole = stored.length === table.numRows() && !isRearranged(table);
      return whole ? arrowColumn(name, stored) : arrowValues(name, stored.type, table.array(name));
    }
    // a copy of each row's value by a call is slower than all that follows: a stored array is read as it is
    const isWhole = isList(stored) && stored.length === table.numRows() && !isRearranged(table);
    const values = isWhole ? stored : table.array(name);
    if (!ArrayBuffer.isView(stored)) return { kind: "raw", values };
    return { kind: "raw", values, type: isFloatView(stored) ? "float" : "int" };
  };
  return { numRows: table.numRows(), columnNames: [...table.columnNames()], read };
}

/** Tells whether rows are hidden or reordered, where the table can say so. */
function isRearranged(table: ArqueroLike & { isFiltered?(): boolean; isOrdered?(): boolean }): boolean {
  return (table.isFiltered?.() ?? true) || (table.isOrdered?.() ?? true);
}

function isList(stored: unknown): stored is ArrayLike<unknown> {
  return Array.isArray(stored) || (ArrayBuffer.isView(stored) && "length" in stored);
}

function isFloatView(values: ArrayBufferView): boolean {
  return values instanceof Float64Array || values instanceof Float32Array;
}

function arrowSource(table: ArrowLike): TableSource {
  const columnNames = table.schema.fields.map((field) => field.name);
  for (const [i, name] of columnNames.entries()) {
    if (columnNames.indexOf(name) < i) throw errors.duplicateColumn(name);
  }
  const read = (name: string): RawColumn | Column => {
    const column = table.getChild(name);
    if (!isArrowColumn(column)) throw errors.notAColumn(name, typeName(column));
    return arrowColumn(name, column);
  };
  return { numRows: table.numRows, columnNames, read };
}

function arrowColumn(name: string, column: ArrowColumn): RawColumn | Column {
  if (ARROW_TYPES.get(column.type.typeId) === "dictionary") {
    const coded = dictionaryColumn(column);
    if (coded !== null) return coded;
  }
  // `toArray` of apache-arrow shows what lies beneath a null, so it is used only when there is none.
  const values =
    column.nullCount === 0 ? column.toArray() : Array.from({ length: column.length }, (_, row) => column.get(row));
  return arrowValues(name, column.type, values);
}

function arrowValues(name: string, { typeId }: ArrowType, values: ArrayLike<unknown>): RawColumn {
  const type = ARROW_TYPES.get(typeId);
  if (type === undefined) throw errors.columnKind(name, OTHER_ARROW_TYPES.get(typeId) ?? String(typeId));
  return type === "dictionary" ? { kind: "raw", values } : { kind: "raw", values, type };
}

/**
 * Text in a dictionary keeps its codes, in place where they are stored as they are wanted, so that no text is made of
 * any row; null when the dictionary holds something else or changes between batches.
 */
function dictionaryColumn(column: ArrowColumn): Column | null {
  const dictionary = column.data[0]?.dictionary;
  if (dictionary === undefined || column.data.some((batch) => batch.dictionary !== dictionary)) return null;
  const levels = Object.freeze([...dictionary]);
  if (!levels.every((level) => typeof level === "string") || new Set(levels).size < levels.length) return null;
  const codes = dictionaryCodes(column);
  if (codes === null) return null;
  const declared = column.type.ordered ?? column.type.isOrdered ?? false;
  return { kind: "category", type: declared ? "category" : "string", codes, levels };
}

/** The code of each row, -1 where it has none; null where the column's memory does not say. */
function dictionaryCodes({ data, length, nullCount }: ArrowColumn): Int32Array | null {
  const only = data.length === 1 ? data[0]!.values : undefined;
  if (only instanceof Int32Array && nullCount === 0) return only.subarray(0, length);
  const codes = new Int32Array(length);
  let row = 0;
  for (const batch of data) {
    const { values, validity = batch.nullBitmap, offset = 0 } = batch;
    if (values === undefined || (batch.nullCount > 0 && validity === undefined)) return null;
    for (let i = 0; i < batch.length; i++, row++) {
      const bit = offset + i;
      const isMissing = batch.nullCount > 0 && ((validity![bit >> 3]! >> (bit & 7)) & 1) === 0;
      codes[row] = isMissing ? -1 : Number(values[i]);
    }
  }
  return codes;
}

function lengthOf(column: RawColumn | Column): number {
  return column.kind === "category" ? column.codes.length : column.values.length;
}

function isArquero(data: object): data is ArqueroLike {
  const table = data as Partial<ArqueroLike>;
  return [table.numRows, table.columnNames, table.array].every((method) => typeof method === "function");
}

function isArrow(data: object): data is ArrowLike {
  const table = data as Partial<ArrowLike>;
  return typeof table.getChild === "function" && Array.isArray(table.schema?.fields);
}

function isArrowColumn(values: unknown): values is ArrowColumn {
  const column = values as Partial<ArrowColumn> | null | undefined;
  return typeof column?.type?.typeId === "number" && typeof column.toArray === "function";
}

const NUMERIC: readonly string[] = ["float", "int", "bool"];

function isColumn(values: unknown): values is Column {
  const column = values as Column | null | undefined;
  if (column?.kind === "category") return column.codes instanceof Int32Array && Array.isArray(column.levels);
  if (column?.kind === "numeric") return column.values instanceof Float64Array && NUMERIC.includes(column.type);
  return column?.kind === "string" && Array.isArray(column.values);
}
