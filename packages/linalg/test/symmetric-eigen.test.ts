import fc from "fast-check";
import { expect, test } from "vitest";
import { fromRows, identity, matrix, multiply, multiplyTransposed, symmetricEigen, transpose } from "../src/index.ts";
import { anyMatrix, hilbert, largest, maxDifference, randomMatrix } from "./helpers.ts";

test("values ascend, vectors are orthonormal, and A V = V diag(values)", () => {
  const random = randomMatrix(12, 12, 5);
  const indefinite = matrix(
    12,
    12,
    random.data.map((value, k) => value + transpose(random).data[k]),
  );
  for (const A of [indefinite, hilbert(9), identity(4), matrix(3, 3)]) {
    const n = A.nrow;
    const { values, vectors } = symmetricEigen(A);
    expect([...values]).toEqual([...values].sort((a, b) => a - b));
    expect(maxDifference(multiplyTransposed(vectors, vectors), identity(n))).toBeLessThanOrEqual(8 * n * 2 ** -52);
    const VD = matrix(
      n,
      n,
      vectors.data.map((value, k) => value * values[Math.floor(k / n)]),
    );
    expect(maxDifference(multiply(A, vectors), VD)).toBeLessThanOrEqual(8 * n * 2 ** -52 * (largest(A) * n));
  }
});

test("known values: [2 1; 1 2] has 1 and 3", () => {
  const { values } = symmetricEigen(
    fromRows([
      [2, 1],
      [1, 2],
    ]),
  );
  expect(values[0]).toBeCloseTo(1, 14);
  expect(values[1]).toBeCloseTo(3, 14);
});

test("entries at either end of the range of doubles give their values", () => {
  for (const scale of [2 ** -1071, 2 ** -1022, 2 ** 1021]) {
    const { values } = symmetricEigen(
      fromRows([
        [2 * scale, scale],
        [scale, 2 * scale],
      ]),
    );
    expect([...values]).toEqual([scale, 3 * scale]);
  }
});

test("a matrix that is not symmetric is decomposed as its symmetric part", () => {
  const { values } = symmetricEigen(
    fromRows([
      [2, 2],
      [0, 2],
    ]),
  );
  expect(values[0]).toBeCloseTo(1, 14);
  expect(values[1]).toBeCloseTo(3, 14);
});

test("the values sum to the trace", () => {
  fc.assert(
    fc.property(anyMatrix(5, 5), (A) => {
      const trace = [0, 6, 12, 18, 24].reduce((sum, k) => sum + A.data[k], 0);
      const sum = symmetricEigen(A).values.reduce((total, value) => total + value, 0);
      expect(Math.abs(sum - trace)).toBeLessThanOrEqual(100 * 2 ** -52 * largest(A));
    }),
    { numRuns: 50, seed: 5 },
  );
});

test("0 x 0 has no values", () => {
  expect(symmetricEigen(matrix(0, 0))).toMatchObject({ values: new Float64Array(0), vectors: { nrow: 0, ncol: 0 } });
});

test("a rectangular matrix or one that is not finite is refused", () => {
  expect(() => symmetricEigen(matrix(2, 1))).toThrowError(expect.objectContaining({ code: "not-square" }));
  expect(() =>
    symmetricEigen(
      fromRows([
        [1, 0],
        [Number.NaN, 1],
      ]),
    ),
  ).toThrowError(expect.objectContaining({ code: "not-finite", data: { row: 1, column: 0, value: Number.NaN } }));
});
