// Contrasts: how the levels of a categorical factor become columns, in full (one column a level in rank) or reduced.
// A contrast is plain data and is resolved against levels only when columns are made, because inside a group
// (variance components) the levels are the group's own. Indicator codings stay index look-ups, never dense dummies.

import type { Place } from "@mixedlm/formula";
import type { CodedFactorSpec, Contrast, Rank } from "../design.ts";
import { duplicateScores, noSuchLevel, tooManyLevels, wrongContrastRows } from "../design-errors.ts";
import { LIMITS } from "../limits.ts";
import { type DataType, formatLevel, type Level } from "../table/level.ts";

/** The columns of one factor: their name suffixes and, by level, the entries of a row. */
export type Coding = IndicatorCoding | MatrixCoding;

/** A column for each level, or for each but one: 1 in the rows of the level and 0 elsewhere. */
export interface IndicatorCoding {
  /** Tells it from a matrix. */
  readonly kind: "indicator";
  /** What the columns' names end in. */
  readonly suffixes: readonly string[];
  /** Index of the level without a column, or -1: every level has its column. See {@link indicatorColumn}. */
  readonly omitted: number;
}

/** Columns of any numbers. */
export interface MatrixCoding {
  /** Tells it from indicators. */
  readonly kind: "matrix";
  /** What the columns' names end in. */
  readonly suffixes: readonly string[];
  /** Level index -> the row of the coding matrix, `suffixes.length` numbers. */
  readonly rows: readonly (readonly number[])[];
}

/** The contrast of a factor that names none: treatment coding against the first level. */
export const treatment: Contrast = Object.freeze({ kind: "treatment", reference: null });

/**
 * Makes the columns of a contrast for given levels.
 *
 * @param contrast - the contrast as data.
 * @param levels - the levels in order, length l.
 * @param dataType - type of the levels, which decides how they print in suffixes.
 * @param rank - in full there are columns that span the intercept too: l of them, but for a matrix.
 * @param at - place of the contrast in the formula, for messages.
 * @throws {@link DesignError} `categorical` when a level asked for does not exist, when scores coincide, or when
 * scores or matrix rows do not number l; `limit` beyond 2048 levels, 512 for polynomials, except under treatment
 * coding.
 * @see patsy's manual, "Categorical coding": names and matrices are the same, those of `Diff` in full included.
 */
export function codeLevels(
  contrast: Contrast,
  levels: readonly Level[],
  dataType: DataType,
  rank: Rank,
  at?: Place,
): Coding {
  checkSize(contrast, levels.length, at);
  const isFull = rank === "full";
  const names = levels.map((level) => formatLevel(level, dataType));
  switch (contrast.kind) {
    case "treatment":
      return isFull ? indicators(names, -1, "") : indicators(names, findLevel(levels, contrast.reference, 0, at), "T.");
    case "sum":
      return sumCoding(names, findLevel(levels, contrast.omit, levels.length - 1, at), rank);
    case "helmert":
      return withConstant(helmertCoding(names), isFull ? "[H.intercept]" : null);
    case "diff":
      return diffCoding(names, rank);
    case "poly":
      return withConstant(polyCoding(contrast.scores, levels, at), isFull ? ".Constant" : null);
    case "matrix":
      return matrixCoding(contrast.rows, contrast.suffixes, levels, at);
  }
}

/**
 * Counts the columns of a contrast without making them.
 *
 * @param levels - number of levels, l.
 * @param rank - as in {@link codeLevels}.
 */
export function codingWidth(contrast: Contrast, levels: number, rank: Rank): number {
  if (contrast.kind === "matrix") return contrast.rows[0]?.length ?? 0;
  return rank === "full" ? levels : Math.max(0, levels - 1);
}

/** The rank of a factor's coding, which does not matter for numbers. */
export function rankOf(coding: CodedFactorSpec["coding"]): Rank {
  return coding === "full" ? "full" : "reduced";
}

/** Refuses contrasts whose matrix would be too large to be written out. */
function checkSize({ kind }: Contrast, levels: number, at: Place | undefined): void {
  if (kind === "treatment") return;
  const limit = kind === "poly" ? LIMITS.polynomialLevels : LIMITS.contrastLevels;
  if (levels > limit) throw tooManyLevels(kind, levels, limit, at);
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
function findLevel(levels: readonly Level[], wanted: Level | null, fallback: number, at: Place | undefined): number {
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

function sumCoding(names: readonly string[], omitted: number, rank: Rank): Coding {
  const kept = names.map((_, i) => i).filter((i) => i !== omitted);
  const rows = names.map((_, i) => kept.map((j) => (i === omitted ? -1 : i === j ? 1 : 0)));
  const suffixes = kept.map((j) => `[S.${names[j]}]`);
  return withConstant({ kind: "matrix", suffixes, rows }, rank === "full" ? "[mean]" : null);
}

/** Column j compares level j + 1 with the mean of the levels before it (times j + 2). */
function helmertCoding(names: readonly string[]): Coding {
  const rows = names.map((_, i) => names.slice(1).map((_, j) => (i <= j ? -1 : i === j + 1 ? j + 1 : 0)));
  return { kind: "matrix", suffixes: names.slice(1).map((name) => `[H.${name}]`), rows };
}

/** Column j compares level j + 1 with level j. In full the names shift by one: the constant takes the first. */
function diffCoding(names: readonly string[], rank: Rank): Coding {
  const n = names.length;
  const rows = names.map((_, i) => names.slice(1).map((_, j) => (i <= j ? j + 1 - n : j + 1) / n));
  const suffixes = names.map((name) => `[D.${name}]`);
  if (rank === "reduced") return { kind: "matrix", suffixes: suffixes.slice(0, -1), rows };
  return { kind: "matrix", suffixes, rows: rows.map((row) => [1, ...row]) };
}

/** Orthonormal polynomials of the scores, degrees 1 to l - 1. */
function polyCoding(scores: readonly number[] | null, levels: readonly Level[], at: Place | undefined): Coding {
  const s = scores ?? levels.map((_, i) => i);
  if (s.length !== levels.length) throw wrongContrastRows("scores", s.length, levels, at);
  if (new Set(s).size !== s.length) throw duplicateScores(s, at);
  const columns = polynomials(s).slice(1);
  const suffixes = columns.map((_, j) => [".Linear", ".Quadratic", ".Cubic"][j] ?? `^${j + 1}`);
  return { kind: "matrix", suffixes, rows: s.map((_, i) => columns.map((column) => column[i]!)) };
}

/**
 * Orthonormal polynomials of all degrees below n on n points: each is the one before times x, made orthogonal to all
 * of lower degree. Twice, because rounding errors grow so fast with the degree that from 50 points on the three-term
 * recurrence alone is orthogonal no more.
 */
function polynomials(points: readonly number[]): Float64Array[] {
  const n = points.length;
  const mean = points.reduce((sum, point) => sum + point / n, 0);
  const centred = points.map((point) => point - mean);
  const spread = Math.max(...centred.map(Math.abs));
  const x = centred.map((value) => value / spread);
  const basis: Float64Array[] = [];
  for (let degree = 0; degree < n; degree++) {
    const last = basis.at(-1);
    const next = last === undefined ? new Float64Array(n).fill(1) : last.map((value, i) => value * x[i]!);
    for (const lower of [...basis, ...basis]) {
      const share = dot(next, lower);
      for (let i = 0; i < n; i++) next[i] = next[i]! - share * lower[i]!;
    }
    const norm = Math.sqrt(dot(next, next));
    basis.push(next.map((value) => value / norm));
  }
  return basis;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function matrixCoding(
  rows: readonly (readonly number[])[],
  suffixes: readonly string[] | null,
  levels: readonly Level[],
  at: Place | undefined,
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
