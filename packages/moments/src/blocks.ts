// Which blocks a design needs: one for all rows, and one for each group.
// The total block has the columns [X | y]. The block of group g has q[g] random columns, first the k random-effects
// columns, then those of each variance component, and crosses them with themselves and with [X | y].
import type { Design } from "@mixedlm/design";
import { tooManyNumbers } from "./errors.ts";

/** Most numbers that moments hold: 2 GiB. */
const LIMIT = 2 ** 28;

/** Sizes and positions of the blocks inside the flat arrays of {@link Moments}. */
export interface Blocks {
  /** Columns of X. */
  readonly p: number;
  /** Random-effects columns, the same in every group. */
  readonly k: number;
  /** Columns of component c in group g: `widths[c][g]`. */
  readonly widths: readonly Int32Array[];
  /** Random columns of each group. */
  readonly q: Int32Array;
  /** Where group g's means start; `q[g] + p + 1` numbers each. One more entry: the length. */
  readonly meanStart: Float64Array;
  /** Where group g's centred cross-products start; `q[g] x (q[g] + p + 1)`, column-major. One more entry: the length. */
  readonly crossStart: Float64Array;
}

/**
 * Works out the blocks of a design from its names alone.
 *
 * @throws {@link MomentsError} as {@link blockLayout}.
 */
export function designBlocks(design: Design): Blocks {
  const widths = design.components.map((c) => Int32Array.from(c.names, (names) => names.length));
  return blockLayout(
    design.fixed.names.length,
    design.randomEffects?.names.length ?? 0,
    widths,
    design.group.levels.length,
  );
}

/**
 * Lays the blocks of `groups` groups out one after another.
 *
 * @param p - columns of X.
 * @param k - random-effects columns.
 * @param widths - per component, the number of its columns in each group.
 * @param groups - number of groups.
 * @throws {@link MomentsError} `limit` when the products of all columns would be more than 2^28 numbers.
 */
export function blockLayout(p: number, k: number, widths: readonly Int32Array[], groups: number): Blocks {
  const q = new Int32Array(groups).fill(k);
  for (const width of widths) for (let g = 0; g < groups; g++) q[g] += width[g];
  const meanStart = new Float64Array(groups + 1);
  const crossStart = new Float64Array(groups + 1);
  for (let g = 0; g < groups; g++) {
    const columns = q[g] + p + 1;
    meanStart[g + 1] = meanStart[g] + columns;
    crossStart[g + 1] = crossStart[g] + q[g] * columns;
  }
  const numbers = 2 * (p + 1) ** 2 + meanStart[groups] + crossStart[groups];
  if (numbers > LIMIT) {
    const widest = q.reduce((most, width) => Math.max(most, width), 0);
    throw tooManyNumbers(p, widest, numbers, LIMIT);
  }
  return { p, k, widths, q, meanStart, crossStart };
}

/** First random column of component c in group g, counted inside the group's block. */
export function componentStart(blocks: Blocks, c: number, g: number): number {
  let start = blocks.k;
  for (let i = 0; i < c; i++) start += blocks.widths[i][g];
  return start;
}

/** Whether two layouts describe the same blocks; otherwise what differs first, with both numbers. */
export function blocksDifference(a: Blocks, b: Blocks): readonly [what: string, left: number, right: number] | null {
  if (a.p !== b.p) return ["fixed columns", a.p, b.p];
  if (a.k !== b.k) return ["random-effects columns", a.k, b.k];
  if (a.q.length !== b.q.length) return ["groups", a.q.length, b.q.length];
  if (a.widths.length !== b.widths.length) return ["variance components", a.widths.length, b.widths.length];
  for (let c = 0; c < a.widths.length; c++) {
    const g = a.widths[c].findIndex((width, i) => width !== b.widths[c][i]);
    if (g >= 0) return [`columns of component ${c + 1} in group ${g + 1}`, a.widths[c][g], b.widths[c][g]];
  }
  return null;
}
