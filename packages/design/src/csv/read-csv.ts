// Delimited text -> Arquero table, as pandas reads it: the same missing values, the same types, the same names.
// Numbers are read exactly.
import { checkOptions, type OptionCheck, recordEntries } from "@mixedlm/formula";
import { arqueroTable } from "../arquero-table.ts";
import * as errors from "../errors.ts";
import { LIMITS } from "../limits.ts";
import type { ArqueroLike } from "../table/table-source.ts";
import { csvRecords } from "./csv-records.ts";

/** What of an Arquero table is declared here; the object has all of Arquero's methods. */
export interface ArqueroTable extends ArqueroLike {
  /** Number of columns. */
  numCols(): number;
  /** The value of a column in a row, by default the first. */
  get(name: string, row?: number): unknown;
  /** The rows as objects. */
  objects(options?: object): object[];
  /** Prints the first rows to the console. */
  print(options?: object): this;
  /** A table with the columns of others beside its own. */
  assign(...others: unknown[]): ArqueroTable;
  /** A table with computed columns. */
  derive(columns: object, options?: object): ArqueroTable;
  /** A table of the rows that meet a condition. */
  filter(criteria: unknown): ArqueroTable;
  /** A table with its rows sorted. */
  orderby(...keys: unknown[]): ArqueroTable;
  /** A table of its own memory, of all rows or some. */
  reify(indices?: number[]): ArqueroTable;
  /** A table with other names of columns. */
  rename(...columns: unknown[]): ArqueroTable;
  /** A table of some of the columns. */
  select(...columns: unknown[]): ArqueroTable;
  /** A table of a run of rows. */
  slice(start?: number, end?: number): ArqueroTable;
}

/** Type that a column of a file can be declared to have. */
export type CsvType = "float" | "int" | "bool" | "string";

/** How to read delimited text. */
export interface CsvOptions {
  /** One character between fields; default `,`. */
  readonly delimiter?: string;
  /** One character before decimals; default `.`. */
  readonly decimal?: string;
  /** Texts that stand for a missing value, in addition to pandas' list. */
  readonly naValues?: readonly string[];
  /** Whether pandas' list counts; default true. */
  readonly keepDefaultNa?: boolean;
  /** Types by column name, for columns whose text leaves it open or suggests another. */
  readonly types?: Readonly<Record<string, CsvType>>;
}

/** Texts that pandas 1.5 takes for missing. */
const NA_VALUES =
  ",#N/A,#N/A N/A,#NA,-1.#IND,-1.#QNAN,-NaN,-nan,1.#IND,1.#QNAN,<NA>,N/A,NA,NULL,NaN,n/a,nan,null".split(",");

/**
 * Reads comma-separated values.
 *
 * Types follow pandas: a column of whole numbers is whole, with a missing value or a decimal point among them float,
 * `True`/`False` in any case are truth values, everything else is text. `007` is 7; declare `string` to keep it.
 * Lines of blanks are skipped, short lines end in missing values, and repeated names become `a`, `a.1`.
 *
 * @param text - the text, with the names of the columns in its first line.
 * @returns an Arquero table: floats in a Float64Array, whole numbers in an Int32Array where they fit, truth values and
 *   text in plain arrays with null for missing; whole numbers beyond 2^53 in a BigInt64Array.
 * @throws `DesignError` `csv` for what is no text or an empty one, a file's path or address in place of its text, a
 *   line with too many fields, a quote that never ends, a column called `__proto__`, or text that is not of its
 *   declared type; `unknown-option`, `option-type`; `limit` for more columns than can be named; `unknown-name` when
 *   `types` names no column.
 * @example
 * ```ts
 * readCsv("Pig,Weight\n1,26.5\n2,NA\n").array("Weight"); // [26.5, NaN]
 * ```
 */
export function readCsv(text: string, options: CsvOptions = {}): ArqueroTable {
  if (typeof text !== "string") throw errors.csvNoText(text);
  checkOptions("readCsv", options, OPTIONS, errors.DesignError);
  const { delimiter = ",", decimal = ".", naValues = [], keepDefaultNa = true, types = {} } = options;
  if (delimiter === decimal) throw errors.csvOption("decimal", decimal, "another character than the delimiter");
  const [header, ...records] = csvRecords(text, delimiter);
  if (header === undefined) throw errors.csvEmpty();
  const alone = records.length === 0 && header.fields.length === 1;
  if (alone && PLACE_OF_FILE.test(text.trim())) throw errors.csvPlace(text.trim());
  if (header.fields.length > LIMITS.csvColumns) throw errors.tooManyNames(header.fields.length, LIMITS.csvColumns);
  const names = uniqueNames(header.fields);
  // Arquero keeps columns in an object, where this one name is special.
  if (names.includes("__proto__")) throw errors.csvName("__proto__");
  for (const { line, fields } of records) {
    if (fields.length > names.length) throw errors.csvFields(line, names.length, fields.length);
  }
  const declared = new Map(Object.entries(types));
  for (const name of declared.keys()) {
    if (!names.includes(name)) throw errors.unknownColumn(name, names);
  }
  const missing = new Set([...(keepDefaultNa ? NA_VALUES : []), ...naValues]);
  const number = numberSyntax(decimal);
  const columns = names.map((name, j): [string, ArrayLike<unknown>] => {
    // A field that a short line lacks is missing whatever the list says.
    const cells = records.map(({ fields }) => {
      const field = fields[j];
      return field === undefined || missing.has(field) ? null : field;
    });
    const type = declared.get(name);
    if (type === undefined) return [name, inferredColumn(cells, number)];
    const lineOf = (row: number): number => records[row]!.line;
    return [name, declaredColumn(name, cells, type, number, lineOf)];
  });
  return arqueroTable(columns as [string, unknown[]][], names) as ArqueroTable;
}

/** A path or an address: other readers take these, and a table of one column and no rows would hide the mistake. */
const PLACE_OF_FILE = /^(?:https?|file):\/\/|\.(?:csv|tsv|txt)$/i;

const CHARACTER: OptionCheck = [
  (value) => typeof value === "string" && value.length === 1 && !'"\n\r'.includes(value),
  "one character that is neither a quote nor a line end",
];

const OPTIONS: Readonly<Record<string, OptionCheck>> = {
  delimiter: CHARACTER,
  decimal: CHARACTER,
  naValues: [(value) => Array.isArray(value) && value.every((v) => typeof v === "string"), "a list of texts"],
  keepDefaultNa: [(value) => typeof value === "boolean", "true or false"],
  types: [(value) => recordEntries(value) !== null, 'types by column name, such as {Pig: "string"}'],
};

/** Names an empty name after its position and numbers repeated ones, as pandas does: given names come first. */
function uniqueNames(fields: readonly string[]): string[] {
  const names = fields.map((name, j) => (name === "" ? `Unnamed: ${j}` : name));
  const places = [...names.keys()];
  const order = [...places.filter((j) => fields[j] !== ""), ...places.filter((j) => fields[j] === "")];
  const used = new Map<string, number>();
  // how many columns have a name now
  const present = new Map<string, number>();
  const count = (name: string, by: number): unknown => present.set(name, (present.get(name) ?? 0) + by);
  for (const name of names) count(name, 1);
  for (const j of order) {
    const given = names[j]!;
    let name = given;
    let n = used.get(given) ?? 0;
    while (n > 0) {
      used.set(given, n + 1);
      name = `${given}.${n}`;
      n = (present.get(name) ?? 0) > 0 ? n + 1 : (used.get(name) ?? 0);
    }
    count(given, -1);
    count(name, 1);
    names[j] = name;
    used.set(name, n + 1);
  }
  return names;
}

// Types.

/** A cell's text, or null where it is missing. */
type Cell = string | null;

/** How numbers are written. */
interface NumberSyntax {
  readonly whole: RegExp;
  /** Whether a text is a number; one beyond the largest is none, as in pandas, though infinity in words is. */
  isReal(text: string): boolean;
  parse(text: string): number;
}

function numberSyntax(decimal: string): NumberSyntax {
  const point = decimal === "." ? "\\." : decimal.replace(/[^\w\s]/, "\\$&");
  const blank = "[ \\t\\n\\v\\f\\r]*";
  const digits = `(?:\\d+${point}?\\d*|${point}\\d+)(?:[eE][+-]?\\d+)?`;
  const real = new RegExp(`^${blank}[+-]?${digits}${blank}$`);
  const infinity = new RegExp(`^${blank}[+-]?[iI][nN][fF](?:[iI][nN][iI][tT][yY])?${blank}$`);
  const numberOf = (text: string): number => Number(decimal === "." ? text : text.replace(decimal, "."));
  return {
    whole: new RegExp(`^${blank}[+-]?\\d+${blank}$`),
    isReal: (text) => (real.test(text) && Number.isFinite(numberOf(text))) || infinity.test(text),
    parse(text) {
      const number = numberOf(text);
      // What the pattern lets through and JavaScript does not know is an infinity in small letters.
      if (!Number.isNaN(number)) return number;
      return text.trim().startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    },
  };
}

/** Tries whole numbers, numbers and truth values, in this order; what is left is text. */
function inferredColumn(cells: readonly Cell[], number: NumberSyntax): ArrayLike<unknown> {
  const present = cells.filter((cell) => cell !== null);
  if (present.every((cell) => number.whole.test(cell))) {
    if (present.length === cells.length) return wholeNumbers(present, number) ?? cells;
    return present.every((cell) => number.isReal(cell)) ? floats(cells, number) : cells;
  }
  if (present.every((cell) => number.isReal(cell))) return floats(cells, number);
  if (present.every(isTruth)) return cells.map((cell) => (cell === null ? null : cell.toLowerCase() === "true"));
  return cells;
}

function floats(cells: readonly Cell[], number: NumberSyntax): Float64Array {
  return Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : number.parse(cell)));
}

function isTruth(cell: string): boolean {
  return cell.length <= 5 && /^(?:true|false)$/i.test(cell);
}

/** Whole numbers in the smallest array that holds them exactly; null beyond 64 bits. */
function wholeNumbers(cells: readonly string[], number: NumberSyntax): ArrayLike<unknown> | null {
  const values = cells.map((cell) => number.parse(cell) + 0);
  if (values.every((value) => (value | 0) === value)) return Int32Array.from(values);
  if (values.every(Number.isSafeInteger)) return values;
  const exact = cells.map((cell) => BigInt(cell.trim().replace("+", "")));
  return exact.every((value) => BigInt.asIntN(64, value) === value) ? BigInt64Array.from(exact) : null;
}

function declaredColumn(
  name: string,
  cells: readonly Cell[],
  type: CsvType,
  number: NumberSyntax,
  lineOf: (row: number) => number,
): ArrayLike<unknown> {
  if (type === "string") return cells;
  const fits = new Map<string, (cell: Cell) => boolean>([
    ["float", (cell) => cell === null || number.isReal(cell)],
    ["int", (cell) => cell !== null && number.whole.test(cell)],
    ["bool", (cell) => cell === null || isTruth(cell)],
  ]).get(type);
  if (fits === undefined) throw errors.csvOption(`types.${name}`, type, "float, int, bool or string");
  const wrong = cells.findIndex((cell) => !fits(cell));
  if (wrong >= 0) throw errors.csvCell(name, lineOf(wrong), cells[wrong] ?? "", type);
  return type === "float" ? floats(cells, number) : inferredColumn(cells, number);
}
