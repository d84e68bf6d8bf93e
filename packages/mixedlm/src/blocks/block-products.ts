// Internal products -> dense blocks: sets of levels, of one factor or several, that share no row with any other set.
// With one factor a block is a level; nested factors give a block for each level of the outermost; crossed ones, one
// block for all that hangs together. Each block is held as Z = Q T', Q orthonormal, and C = Q'[X | y]: see
// `group-basis.ts`.
import { rankUpdateInPlace } from "@mixedlm/linalg";
import { constantOutside, type GroupProducts, groupBasis, remainingBasis } from "../coordinates/group-basis.ts";
import type { InternalProducts } from "../coordinates/internal-products.ts";
import { type BlockLayout, blockMembers, type Members } from "./block-layout.ts";
import { fillFewColumns } from "./few-column-bases.ts";
import { turnToOuter } from "./outer-directions.ts";

/** Share of the constant outside a block's random columns that is rounding error. */
const ROUNDING = 1e-9;

/** Blocks in a row. T and C of block b are column-major with leading dimension `layouts[layout[b]].q`. */
export interface BlockProducts {
  readonly count: number;
  /** Layouts that blocks have, each once; and the number of each block's among them. */
  readonly layouts: readonly BlockLayout[];
  readonly layout: Int32Array;
  /** Rank of each block's Z, the number of columns of Q. */
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
  const copies = new Int32Array(members.count).fill(1);
  const blocks = { members, ...emptyBlocks(members.layouts, members.layout, copies, products.p + 1) };
  return { ...blocks, squareBefore: fillBlocks(blocks, products) };
}

/**
 * Blocks with room for T, C and E, all zero: of rank 0, each standing for one block.
 *
 * @param layout - of each block, its number in `layouts`.
 * @param copies - how many C there are for each block.
 * @param columns - p + 1.
 */
export function emptyBlocks(
  layouts: readonly BlockLayout[],
  layout: Int32Array,
  copies: Int32Array,
  columns: number,
): BlockProducts {
  const count = layout.length;
  const tStart = new Float64Array(count + 1);
  const cStart = new Float64Array(count + 1);
  for (let b = 0; b < count; b++) {
    const { q } = layouts[layout[b]];
    tStart[b + 1] = tStart[b] + q * q;
    cStart[b + 1] = cStart[b] + q * columns * copies[b];
  }
  return {
    count,
    layouts,
    layout,
    rank: new Int32Array(count),
    tStart,
    cStart,
    T: new Float64Array(tStart[count]),
    C: new Float64Array(cStart[count]),
    multiplicity: new Float64Array(count).fill(1),
    copies,
    E: new Float64Array(columns * columns),
    squareBefore: 0,
  };
}

/**
 * Finds every block's basis, and E. Returns y's sum of squares among the products that E was made from.
 *
 * Where a factor with a constant column covers all rows, the indicators of its levels come first in every basis: the
 * rest is then made of products inside its levels, and the largest differences there are, those between levels, are
 * never subtracted from anything.
 */
function fillBlocks(blocks: WholeBlocks, products: InternalProducts): number {
  const { E } = blocks;
  const { factors, FF } = products;
  const cover = coveringFactor(products);
  if (cover >= 0) {
    E.set(factors[cover].within);
    const squareBefore = E[E.length - 1];
    if (!fillFewColumns(blocks, products)) fillInsideLevels(blocks, products, cover);
    return squareBefore;
  }
  const read = blockReader(blocks.members, products);
  const constantFirst = factors.length === 1 && factors[0].complete && constantInEverySpan(blocks, read);
  E.set(constantFirst ? factors[0].within : FF);
  const squareBefore = E[E.length - 1];
  for (let b = 0; b < blocks.count; b++) {
    const target = { T: blocks.T, tAt: blocks.tStart[b], C: blocks.C, cAt: blocks.cStart[b] };
    blocks.rank[b] = groupBasis(read(b), constantFirst, target);
    // the constant's row of C is no part of the products inside levels
    takeFrom(E, blocks, b, constantFirst ? 1 : 0);
  }
  return squareBefore;
}

/** The factor with most levels of those with a constant column that every row has a level of; or -1. */
function coveringFactor({ factors }: InternalProducts): number {
  let best = -1;
  factors.forEach(({ complete, constant, levels }, f) => {
    if (complete && constant >= 0 && (best < 0 || levels > factors[best].levels)) best = f;
  });
  return best;
}

function constantInEverySpan({ count }: WholeBlocks, read: (b: number) => GroupProducts): boolean {
  for (let b = 0; b < count; b++) if (constantOutside(read(b)) >= ROUNDING) return false;
  return true;
}

/** Takes C'C of a block from E, but for the first rows of C. */
function takeFrom(E: Float64Array, { C, cStart, rank, layouts, layout }: WholeBlocks, b: number, from: number): void {
  const { q } = layouts[layout[b]];
  const columns = Math.sqrt(E.length);
  rankUpdateInPlace(E, columns, C, rank[b] - from, -1, 0, columns, cStart[b] + from, q);
}

/**
 * Makes a reader of blocks' products: with one factor, centred at the level's means; otherwise about zero, with means
 * of zero.
 */
function blockReader(members: Members, products: InternalProducts): (b: number) => GroupProducts {
  const { factors, p } = products;
  const columns = p + 1;
  return (b) => {
    const { q } = members.layouts[members.layout[b]];
    const zMean = new Float64Array(q);
    const fMean = new Float64Array(columns);
    if (!members.isSingle) return { n: 0, zMean, fMean, ...productsOf(members, products, b, -1) };
    const [{ weight, zMean: z, fMean: f, ZZ, ZF }] = factors;
    const l = members.levelAt(b);
    return {
      n: weight[l],
      zMean: z.subarray(l * q, (l + 1) * q),
      fMean: f.subarray(l * columns, (l + 1) * columns),
      ZZ: ZZ.subarray(l * q * q, (l + 1) * q * q),
      ZF: ZF.subarray(l * q * columns, (l + 1) * q * columns),
    };
  };
}

/**
 * Z'Z and Z'[X | y] of a block about zero; those of factor `centred` with itself, and its Z'[X | y], inside its levels.
 */
function productsOf(
  members: Members,
  products: InternalProducts,
  b: number,
  centred: number,
): Pick<GroupProducts, "ZZ" | "ZF"> {
  const { factors, p } = products;
  const { q } = members.layouts[members.layout[b]];
  const columns = p + 1;
  const ZZ = new Float64Array(q * q);
  const ZF = new Float64Array(q * columns);
  members.forEachLevel(b, (f, l, at) => {
    const { columns: s, weight, zMean, fMean, ZZ: square, ZF: cross } = factors[f];
    const w = f === centred ? 0 : weight[l];
    for (let j = 0; j < s; j++)
      for (let i = 0; i < s; i++)
        ZZ[(at + j) * q + at + i] = square[(l * s + j) * s + i] + w * zMean[l * s + i] * zMean[l * s + j];
    for (let j = 0; j < columns; j++)
      for (let i = 0; i < s; i++)
        ZF[j * q + at + i] = cross[(l * columns + j) * s + i] + w * zMean[l * s + i] * fMean[l * columns + j];
  });
  addPairs(members, products, b, ZZ);
  return { ZZ, ZF };
}

/** Bases that begin with the indicators of a covering factor's levels. */
function fillInsideLevels(blocks: WholeBlocks, products: InternalProducts, cover: number): void {
  const { members, T, C, E } = blocks;
  const { columns: s, weight, zMean, fMean, constant } = products.factors[cover];
  const columns = products.p + 1;
  for (let b = 0; b < blocks.count; b++) {
    const { q } = blocks.layouts[blocks.layout[b]];
    const [t, c] = [blocks.tStart[b], blocks.cStart[b]];
    const { ZZ, ZF } = productsOf(members, products, b, cover);
    const levels = members.levelsOf(b, cover);
    for (const [k, l] of levels.entries()) {
      const at = members.positionOf(cover, l);
      const root = Math.sqrt(weight[l]);
      // 1 but where columns share a unit
      const one = zMean[l * s + constant];
      for (let i = 0; i < q; i++) {
        const isOwn = i >= at && i < at + s;
        // sums in the level's rows: products with its constant column
        T[t + k * q + i] = isOwn ? root * zMean[l * s + i - at] : ZZ[(at + constant) * q + i] / (root * one);
      }
      for (let j = 0; j < columns; j++) C[c + j * q + k] = root * fMean[l * columns + j];
    }
    centreCross(members, products, cover, b, levels, T.subarray(t, t + q * levels.length), ZF);
    const square = Float64Array.from({ length: q }, (_, i) => ZZ[i * (q + 1)]);
    for (const [k, l] of levels.entries()) {
      const at = members.positionOf(cover, l);
      const isOwn = (i: number): boolean => i >= at && i < at + s;
      for (let j = 0; j < q; j++) {
        const share = T[t + k * q + j];
        if (share === 0) continue;
        // the factor's own products are inside its levels already
        for (let i = 0; i < q; i++) if (!(isOwn(i) && isOwn(j))) ZZ[j * q + i] -= T[t + k * q + i] * share;
        if (isOwn(j)) square[j] += share * share;
      }
    }
    const target = { T, tAt: t, C, cAt: c };
    blocks.rank[b] = remainingBasis({ ZZ, ZF, square, columns }, levels.length, target);
    takeFrom(E, blocks, b, levels.length);
    turnToOuter(blocks, products, b, cover, levels.length);
  }
}

/**
 * Z'[X | y] of the other factors' columns, from about zero to inside the levels of the covering factor: differences of
 * means.
 */
function centreCross(
  members: Members,
  { factors, p }: InternalProducts,
  cover: number,
  b: number,
  levels: Int32Array,
  T: Float64Array,
  ZF: Float64Array,
): void {
  const { q } = members.layouts[members.layout[b]];
  const columns = p + 1;
  const { weight, fMean } = factors[cover];
  members.forEachLevel(b, (f, l, at) => {
    if (f === cover) return;
    const { columns: s, fMean: own, ZF: cross } = factors[f];
    for (let j = 0; j < columns; j++)
      for (let i = 0; i < s; i++) {
        let value = cross[(l * columns + j) * s + i];
        for (let k = 0; k < levels.length; k++) {
          const share = T[k * q + at + i];
          if (share === 0) continue;
          const sum = share * Math.sqrt(weight[levels[k]]);
          value += sum * (own[l * columns + j] - fMean[levels[k] * columns + j]);
        }
        ZF[j * q + at + i] = value;
      }
  });
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
