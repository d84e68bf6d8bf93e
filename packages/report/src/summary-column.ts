// The coefficients of several models come in, one table with a column for each model goes out, as statsmodels'
// `summary_col` makes it: estimates over standard errors in parentheses, then facts about the models.
// Rows are matched by name. statsmodels leaves this to pandas' outer join, so it keeps the order of rows only as long
// as all models have the same ones; otherwise they are sorted.
import { noModels } from "./errors.ts";
import { formatPercent } from "./numbers/percent-format.ts";
import type { SummaryRow, SummaryTable } from "./summary-table.ts";
import { strip } from "./writers/layout.ts";

/** Several models beside one another. */
export interface SummaryColRecord {
  /** One for each column, from left to right. */
  readonly models: readonly SummaryColModel[];
  /** Python's format of estimates and standard errors; `%.4f` by default. */
  readonly floatFormat?: string;
  /** Whether estimates have stars: `*` for p < 0.1, `**` for p < 0.05, `***` for p < 0.01. */
  readonly stars?: boolean;
  /** Names of coefficients in the order wanted; the others follow in theirs. */
  readonly regressorOrder?: readonly string[];
  /** Whether coefficients that `regressorOrder` does not name are left out. */
  readonly dropOmitted?: boolean;
}

/** A model's column. */
export interface SummaryColModel {
  /**
   * Title of the column; the name of the response by default. Titles that are not unique are all numbered I, II, ...
   */
  readonly name?: string;
  /** Name of the response. */
  readonly dependent: string;
  /** Its coefficients, from top to bottom. */
  readonly rows: readonly SummaryColRow[];
  /** Facts below the coefficients. Numbers have four decimals; NaN and null leave a blank. */
  readonly info?: readonly (readonly [label: string, value: string | number | null])[];
  /** R squared, plain and adjusted; models without it have no such rows. */
  readonly rSquared?: {
    /** Share of the response's variance that the model explains, 0 to 1. */
    readonly plain: number;
    /** The same, less what as many predictors explain by chance. */
    readonly adjusted: number;
  };
}

/** A coefficient of one model. */
export interface SummaryColRow {
  /** What rows of different models are matched by. */
  readonly name: string;
  /** Printed in the first line. */
  readonly estimate: number;
  /** Printed below, in parentheses; in the estimate's units. */
  readonly stdError: number;
  /** What the stars stand for: the p value of a test against 0. */
  readonly p: number;
}

/** A line of the table while it is built: `part` tells an estimate from its standard error. */
interface Line {
  readonly name: string;
  readonly part: string;
  /** One text for each model, undefined where the model has no such line. */
  readonly cells: readonly (string | undefined)[];
}

/**
 * Sets several models side by side as statsmodels' `summary_col` does.
 *
 * @param record - the models and what to show of them.
 * @returns the table for {@link toText} and the other writers: no facts, cells to the left.
 * @throws {@link ReportError} `no-models`, `format-syntax`
 * @see statsmodels 0.13.5, `iolib.summary2.summary_col`. Unlike there, coefficients that `regressorOrder` leaves out
 *   keep their order however many they are.
 */
export function summaryColumns(record: SummaryColRecord): SummaryTable {
  const { models, stars = false, regressorOrder = [], dropOmitted = false } = record;
  if (models.length === 0) throw noModels();
  const merged = models.map((model) => coefficientLines(model, record)).reduce(outerJoin);
  const lines = regressorOrder.length === 0 ? merged : reordered(merged, regressorOrder, dropOmitted);
  const facts = models.map(({ info = [] }) => info.map(factLine)).reduce(outerJoin);
  const notes = ["Standard errors in parentheses.", ...(stars ? ["* p<.1, ** p<.05, ***p<.01"] : [])];
  return {
    align: "left",
    info: [],
    columns: uniqueTitles(models.map(({ name, dependent }) => name ?? dependent)),
    rows: [...namedOnce(lines), ...facts.map(tableRow)],
    notes,
  };
}

function coefficientLines(model: SummaryColModel, { floatFormat = "%.4f", stars }: SummaryColRecord): Line[] {
  const lines = model.rows.flatMap(({ name, estimate, stdError, p }): Line[] => [
    { name, part: "Coef.", cells: [formatPercent(floatFormat, estimate) + (stars ? starsOf(p) : "")] },
    { name, part: "Std.Err.", cells: [`(${formatPercent(floatFormat, stdError)})`] },
  ]);
  const { plain = Number.NaN, adjusted = Number.NaN } = model.rSquared ?? {};
  if (Number.isNaN(plain) && Number.isNaN(adjusted)) return lines;
  return [
    ...lines,
    { name: "R-squared", part: "", cells: [formatPercent(floatFormat, plain)] },
    { name: "R-squared Adj.", part: "", cells: [formatPercent(floatFormat, adjusted)] },
  ];
}

function starsOf(p: number): string {
  return "*".repeat([0.1, 0.05, 0.01].filter((level) => p < level).length);
}

function factLine([label, value]: readonly [string, string | number | null]): Line {
  const isBlank = value === null || Number.isNaN(value);
  return {
    name: label,
    part: "",
    cells: [isBlank ? "" : typeof value === "number" ? formatPercent("%.4f", value) : value],
  };
}

// all lines of both tables; one order if they have the same, sorted by code points otherwise
function outerJoin(left: readonly Line[], right: readonly Line[], joined: number): Line[] {
  const blanks = Array<undefined>(joined).fill(undefined);
  const cellsLeft = new Map(left.map((line) => [key(line), line.cells]));
  const cellsRight = new Map(right.map((line) => [key(line), line.cells]));
  const same = left.length === right.length && left.every((line, i) => key(line) === key(right[i]!));
  const onlyRight = right.filter((line) => !cellsLeft.has(key(line)));
  const lines = same || right.length === 0 ? left : left.length === 0 ? right : sorted([...left, ...onlyRight]);
  return lines.map((line) => ({
    ...line,
    cells: [...(cellsLeft.get(key(line)) ?? blanks), ...(cellsRight.get(key(line)) ?? [undefined])],
  }));
}

function key({ name, part }: Line): string {
  return JSON.stringify([name, part]);
}

function sorted(lines: readonly Line[]): Line[] {
  return [...lines].sort((a, b) => byCodePoints(a.name, b.name) || byCodePoints(a.part, b.part));
}

// Python's order of texts; JavaScript's own is by UTF-16 unit
function byCodePoints(a: string, b: string): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const difference = codePointRank(a.charCodeAt(i)) - codePointRank(b.charCodeAt(i));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

// moves the surrogates, which stand for code points above U+FFFF, behind all other units
function codePointRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

// coefficients first, in the order wanted, then the lines that have no standard error
function reordered(lines: readonly Line[], order: readonly string[], dropOmitted: boolean): Line[] {
  const names = [...new Set(lines.map(({ name }) => name))];
  const linesOf = (name: string) => lines.filter((line) => line.name === name);
  const coefficients = new Set(names.filter((name) => linesOf(name).length === 2));
  const wanted = order.filter((name) => coefficients.has(name));
  const omitted = [...coefficients].filter((name) => !order.includes(name));
  const others = names.filter((name) => !coefficients.has(name));
  return [...wanted, ...(dropOmitted ? [] : omitted), ...others].flatMap(linesOf);
}

// the second line of a pair of the same name has none
function namedOnce(lines: readonly Line[]): SummaryRow[] {
  return lines.map((line, i) => {
    const isSecond = i % 2 === 1 && lines[i - 1]?.name === line.name;
    return tableRow(isSecond ? { ...line, name: "" } : line);
  });
}

function tableRow({ name, cells }: Line): SummaryRow {
  return { name, cells: cells.map((cell) => strip(cell ?? "")) };
}

function uniqueTitles(titles: readonly string[]): string[] {
  if (new Set(titles).size === titles.length) return [...titles];
  return titles.map((title, i) => {
    const count = titles.slice(0, i + 1).filter((other) => other === title).length;
    return `${title} ${"I".repeat(count)}`;
  });
}
