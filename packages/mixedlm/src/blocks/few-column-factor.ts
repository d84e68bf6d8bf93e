// The factorisation of `factorise-blocks.ts` for blocks of one and of two columns of one term, written out. With a
// hundred thousand groups memory is what takes time: neither S nor B is kept, only the factor of two columns, since
// derivatives would wait for its roots. A pass reads T and C from the first block to the last.
import { log } from "@mixedlm/linalg";
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
  let logdet = 0;
  let product = 1;
  for (let b = 0, c = 0; b < count; b++) {
    // without rows of its own, T and C are zero
    const k = T[b] * scale;
    const pivot = 1 + k * k;
    if (!(pivot < Infinity)) return Number.NaN;
    if (multiplicity[b] === 1) product *= pivot;
    else logdet += multiplicity[b] * log(pivot);
    if (product > LARGE) {
      logdet += log(product);
      product = 1;
    }
    const stop = c + copies[b] * columns;
    for (; c < stop; c += columns)
      for (let j = 0; j < columns; j++) {
        const value = C[c + j] / pivot;
        for (let i = j; i < columns; i++) R[j * columns + i] += value * C[c + i];
      }
  }
  return logdet + log(product);
}

/**
 * Adds B'B of blocks of two columns to R; returns log|V|, NaN where a pivot is not finite.
 *
 * @param inverse - filled with 1 / L_00, L_10 and 1 / L_11 of each block's L L' = I + K K'.
 */
export function addPairs(
  { count, T, C, copies, multiplicity }: BlockProducts,
  lambda: Float64Array,
  columns: number,
  R: Float64Array,
  inverse: Float64Array,
): number {
  const l00 = lambda[0];
  const l10 = lambda[1];
  const l01 = lambda[2];
  const l11 = lambda[3];
  const B = new Float64Array(2 * columns);
  let logdet = 0;
  let product = 1;
  for (let b = 0, c = 0; b < count; b++) {
    // T is 2 x rank: a column beyond the rank is zero, which leaves its pivot at 1
    const t = 4 * b;
    const k00 = T[t] * l00 + T[t + 1] * l10;
    const k01 = T[t] * l01 + T[t + 1] * l11;
    const k10 = T[t + 2] * l00 + T[t + 3] * l10;
    const k11 = T[t + 2] * l01 + T[t + 3] * l11;
    const a00 = 1 + k00 * k00 + k01 * k01;
    const i00 = 1 / Math.sqrt(a00);
    const r10 = (k00 * k10 + k01 * k11) * i00;
    // 1 + |k1|^2 - r10^2 without the cancellation: the part of k1 outside k0, and what a00 - |k0|^2 = 1 leaves of it
    const cross = k00 * k11 - k01 * k10;
    const a11 = 1 + (cross * cross + k10 * k10 + k11 * k11) / a00;
    const i11 = 1 / Math.sqrt(a11);
    const own = a00 * a11;
    if (!(own < Infinity)) return Number.NaN;
    if (multiplicity[b] === 1) product *= own;
    else logdet += multiplicity[b] * log(own);
    if (product > LARGE) {
      logdet += log(product);
      product = 1;
    }
    inverse[3 * b] = i00;
    inverse[3 * b + 1] = r10;
    inverse[3 * b + 2] = i11;
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
  return logdet + log(product);
}
