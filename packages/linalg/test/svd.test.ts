import fc from "fast-check";
import { Matrix as MlMatrix, SingularValueDecomposition } from "ml-matrix";
import { describe, expect, test, vi } from "vitest";
import {
  fromRows,
  identity,
  type Matrix,
  matrix,
  multiply,
  multiplyByTransposed,
  multiplyTransposed,
  svdFactor,
  svdPseudoInverse,
  toRows,
} from "../src/index.ts";
import { anyMatrix, hilbert, largest, maxDifference, randomMatrix } from "./helpers.ts";

function rebuilt(A: Matrix): Matrix {
  const { U, s, V } = svdFactor(A);
  const US = matrix(
    U.nrow,
    U.ncol,
    U.data.map((value, k) => value * s[Math.floor(k / U.nrow)]),
  );
  return multiplyByTransposed(US, V);
}

describe("svdFactor", () => {
  test("U diag(s) V' is A, with orthonormal columns and descending s: tall, wide and square", () => {
    for (const A of [randomMatrix(9, 4, 1), randomMatrix(4, 9, 2), randomMatrix(6, 6, 3), hilbert(8)]) {
      const { U, s, V } = svdFactor(A);
      const r = Math.min(A.nrow, A.ncol);
      expect([U.ncol, s.length, V.ncol]).toEqual([r, r, r]);
      expect([...s]).toEqual([...s].sort((a, b) => b - a));
      expect(maxDifference(rebuilt(A), A)).toBeLessThanOrEqual(64 * 2 ** -52 * largest(A));
      expect(maxDifference(multiplyTransposed(U, U), identity(r))).toBeLessThanOrEqual(64 * 2 ** -52);
      expect(maxDifference(multiplyTransposed(V, V), identity(r))).toBeLessThanOrEqual(64 * 2 ** -52);
    }
  });

  test("singular values are those of an independent library", () => {
    for (const [m, n] of [
      [5, 5],
      [9, 4],
      [40, 25],
    ]) {
      const A = randomMatrix(m, n, m);
      const { diagonal } = new SingularValueDecomposition(new MlMatrix(toRows(A)));
      const { s } = svdFactor(A);
      for (const [j, value] of diagonal.entries()) expect(Math.abs(s[j] - value)).toBeLessThanOrEqual(1e-14 * s[0]);
    }
  });

  test("small singular values keep their digits where they come from the columns' units", () => {
    // [2 1 1; 1 3 1; 1 1 4; 1 0 1] with columns times 1, 2^-33 and 2^-66; by mpmath's svd_r in 60 digits
    const columns = [
      [2, 1, 1, 1],
      [1, 3, 1, 0],
      [1, 1, 4, 1],
    ];
    const A = matrix(4, 3, Float64Array.from(columns.flatMap((column, j) => column.map((x) => x * 2 ** (-33 * j)))));
    const exact = [2.6457513110645907, 2.817429460135657e-10, 4.206558235248832e-20];
    const { s } = svdFactor(A);
    for (const [j, value] of exact.entries()) expect(Math.abs(s[j] / value - 1)).toBeLessThanOrEqual(16 * 2 ** -52);
  });

  test("U and V are orthonormal also where columns are zero or equal, and where squares overflow or vanish", () => {
    const B = randomMatrix(7, 5, 11);
    B.data.fill(0, 7, 14);
    B.data.copyWithin(21, 28, 35);
    for (const A of [
      B,
      matrix(4, 3),
      matrix(1, 1),
      matrix(
        7,
        5,
        B.data.map((x) => x * 1e300),
      ),
      matrix(
        7,
        5,
        B.data.map((x) => x * 1e-300),
      ),
    ]) {
      const { U, V } = svdFactor(A);
      expect(maxDifference(multiplyTransposed(U, U), identity(A.ncol))).toBeLessThanOrEqual(64 * 2 ** -52);
      expect(maxDifference(multiplyTransposed(V, V), identity(A.ncol))).toBeLessThanOrEqual(64 * 2 ** -52);
      expect(maxDifference(rebuilt(A), A)).toBeLessThanOrEqual(64 * 2 ** -52 * largest(A));
    }
  });

  test("nothing is printed, not even for a wide matrix", () => {
    const spies = (["log", "warn", "error"] as const).map((name) => vi.spyOn(console, name));
    svdFactor(randomMatrix(2, 5, 4));
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  test("empty matrices have no singular values", () => {
    expect(svdFactor(matrix(3, 0)).s).toHaveLength(0);
    expect(svdFactor(matrix(0, 3)).s).toHaveLength(0);
  });

  test("numbers that are not finite are refused with their place", () => {
    const A = fromRows([
      [1, 2],
      [3, 4],
      [5, Number.NaN],
    ]);
    expect(() => svdFactor(A)).toThrowError(
      expect.objectContaining({ code: "not-finite", data: { row: 2, column: 1, value: Number.NaN } }),
    );
  });
});

describe("svdPseudoInverse", () => {
  test("satisfies Penrose's four conditions, full rank or not", () => {
    fc.assert(
      fc.property(anyMatrix(5, 2), anyMatrix(2, 4), (B, C) => {
        const A = multiply(B, C); // rank 2 at most
        fc.pre(svdFactor(A).s[1] > 1e-3 * svdFactor(A).s[0]);
        const P = svdPseudoInverse(A, 1e-12);
        const near = (X: Matrix, Y: Matrix, scale: number) =>
          expect(maxDifference(X, Y)).toBeLessThanOrEqual(1e-10 * (scale + 1e-300));
        near(multiply(multiply(A, P), A), A, largest(A));
        near(multiply(multiply(P, A), P), P, largest(P));
        near(multiply(A, P), multiplyByTransposed(identity(5), multiply(A, P)), 1);
        near(multiply(P, A), multiplyByTransposed(identity(4), multiply(P, A)), 1);
      }),
      { numRuns: 50, seed: 6 },
    );
  });

  test("is the inverse of a regular matrix", () => {
    const A = fromRows([
      [4, 7],
      [2, 6],
    ]);
    expect(
      maxDifference(
        svdPseudoInverse(A),
        fromRows([
          [0.6, -0.7],
          [-0.2, 0.4],
        ]),
      ),
    ).toBeLessThanOrEqual(1e-15);
  });

  test("of zeros is zeros, transposed", () => {
    expect(svdPseudoInverse(matrix(2, 3))).toEqual(matrix(3, 2));
  });
});
