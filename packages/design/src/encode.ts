// A column and the frozen levels -> the code of each row's level. A table read in chunks is coded by one list of levels
// again and again, so that what is worked out for a list is kept while the list is.
import type { Place } from "@mixedlm/formula";
import * as errors from "./errors.ts";
import { type CategoryColumn, type Column, columnLength, valueAt } from "./table/column.ts";
import type { Level } from "./table/level.ts";
import { wholeValues } from "./table/whole-column.ts";

/** What to do with a value that is not among the levels: an error, or the code -1 as if it were missing. */
export type Unseen = "error" | "missing";

/**
 * Codes a column by given levels: the index of each value's level, -1 where the value is missing.
 *
 * @param column - the values; numbers match levels that are equal numbers, text equal text.
 * @param levels - the levels, frozen.
 * @param factor - name of the variable, and its place, for the message.
 * @param codes - where the codes are written, as many as the column has rows; default: a new array.
 * @throws {@link DesignError} `categorical` when a value is not among the levels and `unseen` is `error`.
 */
export function encode(
  column: Column,
  levels: readonly Level[],
  factor: { readonly name: string; readonly at?: Place },
  unseen: Unseen = "error",
  codes: Int32Array = new Int32Array(columnLength(column)),
): Int32Array {
  const refuse = (row: number): number => {
    if (unseen === "missing") return -1;
    throw errors.unseenValue(factor.name, row, valueAt(column, row)!, levels, factor.at);
  };
  if (column.kind === "category") return recode(column, levels, refuse, codes);
  const { codeOf, whole } = levelCodes(levels, column);
  const own = wholeValues(column);
  if (own !== null && whole !== null) return encodeWhole(own, whole, refuse, codes);
  if (column.kind === "numeric" && whole !== null) return encodeWhole(column.values, whole, refuse, codes);
  const { values } = column;
  for (let row = 0; row < codes.length; row++) {
    const value = values[row];
    if (value === null || value === undefined || Number.isNaN(value)) codes[row] = -1;
    else codes[row] = codeOf.get(value) ?? refuse(row);
  }
  return codes;
}

/** Codes whole numbers by a table: several times faster than a map, and most labels are such numbers. */
function encodeWhole(
  values: Float64Array | Int32Array,
  { first, codeAt }: WholeCodes,
  refuse: (row: number) => number,
  codes: Int32Array,
): Int32Array {
  for (let row = 0; row < codes.length; row++) {
    const distance = values[row]! - first;
    const at = distance | 0;
    const code = at === distance && at >= 0 && at < codeAt.length ? codeAt[at]! : -1;
    codes[row] = code >= 0 || Number.isNaN(distance) ? code : refuse(row);
  }
  return codes;
}

/** Level -> code. */
interface LevelCodes {
  /** Empty where `whole` serves. */
  readonly codeOf: ReadonlyMap<Level, number>;
  readonly whole: WholeCodes | null;
}

/** The codes of whole numbers from `first` on, -1 for one that is no level. */
interface WholeCodes {
  readonly first: number;
  readonly codeAt: Int32Array;
}

/** Codes of frozen lists of levels: a table read in chunks is coded by one list again and again. */
const CODES = new WeakMap<readonly Level[], Map<string, LevelCodes>>();

/** Level -> code, for columns of one kind. */
function levelCodes(levels: readonly Level[], column: Column): LevelCodes {
  const byKind = CODES.get(levels) ?? new Map<string, LevelCodes>();
  const kind = `${column.kind} ${column.type}`;
  const known = byKind.get(kind);
  if (known !== undefined) return known;
  const keys = levels.map((level) => levelKey(level, column));
  const whole = column.kind === "numeric" ? wholeCodes(keys) : null;
  const made = { codeOf: whole === null ? new Map(keys.map((key, code) => [key, code])) : new Map(), whole };
  if (Object.isFrozen(levels)) CODES.set(levels, byKind.set(kind, made));
  return made;
}

/** A table of codes where keys are whole numbers that lie close together, else null. */
function wholeCodes(keys: readonly Level[]): WholeCodes | null {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const key of keys) {
    if (!Number.isSafeInteger(key)) return null;
    first = Math.min(first, key as number);
    last = Math.max(last, key as number);
  }
  if (!isDense(first, last, keys.length)) return null;
  const codeAt = new Int32Array(Math.max(0, last - first + 1)).fill(-1);
  for (const [code, key] of keys.entries()) codeAt[(key as number) - first] = code;
  return { first, codeAt };
}

/** Whether whole numbers from `first` to `last`, of which there are `count`, are worth a table of all between them. */
export function isDense(first: number, last: number, count: number): boolean {
  return last - first < 4 * count + 65_536;
}

/** Truth values are stored as 1 and 0. */
function levelKey(level: Level, column: Column): Level {
  return column.kind === "numeric" && typeof level === "boolean" && column.type === "bool" ? Number(level) : level;
}

function recode(
  column: CategoryColumn,
  levels: readonly Level[],
  refuse: (row: number) => number,
  codes: Int32Array,
): Int32Array {
  const translation = translationOf(column, levels);
  for (let row = 0; row < codes.length; row++) {
    const code = column.codes[row]!;
    const translated = code < 0 ? -1 : translation[code]!;
    codes[row] = code >= 0 && translated < 0 ? refuse(row) : translated;
  }
  return codes;
}

/** Translations between frozen lists of levels: a list may be long and the chunks of its rows many. */
const TRANSLATIONS = new WeakMap<readonly Level[], WeakMap<readonly Level[], Int32Array>>();

/** For each level of a column its code among `levels`, -1 where it is not among them. */
function translationOf(column: CategoryColumn, levels: readonly Level[]): Int32Array {
  const known = TRANSLATIONS.get(column.levels)?.get(levels);
  if (known !== undefined) return known;
  const codeOf = column.levels === levels ? null : levelCodes(levels, column).codeOf;
  const translation = Int32Array.from(column.levels, (level, code) =>
    codeOf === null ? code : (codeOf.get(level) ?? -1),
  );
  if (Object.isFrozen(levels) && Object.isFrozen(column.levels)) {
    const ofColumn = TRANSLATIONS.get(column.levels) ?? new WeakMap<readonly Level[], Int32Array>();
    TRANSLATIONS.set(column.levels, ofColumn.set(levels, translation));
  }
  return translation;
}
