// The factorisation behind every evaluation. Per block, with Z = Q T' (see `block-products.ts`), F the square root of
// the relative covariance (lambda for each instance of a term) and K = T'F,
//     I + K K' = L L',   S = L^-1 T',   B = L^-1 Q'[X | y],
// and over all blocks [X | y]'V^-1[X | y] = E + sum B'B with V = I + Z F F' Z'; also Z'V^-1 Z = S'S and
// Z'V^-1[X | y] = S'B. Only sums of positive terms, and no covariance is inverted: variances may be zero or huge.
import { choleskyFactorInPlace, choleskyLogdet, lowerSolveInPlace, rankUpdateInPlace } from "@mixedlm/linalg";
import type { Factorisation, Lambda } from "../engine/engine.ts";
import type { CovarianceTerm } from "../parameters/covariance-terms.ts";
import type { BlockLayout } from "./block-layout.ts";
import type { BlockProducts } from "./block-products.ts";
import { addPairs, addScalars } from "./few-column-factor.ts";

/** The factor at one point, and what the passes that follow use of it. */
export interface BlockFactorisation extends Factorisation {
  /**
   * Per block: S, rank x q with leading dimension q, laid out as T; B laid out as C. Empty for blocks of few columns.
   */
  readonly S: Float64Array;
  readonly B: Float64Array;
  /** Of blocks of two columns of one term 1 / L_00, L_10, 1 / L_11, block after block; else empty. */
  readonly pivots: Float64Array;
}

/**
 * Factorises at a point.
 *
 * @param lambda - any square roots of the relative covariances.
 * @param reuse - an earlier factorisation of the same blocks, whose arrays are overwritten.
 * @returns the factorisation, or null where it does not exist in floating point (an infinite or huge factor).
 */
export function factoriseBlocks(
  blocks: BlockProducts,
  terms: readonly CovarianceTerm[],
  p: number,
  lambda: Lambda,
  reuse: BlockFactorisation | null,
): BlockFactorisation | null {
  const columns = p + 1;
  const kernel = kernelOf(blocks, terms);
  const few = FEW[kernel];
  const S = reuse?.S ?? new Float64Array(few === null ? blocks.T.length : 0);
  const B = reuse?.B ?? new Float64Array(few === null ? blocks.C.length : 0);
  const pivots = reuse?.pivots ?? new Float64Array(kernel === "pair" ? 3 * blocks.count : 0);
  const R = reuse?.R ?? new Float64Array(columns * columns);
  R.set(blocks.E);
  const logdetV =
    few === null ? addBlocks(blocks, terms, lambda, columns, S, B, R) : few(blocks, lambda[0], columns, R, pivots);
  if (!Number.isFinite(logdetV) || choleskyFactorInPlace(R, columns) >= 0) return null;
  const r2 = R[p * columns + p] ** 2;
  return { lambda, S, B, pivots, R, logdetV, logdetX: choleskyLogdet(R, p, 0, columns), r2 };
}

/** The same factorisation with S and B of blocks of few columns, which it does without. */
export function withRoots(
  blocks: BlockProducts,
  terms: readonly CovarianceTerm[],
  p: number,
  at: BlockFactorisation,
): BlockFactorisation {
  if (at.S.length > 0) return at;
  const S = new Float64Array(blocks.T.length);
  const B = new Float64Array(blocks.C.length);
  addBlocks(blocks, terms, at.lambda, p + 1, S, B, new Float64Array((p + 1) ** 2));
  return { ...at, S, B };
}

/** Which loops are run over blocks: those written out for one column or two of one term, or those for any columns. */
export type BlockKernel = "scalar" | "pair" | "general";

const FEW = { scalar: addScalars, pair: addPairs, general: null } as const;

/** Tells which loops blocks allow: the short ones where all blocks are one repetition of one term. */
export function kernelOf({ layouts }: BlockProducts, terms: readonly CovarianceTerm[]): BlockKernel {
  const isSingle = terms.length === 1 && layouts.length === 1 && layouts[0].instances.length === 1;
  if (isSingle && terms[0].size === 1) return "scalar";
  return isSingle && terms[0].size === 2 ? "pair" : "general";
}

/** Blocks of any width; returns log|V|, NaN where a pivot fails. */
function addBlocks(
  blocks: BlockProducts,
  terms: readonly CovarianceTerm[],
  lambda: Lambda,
  columns: number,
  S: Float64Array,
  B: Float64Array,
  R: Float64Array,
): number {
  const { T, rank, copies } = blocks;
  const widest = blocks.layouts.reduce((most, { q }) => Math.max(most, q), 0);
  const K = new Float64Array(widest * widest);
  const L = new Float64Array(widest * widest);
  B.set(blocks.C);
  let logdet = 0;
  for (let b = 0; b < blocks.count; b++) {
    const layout = blocks.layouts[blocks.layout[b]];
    const { q } = layout;
    const r = rank[b];
    const t = blocks.tStart[b];
    const c = blocks.cStart[b];
    basisTimesFactor(T, t, r, layout, terms, lambda, K);
    identityPlusSquare(K, r, q, L);
    if (choleskyFactorInPlace(L, r) >= 0) return Number.NaN;
    logdet += blocks.multiplicity[b] * choleskyLogdet(L, r);
    for (let j = 0; j < q; j++) for (let m = 0; m < r; m++) S[t + j * q + m] = T[t + m * q + j];
    lowerSolveInPlace(L, r, S, q, 0, r, t, q);
    lowerSolveInPlace(L, r, B, columns * copies[b], 0, r, c, q);
    for (let copy = 0; copy < copies[b]; copy++)
      rankUpdateInPlace(R, columns, B, r, 1, 0, columns, c + copy * q * columns, q);
  }
  return logdet;
}

/** K = T'F of a block, rank x q, column-major with leading dimension `rank`. */
export function basisTimesFactor(
  T: Float64Array,
  t: number,
  rank: number,
  { q, instances }: BlockLayout,
  terms: readonly CovarianceTerm[],
  lambda: Lambda,
  K: Float64Array,
): void {
  for (const { term, offset } of instances) {
    const { size } = terms[term];
    const own = lambda[term];
    for (let j = 0; j < size; j++)
      for (let m = 0; m < rank; m++) {
        let sum = 0;
        for (let i = 0; i < size; i++) sum += T[t + m * q + offset + i] * own[j * size + i];
        K[(offset + j) * rank + m] = sum;
      }
  }
}

/** L = I + K K', lower triangle, r x r, for K r x columns. */
export function identityPlusSquare(K: Float64Array, r: number, columns: number, L: Float64Array): void {
  for (let j = 0; j < r; j++) for (let i = j; i < r; i++) L[j * r + i] = i === j ? 1 : 0;
  for (let m = 0; m < columns; m++)
    for (let j = 0; j < r; j++) {
      const value = K[m * r + j];
      if (value === 0) continue;
      for (let i = j; i < r; i++) L[j * r + i] += K[m * r + i] * value;
    }
}
