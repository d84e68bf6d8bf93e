// What can be wrong once variables are known: codings, columns, the response, groups, missing rows and new data.
// The texts live here, those of tables and expressions in errors.ts; the error class and its codes are there too.

import { listed, type Place, type Term, termName } from "@mixedlm/formula";
import { abridged, count, DesignError, shown, shownLevel } from "./errors.ts";
import { spanOfTerm } from "./places.ts";
import type { Level } from "./table/level.ts";

// Codings and columns.

/** A contrast names a level that the factor does not have. */
export function noSuchLevel(wanted: Level, levels: readonly Level[], at?: Place): DesignError {
  const text = `${shownLevel(wanted)} is neither a level nor the index of one (levels: ${abridged(levels)})`;
  return new DesignError("categorical", text, { wanted, levels }, at);
}

/** A contrast has a wrong number of scores or matrix rows. */
export function wrongContrastRows(what: string, found: number, levels: readonly Level[], at?: Place): DesignError {
  const text = `the contrast has ${found} ${what}, expected ${levels.length}: one for each level (${abridged(levels)})`;
  return new DesignError("categorical", text, { what, found, expected: levels.length, levels }, at);
}

/** Two levels have the same score, so that no polynomial tells them apart. */
export function duplicateScores(scores: readonly number[], at?: Place): DesignError {
  const text = `the scores of a polynomial contrast must differ, got ${listed(scores.map(shown))}`;
  return new DesignError("categorical", text, { scores }, at);
}

/** Two columns of one matrix would have the same name. */
export function columnNameClash(name: string, first: Term, second: Term, source: string): DesignError {
  const [a, b] = [first, second].map((term) => (term.factors.length === 0 ? "the intercept" : `\`${termName(term)}\``));
  const text =
    first === second
      ? `two columns of ${a} would be called \`${name}\`: levels that differ are written alike; rename one of them`
      : `${a} and ${b} both give a column called \`${name}\`; rename the variable, or write it as \`I(...)\``;
  return new DesignError("duplicate-column", text, { name }, placeOfTerm(second, source) ?? placeOfTerm(first, source));
}

/** The columns of a matrix, or of a component in one group, are more than can be held; `term` is the one too many. */
export function tooManyColumns(term: Term, columns: number, limit: number, source: string): DesignError {
  const text = `with \`${termName(term)}\` the matrix of \`${source}\` has ${columns} columns, more than the limit of ${limit}; cross fewer levels, or give a variable of many levels as a variance component, which is stored by level`;
  return new DesignError("limit", text, { term: termName(term), columns, limit }, placeOfTerm(term, source));
}

/** A random term has more columns than its covariance matrix can be estimated for. */
export function tooManyRandomColumns(term: Term, columns: number, limit: number, source: string): DesignError {
  const text = `the random effects \`${source}\` have ${columns} columns, more than the limit of ${limit}: their covariance matrix has ${(columns * (columns + 1)) / 2} entries; give a variable of many levels as a variance component, which has one variance`;
  return new DesignError("limit", text, { columns, limit }, placeOfTerm(term, source));
}

/** A factor has too many levels for a contrast whose matrix is written out. */
export function tooManyLevels(contrast: string, levels: number, limit: number, at?: Place): DesignError {
  const text = `a ${contrast} contrast of ${levels} levels is beyond the limit of ${limit}; treatment coding has no such limit`;
  return new DesignError("limit", text, { contrast, levels, limit }, at);
}

/** A matrix has more entries than one array can hold. */
export function matrixTooLarge(rows: number, columns: number, limit: number): DesignError {
  const text = `a matrix of ${rows} x ${columns} is beyond the limit of ${limit} entries; make runs of rows, or give a variable of many levels as a random effect`;
  return new DesignError("limit", text, { rows, columns, limit });
}

/** A term has more categorical factors than the coding rule can list. */
export function tooManyFactors(term: Term, factors: number, limit: number, source: string): DesignError {
  const text = `an interaction of ${factors} categorical factors is beyond the limit of ${limit}; combine some into one variable`;
  return new DesignError("limit", text, { factors, limit }, placeOfTerm(term, source));
}

// The response, groups and random terms.

/** The left side is not one numeric column. */
export function responseColumns(names: readonly string[], source: string, at?: Place): DesignError {
  const text =
    names.length === 0
      ? `the formula \`${source}\` has no response; write one numeric variable before \`~\``
      : `the response has ${count(names.length, "column")} (${listed(names)}), expected one; a boolean or string variable becomes a column a level: convert it to numbers`;
  return new DesignError("response", text, { columns: names.length, names }, at);
}

/** A model without random terms was given. */
export function noRandomEffects(): DesignError {
  const text =
    "the formula has no random effects: add a term such as `(1 | g)`, one level of column `g` for each group of rows, or fit it by ordinary least squares";
  return new DesignError("no-random-effects", text, {});
}

/** The matrix of a random term has no columns. */
export function emptyRandomTerm(name: string | null, source: string): DesignError {
  const what = name === null ? "the random effects" : `variance component \`${name}\``;
  return new DesignError("no-random-effects", `${what} \`${source}\` gives no column`, { name, source });
}

// Weights and offsets.

/** The weights are not numbers. */
export function weightsColumn(name: string, found: string): DesignError {
  const text = `the weights \`${name}\` are ${found}, expected a column of positive numbers`;
  return new DesignError("weights", text, { name, found });
}

/** A weight is no positive number. */
export function weightValue(name: string, value: number, row: number): DesignError {
  const remedy =
    value === 0
      ? "leave out rows of weight 0 first: they say nothing"
      : "a weight is how many times smaller than sigma^2 a row's residual variance is";
  const text = `the weight \`${name}\` is ${value} in row ${row} (rows count from 0), expected a finite number above 0; ${remedy}`;
  return new DesignError("weights", text, { name, value, row });
}

/** An offset is not one column of numbers. */
export function offsetColumns(name: string, found: string, at: Place | undefined): DesignError {
  const text = `the offset \`${name}\` is ${found}, expected one column of numbers`;
  return new DesignError("offset", text, { name, found }, at);
}

/** An offset is infinite. */
export function offsetValue(name: string, value: number, row: number, at: Place | undefined): DesignError {
  const text = `the offset \`${name}\` is ${value} in row ${row} (rows count from 0), expected a finite number; leave such rows out first`;
  return new DesignError("offset", text, { name, value, row }, at);
}

// Missing values.

/** Rows lack values and the caller asked to be told; the place is the first factor that lacks one. */
export function missingValues(
  counts: ReadonlyMap<string, number>,
  rows: number,
  total: number,
  at: Place | undefined,
): DesignError {
  const variables = [...counts].map(([name, n]) => `\`${name}\` in ${n}`);
  const lack = rows === 1 ? "lacks" : "lack";
  const text = `${rows} of ${count(total, "row")} ${lack} a value (${listed(variables)}); drop them with missing: "drop", or fill them in`;
  return new DesignError("missing-values", text, { counts: Object.fromEntries(counts), rows, total }, at);
}

/** Every row lacks some value; the place is the first factor that lacks one. */
export function noRowsLeft(counts: ReadonlyMap<string, number>, total: number, at: Place | undefined): DesignError {
  const variables = [...counts].map(([name, n]) => `\`${name}\` in ${n}`);
  const text = `no row is complete: of ${count(total, "row")}, values are missing (${listed(variables)})`;
  return new DesignError("no-rows", text, { counts: Object.fromEntries(counts), total }, at);
}

// New data.

/** A value is not among the levels that the design was made from. */
export function unseenLevel(
  factor: string,
  level: Level,
  row: number,
  levels: readonly Level[],
  at: Place | undefined,
): DesignError {
  const text = `\`${factor}\` is ${shownLevel(level)} in row ${row} (rows count from 0), not one of the levels the design was made from: ${abridged(levels)}`;
  return new DesignError("unseen-level", text, { factor, level, row, levels: levels.length }, at);
}

/** A group label was not in the data that the design was made from. */
export function unseenGroup(group: string, level: Level, row: number, groups: number, at?: Place): DesignError {
  const text = `group \`${group}\` is ${shownLevel(level)} in row ${row} (rows count from 0), none of the ${groups} groups the design was made from; newGroups: "code" gives such rows the code -1`;
  return new DesignError("unseen-group", text, { group, level, row, groups }, at);
}

/** A factor changed its kind or number of columns between the design's data and new data. */
export function changedFactor(factor: string, expected: string, found: string, at: Place): DesignError {
  const text = `\`${factor}\` was ${expected} in the data the design was made from, but is ${found} here`;
  return new DesignError("type", text, { factor, expected, found }, at);
}

/** An aggregate makes a row depend on other rows, where only some rows are at hand. */
export function notRowwise(factor: string, why: string, at: Place): DesignError {
  const text = `\`${factor}\` depends on all rows of its table, ${why}; compute it as a column first`;
  return new DesignError("not-row-wise", text, { factor }, at);
}

/** What is divided by each group's standard deviation has none in some group. */
export function noDeviationInGroups(factor: string, groups: number, of: number, at: Place): DesignError {
  const text = `\`${factor}\` divides by the standard deviation inside each group, and ${groups} of ${count(of, "group")} has none; compute it as a column first`;
  return new DesignError("arguments", text, { factor, groups, of }, at);
}

/** The run of rows is not inside the table. */
export function rowRange(start: number, stop: number, rows: number): DesignError {
  const text = `rows ${start} to ${stop} are not a run of rows of a table of ${count(rows, "row")}`;
  return new DesignError("rows", text, { start, stop, rows });
}

/** Where a term stands in its formula; undefined for the intercept. */
function placeOfTerm(term: Term, source: string): Place | undefined {
  const span = spanOfTerm(term);
  return span === null ? undefined : { source, span };
}
