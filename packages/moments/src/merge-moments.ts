// Two records of moments of different rows -> the record of all of them, by Chan's formula: of the whole, of each level,
// and of each cell; the lists of cells are sorted, so that they are merged side by side.
import { blocksDifference, type FactorLayout } from "./blocks.ts";
import { differentBlocks, differentColumns } from "./errors.ts";
import { type FixedTransform, sameTransform } from "./fixed-transform.ts";
import type { CellMoments, DesignMoments, FactorMoments, Moments } from "./moments.ts";

/**
 * Merges the moments of two disjoint sets of rows, accumulated from one design.
 *
 * Associative and commutative up to rounding; neither argument is changed.
 *
 * @returns the moments of the union; its shift is the first argument's (the second's when the first has no rows).
 * @throws {@link MomentsError} `different-blocks` when the records come from different designs, or other columns stand in
 *   place of X's.
 * @see Chan, Golub & LeVeque (1983), Am. Stat. 37, 242-247, eq. 2.1, in its multivariate form.
 */
export function mergeMoments<M extends Moments>(a: M, b: M): M {
  const difference = blocksDifference(a.blocks, b.blocks);
  if (difference !== null) throw differentBlocks(...difference);
  if (!sameTransform(transformOf(a), transformOf(b))) throw differentColumns();
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  const { p, factors } = a.blocks;
  // b's means counted from a's shift
  const offset = Float64Array.from(b.shift, (s, j) => s - a.shift[j]);
  const [mean, cross] = [a.mean.slice(), a.cross.slice()];
  const theirMean = Float64Array.from(b.mean, (m, j) => m + offset[j]);
  mergeBlockInPlace(a.weight, mean, cross, b.weight, theirMean, b.cross, p + 1, p + 1);
  return {
    ...a,
    n: a.n + b.n,
    weight: a.weight + b.weight,
    logWeight: a.logWeight + b.logWeight,
    mean,
    cross,
    factors: a.factors.map((own, f) => mergeFactor(own, b.factors[f], offset, factors[f].columns)),
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
  const theirs = new Float64Array(width);
  for (let at = 0; at < within.length; at++) within[at] += b.within[at];
  for (let level = 0; level < weight.length; level++) {
    if (b.weight[level] === 0) continue;
    theirs.set(b.mean.subarray(level * width, (level + 1) * width));
    for (let j = 0; j < offset.length; j++) theirs[s + j] += offset[j];
    const ours = mean.subarray(level * width, (level + 1) * width);
    addBetween(within, weight[level], ours.subarray(s), b.weight[level], theirs.subarray(s));
    const [from, to] = [level * s * width, (level + 1) * s * width];
    const ourCross = cross.subarray(from, to);
    mergeBlockInPlace(weight[level], ours, ourCross, b.weight[level], theirs, b.cross.subarray(from, to), s, width);
    weight[level] += b.weight[level];
  }
  return { weight, mean, cross, within };
}

/** What the difference of two parts' means adds to the centred products of their union; lower triangle. */
function addBetween(products: Float64Array, n: number, mean: Float64Array, m: number, theirMean: Float64Array): void {
  const columns = mean.length;
  const between = (n * m) / (n + m);
  for (let j = 0; j < columns; j++)
    for (let i = j; i < columns; i++)
      products[j * columns + i] += between * (theirMean[j] - mean[j]) * (theirMean[i] - mean[i]);
}

/** Chan's update of (n, mean, cross) by (m, theirMean, theirCross); `cross` holds the first `rows` of `width` variables. */
export function mergeBlockInPlace(
  n: number,
  mean: Float64Array,
  cross: Float64Array,
  m: number,
  theirMean: Float64Array,
  theirCross: Float64Array,
  rows: number,
  width: number,
): void {
  const total = n + m;
  const between = (n * m) / total;
  const delta = theirMean.map((value, j) => value - mean[j]);
  for (let j = 0; j < width; j++) {
    const scaled = between * delta[j];
    for (let i = 0; i < rows; i++) cross[j * rows + i] += theirCross[j * rows + i] + scaled * delta[i];
  }
  for (let j = 0; j < width; j++) mean[j] += (m / total) * delta[j];
}

function mergeCells(a: CellMoments, b: CellMoments, factors: readonly FactorLayout[]): CellMoments {
  const { start, count } = unionStart(a, b);
  const hasColumns = a.mean.length + b.mean.length > 0;
  const rows = hasColumns ? factors[a.a].columns : 0;
  const columns = hasColumns ? factors[a.b].columns : 0;
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
