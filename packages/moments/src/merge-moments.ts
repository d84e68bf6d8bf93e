// Two records of moments of different rows -> the record of all of them, by Chan's formula: of the whole, of each
// level, and of each cell; the lists of cells are sorted, so that they are merged side by side.

import { addBetweenInPlace, chanUpdateInPlace } from "./chan-update.ts";
import { differentColumns, differentDesigns } from "./errors.ts";
import { type FixedTransform, sameTransform } from "./fixed-transform.ts";
import { type FactorLayout, layoutDifference } from "./layout.ts";
import type { CellMoments, DesignMoments, FactorMoments, Moments } from "./moments.ts";

/**
 * Merges the moments of two disjoint sets of rows, accumulated from one design.
 *
 * Associative and commutative up to rounding; neither argument is changed.
 *
 * @returns the moments of the union; its shift is the first argument's (the second's when the first has no rows).
 * @throws {@link MomentsError} `different-designs` when the records come from different designs, or other columns stand
 *   in place of X's.
 * @see Chan, Golub & LeVeque (1983), Am. Stat. 37, 242-247, eq. 2.1.
 */
export function mergeMoments<M extends Moments>(a: M, b: M): M {
  const difference = layoutDifference(a.layout, b.layout);
  if (difference !== null) throw differentDesigns(...difference);
  if (!sameTransform(transformOf(a), transformOf(b))) throw differentColumns();
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  const { factors } = a.layout;
  // b's means counted from a's shift
  const offset = Float64Array.from(b.shift, (s, j) => s - a.shift[j]);
  const [mean, cross] = [a.mean.slice(), a.cross.slice()];
  const theirs = { weight: b.weight, mean: b.mean.map((m, j) => m + offset[j]), cross: b.cross };
  chanUpdateInPlace({ weight: a.weight, mean, cross }, theirs);
  return {
    ...a,
    n: a.n + b.n,
    weight: a.weight + b.weight,
    logWeight: a.logWeight + b.logWeight,
    mean,
    cross,
    factors: a.factors.map((own, f) => mergeFactor(own, b.factors[f], offset, factors[f].s)),
    cells: a.cells.map((own, i) => mergeCells(own, b.cells[i], factors)),
  };
}

/** What stands in place of X's columns; moments that do not know their design have none. */
function transformOf(moments: Moments): FixedTransform | null {
  return (moments as Partial<DesignMoments>).fixed ?? null;
}

function mergeFactor(a: FactorMoments, b: FactorMoments, offset: Float64Array, s: number): FactorMoments {
  const [weight, mean, cross, within] = [a.weight.slice(), a.mean.slice(), a.cross.slice(), a.within.slice()];
  const width = s + offset.length;
  const theirMean = new Float64Array(width);
  for (let at = 0; at < within.length; at++) within[at] += b.within[at];
  for (let level = 0; level < weight.length; level++) {
    if (b.weight[level] === 0) continue;
    const own = (numbers: Float64Array, count: number) => numbers.subarray(level * count, (level + 1) * count);
    theirMean.set(own(b.mean, width));
    for (let j = 0; j < offset.length; j++) theirMean[s + j] += offset[j];
    const ours = { weight: weight[level], mean: own(mean, width), cross: own(cross, s * width) };
    const theirs = { weight: b.weight[level], mean: theirMean, cross: own(b.cross, s * width) };
    const fixed = theirMean.subarray(s);
    addBetweenInPlace(within, { ...ours, mean: ours.mean.subarray(s) }, { ...theirs, mean: fixed });
    chanUpdateInPlace(ours, theirs);
    weight[level] += b.weight[level];
  }
  return { weight, mean, cross, within };
}

function mergeCells(a: CellMoments, b: CellMoments, factors: readonly FactorLayout[]): CellMoments {
  const { start, count } = unionStart(a, b);
  const hasColumns = a.mean.length + b.mean.length > 0;
  const rows = hasColumns ? factors[a.a].s : 0;
  const columns = hasColumns ? factors[a.b].s : 0;
  const union: CellMoments = {
    a: a.a,
    b: a.b,
    start,
    level: new Int32Array(count),
    weight: new Float64Array(count),
    mean: new Float64Array(count * (rows + columns)),
    cross: new Float64Array(count * rows * columns),
  };
  for (let u = 0, at = 0; u + 1 < start.length; u++) {
    let [i, j] = [a.start[u], b.start[u]];
    while (i < a.start[u + 1] || j < b.start[u + 1]) {
      const left = i < a.start[u + 1] ? a.level[i] : Infinity;
      const right = j < b.start[u + 1] ? b.level[j] : Infinity;
      if (left <= right) addCell(union, at, a, i++, rows, columns);
      if (right <= left) addCell(union, at, b, j++, rows, columns);
      at++;
    }
  }
  return union;
}

/** Counts the cells of either. */
function unionStart(a: CellMoments, b: CellMoments): { start: Int32Array; count: number } {
  const start = new Int32Array(a.start.length);
  let count = 0;
  for (let u = 0; u + 1 < start.length; u++) {
    let [i, j] = [a.start[u], b.start[u]];
    while (i < a.start[u + 1] && j < b.start[u + 1]) {
      const [left, right] = [a.level[i], b.level[j]];
      if (left <= right) i++;
      if (right <= left) j++;
      count++;
    }
    count += a.start[u + 1] - i + b.start[u + 1] - j;
    start[u + 1] = count;
  }
  return { start, count };
}

/** Adds cell i of a list to cell `at` of the union, which may be empty yet; products are `rows` x `columns`. */
function addCell(union: CellMoments, at: number, from: CellMoments, i: number, rows: number, columns: number): void {
  const present = union.weight[at];
  const total = present + from.weight[i];
  const share = from.weight[i] / total;
  const width = rows + columns;
  const [ours, theirs] = [at * width, i * width];
  for (let k = 0; k < columns; k++) {
    const scaled = present * share * (from.mean[theirs + rows + k] - union.mean[ours + rows + k]);
    for (let j = 0; j < rows; j++) {
      const apart = from.mean[theirs + j] - union.mean[ours + j];
      union.cross[(at * columns + k) * rows + j] += from.cross[(i * columns + k) * rows + j] + scaled * apart;
    }
  }
  for (let k = 0; k < width; k++) union.mean[ours + k] += share * (from.mean[theirs + k] - union.mean[ours + k]);
  union.level[at] = from.level[i];
  union.weight[at] = total;
}
