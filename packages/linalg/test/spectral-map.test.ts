import { expect, test } from "vitest";
import { type Matrix, matrix, multiply, multiplyByTransposed, spectralMap } from "../src/index.ts";
import { maxDifference, randomMatrix } from "./helpers.ts";

const B = randomMatrix(6, 4, 3);
/** Positive definite. */
const A: Matrix = multiplyByTransposed(randomMatrix(4, 6, 3), randomMatrix(4, 6, 3));

test("the inverse is one, and the square of the root is the matrix", () => {
  const inverse = multiply(
    A,
    spectralMap(A, (value) => 1 / value),
  ).data;
  expect(inverse.every((value, at) => Math.abs(value - (at % 5 === 0 ? 1 : 0)) < 1e-12)).toBe(true);
  const root = spectralMap(A, Math.sqrt);
  expect(maxDifference(multiply(root, root), A)).toBeLessThan(1e-13);
});

test("a function of the eigenvalue's place and of all eigenvalues leaves what the matrix is of lower rank", () => {
  // [[2, 1], [1, 2]] has the eigenvalues 1 and 3, of (1, -1) and (1, 1)
  const own = matrix(2, 2, Float64Array.of(2, 1, 1, 2));
  const largest = spectralMap(own, (value, k, values) => (k === values.length - 1 ? value : 0));
  expect(Array.from(largest.data, (value) => Math.round(value * 1e12) / 1e12)).toEqual([1.5, 1.5, 1.5, 1.5]);
});

test("what is not square is refused", () => {
  expect(() => spectralMap(B, Math.sqrt)).toThrow(expect.objectContaining({ code: "not-square" }));
});
