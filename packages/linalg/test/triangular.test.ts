import { expect, test } from "vitest";
import {
  fromRows,
  identity,
  lowerInverseInPlace,
  lowerSolveInPlace,
  lowerTransposedSolveInPlace,
  matrix,
  multiply,
  multiplyTransposed,
} from "../src/index.ts";
import { largest, maxDifference, randomMatrix, uniform } from "./helpers.ts";

function randomTriangle(n: number, seed: number) {
  const next = uniform(seed);
  const rows = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => (j > i ? 0 : next() + (i === j ? 3 : 0))),
  );
  return fromRows(rows);
}

test("solving with L and L' leaves residuals of rounding size", () => {
  for (const n of [1, 2, 7, 40]) {
    const L = randomTriangle(n, n);
    const B = randomMatrix(n, 3, n + 100);
    const X = matrix(n, 3, B.data.slice());
    lowerSolveInPlace(L.data, n, X.data, 3);
    expect(maxDifference(multiply(L, X), B)).toBeLessThanOrEqual(4 * n * 2 ** -52 * largest(L) * largest(X));
    const Y = matrix(n, 3, B.data.slice());
    lowerTransposedSolveInPlace(L.data, n, Y.data, 3);
    expect(maxDifference(multiplyTransposed(L, Y), B)).toBeLessThanOrEqual(4 * n * 2 ** -52 * largest(L) * largest(Y));
  }
});

test("a single right-hand side is the default", () => {
  const b = Float64Array.of(2, 7);
  lowerSolveInPlace(Float64Array.of(2, 1, 0, 3), 2, b);
  expect([...b]).toEqual([1, 2]);
  lowerTransposedSolveInPlace(Float64Array.of(2, 1, 0, 4), 2, b);
  expect([...b]).toEqual([0.25, 0.5]);
});

test("blocks inside larger buffers are solved where they stand and nothing else is touched", () => {
  const l = Float64Array.of(9, 9, 2, 1, 9, 9, 3, 9); // L = [2 .; 1 3] at 2, stride 3
  const b = Float64Array.of(-1, 2, 7, -1, 4, 5, -1); // B = [2 4; 7 5] at 1, stride 3
  lowerSolveInPlace(l, 2, b, 2, 2, 3, 1, 3);
  expect([...b]).toEqual([-1, 1, 2, -1, 2, 1, -1]);
  lowerTransposedSolveInPlace(l, 2, b, 1, 2, 3, 4, 3);
  expect(b[5]).toBe(1 / 3);
  expect(b[4]).toBe((2 - 1 / 3) / 2);
  expect([b[0], b[1], b[2], b[3], b[6]]).toEqual([-1, 1, 2, -1, -1]);
});

test("the inverse of a triangle times the triangle is the identity", () => {
  for (const n of [1, 2, 3, 8, 30]) {
    const L = randomTriangle(n, 7 * n);
    const inverse = matrix(n, n, L.data.slice());
    lowerInverseInPlace(inverse.data, n);
    expect(maxDifference(multiply(inverse, L), identity(n))).toBeLessThanOrEqual(8 * n * 2 ** -52 * largest(L));
  }
});

test("the inverse keeps to the lower triangle of its block", () => {
  const l = Float64Array.of(7, 2, 1, 7, 7, 4, 7); // [2 7; 1 4] at 1, stride 3
  lowerInverseInPlace(l, 2, 1, 3);
  expect([...l]).toEqual([7, 0.5, -0.125, 7, 7, 0.25, 7]);
});

test("a zero on the diagonal gives infinities, not an exception", () => {
  const b = Float64Array.of(1);
  lowerSolveInPlace(Float64Array.of(0), 1, b);
  expect(b[0]).toBe(Number.POSITIVE_INFINITY);
});
