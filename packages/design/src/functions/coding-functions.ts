// The functions that say how a variable is to be taken: `I`, `Q`, `C` and the contrasts.
// They make data, not columns: which levels there are and how they are coded is worked out when columns are made.

import type { Expression } from "@mixedlm/formula";
import type { Contrast } from "../design.ts";
import { count, duplicateLevel, unknownColumn } from "../errors.ts";
import type { Arguments, CallContext, FunctionSpec } from "../expressions/calls.ts";
import * as errors from "../expressions/expression-errors.ts";
import { isInternalName } from "../expressions/internal-names.ts";
import {
  type CategoricalValue,
  describe,
  type GivenLevels,
  type Placed,
  scalar,
  type Value,
} from "../expressions/value.ts";
import type { DataType, Level } from "../table/level.ts";
import { namedColumn } from "../table/named-column.ts";
import { numberList, rowsOf } from "./arguments.ts";

/** The contrasts that can be named without a call. */
const CONTRASTS: ReadonlyMap<string, Contrast> = new Map<string, Contrast>([
  ["Treatment", { kind: "treatment", reference: null }],
  ["Sum", { kind: "sum", omit: null }],
  ["Helmert", { kind: "helmert" }],
  ["Diff", { kind: "diff" }],
  ["Poly", { kind: "poly", scores: null }],
]);

/** Finds the contrast that a bare name stands for, in its default form. */
export function contrastByName(name: string): Contrast | undefined {
  return CONTRASTS.get(name);
}

/** The functions of this file by name. */
export const CODING_FUNCTIONS: ReadonlyMap<string, FunctionSpec> = new Map<string, FunctionSpec>([
  ["I", { parameters: ["x"], required: 0, takesKeywords: true, isRowwise: true, call: identity }],
  ["Q", { parameters: ["name"], required: 1, takesKeywords: true, isRowwise: true, call: quotedColumn }],
  [
    "C",
    {
      parameters: ["data", "contrast", "levels"],
      required: 1,
      takesKeywords: true,
      isRowwise: true,
      call: categorical,
    },
  ],
  [
    "Treatment",
    contrast(["reference"], ([reference], context) => {
      return { kind: "treatment", reference: optional(reference, context, levelArgument) };
    }),
  ],
  ["Sum", contrast(["omit"], ([omit], context) => ({ kind: "sum", omit: optional(omit, context, levelArgument) }))],
  ["Helmert", contrast([], () => ({ kind: "helmert" }))],
  ["Diff", contrast([], () => ({ kind: "diff" }))],
  [
    "Poly",
    contrast(["scores"], ([scores], context) => ({ kind: "poly", scores: optional(scores, context, scoresArgument) })),
  ],
  ["ContrastMatrix", { ...contrast(["matrix", "column_suffixes"], contrastMatrix), required: 2 }],
]);

function identity([argument]: Arguments, context: CallContext): Value {
  const { call, source } = context;
  const inside = call.span[1] - 1;
  if (argument === undefined) throw errors.missingArgument("I", "x", { source, span: [inside, inside] });
  return context.evaluate(argument);
}

function quotedColumn([argument]: Arguments, context: CallContext): Value {
  const { table } = context;
  const value = context.evaluate(argument!);
  const at = context.at(argument);
  if (value.kind !== "text") throw errors.wrongArgument("Q", value, "the name of a column in quotes", at);
  if (table.has(value.value)) return { kind: "column", column: namedColumn(value.value, table, at), isArray: false };
  if (isInternalName(value.value)) {
    throw errors.forbidden(value.value, { ...at, span: [at.span[0] + 1, at.span[1] - 1] });
  }
  throw unknownColumn(value.value, table.columnNames, at);
}

/** `C(C(x, Sum), levels=...)` merges: what the outer call gives wins. */
function categorical([data, contrastArgument, levelsArgument]: Arguments, context: CallContext): Value {
  const inner = categoricalData(data!, context);
  const given = contrastArgument === undefined ? null : givenContrast(contrastArgument, context);
  const levels = levelsArgument === undefined ? null : givenLevels(levelsArgument, context);
  return { ...inner, contrast: given ?? inner.contrast, levels: levels ?? inner.levels };
}

function categoricalData(data: Expression, context: CallContext): CategoricalValue {
  const value = context.evaluate(data);
  if (value.kind === "categorical") return value;
  if (value.kind === "column") return { kind: "categorical", column: value.column, levels: null, contrast: null };
  if (value.kind === "matrix") throw errors.categoricalMatrix("C", value.columns.length, context.at(data));
  throw errors.wrongType("C", value, "a variable", context.at(data));
}

function givenContrast(expression: Expression, context: CallContext): Placed<Contrast> | null {
  const at = context.at(expression);
  const known = [...CONTRASTS.keys()];
  if (expression.kind === "name") {
    // here a contrast's name is the contrast, also beside a column that is called so
    const contrast = CONTRASTS.get(expression.name);
    if (contrast !== undefined) return { value: contrast, span: expression.span };
    const isKnown = context.table.has(expression.name) || expression.name === "None";
    if (!isKnown) throw errors.wrongContrast(expression.name, known, at);
  }
  const value = context.evaluate(expression);
  if (value.kind === "none") return null;
  if (value.kind === "contrast") return value.contrast;
  const rows = matrixRows(value);
  if (rows === null) throw errors.wrongContrast(value, known, at);
  return { value: { kind: "matrix", rows, suffixes: null }, span: expression.span };
}

function givenLevels(expression: Expression, context: CallContext): GivenLevels | null {
  const at = context.at(expression);
  const value = context.evaluate(expression);
  if (value.kind === "none") return null;
  const items = itemsOf(value);
  if (items === null) throw errors.wrongCoding("`levels`", describe(value), "a list of levels", at);
  if (items.length === 0) throw errors.wrongCoding("`levels`", "empty", "at least one level", at);
  const levels = items.map((item) => {
    const level = toLevel(item);
    if (level === null) throw errors.wrongCoding("a level", describe(item), "a number, a text or a truth value", at);
    return level;
  });
  const seen = new Set<Level>();
  const repeated = levels.find((level) => seen.size === seen.add(level).size);
  if (repeated !== undefined) throw duplicateLevel(repeated, at);
  return { value: levels, span: expression.span, dataType: writtenType(items) };
}

/** The type of listed levels; whole numbers among others print as they would among themselves. */
function writtenType(items: readonly Value[]): DataType {
  const types = new Set(items.map((item) => (item.kind === "scalar" ? item.type : "string")));
  const [only] = types;
  return types.size === 1 && only !== undefined ? only : "category";
}

// Contrasts.

/** A function that makes a contrast; its place is its first argument's, where data will show what is wrong. */
function contrast(
  parameters: readonly string[],
  make: (args: Arguments, context: CallContext) => Contrast,
): FunctionSpec {
  const call = (args: Arguments, context: CallContext): Value => {
    const { call } = context;
    const surplus = parameters.length === 0 ? call.args[0] : undefined;
    if (surplus !== undefined)
      throw errors.wrongCoding(`\`${call.function}\``, "called with an argument", "none", context.at(surplus));
    return { kind: "contrast", contrast: { value: make(args, context), span: (args[0] ?? call).span } };
  };
  return {
    parameters: parameters.length === 0 ? ["nothing"] : parameters,
    required: 0,
    takesKeywords: true,
    isRowwise: true,
    call,
  };
}

/** The value of an argument, null when it is not given or None. */
function optional<T>(
  expression: Expression | undefined,
  context: CallContext,
  read: (value: Value, expression: Expression, context: CallContext) => T,
): T | null {
  if (expression === undefined) return null;
  const value = context.evaluate(expression);
  return value.kind === "none" ? null : read(value, expression, context);
}

function levelArgument(value: Value, expression: Expression, context: CallContext): Level {
  const level = toLevel(value);
  if (level === null)
    throw errors.wrongCoding("the level", describe(value), "a level or its index", context.at(expression));
  return level;
}

function scoresArgument(value: Value, expression: Expression, context: CallContext): readonly number[] {
  const scores = writtenNumbers(value);
  if (scores === null)
    throw errors.wrongCoding("`scores`", describe(value), "a list of numbers", context.at(expression));
  return scores;
}

function contrastMatrix([matrix, names]: Arguments, context: CallContext): Contrast {
  const value = context.evaluate(matrix!);
  const rows = matrixRows(value);
  if (rows === null)
    throw errors.wrongCoding("the matrix", describe(value), "a list of rows of equal length", context.at(matrix));
  const given = context.evaluate(names!);
  const suffixes =
    given.kind === "list" ? given.items.map((item) => (item.kind === "text" ? item.value : null)) : [null];
  const width = rows[0]?.length ?? 0;
  if (suffixes.length !== width || suffixes.includes(null)) {
    throw errors.wrongCoding(
      "`column_suffixes`",
      describe(given),
      `a list of ${count(width, "text")}, one for each column`,
      context.at(names),
    );
  }
  return { kind: "matrix", rows, suffixes: suffixes.filter((suffix) => suffix !== null) };
}

/** Rows of numbers, all of one length; null when the value is something else. */
function matrixRows(value: Value): (readonly number[])[] | null {
  if (value.kind === "matrix") return rowsOf(value);
  if (value.kind !== "list" || value.items.length === 0) return null;
  const rows = value.items.map(writtenNumbers);
  const width = rows[0]?.length ?? 0;
  return rows.every((row) => row !== null && row.length === width && width > 0) ? (rows as number[][]) : null;
}

/** The numbers of a list or of `np.array`; a column of the table is neither. */
function writtenNumbers(value: Value): number[] | null {
  return value.kind === "column" && !value.isArray ? null : numberList(value);
}

/** What a list or an array of `np.array` holds; null for what is neither. */
function itemsOf(value: Value): readonly Value[] | null {
  if (value.kind === "list") return value.items;
  if (value.kind !== "column" || !value.isArray) return null;
  const { column } = value;
  if (column.kind === "numeric") return Array.from(column.values, (one) => scalar(one, column.type));
  if (column.kind !== "string") return null;
  return Array.from(column.values, (one) =>
    one === null || one === undefined ? { kind: "none" } : { kind: "text", value: one, literal: [0, 0] },
  );
}

function toLevel(value: Value): Level | null {
  if (value.kind === "text") return value.value;
  if (value.kind !== "scalar") return null;
  return value.type === "bool" ? value.value !== 0 : value.value;
}
