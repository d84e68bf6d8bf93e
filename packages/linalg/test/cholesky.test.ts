import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  choleskyFactorInPlace,
  choleskyInverse,
  choleskyLogdet,
  choleskySolveInPlace,
  fromRows,
  identity,
  type Matrix,
  matrix,
  multiply,
  multiplyByTransposed,
  multiplyTransposed,
  toRows,
} from "../src/index.ts";
import { anyMatrix, hilbert, largest, maxDifference, randomMatrix } from "./helpers.ts";

const EPS = 2 ** -52;

function factored(A: Matrix): { L: Matrix; failed: number } {
  const l = A.data.slice();
  const failed = choleskyFactorInPlace(l, A.nrow);
  return {
    L: matrix(
      A.nrow,
      A.nrow,
      l.map((value, k) => (k % A.nrow < Math.floor(k / A.nrow) ? 0 : value)),
    ),
    failed,
  };
}

describe("choleskyFactorInPlace", () => {
  test("L L' reproduces A to rounding, well and ill conditioned", () => {
    const gram = [1, 3, 20, 60].map((n) => multiplyTransposed(randomMatrix(n + 5, n, n), randomMatrix(n + 5, n, n)));
    for (const A of [...gram, hilbert(5), hilbert(12)]) {
      const { L, failed } = factored(A);
      expect(failed).toBe(-1);
      expect(maxDifference(multiplyByTransposed(L, L), A)).toBeLessThanOrEqual(A.nrow * EPS * largest(A));
    }
  });

  test("an exact factor comes out exactly", () => {
    const { L } = factored(
      fromRows([
        [4, 12, -16],
        [12, 37, -43],
        [-16, -43, 98],
      ]),
    );
    expect(toRows(L)).toEqual([
      [2, 0, 0],
      [6, 1, 0],
      [-8, 5, 3],
    ]);
  });

  test("B'B + I always factors", () => {
    fc.assert(
      fc.property(anyMatrix(4, 6), (B) => {
        const A = multiplyTransposed(B, B);
        for (let j = 0; j < 6; j++) A.data[j + 6 * j] += 1;
        const { L, failed } = factored(A);
        expect(failed).toBe(-1);
        expect(maxDifference(multiplyByTransposed(L, L), A)).toBeLessThanOrEqual(8 * EPS * largest(A));
      }),
      { numRuns: 50, seed: 2 },
    );
  });

  test("the first pivot that is not positive is named: indefinite, zero, NaN, infinite", () => {
    const withDiagonal = (...d: number[]) => fromRows(d.map((value, i) => d.map((_, j) => (i === j ? value : 0))));
    expect(
      factored(
        fromRows([
          [1, 2, 0],
          [2, 1, 0],
          [0, 0, 1],
        ]),
      ).failed,
    ).toBe(1);
    expect(factored(withDiagonal(1, 1, 0, 1)).failed).toBe(2);
    expect(factored(withDiagonal(1, Number.NaN)).failed).toBe(1);
    expect(factored(withDiagonal(Number.POSITIVE_INFINITY, 1)).failed).toBe(0);
    expect(factored(withDiagonal()).failed).toBe(-1);
  });

  test("only the lower triangle of the block is read or written", () => {
    const a = Float64Array.of(5, 4, 2, 99, 99, 5, 5); // [4 .; 2 5] at 1, stride 3
    expect(choleskyFactorInPlace(a, 2, 1, 3)).toBe(-1);
    expect([...a]).toEqual([5, 2, 1, 99, 99, 2, 5]);
  });
});

describe("from the factor", () => {
  test("choleskyLogdet is exact on a known determinant and never overflows", () => {
    const A = fromRows([
      [4, 12, -16],
      [12, 37, -43],
      [-16, -43, 98],
    ]);
    expect(choleskyLogdet(factored(A).L.data, 3)).toBe(2 * Math.log(6));
    const large = new Float64Array(400 * 400);
    const tiny = new Float64Array(400 * 400);
    for (let j = 0; j < 400; j++) {
      large[j * 401] = 1e150;
      tiny[j * 401] = 1e-150;
    }
    const truth = 2 * 400 * 150 * Math.log(10);
    expect(Math.abs(choleskyLogdet(large, 400) / truth - 1)).toBeLessThan(1e-14);
    expect(Math.abs(choleskyLogdet(tiny, 400) / -truth - 1)).toBeLessThan(1e-14);
    expect(choleskyLogdet(new Float64Array(0), 0)).toBe(0);
  });

  test("choleskySolveInPlace leaves a residual of rounding size even on Hilbert matrices", () => {
    for (const n of [3, 8, 12]) {
      const A = hilbert(n);
      const B = randomMatrix(n, 2, n);
      const X = matrix(n, 2, B.data.slice());
      choleskySolveInPlace(factored(A).L.data, n, X.data, 2);
      expect(maxDifference(multiply(A, X), B)).toBeLessThanOrEqual(4 * n * EPS * largest(A) * largest(X));
    }
  });

  test("choleskyInverse of the 4 x 4 Hilbert matrix is the known integer matrix", () => {
    const inverse = choleskyInverse(factored(hilbert(4)).L.data, 4);
    const exact = fromRows([
      [16, -120, 240, -140],
      [-120, 1200, -2700, 1680],
      [240, -2700, 6480, -4200],
      [-140, 1680, -4200, 2800],
    ]);
    expect(maxDifference(inverse, exact)).toBeLessThanOrEqual(6480 * 16000 * EPS);
  });

  test("choleskyInverse is exactly symmetric, keeps the factor, and reads a block of a buffer", () => {
    const A = multiplyTransposed(randomMatrix(9, 6, 3), randomMatrix(9, 6, 3));
    const { L } = factored(A);
    const buffer = new Float64Array(100).fill(Number.NaN);
    for (let j = 0; j < 6; j++) for (let i = j; i < 6; i++) buffer[5 + 8 * j + i] = L.data[i + 6 * j];
    const before = buffer.slice();
    const inverse = choleskyInverse(buffer, 6, 5, 8);
    expect(buffer).toEqual(before);
    expect(maxDifference(multiply(inverse, A), identity(6))).toBeLessThanOrEqual(1e-12);
    expect(toRows(inverse)).toEqual(toRows(inverse).map((_, j) => toRows(inverse).map((row) => row[j])));
  });
});
