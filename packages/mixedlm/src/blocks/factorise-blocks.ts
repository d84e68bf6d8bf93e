// The factorisation behind every evaluation. Per block, with Z = Q T' (see `block-products.ts`), F the square root of the
// relative covariance (lambda for each instance of a term) and K = T'F,
//     I + K K' = L L',   S = L^-1 T',   B = L^-1 Q'[X | y],
// and over all blocks [X | y]'V^-1[X | y] = E + sum B'B with V = I + Z F F' Z'; also Z'V^-1 Z = S'S and
// Z'V^-1[X | y] = S'B. Only sums of positive terms, and no covariance is inverted: variances may be zero or huge.
import { choleskyFactorInPlace, choleskyLogdet, lowerSolveInPlace, rankUpdateInPlace } from "@mixedlm/linalg";
import type { Factorisation, Lambda } from "../engine.ts";
import type { CovarianceTerm } from "../structure.ts";
import type { BlockLayout } from "./block-layout.ts";
import type { BlockProducts } from "./block-products.ts";

/** The factor at one point, and what the passes that follow use of it. */
export interface BlockFactorisation extends Factorisation {
  /** Per block: S, rank x q with leading dimension q, laid out as T; B laid out as C. */
  readonly S: Float64Array;
  readonly B: Float64Array;
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
  const S = reuse?.S ?? new Float64Array(blocks.T.length);
  const B = reuse?.B ?? new Float64Array(blocks.C.length);
  const R = reuse?.R ?? new Float64Array(columns * columns);
  R.set(blocks.E);
  const single = singleTerm(blocks, terms);
  const logdetV =
    single === 1 || single === 2
      ? FEW_COLUMNS[single](blocks, lambda[0], columns, S, B, R)
      : addBlocks(blocks, terms, lambda, columns, S, B, R);
  if (!Number.isFinite(logdetV) || choleskyFactorInPlace(R, columns) >= 0) return null;
  const r2 = R[p * columns + p] ** 2;
  return { lambda, S, B, R, logdetV, logdetX: choleskyLogdet(R, p, 0, columns), r2 };
}

/** Size of the term when all blocks are one repetition of one term, or 0. */
export function singleTerm({ layouts }: BlockProducts, terms: readonly CovarianceTerm[]): number {
  const isSingle = terms.length === 1 && layouts.length === 1 && layouts[0].instances.length === 1;
  return isSingle ? terms[0].size : 0;
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
function identityPlusSquare(K: Float64Array, r: number, columns: number, L: Float64Array): void {
  for (let j = 0; j < r; j++) for (let i = j; i < r; i++) L[j * r + i] = i === j ? 1 : 0;
  for (let m = 0; m < columns; m++)
    for (let j = 0; j < r; j++) {
      const value = K[m * r + j];
      if (value === 0) continue;
      for (let i = j; i < r; i++) L[j * r + i] += K[m * r + i] * value;
    }
}

/** The same for one and for two columns a block, written out. */
const FEW_COLUMNS = { 1: addScalars, 2: addPairs } as const;

function addScalars(
  { count, T, C, copies, multiplicity, cStart }: BlockProducts,
  lambda: Float64Array,
  columns: number,
  S: Float64Array,
  B: Float64Array,
  R: Float64Array,
): number {
  let log = 0;
  let product = 1;
  for (let b = 0; b < count; b++) {
    // without rows of its own, T and C are zero
    const k = T[b] * lambda[0];
    const pivot = 1 + k * k;
    if (!(pivot < Infinity)) return Number.NaN;
    if (multiplicity[b] === 1) product *= pivot;
    else log += multiplicity[b] * Math.log(pivot);
    if (product > 1e200) {
      log += Math.log(product);
      product = 1;
    }
    const scale = 1 / Math.sqrt(pivot);
    S[b] = T[b] * scale;
    const start = cStart[b];
    const stop = start + copies[b] * columns;
    for (let c = start; c < stop; c++) B[c] = C[c] * scale;
    for (let c = start; c < stop; c += columns)
      for (let j = 0; j < columns; j++) {
        const value = B[c + j];
        for (let i = j; i < columns; i++) R[j * columns + i] += value * B[c + i];
      }
  }
  return log + Math.log(product);
}

function addPairs(
  { count, T, C, copies, multiplicity, tStart, cStart }: BlockProducts,
  lambda: Float64Array,
  columns: number,
  S: Float64Array,
  B: Float64Array,
  R: Float64Array,
): number {
  const [l00, l10, l01, l11] = [lambda[0], lambda[1], lambda[2], lambda[3]];
  let log = 0;
  let product = 1;
  for (let b = 0; b < count; b++) {
    const t = tStart[b];
    // T is 2 x rank: a column beyond the rank is zero, which leaves its pivot at 1
    const t00 = T[t];
    const t10 = T[t + 1];
    const t01 = T[t + 2];
    const t11 = T[t + 3];
    const k00 = t00 * l00 + t10 * l10;
    const k01 = t00 * l01 + t10 * l11;
    const k10 = t01 * l00 + t11 * l10;
    const k11 = t01 * l01 + t11 * l11;
    const a00 = 1 + k00 * k00 + k01 * k01;
    const a10 = k00 * k10 + k01 * k11;
    const r00 = Math.sqrt(a00);
    const r10 = a10 / r00;
    // 1 + |k1|^2 - r10^2 without the cancellation: the part of k1 outside k0, and what a00 - |k0|^2 = 1 leaves of it
    const cross = k00 * k11 - k01 * k10;
    const a11 = 1 + (cross * cross + k10 * k10 + k11 * k11) / a00;
    if (!(a00 < Infinity && a11 < Infinity)) return Number.NaN;
    if (multiplicity[b] === 1) product *= a00 * a11;
    else log += multiplicity[b] * Math.log(a00 * a11);
    if (product > 1e100) {
      log += Math.log(product);
      product = 1;
    }
    const i00 = 1 / r00;
    const i11 = 1 / Math.sqrt(a11);
    S[t] = t00 * i00;
    S[t + 1] = (t01 - r10 * S[t]) * i11;
    S[t + 2] = t10 * i00;
    S[t + 3] = (t11 - r10 * S[t + 2]) * i11;
    const start = cStart[b];
    const stop = start + copies[b] * columns * 2;
    for (let c = start; c < stop; c += 2) {
      B[c] = C[c] * i00;
      B[c + 1] = (C[c + 1] - r10 * B[c]) * i11;
    }
    for (let c = start; c < stop; c += 2 * columns)
      for (let j = 0; j < columns; j++) {
        const x = B[c + 2 * j];
        const y = B[c + 2 * j + 1];
        for (let i = j; i < columns; i++) R[j * columns + i] += x * B[c + 2 * i] + y * B[c + 2 * i + 1];
      }
  }
  return log + Math.log(product);
}
