// Equal blocks are one. The likelihood and its derivatives take from a block its T, and quadratic forms in its C. So m
// blocks with the same T are one block that counts m times, and their C's may be replaced by fewer with the same sums
// of products: the rows of the triangular factor of all vec(C), one below the other. Balanced data, and groups of equal
// sizes under a random intercept, then cost the same whatever the number of groups. Random effects need the whole
// blocks.
import { hypot, log } from "@mixedlm/linalg";
import { type BlockProducts, emptyBlocks } from "./block-products.ts";

/**
 * Largest length of vec(C) that blocks are merged for: beyond it the triangular factor is no smaller than what it
 * replaces.
 */
export const LONGEST = 64;
/** Relative difference of entries of T that are equal up to rounding. */
const SAME = 1e-12;

/** Merges blocks of the same layout whose T are equal; the blocks themselves when there are none. */
export function mergeBlocks(blocks: BlockProducts, p: number): BlockProducts {
  if (!anyAlike(blocks)) return blocks;
  const sets = equalBlocks(blocks);
  const columns = p + 1;
  const length = (b: number): number => blocks.rank[b] * columns;
  const gains = sets.some((set) => set.length > length(set[0]) && length(set[0]) <= LONGEST);
  if (!gains) return blocks;
  const copies = Int32Array.from(sets, (set) =>
    length(set[0]) <= LONGEST ? Math.max(1, Math.min(set.length, length(set[0]))) : set.length,
  );
  const merged: BlockProducts = {
    ...emptyBlocks(
      blocks.layouts,
      Int32Array.from(sets, ([b]) => blocks.layout[b]),
      copies,
      columns,
    ),
    rank: Int32Array.from(sets, ([b]) => blocks.rank[b]),
    multiplicity: Float64Array.from(sets, (set) => set.length),
    E: blocks.E,
    squareBefore: blocks.squareBefore,
  };
  const { T, C, tStart, cStart } = merged;
  sets.forEach((set, s) => {
    const [b] = set;
    const { q } = blocks.layouts[blocks.layout[b]];
    T.set(blocks.T.subarray(blocks.tStart[b], blocks.tStart[b + 1]), tStart[s]);
    const own = C.subarray(cStart[s], cStart[s + 1]);
    if (set.length > copies[s]) compress(blocks, set, columns, own);
    else
      for (const [c, from] of set.entries())
        own.set(blocks.C.subarray(blocks.cStart[from], blocks.cStart[from + 1]), c * q * columns);
  });
  return merged;
}

/** All blocks, in sets of equal ones. */
export function setsOfEqualBlocks(blocks: BlockProducts): readonly (readonly number[])[] {
  return anyAlike(blocks) ? equalBlocks(blocks) : Array.from({ length: blocks.count }, (_, b) => [b]);
}

/** Sets of blocks with equal layout, rank and T, in the order of their first. */
function equalBlocks(blocks: BlockProducts): number[][] {
  const { count, layouts, layout, rank, T, tStart } = blocks;
  const sets = new Map<number, number[][]>();
  const all: number[][] = [];
  for (let b = 0; b < count; b++) {
    const { q } = layouts[layout[b]];
    const length = q * rank[b];
    const key = hashOf(blocks, b);
    const same = (other: number): boolean => {
      if (layout[other] !== layout[b] || rank[other] !== rank[b]) return false;
      for (let i = 0; i < length; i++) {
        const [x, y] = [T[tStart[b] + i], T[tStart[other] + i]];
        if (x !== y && Math.abs(x - y) > SAME * (Math.abs(x) + Math.abs(T[tStart[b] + (i % q)]))) return false;
      }
      return true;
    };
    let bucket = sets.get(key);
    if (bucket === undefined) {
      bucket = [];
      sets.set(key, bucket);
    }
    const found = bucket.find((set) => same(set[0]));
    if (found !== undefined) found.push(b);
    else {
      bucket.push([b]);
      all.push(bucket[bucket.length - 1]);
    }
  }
  return all;
}

/**
 * A number that equal blocks have in common up to rounding: entries, each with a weight of its own from -1/2 to 1/2,
 * added. The weights follow one another like random numbers, so that entries that change places change the sum.
 */
function fingerprint(T: Float64Array, at: number, length: number): number {
  let sum = 0;
  let size = 0;
  let share = 1;
  for (let i = 0; i < length; i++) {
    share = (share * GOLDEN) % 1;
    sum += T[at + i] * (share - 0.5);
    size += Math.abs(T[at + i]);
  }
  return size === 0 ? 0 : sum / size + log(size);
}

/** What the last weight is multiplied by, of which the whole part is dropped. */
const GOLDEN = 1.6180339887498949;

/** Blocks that are looked at before all are. */
const SAMPLE = 512;

/** Whether some of a sample of blocks are equal to others of it: where sizes and columns vary freely, none are. */
function anyAlike(blocks: BlockProducts): boolean {
  const step = Math.max(1, Math.floor(blocks.count / SAMPLE));
  const seen = new Set<number>();
  let looked = 0;
  // neighbours and blocks far apart
  for (let b = 0; b < blocks.count; b += looked % 2 === 0 ? 1 : 2 * step - 1) {
    seen.add(hashOf(blocks, b));
    looked += 1;
  }
  return seen.size < 0.9 * looked || blocks.count <= SAMPLE;
}

/**
 * A whole number by which blocks are looked up. It need not be right: different blocks that share one are told apart by
 * their entries, and equal blocks that rounding gives two are not merged, which costs time and changes nothing.
 */
function hashOf({ layouts, layout, rank, T, tStart }: BlockProducts, b: number): number {
  return Math.round(fingerprint(T, tStart[b], layouts[layout[b]].q * rank[b]) * 1e6) * 64 + rank[b];
}

/**
 * Fewer C with the same sums of products, by Givens rotations of each vec(C) into a triangle; `out` has room for rank x
 * columns of them.
 */
function compress(blocks: BlockProducts, set: readonly number[], columns: number, out: Float64Array): void {
  const [first] = set;
  const { q } = blocks.layouts[blocks.layout[first]];
  const rank = blocks.rank[first];
  const length = rank * columns;
  const R = new Float64Array(length * length);
  const row = new Float64Array(length);
  for (const b of set) {
    for (let e = 0; e < length; e++) row[e] = blocks.C[blocks.cStart[b] + Math.floor(e / rank) * q + (e % rank)];
    rotateIn(R, row);
  }
  for (let c = 0; c < length; c++)
    for (let e = 0; e < length; e++) out[c * q * columns + Math.floor(e / rank) * q + (e % rank)] = R[c * length + e];
}

/** Rotates a row into an upper triangle kept by rows; the row is used up. */
export function rotateIn(R: Float64Array, row: Float64Array): void {
  const n = row.length;
  for (let k = 0; k < n; k++) {
    if (row[k] === 0) continue;
    const at = k * n;
    const r = hypot(R[at + k], row[k]);
    const [c, s] = [R[at + k] / r, row[k] / r];
    for (let e = k; e < n; e++) {
      const [x, y] = [R[at + e], row[e]];
      R[at + e] = c * x + s * y;
      row[e] = c * y - s * x;
    }
  }
}
