// Products with X that the inference of fixed effects is made of, over blocks: with W = Z'V^-1 X R_X^-T of a copy (q x
// p) and
// S'S = Z'V^-1 Z, they are W'E_j W and (S E_j W)'(S E_k W). A merged block's copies have the same sums of such products
// as the blocks that they stand for.
import { lowerSolveInPlace } from "@mixedlm/linalg";
import type { FixedProducts } from "../engine/engine.ts";
import { type CovarianceTerm, linearStarts } from "../parameters/covariance-terms.ts";
import type { BlockProducts } from "./block-products.ts";
import type { BlockFactorisation } from "./factorise-blocks.ts";

/**
 * Adds up the products of all blocks.
 *
 * @param at - with S and B, also of blocks of few columns.
 * @param second - whether `second` is wanted.
 */
export function blockFixedProducts(
  blocks: BlockProducts,
  terms: readonly CovarianceTerm[],
  p: number,
  at: BlockFactorisation,
  second: boolean,
): FixedProducts {
  const m = linearStarts(terms)[terms.length];
  const square = (): Float64Array => new Float64Array(p * p);
  const first = Array.from({ length: m }, square);
  const pairs = second ? first.map((_, j) => Array.from({ length: j + 1 }, square)) : null;
  const widest = blocks.layouts.reduce((most, { q }) => Math.max(most, q), 0);
  const W = new Float64Array(p * widest);
  const rooted = Array.from({ length: second ? m : 0 }, () => new Float64Array(p * widest));
  for (let b = 0; b < blocks.count; b++) {
    const { q, positions } = blocks.layouts[blocks.layout[b]];
    const r = blocks.rank[b];
    const s = blocks.tStart[b];
    for (let copy = 0; copy < blocks.copies[b]; copy++) {
      whitenedCopy(blocks, at, b, copy, q, p, W);
      for (let j = 0; j < m; j++) {
        addSandwich(first[j], positions[j], W, p);
        if (second) rootProducts(at.S, s, q, r, positions[j], W, p, rooted[j]);
      }
      if (pairs !== null)
        for (let j = 0; j < m; j++) for (let k = 0; k <= j; k++) addPair(pairs[j][k], rooted[j], rooted[k], r, p);
    }
  }
  return { first, second: pairs?.map((row) => row.map((M) => symmetrised(M, p))) ?? null };
}

/** W' = R_X^-1 X'V^-1 Z of a copy, p x q. */
function whitenedCopy(
  blocks: BlockProducts,
  { S, B, R }: BlockFactorisation,
  b: number,
  copy: number,
  q: number,
  p: number,
  W: Float64Array,
): void {
  const r = blocks.rank[b];
  const s = blocks.tStart[b];
  const start = blocks.cStart[b] + copy * q * (p + 1);
  for (let i = 0; i < q; i++)
    for (let j = 0; j < p; j++) {
      let sum = 0;
      for (let k = 0; k < r; k++) sum += S[s + i * q + k] * B[start + j * q + k];
      W[i * p + j] = sum;
    }
  lowerSolveInPlace(R, p, W, q, 0, p + 1, 0, p);
}

/** Adds W'E W. */
function addSandwich(to: Float64Array, positions: Int32Array, W: Float64Array, p: number): void {
  for (let e = 0; e < positions.length; e += 2) {
    const r = positions[e] * p;
    const s = positions[e + 1] * p;
    for (let b = 0; b < p; b++) {
      const value = W[s + b];
      for (let a = 0; a < p; a++) to[b * p + a] += W[r + a] * value;
    }
  }
}

/** (S E W)', p x rank. */
function rootProducts(
  S: Float64Array,
  s: number,
  q: number,
  r: number,
  positions: Int32Array,
  W: Float64Array,
  p: number,
  out: Float64Array,
): void {
  out.fill(0, 0, p * r);
  for (let e = 0; e < positions.length; e += 2) {
    const column = s + positions[e] * q;
    const row = positions[e + 1] * p;
    for (let k = 0; k < r; k++) {
      const value = S[column + k];
      if (value !== 0) for (let a = 0; a < p; a++) out[k * p + a] += value * W[row + a];
    }
  }
}

function addPair(to: Float64Array, left: Float64Array, right: Float64Array, r: number, p: number): void {
  for (let k = 0; k < r; k++)
    for (let b = 0; b < p; b++) {
      const value = right[k * p + b];
      for (let a = 0; a < p; a++) to[b * p + a] += left[k * p + a] * value;
    }
}

function symmetrised(M: Float64Array, p: number): Float64Array {
  return M.map((value, at) => (value + M[(at % p) * p + Math.floor(at / p)]) / 2);
}
