// What a variable is in a model: numbers, or a categorical variable with its levels in patsy's order.
// Levels are decided here once, on the rows of the training table, and are frozen in the design afterwards.

import type { Place } from "@mixedlm/formula";
import type { Contrast } from "./design.ts";
import * as expressionErrors from "./expressions/expression-errors.ts";
import type {
  CategoricalValue,
  ColumnValue,
  GivenLevels,
  Placed,
  ScalarValue,
  TextValue,
  Value,
} from "./expressions/value.ts";
import { type CategoryColumn, type Column, columnLength } from "./table/column.ts";
import { type DataType, type Level, sortLevels } from "./table/level.ts";

/** Numbers of a factor in one or several columns, each with one number per row of the table. */
export interface NumericFactor {
  readonly kind: "numeric";
  readonly columns: readonly Float64Array[];
}

/** Categories of a factor, one per row of the table. */
export interface CategoricalFactor {
  readonly kind: "categorical";
  readonly column: Column;
  /** Levels listed in `C(..., levels=)`, with the type they are written in, which is how they print. */
  readonly levels: GivenLevels | null;
  /** The contrast given in `C(...)`, and its place. */
  readonly contrast: Placed<Contrast> | null;
}

/** A factor's values. */
export type FactorValues = NumericFactor | CategoricalFactor;

/** Levels in order, and the type that decides how they print. */
export interface Levels {
  /** In their order, each once. */
  readonly levels: readonly Level[];
  /** Type of the values, which decides how a level prints: `1`, `1.0`, `True`. */
  readonly dataType: DataType;
}

/**
 * Decides what a factor is: numbers are numeric, and text, truth values, categories and `C(...)` categorical.
 *
 * @param value - what the factor's expression is worth.
 * @param factor - its name, the rows of the table, and its place.
 * @throws {@link DesignError} `rows` when there is not one value per row, `type` when the value is no column at all.
 */
export function factorValues(
  value: Value,
  factor: { readonly name: string; readonly numRows: number; readonly at: Place },
): FactorValues {
  const { name, numRows, at } = factor;
  const rows = rowCount(value);
  const literal = isWrittenConstant(value) ? value.literal : undefined;
  if (literal !== undefined) throw expressionErrors.notAVariable(name, value, { ...at, span: literal });
  if (rows === null) throw expressionErrors.notAVariable(name, value, at);
  if (rows !== numRows) throw expressionErrors.rowsMismatch(name, rows, numRows, at);
  if (value.kind === "matrix") {
    if (value.type === "bool") throw expressionErrors.categoricalMatrix(name, value.columns.length, at);
    return { kind: "numeric", columns: value.columns };
  }
  if (value.kind === "categorical") return categorical(value);
  const { column } = value as ColumnValue;
  if (column.kind === "numeric" && column.type !== "bool") return { kind: "numeric", columns: [column.values] };
  return { kind: "categorical", column, levels: null, contrast: null };
}

function categorical({ column, levels, contrast }: CategoricalValue): FactorValues {
  return { kind: "categorical", column, levels, contrast };
}

/** Whether a value is a constant of the formula's text. `I(1)` is left to the error that speaks of the intercept. */
function isWrittenConstant(value: Value): value is ScalarValue | TextValue {
  return value.kind === "text" || (value.kind === "scalar" && (value.type === "bool" || value.value !== 1));
}

/** Rows of a value: 1 for a number that was computed; null for what can never be a variable. */
function rowCount(value: Value): number | null {
  if (value.kind === "column" || value.kind === "categorical") return columnLength(value.column);
  if (value.kind === "matrix") return value.columns[0]?.length ?? 0;
  return value.kind === "scalar" ? 1 : null;
}

/**
 * Finds the levels of a categorical column, in patsy's order: declared ones as declared, unused ones included;
 * truth values always both; else the distinct values, sorted.
 *
 * @param column - the values.
 * @returns no levels at all when every value is missing.
 */
export function levelsOf(column: Column): Levels {
  if (column.kind === "category" && column.type === "category") {
    return { levels: column.levels, dataType: levelType(column.levels) };
  }
  if (column.type === "bool") return { levels: [false, true], dataType: "bool" };
  const seen = column.kind === "category" ? seenLevels(column) : distinct(column);
  return { levels: sortLevels(seen), dataType: column.type };
}

/** The type of declared levels: numbers print as whole numbers when all of them are whole. */
export function levelType(levels: readonly Level[]): DataType {
  if (!levels.every((level) => typeof level === "number")) return "category";
  return levels.every(Number.isInteger) ? "int" : "float";
}

/** The declared labels that some row has; the list itself when those are all. */
export function seenLevels({ codes, levels }: CategoryColumn): readonly Level[] {
  const seen = new Uint8Array(levels.length);
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0) seen[codes[row]!] = 1;
  return seen.includes(0) ? levels.filter((_, code) => seen[code] === 1) : levels;
}

function distinct({ type, values }: Exclude<Column, { kind: "category" }>): Level[] {
  const seen = new Set<Level>();
  let zero = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (typeof value === "string") seen.add(value);
    else if (typeof value === "number" && !Number.isNaN(value)) {
      if (value === 0 && type === "float" && !seen.has(0)) zero = value;
      seen.add(value);
    }
  }
  // a set takes the two zeros for one and forgets the sign; the level is the one that is met first, as in patsy
  return [...seen].map((level) => (level === 0 ? zero : level));
}
