// The factorisation of `factorise-blocks.ts` for blocks of one and of two columns of one term, written out. With a hundred
// thousand groups memory is what takes time: neither S nor B is kept, a block's pivots are worked out again where
// derivatives need them. A pass reads T and C from the first block to the last.
import type { BlockProducts } from "./block-products.ts";

/** Product of pivots beyond which its logarithm is taken. */
const LARGE = 1e100;

/** Adds B'B of blocks of one column to R; returns log|V|, NaN where a pivot is not finite. */
export function addScalars(
  { count, T, C, copies, multiplicity }: BlockProducts,
  lambda: Float64Array,
  columns: number,
  R: Float64Array,
): number {
  const scale = lambda[0];
  let log = 0;
  let product = 1;
  for (let b = 0, c = 0; b < count; b++) {
    // without rows of its own, T and C are zero
    const k = T[b] * scale;
    const pivot = 1 + k * k;
    if (!(pivot < Infinity)) return Number.NaN;
    if (multiplicity[b] === 1) product *= pivot;
    else log += multiplicity[b] * Math.log(pivot);
    if (product > LARGE) {
      log += Math.log(product);
      product = 1;
    }
    const stop = c + copies[b] * columns;
    for (; c < stop; c += columns)
      for (let j = 0; j < columns; j++) {
        const value = C[c + j] / pivot;
        for (let i = j; i < columns; i++) R[j * columns + i] += value * C[c + i];
      }
  }
  return log + Math.log(product);
}

/**
 * Factors I + K K', K = T'F, for the block whose T, 2 x rank, is at `t`. A column beyond the rank is zero, which leaves its
 * pivot at 1.
 *
 * @param out - 1 / L_00, L_10, 1 / L_11 and the determinant.
 */
export function pairPivots(T: Float64Array, t: number, lambda: Float64Array, out: Float64Array): void {
  const k00 = T[t] * lambda[0] + T[t + 1] * lambda[1];
  const k01 = T[t] * lambda[2] + T[t + 1] * lambda[3];
  const k10 = T[t + 2] * lambda[0] + T[t + 3] * lambda[1];
  const k11 = T[t + 2] * lambda[2] + T[t + 3] * lambda[3];
  const a00 = 1 + k00 * k00 + k01 * k01;
  const r00 = Math.sqrt(a00);
  // 1 + |k1|^2 - r10^2 without the cancellation: the part of k1 outside k0, and what a00 - |k0|^2 = 1 leaves of it
  const cross = k00 * k11 - k01 * k10;
  const a11 = 1 + (cross * cross + k10 * k10 + k11 * k11) / a00;
  out[0] = 1 / r00;
  out[1] = (k00 * k10 + k01 * k11) / r00;
  out[2] = 1 / Math.sqrt(a11);
  out[3] = a00 * a11;
}

/** Adds B'B of blocks of two columns to R; returns log|V|, NaN where a pivot is not finite. */
export function addPairs(
  { count, T, C, copies, multiplicity }: BlockProducts,
  lambda: Float64Array,
  columns: number,
  R: Float64Array,
): number {
  const pivots = new Float64Array(4);
  const B = new Float64Array(2 * columns);
  let log = 0;
  let product = 1;
  for (let b = 0, c = 0; b < count; b++) {
    pairPivots(T, 4 * b, lambda, pivots);
    const i00 = pivots[0];
    const r10 = pivots[1];
    const i11 = pivots[2];
    if (!(pivots[3] < Infinity)) return Number.NaN;
    if (multiplicity[b] === 1) product *= pivots[3];
    else log += multiplicity[b] * Math.log(pivots[3]);
    if (product > LARGE) {
      log += Math.log(product);
      product = 1;
    }
    const stop = c + copies[b] * 2 * columns;
    for (; c < stop; c += 2 * columns)
      for (let j = 0; j < columns; j++) {
        const x = C[c + 2 * j] * i00;
        const y = (C[c + 2 * j + 1] - r10 * x) * i11;
        B[2 * j] = x;
        B[2 * j + 1] = y;
        for (let i = 0; i <= j; i++) R[i * columns + j] += x * B[2 * i] + y * B[2 * i + 1];
      }
  }
  return log + Math.log(product);
}
