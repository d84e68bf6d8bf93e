// Runs -> sums of each level about the level's own first row: deviations are then as small as the spread inside the
// level, so that plain sums of their products keep their digits (the same data about one common origin lose as many
// digits as means exceed spreads), and they are taken from the rows as they are: a difference from another origin is
// rounded by then, to as many digits as that origin is away. A category's columns are counted from zero, since a row
// touches one of them. Where a random column is all ones, its products with the others are their sums, and no memory
// beside the result is needed.

import type { FactorRows, Slot } from "./factor-rows.ts";
import type { FactorLayout } from "./layout.ts";
import type { FactorMoments } from "./moments.ts";
import { RUN, type Run } from "./run.ts";
import { addSquares } from "./squares.ts";

/** What is summed up of each level of a factor; positions are those of {@link FactorMoments}. */
export interface FactorSums {
  /** Random columns. */
  readonly s: number;
  /** Columns of [X | y]: p + 1. */
  readonly columns: number;
  readonly weight: Float64Array;
  /** What a level's columns are counted from: its first row, zero for the constant column and columns of categories. */
  readonly origin: Float64Array;
  /** The columns of [X | y] that have an origin: those that have varied so far. */
  active: Int32Array;
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
export function startLevels({ nLevels, s }: FactorLayout, p: number): FactorSums {
  const columns = p + 1;
  return {
    s,
    columns,
    weight: new Float64Array(nLevels),
    origin: new Float64Array(nLevels * (s + columns)),
    active: new Int32Array(0),
    product: new Float64Array(nLevels * s * (s + columns)),
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
 * Step by step for all rows of the run and not row by row: levels lie far apart in memory, and a processor that waits
 * for one can fetch the next ones meanwhile only if little is to be done for each.
 *
 * @param rows - the record that the run is part of, its levels read.
 * @param start - the run's first row in the record.
 */
export function addToLevels(sums: FactorSums, rows: FactorRows, start: number, run: Run): void {
  const varying = rows.slots.filter(({ column, value }) => column !== null || value !== null);
  const width = varying.length;
  activate(sums, run);
  prepare(sums, rows.constant, width);
  countFromOrigins(sums, rows, start, run);
  addSquares(sums.within, null, run.active, sums.fixed, run.weight, run.count);
  const hasOnes = rows.constant >= 0;
  if (hasOnes && width === 1 && varying[0].column === null) {
    addSlope(sums, rows, varying[0], start, run);
    return;
  }
  if (hasOnes) addOnes(sums, rows.level, run);
  readDeviations(sums, rows, varying, start, run.count);
  if (!hasOnes) addSums(sums, rows.level, width, run);
  if (width > 0) addProducts(sums, rows.level, width, run);
}

/** Makes room for what the first rows tell: whether sums are needed, and how many entries a row has. */
function prepare(sums: FactorSums, constant: number, width: number): void {
  if (sums.constant !== null) return;
  sums.constant = constant;
  if (constant < 0) sums.sum = new Float64Array(sums.origin.length);
  sums.column = new Int32Array(RUN * width);
  sums.deviation = new Float64Array(RUN * width);
}

/** Gives columns that vary from this run on the origin that levels had till then: the value of all rows before. */
function activate(sums: FactorSums, { active, shift }: Run): void {
  if (active === sums.active) return;
  const { s, columns, origin } = sums;
  const { weight, step, first } = weightsOf(sums);
  for (const j of active) {
    // before the first rows no level has one
    if (sums.constant === null || sums.active.includes(j)) continue;
    for (let l = 0, own = first; own < weight.length; l++, own += step)
      if (weight[own] !== 0) origin[l * (s + columns) + s + j] = shift[j];
  }
  sums.active = active;
}

/** Takes the origin of its level from each row; the first row of a level becomes its origin. */
function countFromOrigins(sums: FactorSums, rows: FactorRows, start: number, run: Run): void {
  const { s, columns, origin, fixed } = sums;
  const { active, count, raw } = run;
  const { level } = rows;
  const { weight, step, first } = weightsOf(sums);
  for (let i = 0; i < count; i++) {
    const l = level[i];
    if (l < 0) {
      for (let a = 0; a < active.length; a++) fixed[active[a] * RUN + i] = 0;
      continue;
    }
    const at = l * (s + columns) + s;
    const own = l * step + first;
    if (weight[own] === 0) {
      for (let a = 0; a < active.length; a++) origin[at + active[a]] = raw[active[a] * RUN + i];
      startRandom(origin, at - s, rows, start + i);
    }
    weight[own] += run.weight[i];
    for (let a = 0; a < active.length; a++) {
      const j = active[a];
      fixed[j * RUN + i] = raw[j * RUN + i] - origin[at + j];
    }
  }
}

/** Level l has its weight at `first + l * step`. */
interface LevelWeights {
  readonly weight: Float64Array;
  readonly step: number;
  readonly first: number;
}

/**
 * Where weights are summed up: as products of the constant column, which are needed anyway, so that one is not waited
 * for.
 */
function weightsOf({ s, columns, constant, weight, product }: FactorSums): LevelWeights {
  if (constant! < 0) return { weight, step: 1, first: 0 };
  return { weight: product, step: s * (s + columns), first: constant! * (s + 1) };
}

/**
 * Takes the random columns of row i as the origin at `at`; those of categories and the constant one are left at zero.
 */
function startRandom(origin: Float64Array, at: number, { slots, constant }: FactorRows, i: number): void {
  for (const { first, column, value } of slots)
    if (column === null && first !== constant) origin[at + first] = value === null ? 1 : value[i];
}

/** Adds the products of a run's [X | y] with the constant column. */
function addOnes(sums: FactorSums, level: Int32Array, { active, weight, count }: Run): void {
  const { s, columns, product, fixed } = sums;
  const size = s * (s + columns);
  const first = s * s + sums.constant!;
  for (let i = 0; i < count; i++) {
    if (level[i] < 0) continue;
    const at = level[i] * size + first;
    for (let a = 0; a < active.length; a++) {
      const j = active[a];
      product[at + j * s] += weight[i] * fixed[j * RUN + i];
    }
  }
}

/**
 * Adds the products of a run's rows where all that varies beside the constant column is one column of numbers: the
 * usual random slope, whose entries need not be listed first.
 */
function addSlope(sums: FactorSums, { level }: FactorRows, { first: x, value }: Slot, start: number, run: Run): void {
  const { s, columns, origin, product, fixed } = sums;
  const { active, weight, count } = run;
  const width = s + columns;
  const constant = sums.constant!;
  for (let i = 0; i < count; i++) {
    const l = level[i];
    if (l < 0) continue;
    const w = weight[i];
    const deviation = value![start + i] - origin[l * width + x];
    const weighted = w * deviation;
    const at = l * width * s;
    product[at + x * s + constant] += weighted;
    product[at + x * s + x] += weighted * deviation;
    for (let a = 0; a < active.length; a++) {
      const own = at + (s + active[a]) * s;
      const response = fixed[active[a] * RUN + i];
      product[own + constant] += w * response;
      product[own + x] += weighted * response;
    }
  }
}

/** Lists the entries of a run's rows, each with its column and less its origin; 0 stands for none. */
function readDeviations(
  sums: FactorSums,
  { level }: FactorRows,
  slots: readonly Slot[],
  start: number,
  count: number,
): void {
  const { s, columns, origin } = sums;
  for (const [v, { first, column, value }] of slots.entries())
    for (let i = 0; i < count; i++) {
      const at = i * slots.length + v;
      const own = column === null ? 0 : column[start + i];
      const isNone = level[i] < 0 || own < 0;
      const counted = isNone ? 0 : value === null ? 1 : value[start + i];
      sums.column[at] = isNone ? 0 : first + own;
      sums.deviation[at] = column === null && !isNone ? counted - origin[level[i] * (s + columns) + first] : counted;
    }
}

/** Adds the columns of a run. */
function addSums(sums: FactorSums, level: Int32Array, width: number, { active, weight, count }: Run): void {
  const { s, columns, sum, fixed, column, deviation } = sums;
  for (let i = 0; i < count; i++) {
    if (level[i] < 0) continue;
    const w = weight[i];
    const at = level[i] * (s + columns);
    for (let a = i * width; a < (i + 1) * width; a++) sum[at + column[a]] += w * deviation[a];
    for (let a = 0; a < active.length; a++) sum[at + s + active[a]] += w * fixed[active[a] * RUN + i];
  }
}

/** Adds the products of a run's varying columns with one another, with [X | y] and with the constant column. */
function addProducts(sums: FactorSums, level: Int32Array, width: number, { active, weight, count }: Run): void {
  const { s, columns, product, fixed, column, deviation } = sums;
  const size = s * (s + columns);
  const constant = sums.constant!;
  for (let i = 0; i < count; i++) {
    if (level[i] < 0) continue;
    const at = level[i] * size;
    for (let a = i * width; a < (i + 1) * width; a++) {
      if (deviation[a] === 0) continue;
      const value = weight[i] * deviation[a];
      const first = at + column[a];
      if (constant >= 0) product[at + column[a] * s + constant] += value;
      for (let b = i * width; b < (i + 1) * width; b++) product[first + column[b] * s] += value * deviation[b];
      for (let k = 0; k < active.length; k++)
        product[first + (s + active[k]) * s] += value * fixed[active[k] * RUN + i];
    }
  }
}

/** Turns sums about origins into means, those of [X | y] less the shift, and centred products; in place. */
export function centreLevels(sums: FactorSums, shift: Float64Array): FactorMoments {
  const { s, columns, weight, origin, product, within, active } = sums;
  const width = s + columns;
  const sum = new Float64Array(width);
  const constant = sums.constant ?? -1;
  for (let l = 0; l < weight.length; l++) {
    if (constant >= 0) weight[l] = product[l * width * s + constant * (s + 1)];
    if (weight[l] === 0) continue;
    const at = l * width;
    const start = at * s;
    readSums(sums, constant, l, sum);
    for (let a = 0; a < active.length; a++) origin[at + s + active[a]] -= shift[active[a]];
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
function readSums({ s, columns, sum, product }: FactorSums, constant: number, l: number, own: Float64Array): void {
  const width = s + columns;
  if (constant < 0) for (let j = 0; j < width; j++) own[j] = sum[l * width + j];
  else for (let j = 0; j < width; j++) own[j] = product[(l * width + j) * s + constant];
}
