import fc from "fast-check";
import { expect, test } from "vitest";
import { fromRows, identity, luFactor, luInverse, luSolve, matrix, multiply, toRows } from "../src/index.ts";
import { hilbert, largest, maxDifference, randomMatrix } from "./helpers.ts";

test("solutions leave residuals of rounding size, well and ill conditioned", () => {
  for (const A of [randomMatrix(1, 1, 1), randomMatrix(6, 6, 2), randomMatrix(40, 40, 3), hilbert(11)]) {
    const n = A.nrow;
    const B = randomMatrix(n, 3, 4);
    const X = luSolve(luFactor(A), B);
    expect(maxDifference(multiply(A, X), B)).toBeLessThanOrEqual(8 * n * 2 ** -52 * largest(A) * largest(X));
  }
});

test("rows are exchanged when a leading entry is zero", () => {
  const factor = luFactor(
    fromRows([
      [0, 1, 0],
      [0, 0, 2],
      [4, 0, 0],
    ]),
  );
  expect(factor.failedPivot).toBe(-1);
  expect(toRows(luInverse(factor))).toEqual([
    [0, 0, 0.25],
    [1, 0, 0],
    [0, 0.5, 0],
  ]);
});

test("the inverse of an indefinite symmetric matrix times the matrix is the identity", () => {
  const A = fromRows([
    [1, 2, 3],
    [2, -5, 1],
    [3, 1, 0.5],
  ]);
  expect(maxDifference(multiply(luInverse(luFactor(A)), A), identity(3))).toBeLessThanOrEqual(1e-14);
});

test("the inverse of the inverse is the matrix, for matrices near the identity", () => {
  const entries = fc.array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { minLength: 16, maxLength: 16 });
  fc.assert(
    fc.property(entries, (data) => {
      const A = matrix(
        4,
        4,
        Float64Array.from(data, (value, k) => value + (k % 5 === 0 ? 1 : 0)),
      );
      expect(maxDifference(luInverse(luFactor(luInverse(luFactor(A)))), A)).toBeLessThanOrEqual(1e-12);
    }),
    { numRuns: 50, seed: 3 },
  );
});

test("a zero or NaN pivot is reported, and solving with it refused", () => {
  const singular = luFactor(
    fromRows([
      [1, 2],
      [2, 4],
    ]),
  );
  expect(singular.failedPivot).toBe(1);
  expect(luFactor(fromRows([[Number.NaN]])).failedPivot).toBe(0);
  expect(() => luInverse(singular)).toThrowError(
    expect.objectContaining({ code: "rank-deficient", data: { pivot: 1, size: 2 } }),
  );
});

test("wrong shapes are refused", () => {
  expect(() => luFactor(matrix(2, 3))).toThrowError(
    expect.objectContaining({ code: "not-square", data: { shape: [2, 3] } }),
  );
  expect(() => luSolve(luFactor(identity(2)), matrix(3, 1))).toThrowError(
    expect.objectContaining({ code: "shape-mismatch", data: { left: [2, 2], right: [3, 1] } }),
  );
});
