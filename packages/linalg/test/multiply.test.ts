import fc from "fast-check";
import { expect, test } from "vitest";
import {
  fromRows,
  matrix,
  multiply,
  multiplyByTransposed,
  multiplyTransposed,
  multiplyVector,
  toRows,
  transpose,
} from "../src/index.ts";
import { anyMatrix, largest, maxDifference } from "./helpers.ts";

const A = fromRows([
  [1, 2],
  [3, 4],
  [5, 6],
]);

test("products of small integers are exact", () => {
  expect(
    toRows(
      multiply(
        A,
        fromRows([
          [1, 0, 2],
          [0, 1, -1],
        ]),
      ),
    ),
  ).toEqual([
    [1, 2, 0],
    [3, 4, 2],
    [5, 6, 4],
  ]);
  expect(toRows(multiplyTransposed(A, A))).toEqual([
    [35, 44],
    [44, 56],
  ]);
  expect(toRows(multiplyByTransposed(A, A))).toEqual([
    [5, 11, 17],
    [11, 25, 39],
    [17, 39, 61],
  ]);
  expect([...multiplyVector(A, Float64Array.of(1, -1))]).toEqual([-1, -1, -1]);
});

test("the transposed products are products with a transpose", () => {
  fc.assert(
    fc.property(anyMatrix(4, 3), anyMatrix(4, 2), anyMatrix(5, 3), (A, B, C) => {
      const scale = 8 * 2 ** -52 * (largest(A) * (largest(B) + largest(C)) + 1e-300);
      expect(maxDifference(multiplyTransposed(A, B), multiply(transpose(A), B))).toBeLessThanOrEqual(scale);
      expect(maxDifference(multiplyByTransposed(A, C), multiply(A, transpose(C)))).toBeLessThanOrEqual(scale);
    }),
    { numRuns: 50, seed: 1 },
  );
});

test("a sum over nothing is zero", () => {
  expect(toRows(multiply(matrix(2, 0), matrix(0, 2)))).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

test("shapes that do not fit are refused with both shapes", () => {
  const mismatch = (left: number[], right: number[]) =>
    expect.objectContaining({ code: "shape-mismatch", data: { left, right } });
  expect(() => multiply(A, A)).toThrowError(mismatch([3, 2], [3, 2]));
  expect(() => multiplyTransposed(A, matrix(2, 2))).toThrowError(mismatch([3, 2], [2, 2]));
  expect(() => multiplyByTransposed(A, matrix(2, 3))).toThrowError(mismatch([3, 2], [2, 3]));
  expect(() => multiplyVector(A, new Float64Array(3))).toThrowError(mismatch([3, 2], [3, 1]));
});
