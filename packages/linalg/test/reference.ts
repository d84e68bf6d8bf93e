// Slow independent answers for large orders: plain loops by the definitions, which share no line with the kernels.
import { uniform } from "./helpers.ts";

/** A positive definite matrix of order n with a condition number of about a hundred, both triangles. */
export function positiveDefinite(n: number, seed: number): Float64Array {
  const next = uniform(seed);
  const a = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) a[i + j * n] = a[j + i * n] = next();
    a[j + j * n] = 2 * Math.sqrt(n) + 1;
  }
  return a;
}

/** Row by row: L_ij = (A_ij - sum L_ik L_jk) / L_jj; the failed pivot as the package names it. */
export function rowByRow(a: Float64Array, n: number): { l: Float64Array; failed: number } {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let value = a[i + j * n];
      for (let k = 0; k < j; k++) value -= l[i + k * n] * l[j + k * n];
      if (i > j) l[i + j * n] = value / l[j + j * n];
      else if (value > 0 && value < Number.POSITIVE_INFINITY) l[i + i * n] = Math.sqrt(value);
      else return { l, failed: i };
    }
  }
  return { l, failed: -1 };
}

/** The lower triangle of an n x n block, zeros above. */
export function lowerTriangle(a: Float64Array, n: number, offset: number = 0, stride: number = n): Float64Array {
  const l = new Float64Array(n * n);
  for (let j = 0; j < n; j++) for (let i = j; i < n; i++) l[i + j * n] = a[offset + i + j * stride];
  return l;
}

/** The lower triangle mirrored to the upper. */
export function mirrored(a: Float64Array, n: number): Float64Array {
  return a.map((_, at) => a[Math.max(at % n, Math.floor(at / n)) + n * Math.min(at % n, Math.floor(at / n))]);
}

/** op(A) op(B), m x n with k terms each; a transposed operand is given as it stands before transposing. */
export function product(
  [m, n, k]: readonly [number, number, number],
  a: Float64Array,
  b: Float64Array,
  transposed: { a?: boolean; b?: boolean } = {},
): Float64Array {
  const at = transposed.a ? a : transpose(a, m, k);
  const bt = transposed.b ? transpose(b, n, k) : b;
  const c = new Float64Array(m * n);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < m; i++) {
      let sum = 0;
      for (let r = 0; r < k; r++) sum += at[r + i * k] * bt[r + j * k];
      c[i + j * m] = sum;
    }
  }
  return c;
}

function transpose(a: Float64Array, nrow: number, ncol: number): Float64Array {
  return a.map((_, at) => a[Math.floor(at / ncol) + nrow * (at % ncol)]);
}

/** Largest absolute difference of entries; NaN and infinities count as themselves. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = a.length === b.length ? 0 : Number.NaN;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i] - b[i]);
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}

/** Whether two arrays hold the same bits, NaN being like NaN. */
export function isSame(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, at) => Object.is(value, b[at]));
}

/** The block in the middle of a buffer full of NaN. */
export function embedded(a: Float64Array, nrow: number, offset: number, stride: number): Float64Array {
  const ncol = a.length / nrow;
  const buffer = new Float64Array(offset + stride * ncol + 3).fill(Number.NaN);
  for (let j = 0; j < ncol; j++) buffer.set(a.subarray(j * nrow, (j + 1) * nrow), offset + j * stride);
  return buffer;
}
