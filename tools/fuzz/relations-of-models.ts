// Relations that hold of every mixed model, whatever its data: what a change of units, origin, order, labels or spelling
// does to the fit is known in advance. A relation takes a model and gives another with what must become of the criterion,
// the residual standard deviation and the fitted values; null where it says nothing about the model.
import type { RandomGenerator } from "@mixedlm/linalg";
import type { RandomBar, RandomModel, RandomTerms } from "./random-models.ts";
import { oneOf, type RandomColumn, type RandomTable } from "./random-tables.ts";

/** A call of `lmm`. */
export type Call = Pick<RandomModel, "formula" | "table" | "options">;

/** What a fit of the first model foretells of the second. */
export interface Facts {
  readonly n: number;
  readonly p: number;
  readonly names: readonly string[];
  readonly dropped: readonly string[];
}

/** The second model and what is known of its fit. */
export interface Related extends Call {
  /** What is added to the criterion; null: unknown. */
  readonly objective?: (facts: Facts) => number | null;
  /** What the criterion is multiplied by; default 1. */
  readonly copies?: number;
  /** What the residual standard deviation is multiplied by; default 1. */
  readonly sigma?: number;
  /** The fitted value of a row of the second table from that of the first; default the same. */
  readonly fitted?: (value: number, row: number) => number;
  /** The row of the first table that a row of the second was; default the same. */
  readonly rowOf?: (row: number) => number;
  /** Whether the coefficients have the same t values up to their signs, name by name. */
  readonly sameTValues?: boolean;
}

/** Makes the second model of the first. */
export type Relation = (model: RandomModel, random: RandomGenerator) => Related | null;

const POWERS = [-6, -3, -1, 1, 3, 6];
const NUMBERS = ["x1", "x2", "x3"];
const GROUPS = ["g1", "g2", "g3"];

/** The relations by name. */
export const RELATIONS: ReadonlyMap<string, Relation> = new Map<string, Relation>([
  ["the response in another unit", responseUnit],
  ["a covariate in another unit", covariateUnit],
  ["a covariate with the opposite sign", (model, random) => scaledCovariate(model, oneOf(random, NUMBERS), -1)],
  ["the response from another origin", responseOrigin],
  ["a covariate from another origin", covariateOrigin],
  ["a multiple of a covariate added to the response", addedCovariate],
  ["rows in another order", rowOrder],
  ["groups under other labels", groupLabels],
  ["categories in another order", categoryOrder],
  ["terms in another order", termOrder],
  ["the formula written out", writtenOut],
  ["columns in another order", columnOrder],
  ["rows with missing values added", missingRows],
  ["weights in another unit", weightUnit],
  ["no weights, and weights of one", weightsOfOne],
  ["two independent copies of the data", independentCopies],
]);

function numberColumn(table: RandomTable, name: string): readonly unknown[] {
  return table[name] as readonly unknown[];
}

/** Missing values stay what they are. */
function mapped(column: readonly unknown[], change: (value: number, row: number) => number): unknown[] {
  return column.map((value, row) => (typeof value === "number" ? change(value, row) : value));
}

function responseUnit({ formula, table, options }: RandomModel, random: RandomGenerator): Related {
  const s = 10 ** oneOf(random, POWERS);
  const scaled = Object.fromEntries(["y", "o"].map((name) => [name, mapped(numberColumn(table, name), (v) => s * v)]));
  // where the response is a predictor too, that one keeps its unit
  return {
    formula,
    table: { ...table, ...scaled },
    options,
    objective: ({ n, p }) => 2 * (options.reml ? n - p : n) * Math.log(s),
    sigma: s,
    fitted: (value) => s * value,
    sameTValues: true,
  };
}

function covariateUnit(model: RandomModel, random: RandomGenerator): Related | null {
  return scaledCovariate(model, oneOf(random, NUMBERS), 10 ** oneOf(random, POWERS));
}

/** Covariances that tie variances or correlations of columns together do depend on their units. */
function scaledCovariate(model: RandomModel, x: string, s: number): Related | null {
  const { formula, table, options, bars } = model;
  const isTied = ({ structure, terms }: RandomBar): boolean =>
    structure !== "us" &&
    structure !== "diag" &&
    !(structure === "cs" && s > 0) &&
    terms.some((term) => powerOf(term, x) > 0);
  if (bars.some(isTied) || bars.some((bar) => bar.structure === "cs" && s < 0 && uses(bar, x))) return null;
  return {
    formula,
    table: { ...table, [x]: mapped(numberColumn(table, x), (value) => s * value) },
    options,
    objective: ({ names }) =>
      options.reml ? 2 * Math.log(Math.abs(s)) * names.reduce((sum, name) => sum + powerInName(name, x), 0) : 0,
    sameTValues: true,
  };
}

/** The power of a number in a term: `I(x1 ** 2)` counts twice. */
function powerOf(factors: readonly string[], x: string): number {
  return factors.reduce((sum, factor) => sum + powerInName(factor, x), 0);
}

function powerInName(name: string, x: string): number {
  return name.split(":").reduce((sum, factor) => sum + (factor === x ? 1 : factor === `I(${x} ** 2)` ? 2 : 0), 0);
}

function uses({ terms }: RandomTerms, x: string): boolean {
  return terms.some((term) => powerOf(term, x) > 0);
}

function responseOrigin({ formula, table, options, fixed }: RandomModel, random: RandomGenerator): Related | null {
  if (!fixed.intercept) return null;
  const c = oneOf(random, [-3, 10, 1000]) * spread(numberColumn(table, "y"));
  return {
    formula,
    table: { ...table, y: mapped(numberColumn(table, "y"), (value) => value + c) },
    options,
    fitted: (value) => value + c,
  };
}

/** Only where the covariate stands by itself beside a constant: then a shift is a change of the constant's coefficient. */
function covariateOrigin(
  { formula, table, options, fixed, bars }: RandomModel,
  random: RandomGenerator,
): Related | null {
  const x = oneOf(random, NUMBERS);
  const isAlone = ({ intercept, terms }: RandomTerms): boolean => {
    const own = terms.filter((term) => powerOf(term, x) > 0);
    return own.length === 0 || (intercept && own.length === 1 && own[0]?.length === 1 && own[0][0] === x);
  };
  const isFree = (bar: RandomBar): boolean => !uses(bar, x) || (bar.structure === "us" && isAlone(bar));
  if (!isAlone(fixed) || !bars.every(isFree) || !(uses(fixed, x) || bars.some((bar) => uses(bar, x)))) return null;
  // a random slope without the fixed one is another model from another origin, unless the constant has the slope's place
  const c = oneOf(random, [-2, 5, 50]) * spread(numberColumn(table, x));
  return {
    formula,
    table: { ...table, [x]: mapped(numberColumn(table, x), (value) => value + c) },
    options,
    objective: ({ dropped }) => (dropped.length === 0 || !options.reml ? 0 : null),
  };
}

function addedCovariate({ formula, table, options, fixed }: RandomModel, random: RandomGenerator): Related | null {
  const x = oneOf(random, NUMBERS);
  if (!fixed.terms.some((term) => term.length === 1 && term[0] === x)) return null;
  const column = numberColumn(table, x);
  const b = (oneOf(random, [-2, 0.5, 20]) * spread(numberColumn(table, "y"))) / spread(column);
  const added = (row: number): number => b * (column[row] as number);
  return {
    formula,
    table: {
      ...table,
      y: mapped(numberColumn(table, "y"), (value, row) => value + (typeof column[row] === "number" ? added(row) : 0)),
    },
    options,
    fitted: (value, row) => value + added(row),
  };
}

/** Standard deviation of what is there; 1 where there is none. */
function spread(column: readonly unknown[]): number {
  const values = column.filter((value): value is number => typeof value === "number" && Number.isFinite(value));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) || 1;
}

function rowOrder({ formula, table, options }: RandomModel, random: RandomGenerator): Related {
  const order = numberColumn(table, "y").map((_, row) => row);
  shuffleInPlace(order, random);
  return {
    formula,
    table: withColumns(table, (column) => takenRows(column, order)),
    options,
    rowOf: (row) => order[row] as number,
    sameTValues: true,
  };
}

function shuffleInPlace(items: unknown[], random: RandomGenerator): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [items[i], items[j]] = [items[j], items[i]];
  }
}

function withColumns(table: RandomTable, change: (column: RandomColumn, name: string) => RandomColumn): RandomTable {
  return Object.fromEntries(Object.entries(table).map(([name, column]) => [name, change(column, name)]));
}

/** Rows by number; of a category too, whose levels stay. */
function takenRows(column: RandomColumn, rows: readonly number[]): RandomColumn {
  if (isList(column)) return rows.map((row) => column[row]);
  return { ...column, codes: Int32Array.from(rows, (row) => column.codes[row] as number) };
}

function isList(column: RandomColumn): column is readonly unknown[] {
  return Array.isArray(column);
}

/** Other labels, of another type, in another order. */
function groupLabels({ formula, table, options }: RandomModel, random: RandomGenerator): Related {
  const relabelled = (column: RandomColumn): RandomColumn => {
    if (!isList(column)) return column;
    const labels = [...new Set(column)].filter((label) => !isMissing(label));
    const numbers = labels.map((_, l) => l);
    shuffleInPlace(numbers, random);
    const isText = random.uniform() < 0.7;
    const others = new Map(
      labels.map((label, l) => [label, isText ? `label ${numbers[l]}` : (numbers[l] as number) - 2]),
    );
    return column.map((label) => (isMissing(label) ? label : others.get(label)));
  };
  const changed = withColumns(table, (column, name) => (GROUPS.includes(name) ? relabelled(column) : column));
  return { formula, table: changed, options, sameTValues: true };
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}

/** Another reference is another basis of the same columns; covariances that tie columns together depend on the basis. */
function categoryOrder({ formula, table, options, fixed, bars }: RandomModel): Related | null {
  const isOfCategories = ({ terms }: RandomTerms): boolean =>
    terms.some((term) => term.some((factor) => factor === "a" || factor === "c"));
  if (!isOfCategories(fixed) && !bars.some(isOfCategories)) return null;
  if (bars.some((bar) => bar.structure !== "us" && isOfCategories(bar))) return null;
  const reversed = (column: RandomColumn): RandomColumn => {
    if (!isList(column) || !column.every((value) => isMissing(value) || typeof value === "string")) return column;
    const levels = [...new Set(column)].filter((value) => !isMissing(value)) as string[];
    const other = new Map(levels.sort().map((level, l) => [level, levels[levels.length - 1 - l]]));
    return column.map((value) => (isMissing(value) ? value : `z${other.get(value as string)}`));
  };
  return {
    formula,
    table: { ...table, a: reversed(table.a as RandomColumn), c: reversed(table.c as RandomColumn) },
    options,
    // of columns that depend on each other others are left out, which multiplies |X'V^-1 X| by a constant
    objective: ({ dropped }) => (dropped.length === 0 || !options.reml ? 0 : null),
  };
}

function termOrder(model: RandomModel, random: RandomGenerator): Related {
  const terms = [...model.fixed.terms];
  const bars = [...model.bars];
  shuffleInPlace(terms, random);
  shuffleInPlace(bars, random);
  return rewritten(model, { ...model.fixed, terms }, bars);
}

/** `a*x`, `a/b` and `||` as the terms that they stand for. */
function writtenOut(model: RandomModel): Related {
  return rewritten(model, model.fixed, model.bars);
}

function rewritten({ table, options }: RandomModel, fixed: RandomTerms, bars: readonly RandomBar[]): Related {
  const sum = ({ intercept, terms }: RandomTerms): string =>
    [intercept ? "1" : "0", ...terms.map((term) => term.join(":"))].join(" + ");
  const random = bars.map(
    (bar) => `${bar.structure === "us" ? "" : bar.structure}(${sum(bar)} | ${bar.groups.join(":")})`,
  );
  return {
    formula: `y ~ ${[sum(fixed), ...random].join(" + ")}`,
    table,
    options,
    objective: ({ dropped }) => (dropped.length === 0 || !options.reml ? 0 : null),
  };
}

function columnOrder({ formula, table, options }: RandomModel, random: RandomGenerator): Related {
  const names = Object.keys(table);
  shuffleInPlace(names, random);
  return {
    formula,
    table: Object.fromEntries(names.map((name) => [name, table[name] as RandomColumn])),
    options,
    sameTValues: true,
  };
}

/** Copies of rows whose response is missing, in front: they are left out again. */
function missingRows({ formula, table, options }: RandomModel, random: RandomGenerator): Related {
  const n = numberColumn(table, "y").length;
  const extra = Array.from({ length: 1 + random.integer(5) }, () => random.integer(n));
  const rows = [...extra, ...numberColumn(table, "y").map((_, row) => row)];
  const longer = withColumns(table, (column) => takenRows(column, rows));
  const y = numberColumn(longer, "y").map((value, row) =>
    row < extra.length ? oneOf(random, [null, Number.NaN]) : value,
  );
  return { formula, table: { ...longer, y }, options, rowOf: (row) => rows[row] as number, sameTValues: true };
}

/** Weights times c: the residual variance times c, and nothing else; the criterion's log|V| and sum of log weights agree. */
function weightUnit({ formula, table, options }: RandomModel, random: RandomGenerator): Related | null {
  if (options.weights === undefined) return null;
  const c = 10 ** oneOf(random, [-3, -1, 1, 4]);
  return {
    formula,
    table: { ...table, w: mapped(numberColumn(table, "w"), (value) => c * value) },
    options,
    sigma: Math.sqrt(c),
    sameTValues: true,
  };
}

function weightsOfOne({ formula, table, options }: RandomModel): Related | null {
  if (options.weights !== undefined) return null;
  const w = numberColumn(table, "y").map(() => 1);
  return { formula, table: { ...table, w }, options: { ...options, weights: "w" }, sameTValues: true };
}

/**
 * All rows twice, the second time in groups of their own: by maximum likelihood the same estimates, and twice the
 * criterion. REML divides by n - p, which does not double.
 */
function independentCopies({ formula, table, options, bars }: RandomModel): Related | null {
  // a category that groups and is a fixed effect too has no copy of its own
  if (options.reml || bars.some(({ groups }) => groups.includes("a"))) return null;
  const n = numberColumn(table, "y").length;
  const rows = Array.from({ length: 2 * n }, (_, row) => row % n);
  const twice = withColumns(table, (column, name) => {
    const taken = takenRows(column, rows);
    if (!GROUPS.includes(name) || !isList(taken)) return taken;
    return taken.map((label, row) => (isMissing(label) ? label : `${row < n ? "first" : "second"} ${label}`));
  });
  return { formula, table: twice, options, copies: 2, rowOf: (row) => row % n };
}
