// Internal products -> dense blocks: sets of levels, of one factor or several, that share no row with any other set. With one
// factor a block is a level; nested factors give a block for each level of the outermost; crossed ones, one block for
// all that hangs together. Each block is held as Z = Q T', Q orthonormal, and C = Q'[X | y]: see `group-basis.ts`.
import { rankUpdateInPlace } from "@mixedlm/linalg";
import { constantOutside, type GroupProducts, groupBasis } from "../group-basis.ts";
import type { InternalProducts } from "../internal-products.ts";
import { type BlockLayout, blockMembers, type Members } from "./block-layout.ts";
import { fillFewColumns } from "./few-column-bases.ts";

/** Share of the constant outside a block's random columns that is rounding error. */
const ROUNDING = 1e-9;

/** Blocks in a row. T and C of block b are column-major with leading dimension `layouts[layout[b]].q`. */
export interface BlockProducts {
  readonly count: number;
  readonly layouts: readonly BlockLayout[];
  readonly layout: Int32Array;
  readonly rank: Int32Array;
  /** T, q x rank, from `tStart[b]`; C, rank x (copies x (p + 1)), from `cStart[b]`. */
  readonly T: Float64Array;
  readonly C: Float64Array;
  readonly tStart: Float64Array;
  readonly cStart: Float64Array;
  /** How many blocks of the data this one stands for; how many C there are for it (see `merge-blocks.ts`). */
  readonly multiplicity: Float64Array;
  readonly copies: Int32Array;
  /** What of [X | y]'[X | y] is outside the span of all random columns, (p + 1) x (p + 1), lower triangle. */
  readonly E: Float64Array;
  /** y's sum of squares that E's last entry is what is left of. */
  readonly squareBefore: number;
}

/** The levels of each block, and the blocks. */
export interface WholeBlocks extends BlockProducts {
  readonly members: Members;
}

/** Finds the blocks of a model, the basis of each, and E. */
export function blockProducts(products: InternalProducts): WholeBlocks {
  const members = blockMembers(products);
  const { count, layouts, layout } = members;
  const columns = products.p + 1;
  const tStart = new Float64Array(count + 1);
  const cStart = new Float64Array(count + 1);
  for (let b = 0; b < count; b++) {
    const { q } = layouts[layout[b]];
    tStart[b + 1] = tStart[b] + q * q;
    cStart[b + 1] = cStart[b] + q * columns;
  }
  const blocks = {
    members,
    count,
    layouts,
    layout,
    rank: new Int32Array(count),
    T: new Float64Array(tStart[count]),
    C: new Float64Array(cStart[count]),
    tStart,
    cStart,
    multiplicity: new Float64Array(count).fill(1),
    copies: new Int32Array(count).fill(1),
    E: new Float64Array(columns * columns),
    squareBefore: 0,
  };
  return { ...blocks, squareBefore: fillBlocks(blocks, products) };
}

/**
 * Finds every block's basis, and E: from products inside blocks where the constant is in every block's span.
 * Returns y's sum of squares among the products that E was made from.
 */
function fillBlocks(blocks: WholeBlocks, products: InternalProducts): number {
  const { E } = blocks;
  const columns = products.p + 1;
  const cover = coveringFactor(blocks, products);
  const read = blockReader(blocks.members, products, cover);
  const constantFirst = cover >= 0 && constantInEverySpan(blocks, products, cover, read);
  E.set(products.FF);
  if (constantFirst) productsInside(blocks.members, products, cover, E);
  const squareBefore = E[E.length - 1];
  if (constantFirst && fillFewColumns(blocks, products)) return squareBefore;
  for (let b = 0; b < blocks.count; b++) {
    const { q } = blocks.layouts[blocks.layout[b]];
    const target = { T: blocks.T, tAt: blocks.tStart[b], C: blocks.C, cAt: blocks.cStart[b] };
    blocks.rank[b] = groupBasis(read(b), constantFirst, target);
    // the constant's row of C is no part of the products inside blocks
    const from = constantFirst ? 1 : 0;
    rankUpdateInPlace(E, columns, blocks.C, blocks.rank[b] - from, -1, 0, columns, blocks.cStart[b] + from, q);
  }
  return squareBefore;
}

/** A factor that every row has a level of, with a constant column if there is one like that; or -1. */
function coveringFactor({ members }: WholeBlocks, { factors }: InternalProducts): number {
  if (members.count === 0) return -1;
  const withConstant = factors.findIndex(({ complete, constant }) => complete && constant >= 0);
  return withConstant >= 0 ? withConstant : factors.findIndex(({ complete }) => complete);
}

function constantInEverySpan(
  blocks: WholeBlocks,
  { factors }: InternalProducts,
  cover: number,
  read: (b: number) => GroupProducts,
): boolean {
  if (factors[cover].constant >= 0) return true;
  for (let b = 0; b < blocks.count; b++) if (constantOutside(read(b)) >= ROUNDING) return false;
  return true;
}

/** Products of [X | y] about the means of blocks: those inside levels, and what the levels' means add. */
function productsInside(members: Members, { factors, p }: InternalProducts, cover: number, E: Float64Array): void {
  const { weight, fMean, within } = factors[cover];
  const columns = p + 1;
  E.set(within);
  const mean = new Float64Array(columns);
  for (let b = 0; b < members.count; b++) {
    const levels = members.levelsOf(b, cover);
    if (levels.length < 2) continue;
    blockMean(levels, weight, fMean, mean);
    for (const l of levels)
      for (let j = 0; j < columns; j++) {
        const off = weight[l] * (fMean[l * columns + j] - mean[j]);
        for (let i = j; i < columns; i++) E[j * columns + i] += off * (fMean[l * columns + i] - mean[i]);
      }
  }
}

/** Weighted mean of the rows of [X | y] in some levels; returns their weight. */
function blockMean(levels: Int32Array, weight: Float64Array, fMean: Float64Array, mean: Float64Array): number {
  const columns = mean.length;
  mean.fill(0);
  let total = 0;
  for (const l of levels) total += weight[l];
  for (const l of levels) for (let j = 0; j < columns; j++) mean[j] += (weight[l] / total) * fMean[l * columns + j];
  return total;
}

/**
 * Makes a reader of blocks' products, centred at the block's means where a factor covers all rows; otherwise about zero,
 * with means of zero. What it returns is overwritten by the next block.
 */
function blockReader(members: Members, products: InternalProducts, cover: number): (b: number) => GroupProducts {
  const { factors, p } = products;
  const columns = p + 1;
  const fMean = new Float64Array(columns);
  return (b) => {
    const { q } = members.layouts[members.layout[b]];
    const zMean = new Float64Array(q);
    const ZZ = new Float64Array(q * q);
    const ZF = new Float64Array(q * columns);
    const n = cover < 0 ? 1 : blockMean(members.levelsOf(b, cover), factors[cover].weight, factors[cover].fMean, fMean);
    const level = new Int32Array(q);
    members.forEachLevel(b, (f, l, at) => {
      const own = factors[f];
      const s = own.columns;
      const w = own.weight[l];
      // what the level's means add about the block's
      const share = cover < 0 ? w : w * (1 - w / n);
      for (let j = 0; j < s; j++) {
        const z = own.zMean[l * s + j];
        level[at + j] = at;
        if (cover >= 0) zMean[at + j] = (w * z) / n;
        for (let i = 0; i < s; i++)
          ZZ[(at + j) * q + at + i] = own.ZZ[(l * s + j) * s + i] + share * z * own.zMean[l * s + i];
      }
      for (let j = 0; j < columns; j++) {
        const off = own.fMean[l * columns + j] - fMean[j];
        for (let i = 0; i < s; i++)
          ZF[j * q + at + i] = own.ZF[(l * columns + j) * s + i] + w * own.zMean[l * s + i] * off;
      }
    });
    if (!members.isSingle) addPairs(members, products, b, ZZ);
    if (cover >= 0)
      for (let j = 0; j < q; j++)
        for (let i = 0; i < q; i++) if (level[i] !== level[j]) ZZ[j * q + i] -= n * zMean[i] * zMean[j];
    return { n, zMean, fMean, ZZ, ZF };
  };
}

/** Adds the products between factors to a block's Z'Z, both triangles. */
function addPairs(members: Members, { factors, cells }: InternalProducts, block: number, ZZ: Float64Array): void {
  const { q } = members.layouts[members.layout[block]];
  for (const { a, b, start, level, product } of cells) {
    const [sa, sb] = [factors[a].columns, factors[b].columns];
    for (const l of members.levelsOf(block, a)) {
      const row = members.positionOf(a, l);
      for (let c = start[l]; c < start[l + 1]; c++) {
        const column = members.positionOf(b, level[c]);
        for (let j = 0; j < sb; j++)
          for (let i = 0; i < sa; i++) {
            const value = product[(c * sb + j) * sa + i];
            ZZ[(column + j) * q + row + i] = value;
            ZZ[(row + i) * q + column + j] = value;
          }
      }
    }
  }
}
