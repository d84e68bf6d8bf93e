// Responses drawn as coordinates: y = Z b + e of a block is Q (T'b + Q'e) and what is outside, so C's column of y is
// normal with covariance I + T'Psi T = LL', and E's column follows from the Cholesky factor of E's X part and a
// chi-square of the degrees of freedom that are left. Of m equal blocks only sums of products count: those with X's
// coordinates are normal, the rest is a Wishart matrix, drawn as its triangular root (Bartlett). In: the whole blocks
// and a point. Out: blocks whose y is drawn again and again.
// Bartlett (1933), Proc. R. Soc. Edinb. 53, 260-283; Smith & Hocking (1972), Appl. Stat. 21, 341-345.
import { choleskyFactorInPlace } from "@mixedlm/linalg";
import type { InternalProducts } from "../coordinates/internal-products.ts";
import type { Lambda, ResponseDraws } from "../engine/engine.ts";
import { type BlockProducts, emptyBlocks } from "./block-products.ts";
import { basisTimesFactor, identityPlusSquare } from "./factorise-blocks.ts";
import { LONGEST, rotateIn, setsOfEqualBlocks } from "./merge-blocks.ts";
import { drawOutside, rootOutside } from "./root-outside.ts";

/** Relative size of a row of X's triangular factor that is rounding error. */
const NOTHING = 1e-13;

/** Blocks with a response that can be drawn. */
export interface DrawnBlocks {
  readonly blocks: BlockProducts;
  /** Writes y's column of C and its row of E. */
  draw(random: ResponseDraws): void;
}

/** Equal blocks that are one: the first of them, how many they are, and the rows that stand for their C. */
interface BlockSet {
  readonly block: number;
  readonly multiplicity: number;
  /** X's coordinates, rank x p each, column-major with leading dimension rank. */
  readonly rows: readonly Float64Array[];
  /**
   * Rows that hold y's coordinates alone, and the degrees of freedom of their products; none where nothing was merged.
   */
  readonly free: number;
  readonly freedom: number;
}

/**
 * Prepares responses at a point.
 *
 * @param lambda - relative square roots, internal coordinates.
 */
export function drawnBlocks(whole: BlockProducts, { terms, n, p, FF }: InternalProducts, lambda: Lambda): DrawnBlocks {
  const sets = setsOfEqualBlocks(whole).flatMap((set) => blockSets(whole, set, p));
  const blocks = blocksOfSets(whole, sets, p);
  const roots = covarianceRoots(blocks, terms, lambda);
  const outside = rootOutside(whole.E, FF, p);
  const freedom = sets.reduce((left, { block, multiplicity }) => left - multiplicity * whole.rank[block], n);
  const left = Math.max(0, freedom - outside.rank);
  const z = new Float64Array(blocks.rank.reduce((most, r) => Math.max(most, r), p));
  return {
    blocks,
    draw(random) {
      for (const [s, { rows, free, freedom: df }] of sets.entries()) {
        const at = blocks.cStart[s];
        const { q } = blocks.layouts[blocks.layout[s]];
        const r = blocks.rank[s];
        const stride = q * (p + 1);
        for (let c = 0; c < rows.length + free; c++) {
          const i = c - rows.length;
          for (let k = 0; k < r; k++)
            z[k] = k < i ? 0 : k === i ? Math.sqrt(random.chiSquare(df - i)) : random.normal();
          lowerProduct(roots[s], r, z, blocks.C, at + c * stride + p * q);
        }
      }
      drawOutside(random, outside, left, p, z, blocks.E);
    },
  };
}

/**
 * A set that is merged where that needs fewer rows than it has blocks; else each block by itself, if there are several.
 */
function blockSets(whole: BlockProducts, set: readonly number[], p: number): BlockSet[] {
  const [block] = set;
  const multiplicity = set.length;
  const r = whole.rank[block];
  const own = (b: number): Float64Array => {
    const { q } = whole.layouts[whole.layout[b]];
    return Float64Array.from({ length: r * p }, (_, e) => whole.C[whole.cStart[b] + Math.floor(e / r) * q + (e % r)]);
  };
  if (multiplicity > r + 1 && r * p <= LONGEST) {
    const rows = triangularRows(set.map(own), r * p);
    const free = Math.min(r, multiplicity - rows.length);
    if (rows.length + free < multiplicity)
      return [{ block, multiplicity, rows, free, freedom: multiplicity - rows.length }];
  }
  return [{ block, multiplicity, rows: set.map(own), free: 0, freedom: 0 }];
}

/** Rows with the same sums of products, without those that are rounding error. */
function triangularRows(rows: readonly Float64Array[], length: number): Float64Array[] {
  const R = new Float64Array(length * length);
  for (const row of rows) rotateIn(R, row.slice());
  const all = Array.from({ length }, (_, k) => R.slice(k * length, (k + 1) * length));
  const sizes = all.map((row) => row.reduce((most, v) => Math.max(most, Math.abs(v)), 0));
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  return all.filter((_, k) => sizes[k] > NOTHING * largest);
}

function blocksOfSets(whole: BlockProducts, sets: readonly BlockSet[], p: number): BlockProducts {
  const layout = Int32Array.from(sets, ({ block }) => whole.layout[block]);
  const copies = Int32Array.from(sets, ({ rows, free }) => rows.length + free);
  const blocks: BlockProducts = {
    ...emptyBlocks(whole.layouts, layout, copies, p + 1),
    rank: Int32Array.from(sets, ({ block }) => whole.rank[block]),
    multiplicity: Float64Array.from(sets, ({ multiplicity }) => multiplicity),
    E: whole.E.slice(),
    squareBefore: whole.squareBefore,
  };
  const { rank, T, C, tStart, cStart } = blocks;
  for (const [s, { block, rows }] of sets.entries()) {
    const { q } = whole.layouts[layout[s]];
    T.set(whole.T.subarray(whole.tStart[block], whole.tStart[block + 1]), tStart[s]);
    for (const [c, row] of rows.entries())
      for (let e = 0; e < row.length; e++)
        C[cStart[s] + c * q * (p + 1) + Math.floor(e / rank[s]) * q + (e % rank[s])] = row[e];
  }
  return blocks;
}

/** L of every block, rank x rank, lower triangle: I + T'Psi T = LL'. */
function covarianceRoots(blocks: BlockProducts, terms: InternalProducts["terms"], lambda: Lambda): Float64Array[] {
  const widest = blocks.layouts.reduce((most, { q }) => Math.max(most, q), 0);
  const K = new Float64Array(widest * widest);
  return Array.from(blocks.rank, (r, b) => {
    const layout = blocks.layouts[blocks.layout[b]];
    const L = new Float64Array(r * r);
    basisTimesFactor(blocks.T, blocks.tStart[b], r, layout, terms, lambda, K);
    identityPlusSquare(K, r, layout.q, L);
    choleskyFactorInPlace(L, r);
    return L;
  });
}

/** out := L z, from `at` on. */
function lowerProduct(L: Float64Array, r: number, z: Float64Array, out: Float64Array, at: number): void {
  for (let k = 0; k < r; k++) {
    let sum = 0;
    for (let m = 0; m <= k; m++) sum += L[m * r + k] * z[m];
    out[at + k] = sum;
  }
}
