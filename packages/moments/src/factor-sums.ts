// Runs -> sums of each level about the level's own first row: deviations are then as small as the spread inside the level,
// so that plain sums of their products keep their digits (the same data about one common origin lose as many digits as
// means exceed spreads). A category's columns are counted from zero, since a row touches one of them. Where a random
// column is all ones, its products with the others are their sums, and no memory beside the result is needed.
import type { FactorLayout } from "./blocks.ts";
import type { FactorRows, Slot } from "./factor-rows.ts";
import type { FactorMoments } from "./moments.ts";
import { RUN, type Run } from "./run.ts";

/** What is summed up of each level of a factor; positions are those of {@link FactorMoments}. */
export interface FactorSums {
  /** Random columns. */
  readonly s: number;
  /** Columns of [X | y]. */
  readonly columns: number;
  readonly weight: Float64Array;
  /** What a level's columns are counted from: its first row, zero for the constant column and columns of categories. */
  readonly origin: Float64Array;
  /** Products of the random columns with all columns. */
  readonly product: Float64Array;
  /** Products of [X | y], all levels together; lower triangle. */
  readonly within: Float64Array;
  /** Null before the first rows, whose entries tell. */
  constant: number | null;
  /** Sums of all columns; empty where they are the products of the constant column. */
  sum: Float64Array;
  /** Room for a run of [X | y] less the origins, for entries' columns and for their deviations from the origins. */
  readonly fixed: Float64Array;
  column: Int32Array;
  deviation: Float64Array;
}

/** Starts the sums of no rows. */
export function startLevels({ levels, columns: s }: FactorLayout, p: number): FactorSums {
  const columns = p + 1;
  return {
    s,
    columns,
    weight: new Float64Array(levels),
    origin: new Float64Array(levels * (s + columns)),
    product: new Float64Array(levels * s * (s + columns)),
    within: new Float64Array(columns * columns),
    constant: null,
    sum: new Float64Array(0),
    fixed: new Float64Array(RUN * columns),
    column: new Int32Array(0),
    deviation: new Float64Array(0),
  };
}

/**
 * Adds a run of rows to their levels; rows outside every level (-1) add nothing.
 *
 * Step by step for all rows of the run and not row by row: levels lie far apart in memory, and a processor that waits for
 * one can fetch the next ones meanwhile only if little is to be done for each.
 *
 * @param rows - the record that the run is part of, its levels read.
 * @param start - the run's first row in the record.
 */
export function addToLevels(sums: FactorSums, rows: FactorRows, start: number, run: Run): void {
  const varying = rows.slots.filter((slot) => isVarying(slot, rows.constant));
  prepare(sums, rows.constant, varying.length);
  countFromOrigins(sums, rows, start, run);
  addSquares(sums, run);
  if (rows.isOnes) {
    addOnes(sums, rows.level, run);
    return;
  }
  for (const [v, slot] of varying.entries()) readDeviations(sums, rows, slot, v, varying.length, start, run.count);
  if (rows.constant < 0) addSums(sums, rows.level, varying.length, run);
  addProducts(sums, rows.level, varying.length, run);
}

/** Whether an entry differs from its origin: all but columns of ones that sums are not read from. */
function isVarying({ first, column, value }: Slot, constant: number): boolean {
  return column !== null || value !== null || first === constant;
}

/** Makes room for what the first rows tell: whether sums are needed, and how many entries a row has. */
function prepare(sums: FactorSums, constant: number, width: number): void {
  if (sums.constant !== null) return;
  sums.constant = constant;
  if (constant < 0) sums.sum = new Float64Array(sums.origin.length);
  sums.column = new Int32Array(RUN * width);
  sums.deviation = new Float64Array(RUN * width);
}

/** Takes the origin of its level from each row; the first row of a level becomes its origin. */
function countFromOrigins(sums: FactorSums, rows: FactorRows, start: number, run: Run): void {
  const { s, columns, weight, origin, fixed } = sums;
  const { level } = rows;
  for (let i = 0; i < run.count; i++) {
    const l = level[i];
    const row = i * columns;
    if (l < 0) {
      fixed.fill(0, row, row + columns);
      continue;
    }
    const at = l * (s + columns) + s;
    if (weight[l] === 0) {
      for (let j = 0; j < columns; j++) origin[at + j] = run.fixed[row + j];
      startRandom(origin, at - s, rows, start + i);
    }
    weight[l] += run.weight[i];
    for (let j = 0; j < columns; j++) fixed[row + j] = run.fixed[row + j] - origin[at + j];
  }
}

/** Takes the random columns of row i as the origin at `at`; those of categories and the constant one are left at zero. */
function startRandom(origin: Float64Array, at: number, { slots, constant }: FactorRows, i: number): void {
  for (const { first, column, value } of slots)
    if (column === null && first !== constant) origin[at + first] = value === null ? 1 : value[i];
}

/** Adds the products of a run's rows with themselves. */
function addSquares({ within, fixed, columns }: FactorSums, { weight, count }: Run): void {
  for (let i = 0; i < count; i++) {
    const row = i * columns;
    const w = weight[i];
    for (let j = 0; j < columns; j++) {
      const value = fixed[row + j];
      if (value === 0) continue;
      const weighted = w * value;
      for (let k = j, at = j * columns; k < columns; k++) within[at + k] += weighted * fixed[row + k];
    }
  }
}

/** Adds a run's [X | y] to the products with the only column that varies at all, which is all ones. */
function addOnes(sums: FactorSums, level: Int32Array, { weight, count }: Run): void {
  const { s, columns, product, fixed } = sums;
  const size = s * (s + columns);
  const first = s * s + sums.constant!;
  for (let i = 0; i < count; i++) {
    if (level[i] < 0) continue;
    const at = level[i] * size + first;
    for (let j = 0; j < columns; j++) product[at + j * s] += weight[i] * fixed[i * columns + j];
  }
}

/** Lists one entry of a run's rows, with its column and less its origin; 0 stands for none. */
function readDeviations(
  sums: FactorSums,
  { level, constant }: FactorRows,
  slot: Slot,
  v: number,
  width: number,
  start: number,
  count: number,
): void {
  const { s, columns, origin } = sums;
  const { first, value } = slot;
  const fromOrigin = slot.column === null && first !== constant;
  for (let i = 0; i < count; i++) {
    const at = i * width + v;
    const own = slot.column === null ? 0 : slot.column[start + i];
    const isNone = level[i] < 0 || own < 0;
    const counted = isNone ? 0 : value === null ? 1 : value[start + i];
    sums.column[at] = isNone ? 0 : first + own;
    sums.deviation[at] = fromOrigin && !isNone ? counted - origin[level[i] * (s + columns) + first] : counted;
  }
}

/** Adds the columns of a run. */
function addSums(sums: FactorSums, level: Int32Array, width: number, { weight, count }: Run): void {
  const { s, columns, sum, fixed, column, deviation } = sums;
  for (let i = 0; i < count; i++) {
    if (level[i] < 0) continue;
    const w = weight[i];
    const at = level[i] * (s + columns);
    for (let a = i * width; a < (i + 1) * width; a++) sum[at + column[a]] += w * deviation[a];
    for (let j = 0; j < columns; j++) sum[at + s + j] += w * fixed[i * columns + j];
  }
}

/** Adds the products of a run's random columns with one another and with [X | y]. */
function addProducts(sums: FactorSums, level: Int32Array, width: number, { weight, count }: Run): void {
  const { s, columns, product, fixed, column, deviation } = sums;
  const size = s * (s + columns);
  for (let i = 0; i < count; i++) {
    if (level[i] < 0) continue;
    const at = level[i] * size;
    for (let a = i * width; a < (i + 1) * width; a++) {
      if (deviation[a] === 0) continue;
      const value = weight[i] * deviation[a];
      const first = at + column[a];
      for (let b = i * width; b < (i + 1) * width; b++) product[first + column[b] * s] += value * deviation[b];
      for (let j = 0; j < columns; j++) product[first + (s + j) * s] += value * fixed[i * columns + j];
    }
  }
}

/** Turns sums about origins into means and centred products, in place. */
export function centreLevels(sums: FactorSums): FactorMoments {
  const { s, columns, weight, origin, product, within } = sums;
  const width = s + columns;
  const sum = new Float64Array(width);
  const constant = sums.constant ?? -1;
  for (let l = 0; l < weight.length; l++) {
    if (weight[l] === 0) continue;
    const at = l * width;
    const start = at * s;
    readSums(sums, constant, l, sum);
    for (let j = 0; j < width; j++) {
      const fromOrigin = sum[j] / weight[l];
      if (fromOrigin === 0) continue;
      for (let i = j; j >= s && i < width; i++) within[(j - s) * columns + i - s] -= sum[i] * fromOrigin;
      for (let i = 0; i < s; i++) if (sum[i] !== 0) product[start + j * s + i] -= sum[i] * fromOrigin;
      origin[at + j] += fromOrigin;
    }
    if (constant < 0) continue;
    // it has no spread: what is left of its products is rounding
    product.fill(0, start + constant * s, start + (constant + 1) * s);
    for (let j = 0; j < width; j++) product[start + j * s + constant] = 0;
  }
  return { weight, mean: origin, cross: product, within };
}

/** Copies the sums of a level's columns. */
function readSums(
  { s, columns, sum, weight, product }: FactorSums,
  constant: number,
  l: number,
  own: Float64Array,
): void {
  const width = s + columns;
  if (constant < 0) {
    for (let j = 0; j < width; j++) own[j] = sum[l * width + j];
    return;
  }
  for (let j = 0; j < width; j++) own[j] = product[(l * width + j) * s + constant];
  own[constant] = weight[l];
}
