// Random matrices from a seeded generator, and the comparison that the residual tests share.
import fc from "fast-check";
import { type Matrix, matrix } from "../src/index.ts";

/** A generator of uniform numbers in -1..1 that gives the same numbers on every run (Park and Miller). */
export function uniform(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return (2 * state) / 2147483647 - 1;
  };
}

export function randomMatrix(nrow: number, ncol: number, seed: number): Matrix {
  const next = uniform(seed);
  return matrix(
    nrow,
    ncol,
    Float64Array.from({ length: nrow * ncol }, () => next()),
  );
}

/** Matrices of the given shape whose entries have magnitudes 1e-3..1e3 or are zero. */
export function anyMatrix(nrow: number, ncol: number): fc.Arbitrary<Matrix> {
  const entry = fc.oneof(
    fc.constant(0),
    fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
    fc.double({ min: -1e3, max: -1e-3, noNaN: true }),
  );
  return fc
    .array(entry, { minLength: nrow * ncol, maxLength: nrow * ncol })
    .map((data) => matrix(nrow, ncol, Float64Array.from(data)));
}

/** The n x n Hilbert matrix 1 / (i + j + 1): condition number about e^(3.5 n). */
export function hilbert(n: number): Matrix {
  return matrix(
    n,
    n,
    Float64Array.from({ length: n * n }, (_, k) => 1 / ((k % n) + Math.floor(k / n) + 1)),
  );
}

export function maxDifference(A: Matrix, B: Matrix): number {
  if (A.nrow !== B.nrow || A.ncol !== B.ncol) return Number.NaN;
  return A.data.reduce((max, value, k) => Math.max(max, Math.abs(value - B.data[k])), 0);
}

export function largest(A: Matrix): number {
  return A.data.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
}
