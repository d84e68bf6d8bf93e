// A fit -> new responses of its rows, or of rows of new data, as the fitted model makes them: random effects drawn or
// held at what the data say of them, residuals drawn. Draws are made of square roots of the covariances, so that a
// variance of zero or a correlation of one is an ordinary model. Each draw has its own stream of random numbers, the
// same on every machine.
import { type Column, type Design, DesignError, type Table, type TableLike } from "@mixedlm/design";
import { type RandomGenerator, randomGenerator } from "@mixedlm/linalg";
import {
  aBoolean,
  aFunction,
  aReplicateCount,
  aSeed,
  aSignal,
  checkOptions,
  isObject,
  numbers,
  type OptionCheck,
} from "../calls/option-checks.ts";
import { type Counting, counted } from "../calls/progress.ts";
import type { Lambda } from "../engine/engine.ts";
import { optionType } from "../errors.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { estimableRows, infiniteRows } from "../rows/estimable-rows.ts";
import { forEachPlacement, type InternalRows, internalRows } from "../rows/internal-rows.ts";
import { levelKey } from "../rows/level-key.ts";
import { fitRows, type ModelRows, modelRows } from "../rows/model-rows.ts";
import { atOptimum } from "../search/optimum.ts";
import { newTable } from "./new-table.ts";
import { predictedValues } from "./predict.ts";
import { unseenComponentGroup } from "./prediction-errors.ts";
import { responseWeights } from "./response-weights.ts";

/** What is drawn, and how often. */
export interface SimulateOptions<D = TableLike> extends Counting {
  /** Number of draws. Default 1. */
  readonly replicates?: number | undefined;
  /** Draw k depends on the seed and k alone. Default 0. */
  readonly seed?: number | undefined;
  /** Number of the first draw: with 499 the first is what the 500th of a run from 0 is. Default 0. */
  readonly first?: number | undefined;
  /**
   * Whether random effects of the groups that the fit knows are held at their conditional means. Default: all are
   * drawn.
   */
  readonly conditional?: boolean | undefined;
  /**
   * Rows that responses are drawn for; groups that the fit does not know have effects of their own. Default: the fit's
   * rows.
   */
  readonly newData?: Table | D | null | undefined;
  /**
   * One for each row of `newData`: the residual variance is divided by them. Default: the weights' column; of a fit
   * without weights, 1.
   */
  readonly weights?: ArrayLike<number> | undefined;
  /** In place of the column of the option `offset` that the fit was given, one for each row of `newData`. */
  readonly offset?: ArrayLike<number> | undefined;
}

/** Numbers that a call draws at most. */
const MOST_NUMBERS = 2e8;

const aTable: OptionCheck = [(v) => v === null || isObject(v), "a table"];

/**
 * Draws responses from a fitted model.
 *
 * @returns a vector for each replicate, units of y: of the rows that the fit used, in the order of `fit.rows`; of new
 *   data one number for each row, NaN where it lacks a finite value or cannot be estimated.
 * @throws {@link FitError} `not-a-fit`, `no-table`, `unknown-option`, `option-type`, `prediction-weights`,
 *   `prediction-offset`, `unknown-combinations`; {@link DesignError} of tables, `unseen-group` in models with variance
 *   components.
 */
export function simulate<D extends TableLike<D> = never>(
  fit: Fit,
  options?: SimulateOptions<D>,
): readonly Float64Array[];
export function simulate(fit: Fit, options: SimulateOptions = {}): readonly Float64Array[] {
  partsOf(fit);
  checkOptions("simulate", options, {
    replicates: aReplicateCount,
    seed: aSeed,
    first: aSeed,
    conditional: aBoolean,
    newData: aTable,
    weights: numbers,
    offset: numbers,
    signal: aSignal,
    onProgress: aFunction,
  });
  const { replicates = 1, seed = 0, first = 0, conditional = false, newData } = options;
  const table = newTable(fit, newData, options.offset);
  const most = Math.floor(MOST_NUMBERS / (table?.numRows ?? fit.n));
  if (replicates > most)
    throw optionType("simulate", "replicates", `at most ${most}: each has a number a row`, replicates);
  const drawer = responseDrawer(fit, table, conditional, options.weights);
  const draws = Array.from({ length: replicates }, (_, k) => first + k);
  return Object.freeze(counted(draws, options, (k) => drawer(randomGenerator(`draw ${seed}/${k}`))));
}

/** Makes a function that draws a vector of responses. */
export function responseDrawer(
  fit: Fit,
  table: Table | null,
  conditional: boolean,
  weights?: ArrayLike<number>,
): (random: RandomGenerator) => Float64Array {
  const { optimum } = partsOf(fit);
  const { factors, terms } = optimum.engine.products;
  const rows = table === null ? fitRows(fit) : newRows(fit, table);
  const internal = internalRows(fit, rows);
  const estimable = table === null ? null : estimableRows(fit, rows, internal);
  const infinite = infiniteRows(rows);
  const count = table === null ? rows.n : table.numRows;
  const place = table === null ? rows.rows.map((_, i) => i) : rows.rows;
  const scale = responseWeights(fit, rows, weights, count, place).map((w) => fit.sigma / Math.sqrt(w));
  const mean = predictedValues(fit, rows, conditional ? "conditional" : "population");
  const known = factors.map(({ levels }) => levels);
  const { level, levels } =
    table === null ? { level: internal.level, levels: known } : withNewLevels(fit, table, rows, internal);
  // effects of all levels, those of levels that are held 0
  const effects = factors.map(({ columns }, f) => new Float64Array(levels[f] * columns));
  const lambda = atOptimum(optimum).lambda.map((own) => own.slice());
  return (random) => {
    for (let f = 0; f < factors.length; f++)
      drawEffects(random, terms, lambda, f, factors[f].columns, effects[f], conditional ? known[f] : 0);
    const y = new Float64Array(count).fill(Number.NaN);
    for (let i = 0; i < rows.n; i++) {
      let value = 0;
      for (let t = internal.start[i]; t < internal.start[i + 1]; t++) {
        const s = factors[internal.factor[t]].columns;
        const own = effects[internal.factor[t]];
        for (let j = 0; j < s; j++) value += own[level[t] * s + j] * internal.z[internal.zAt[t] + j];
      }
      const drawn = mean[i] + fit.sigma * value + scale[i] * random.normal();
      if (estimable?.[i] !== 0 && infinite[i] === 0) y[place[i]] = drawn;
    }
    return y;
  };
}

function newRows(fit: Fit, table: Table): ModelRows {
  const weights = fit.design.weights !== null && table.has(fit.design.weights);
  const newGroups = fit.design.components.length > 0 ? "error" : "keep";
  try {
    return modelRows(fit, table, { response: false, weights, newGroups });
  } catch (error) {
    if (error instanceof DesignError && error.code === "unseen-group") throw unseenComponentGroup(error);
    throw error;
  }
}

/**
 * Writes lambda u, u standard normal, for the levels of a factor from `from` on, relative to the residual's deviation.
 */
function drawEffects(
  random: RandomGenerator,
  terms: Parameters<typeof forEachPlacement>[0],
  lambda: Lambda,
  factor: number,
  columns: number,
  out: Float64Array,
  from: number,
): void {
  const u = new Float64Array(columns);
  for (let at = from * columns; at < out.length; at += columns)
    forEachPlacement(terms, factor, (t, column, size) => {
      for (let j = 0; j < size; j++) u[j] = random.normal();
      for (let i = 0; i < size; i++) {
        let sum = 0;
        for (let j = 0; j < size; j++) sum += lambda[t][j * size + i] * u[j];
        out[at + column + i] = sum;
      }
    });
}

/** Levels of all rows, new ones numbered after those of the fit in the order of their rows; and how many there are. */
function withNewLevels(
  fit: Fit,
  table: Table,
  rows: ModelRows,
  { n, start, factor, level }: InternalRows,
): { level: Int32Array; levels: number[] } {
  const { factors } = fit.blocks;
  const levels = partsOf(fit).optimum.engine.products.factors.map((own) => own.levels);
  const labels = fit.design.groups.map((group) => labelReader(group, table));
  const known = factors.map(() => new Map<string, number>());
  const out = level.slice();
  for (let i = 0; i < n; i++)
    for (let t = start[i]; t < start[i + 1]; t++) {
      if (level[t] >= 0) continue;
      const f = factor[t];
      const label = labels[factors[f].group](rows.rows[i]);
      const number = known[f].get(label) ?? levels[f];
      if (number === levels[f]) {
        known[f].set(label, number);
        levels[f] += 1;
      }
      out[t] = number;
    }
  return { level: out, levels };
}

/** Makes a function that reads what names a row's group: the labels of its columns. */
function labelReader({ columns }: Design["groups"][number], table: Table): (row: number) => string {
  const read = columns.map(({ name, expression }) => {
    const own = expression.kind === "name" && table.has(expression.name) ? expression.name : name;
    return table.column(own);
  });
  return (row) => levelKey(read.map((column) => labelAt(column, row)));
}

function labelAt(column: Column, row: number): unknown {
  if (column.kind === "category") return column.levels[column.codes[row]];
  return column.values[row];
}
