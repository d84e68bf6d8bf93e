// The random columns that are left when one factor is eliminated: which factor that is, and how the columns of all
// others are numbered. In: internal products. Out: numbers only.
import type { InternalProducts } from "../coordinates/internal-products.ts";

/** Numbering of the remaining columns: factor after factor, level after level. A level's columns are a block. */
export interface RestColumns {
  /** Number of columns. */
  readonly order: number;
  /** Factors in the order of their columns, and the first column of each factor (-1 for the eliminated one). */
  readonly factors: readonly number[];
  readonly base: readonly number[];
  /** First column of each block, and the order. */
  readonly blockStart: Int32Array;
  /** Factor of each block, and block of each column. */
  readonly blockFactor: Int32Array;
  readonly blockOf: Int32Array;
  /** Most columns of a block. */
  readonly widest: number;
}

/** The factor to eliminate: that with most random columns, since what is left has to be factored as a whole. */
export function largestFactor({ factors }: InternalProducts): number {
  const size = factors.map(({ levels, columns }) => levels * columns);
  return size.indexOf(size.reduce((most, own) => Math.max(most, own), 0));
}

/** Numbers the columns of all factors but one. */
export function restColumns({ factors }: InternalProducts, first: number): RestColumns {
  const others = factors.map((_, f) => f).filter((f) => f !== first);
  const base = factors.map(() => -1);
  let order = 0;
  let blocks = 0;
  for (const f of others) {
    base[f] = order;
    order += factors[f].levels * factors[f].columns;
    blocks += factors[f].levels;
  }
  const blockStart = new Int32Array(blocks + 1);
  const blockFactor = new Int32Array(blocks);
  const blockOf = new Int32Array(order);
  let block = 0;
  for (const f of others)
    for (let l = 0; l < factors[f].levels; l++) {
      const start = base[f] + l * factors[f].columns;
      blockFactor[block] = f;
      blockStart[block + 1] = start + factors[f].columns;
      blockOf.fill(block, start, blockStart[block + 1]);
      block += 1;
    }
  const widest = others.reduce((most, f) => Math.max(most, factors[f].columns), 0);
  return { order, factors: others, base, blockStart, blockFactor, blockOf, widest };
}
