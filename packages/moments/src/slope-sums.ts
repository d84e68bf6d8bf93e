// Records of rows -> sums of each level, where all that varies is one column of X and y: y ~ x + (x | g), y ~ x + (1 |
// g). Such models have the most rows and the most levels. One pass, a line of eight numbers a level, and successive
// rows of one level, as tables sorted by group have them, are summed up before memory is touched. What holds of all
// rows follows from the levels by Chan's formula, products inside them and between them.
import type { DesignRows } from "@mixedlm/design";
import { log } from "@mixedlm/linalg";
import { type FactorRows, factorRows } from "./factor-rows.ts";
import type { MomentLayout } from "./layout.ts";
import type { Moments } from "./moments.ts";
import { RUN } from "./run.ts";

/** Where the numbers of a level are: its weight, its first row, sums and products of deviations from that. */
const WEIGHT = 0;
const FIRST_X = 1;
const FIRST_Y = 2;
const SUM_X = 3;
const SUM_Y = 4;
const SUM_XX = 5;
const SUM_XY = 6;
const SUM_YY = 7;
/** Numbers of a level. */
const SIZE = 8;

/** What is summed up. */
export interface SlopeSums {
  /** What moments they become. */
  readonly layout: MomentLayout;
  /** The first row of [X | y]. */
  readonly shift: Float64Array;
  /** Number of the column of X that varies. */
  readonly column: number;
  /** Which random column is all ones; the other, where there is one, is that column of X. */
  readonly constant: number;
  /** {@link SIZE} numbers of each level. */
  readonly levels: Float64Array;
  n: number;
  logWeight: number;
}

/**
 * Starts the sums where the first record is of that kind: one factor whose levels are groups, with a column of ones and
 * at most one other.
 */
export function startSlope(layout: MomentLayout, rows: DesignRows): SlopeSums | null {
  const { p, factors } = layout;
  if (factors.length !== 1 || factors[0].component !== null || factors[0].s > 2) return null;
  const { constant } = factorRows(layout, 0, rows);
  if (constant < 0) return null;
  const { n, X, y, offset } = rows;
  const shift = Float64Array.from({ length: p + 1 }, (_, j) => (j < p ? X[j * n] : y[0] - (offset?.[0] ?? 0)));
  let column = 0;
  while (column < p && isEqual(X, column * n, n, shift[column])) column++;
  if (column === p) return null;
  const levels = new Float64Array(factors[0].nLevels * SIZE);
  return { layout, shift, column, constant, levels, n: 0, logWeight: 0 };
}

/**
 * Adds a record of rows.
 *
 * @returns whether it is of that kind; nothing is added when it is not.
 */
export function addSlopes(sums: SlopeSums, rows: DesignRows): boolean {
  const { layout, column } = sums;
  const { n, y, weights, offset } = rows;
  const own = factorRows(layout, 0, rows);
  if (!isSlope(sums, rows, own)) return false;
  const response = offset === null ? y : y.map((value, i) => value - offset[i]);
  const x = rows.X.subarray(column * n, (column + 1) * n);
  if (weights === null) addRows(sums.levels, own.codes, x, response, n);
  else addWeightedRows(sums.levels, own.codes, x, response, weights, n);
  sums.n += n;
  for (let i = 0; weights !== null && i < n; i++) sums.logWeight += log(weights[i]);
  return true;
}

function isSlope({ layout, shift, column, constant }: SlopeSums, rows: DesignRows, own: FactorRows): boolean {
  const { n, X } = rows;
  if (own.constant !== constant || own.slots.length !== layout.factors[0].s) return false;
  for (const slot of own.slots) {
    // a category's columns are counted from `first`, which may be the constant column's number
    if (slot.column === null && slot.first === constant) continue;
    if (slot.column !== null || slot.value === null || !isSame(slot.value, X, column * n, n)) return false;
  }
  for (let j = 0; j < layout.p; j++) if (j !== column && !isEqual(X, j * n, n, shift[j])) return false;
  for (let i = 0; i < n; i++) if (own.codes[i] < 0) return false;
  return true;
}

function isEqual(values: Float64Array, from: number, count: number, value: number): boolean {
  for (let i = from; i < from + count; i++) if (values[i] !== value) return false;
  return true;
}

function isSame(a: Float64Array, b: Float64Array, from: number, count: number): boolean {
  for (let i = 0; i < count; i++) if (a[i] !== b[from + i]) return false;
  return true;
}

/**
 * Reads the levels of some rows, so that they are at hand when sums are added: a processor waits for many of them at
 * once only where little is done for each.
 */
function fetchLevels(levels: Float64Array, codes: Int32Array, start: number, stop: number): number {
  let touched = 0;
  let before = -1;
  for (let i = start; i < stop; i++) {
    const level = codes[i];
    if (level !== before) touched += levels[level * SIZE];
    before = level;
  }
  return touched;
}

/** Adds rows of weight 1, a run at a time. Successive rows of one level are summed up by themselves. */
function addRows(levels: Float64Array, codes: Int32Array, x: Float64Array, y: Float64Array, n: number): void {
  for (let i = 0; i < n; ) {
    const stop = Math.min(n, i + RUN);
    // weights are no NaN, but that is not to be known here, or nothing would be read
    if (Number.isNaN(fetchLevels(levels, codes, i, stop))) return;
    while (i < stop) {
      const level = codes[i];
      const at = level * SIZE;
      if (levels[at + WEIGHT] === 0) {
        levels[at + FIRST_X] = x[i];
        levels[at + FIRST_Y] = y[i];
      }
      const firstX = levels[at + FIRST_X];
      const firstY = levels[at + FIRST_Y];
      let sx = 0;
      let sy = 0;
      let sxx = 0;
      let sxy = 0;
      let syy = 0;
      const start = i;
      do {
        const dx = x[i] - firstX;
        const dy = y[i] - firstY;
        sx += dx;
        sy += dy;
        sxx += dx * dx;
        sxy += dx * dy;
        syy += dy * dy;
        i++;
      } while (i < stop && codes[i] === level);
      levels[at + WEIGHT] += i - start;
      levels[at + SUM_X] += sx;
      levels[at + SUM_Y] += sy;
      levels[at + SUM_XX] += sxx;
      levels[at + SUM_XY] += sxy;
      levels[at + SUM_YY] += syy;
    }
  }
}

/** The same of rows that have weights. */
function addWeightedRows(
  levels: Float64Array,
  codes: Int32Array,
  x: Float64Array,
  y: Float64Array,
  weights: Float64Array,
  n: number,
): void {
  for (let i = 0; i < n; i++) {
    const at = codes[i] * SIZE;
    if (levels[at + WEIGHT] === 0) {
      levels[at + FIRST_X] = x[i];
      levels[at + FIRST_Y] = y[i];
    }
    const w = weights[i];
    const dx = x[i] - levels[at + FIRST_X];
    const dy = y[i] - levels[at + FIRST_Y];
    levels[at + WEIGHT] += w;
    levels[at + SUM_X] += w * dx;
    levels[at + SUM_Y] += w * dy;
    levels[at + SUM_XX] += w * dx * dx;
    levels[at + SUM_XY] += w * dx * dy;
    levels[at + SUM_YY] += w * dy * dy;
  }
}

/** Sums about first rows -> means and centred products. */
export function slopeMoments({ layout, shift, column, constant, levels, n, logWeight }: SlopeSums): Moments {
  const { p, factors } = layout;
  const s = factors[0].s;
  const count = factors[0].nLevels;
  const width = s + p + 1;
  const k = s + column;
  const y = s + p;
  const slope = 1 - constant;
  const weight = new Float64Array(count);
  const mean = new Float64Array(count * width);
  const cross = new Float64Array(count * s * width);
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let l = 0; l < count; l++) {
    const at = l * SIZE;
    const w = levels[at + WEIGHT];
    if (w === 0) continue;
    const own = l * width;
    const sx = levels[at + SUM_X];
    const sy = levels[at + SUM_Y];
    const meanX = sx / w;
    const meanY = sy / w;
    const squareX = levels[at + SUM_XX] - sx * meanX;
    const product = levels[at + SUM_XY] - sx * meanY;
    xx += squareX;
    xy += product;
    yy += levels[at + SUM_YY] - sy * meanY;
    weight[l] = w;
    mean[own + constant] = 1;
    mean[own + k] = levels[at + FIRST_X] - shift[column] + meanX;
    mean[own + y] = levels[at + FIRST_Y] - shift[p] + meanY;
    if (s === 1) continue;
    mean[own + slope] = levels[at + FIRST_X] + meanX;
    cross[(own + slope) * 2 + slope] = squareX;
    cross[(own + k) * 2 + slope] = squareX;
    cross[(own + y) * 2 + slope] = product;
  }
  const within = new Float64Array((p + 1) ** 2);
  within[column * (p + 2)] = xx;
  within[column * (p + 1) + p] = xy;
  within[p * (p + 2)] = yy;
  const total = { weight: 0, mean: new Float64Array(p + 1), cross: within.slice() };
  addBetweenLevels(total, weight, mean, s, column);
  return { layout, n, logWeight, shift, ...total, factors: [{ weight, mean, cross, within }], cells: [] };
}

/** What levels' means add to products inside levels to make the moments of all rows. */
function addBetweenLevels(
  total: { weight: number; readonly mean: Float64Array; readonly cross: Float64Array },
  weight: Float64Array,
  means: Float64Array,
  s: number,
  x: number,
): void {
  const y = total.mean.length - 1;
  const width = s + y + 1;
  let sum = 0;
  let sumX = 0;
  let sumY = 0;
  for (let l = 0; l < weight.length; l++) {
    sum += weight[l];
    sumX += weight[l] * means[l * width + s + x];
    sumY += weight[l] * means[l * width + s + y];
  }
  const meanX = sumX / sum;
  const meanY = sumY / sum;
  let dx = 0;
  let dy = 0;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let l = 0; l < weight.length; l++) {
    const w = weight[l];
    const fromX = means[l * width + s + x] - meanX;
    const fromY = means[l * width + s + y] - meanY;
    dx += w * fromX;
    dy += w * fromY;
    xx += w * fromX * fromX;
    xy += w * fromX * fromY;
    yy += w * fromY * fromY;
  }
  // deviations from the mean sum to zero up to its rounding error, which is taken back
  total.weight = sum;
  total.mean[x] = meanX + dx / sum;
  total.mean[y] = meanY + dy / sum;
  const columns = total.mean.length;
  total.cross[x * columns + x] += xx - (dx * dx) / sum;
  total.cross[x * columns + y] += xy - (dx * dy) / sum;
  total.cross[y * columns + x] = total.cross[x * columns + y];
  total.cross[y * columns + y] += yy - (dy * dy) / sum;
}
