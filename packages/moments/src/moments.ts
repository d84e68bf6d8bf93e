// The record that everything after the data pass is made of: counts, means and centred cross-products,
// for all rows and for each group, and how two such records become one.
// Means of [X | y] are kept about a shift (the first row), so that data far from zero lose no digits.
import type { Design } from "@mixedlm/design";
import { type Blocks, blocksDifference } from "./blocks.ts";
import { differentBlocks } from "./errors.ts";

/** Counts, means and centred cross-products of a design's columns. */
export interface Moments {
  readonly blocks: Blocks;
  /** Rows. */
  readonly n: number;
  /** What means of [X | y] are counted from, length p + 1, units of the columns. */
  readonly shift: Float64Array;
  /** Means of [X | y] minus the shift, length p + 1. */
  readonly mean: Float64Array;
  /** Sum over rows of the centred products of [X | y], (p + 1) x (p + 1), full, column-major. */
  readonly cross: Float64Array;
  /**
   * The part of `cross` inside groups: products of [X | y] centred at each group's means, summed over groups; lower
   * triangle. Not `cross` less what is between groups: that would lose the digits of a small spread beside a large one.
   */
  readonly within: Float64Array;
  /** Rows of each group. */
  readonly groupN: Float64Array;
  /** Per group: means of its random columns, then of [X | y] minus the shift (see {@link Blocks.meanStart}). */
  readonly groupMean: Float64Array;
  /** Per group: products of its random columns with all columns, centred at the group's means. */
  readonly groupCross: Float64Array;
}

/** Moments that know what their columns are: all that a fit needs. */
export interface DesignMoments extends Moments {
  readonly design: Design;
}

/**
 * Merges the moments of two disjoint sets of rows, accumulated from one design.
 *
 * Associative and commutative up to rounding; neither argument is changed.
 *
 * @returns the moments of the union; its shift is the first argument's (the second's when the first has no rows).
 * @throws {@link MomentsError} `different-blocks` when the records come from different designs.
 * @see Chan, Golub & LeVeque (1983), Am. Stat. 37, 242-247, eq. 2.1, in its multivariate form.
 */
export function mergeMoments<M extends Moments>(a: M, b: M): M {
  const difference = blocksDifference(a.blocks, b.blocks);
  if (difference !== null) throw differentBlocks(...difference);
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  const { p, q, meanStart, crossStart } = a.blocks;
  const columns = p + 1;
  // b's means counted from a's shift
  const offset = Float64Array.from(b.shift, (s, j) => s - a.shift[j]);
  const mean = a.mean.slice();
  const cross = a.cross.slice();
  const bMean = Float64Array.from(b.mean, (m, j) => m + offset[j]);
  mergeBlockInPlace(a.n, mean, cross, b.n, bMean, b.cross, columns, columns);

  const within = a.within.map((w, at) => w + b.within[at]);
  const groupMean = a.groupMean.slice();
  const groupCross = a.groupCross.slice();
  const groupN = a.groupN.slice();
  for (let g = 0; g < q.length; g++) {
    const width = q[g] + columns;
    const theirs = b.groupMean.slice(meanStart[g], meanStart[g + 1]);
    for (let j = 0; j < columns; j++) theirs[q[g] + j] += offset[j];
    const ours = groupMean.subarray(meanStart[g], meanStart[g + 1]);
    addBetween(within, a.groupN[g], ours.subarray(q[g]), b.groupN[g], theirs.subarray(q[g]));
    const oursCross = groupCross.subarray(crossStart[g], crossStart[g + 1]);
    const theirsCross = b.groupCross.subarray(crossStart[g], crossStart[g + 1]);
    mergeBlockInPlace(a.groupN[g], ours, oursCross, b.groupN[g], theirs, theirsCross, q[g], width);
    groupN[g] += b.groupN[g];
  }
  return { ...a, n: a.n + b.n, mean, cross, within, groupN, groupMean, groupCross };
}

/** What the difference of two parts' means adds to the centred products of their union; lower triangle. */
function addBetween(products: Float64Array, n: number, mean: Float64Array, m: number, theirMean: Float64Array): void {
  const columns = mean.length;
  const between = n + m === 0 ? 0 : (n * m) / (n + m);
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
  if (m === 0) return;
  const total = n + m;
  const between = (n * m) / total;
  const delta = theirMean.map((value, j) => value - mean[j]);
  for (let j = 0; j < width; j++) {
    const scaled = between * delta[j];
    for (let i = 0; i < rows; i++) cross[j * rows + i] += theirCross[j * rows + i] + scaled * delta[i];
  }
  for (let j = 0; j < width; j++) mean[j] += (m / total) * delta[j];
}
