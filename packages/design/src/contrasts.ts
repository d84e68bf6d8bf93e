// Contrasts: how the levels of a categorical factor become columns, in full (one column a level in rank) or reduced.
// A contrast is plain data and is resolved against levels only when columns are made, because inside a group
// (variance components) the levels are the group's own. Indicator codings stay index look-ups, never dense dummies.

import { duplicateScores, noSuchLevel, tooManyLevels, wrongContrastRows } from "./column-errors.ts";
import type { DataType, Level } from "./design.ts";
import type { Location } from "./errors.ts";
import { formatLevel } from "./schema.ts";

/**
 * A contrast as data, as written in `C(x, ...)`.
 *
 * `reference` and `omit` are a level's value or, failing that, an index (negative: from the end); null: the default,
 * the first level for treatment and the last for sum coding. `scores` null: 0, 1, 2, ... A `matrix` has one row a level.
 */
export type Contrast =
  | { readonly kind: "treatment"; readonly reference: Level | null }
  | { readonly kind: "sum"; readonly omit: Level | null }
  | { readonly kind: "helmert" }
  | { readonly kind: "diff" }
  | { readonly kind: "poly"; readonly scores: readonly number[] | null }
  | {
      readonly kind: "matrix";
      readonly rows: readonly (readonly number[])[];
      readonly suffixes: readonly string[] | null;
    };

/** The columns of one factor: their name suffixes and, by level, the entries of a row. */
export type Coding =
  | {
      readonly kind: "indicator";
      readonly suffixes: readonly string[];
      /** Index of the level without a column, or -1: every level has its column. See {@link indicatorColumn}. */
      readonly omitted: number;
    }
  | {
      readonly kind: "matrix";
      readonly suffixes: readonly string[];
      /** Level index -> the row of the coding matrix, `suffixes.length` numbers. */
      readonly rows: readonly (readonly number[])[];
    };

/** Most levels of a contrast whose matrix is written out, l x l numbers. */
const maxMatrixLevels = 2048;

/** The contrast of a factor that names none: treatment coding against the first level. */
export const treatment: Contrast = Object.freeze({ kind: "treatment", reference: null });

/**
 * Makes the columns of a contrast for given levels.
 *
 * @param contrast - the contrast as data.
 * @param levels - the levels in order, length l.
 * @param dataType - type of the levels, which decides how they print in suffixes.
 * @param full - true: columns that span the intercept too (l of them, but for a matrix); false: reduced.
 * @param at - place of the contrast in the formula, for messages.
 * @throws {@link DesignError} `categorical` when a level asked for does not exist, when scores coincide, or when
 * scores or matrix rows do not number l; `limit` beyond 2048 levels, except under treatment coding.
 * @see patsy's manual, "Categorical coding": names and matrices are the same, those of `Diff` in full included.
 */
export function codeLevels(
  contrast: Contrast,
  levels: readonly Level[],
  dataType: DataType,
  full: boolean,
  at?: Location,
): Coding {
  if (contrast.kind !== "treatment" && levels.length > maxMatrixLevels) {
    throw tooManyLevels(contrast.kind, levels.length, maxMatrixLevels, at);
  }
  const names = levels.map((level) => formatLevel(level, dataType));
  switch (contrast.kind) {
    case "treatment":
      return full ? indicators(names, -1, "") : indicators(names, findLevel(levels, contrast.reference, 0, at), "T.");
    case "sum":
      return sumCoding(names, findLevel(levels, contrast.omit, levels.length - 1, at), full);
    case "helmert":
      return withConstant(helmertCoding(names), full ? "[H.intercept]" : null);
    case "diff":
      return diffCoding(names, full);
    case "poly":
      return withConstant(polyCoding(contrast.scores, levels, at), full ? ".Constant" : null);
    case "matrix":
      return matrixCoding(contrast.rows, contrast.suffixes, levels, at);
  }
}

/**
 * Finds the column that is 1 for a level under indicator coding.
 *
 * @param level - index of the level, >= 0.
 * @param omitted - index of the level without a column, or -1.
 * @returns the column's number, or -1 for the omitted level.
 */
export function indicatorColumn(level: number, omitted: number): number {
  if (level === omitted) return -1;
  return omitted >= 0 && level > omitted ? level - 1 : level;
}

/** Index of the level that `wanted` means: by value first, then as an index; null means `fallback`. */
function findLevel(levels: readonly Level[], wanted: Level | null, fallback: number, at: Location | undefined): number {
  if (wanted === null) return fallback;
  const byValue = levels.findIndex((level) => comparable(level) === comparable(wanted));
  if (byValue >= 0) return byValue;
  const index = comparable(wanted);
  if (typeof index !== "number" || !Number.isInteger(index)) throw noSuchLevel(wanted, levels, at);
  const fromStart = index < 0 ? index + levels.length : index;
  if (fromStart < 0 || fromStart >= levels.length) throw noSuchLevel(wanted, levels, at);
  return fromStart;
}

/** True and False equal 1 and 0, as in Python. */
function comparable(level: Level): string | number {
  return typeof level === "boolean" ? Number(level) : level;
}

/** One 0/1 column a level but for `omitted` (-1: none is). */
function indicators(names: readonly string[], omitted: number, prefix: string): Coding {
  const suffixes = names.filter((_, i) => i !== omitted).map((name) => `[${prefix}${name}]`);
  return { kind: "indicator", suffixes, omitted };
}

function sumCoding(names: readonly string[], omitted: number, full: boolean): Coding {
  const kept = names.map((_, i) => i).filter((i) => i !== omitted);
  const rows = names.map((_, i) => kept.map((j) => (i === omitted ? -1 : i === j ? 1 : 0)));
  const suffixes = kept.map((j) => `[S.${names[j]}]`);
  return withConstant({ kind: "matrix", suffixes, rows }, full ? "[mean]" : null);
}

/** Column j compares level j + 1 with the mean of the levels before it (times j + 2). */
function helmertCoding(names: readonly string[]): Coding {
  const rows = names.map((_, i) => names.slice(1).map((_, j) => (i <= j ? -1 : i === j + 1 ? j + 1 : 0)));
  return { kind: "matrix", suffixes: names.slice(1).map((name) => `[H.${name}]`), rows };
}

/** Column j compares level j + 1 with level j. In full the names shift by one: the constant takes the first. */
function diffCoding(names: readonly string[], full: boolean): Coding {
  const n = names.length;
  const rows = names.map((_, i) => names.slice(1).map((_, j) => (i <= j ? j + 1 - n : j + 1) / n));
  const suffixes = names.map((name) => `[D.${name}]`);
  if (!full) return { kind: "matrix", suffixes: suffixes.slice(0, -1), rows };
  return { kind: "matrix", suffixes, rows: rows.map((row) => [1, ...row]) };
}

/** Orthonormal polynomials of the scores, degrees 1 to l - 1, by the three-term recurrence. */
function polyCoding(scores: readonly number[] | null, levels: readonly Level[], at: Location | undefined): Coding {
  const s = scores ?? levels.map((_, i) => i);
  if (s.length !== levels.length) throw wrongContrastRows("scores", s.length, levels, at);
  if (new Set(s).size !== s.length) throw duplicateScores(s, at);
  const mean = sum(s, () => 1) / s.length;
  const x = s.map((score) => score - mean);
  const columns: number[][] = [];
  let previous = x.map(() => 0);
  let current = x.map(() => 1 / Math.sqrt(x.length));
  for (let degree = 1; degree < x.length; degree++) {
    const alpha = sum(x, (i) => current[i]! * current[i]!);
    const beta = sum(x, (i) => current[i]! * previous[i]!);
    const next = x.map((xi, i) => (xi - alpha) * current[i]! - beta * previous[i]!);
    const norm = Math.sqrt(sum(next, (i) => next[i]!));
    previous = current;
    current = next.map((value) => value / norm);
    columns.push(current);
  }
  const suffixes = columns.map((_, j) => [".Linear", ".Quadratic", ".Cubic"][j] ?? `^${j + 1}`);
  return { kind: "matrix", suffixes, rows: x.map((_, i) => columns.map((column) => column[i]!)) };
}

/** The sum of `x[i] * weight(i)`. */
function sum(x: readonly number[], weight: (i: number) => number): number {
  return x.reduce((total, value, i) => total + value * weight(i), 0);
}

function matrixCoding(
  rows: readonly (readonly number[])[],
  suffixes: readonly string[] | null,
  levels: readonly Level[],
  at: Location | undefined,
): Coding {
  if (rows.length !== levels.length) throw wrongContrastRows("matrix rows", rows.length, levels, at);
  const width = rows[0]?.length ?? 0;
  return { kind: "matrix", suffixes: suffixes ?? Array.from({ length: width }, (_, j) => `[custom${j}]`), rows };
}

/** Puts a column of ones first when `suffix` names one. */
function withConstant(coding: Coding, suffix: string | null): Coding {
  if (suffix === null || coding.kind === "indicator") return coding;
  return { kind: "matrix", suffixes: [suffix, ...coding.suffixes], rows: coding.rows.map((row) => [1, ...row]) };
}
