import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  fromRows,
  identity,
  type Matrix,
  matrix,
  multiplyTransposed,
  multiplyVector,
  qrBasis,
  qrFactor,
  qrSolve,
  qrTurned,
} from "../src/index.ts";
import { anyMatrix, largest, maxDifference, randomMatrix } from "./helpers.ts";

function permuted(A: Matrix, pivot: Int32Array): Matrix {
  const AP = matrix(A.nrow, A.ncol);
  pivot.forEach((j, k) => {
    AP.data.set(A.data.subarray(j * A.nrow, (j + 1) * A.nrow), k * A.nrow);
  });
  return AP;
}

// columns: 1, treatment dummies of a three-level factor, all three dummies, and a multiple
const dummies = fromRows([
  [1, 0, 0, 1, 0, 0, 3],
  [1, 1, 0, 0, 1, 0, 3],
  [1, 0, 1, 0, 0, 1, 3],
  [1, 0, 0, 1, 0, 0, 3],
  [1, 1, 0, 0, 1, 0, 3],
]);

describe("the axes of a factor", () => {
  const A = randomMatrix(7, 3, 5);
  const factor = qrFactor(A);
  const Q = qrBasis(factor, 0, 7);

  test("are orthonormal, and the columns of A in them are R", () => {
    expect(maxDifference(multiplyTransposed(Q, Q), identity(7))).toBeLessThan(1e-14);
    expect(maxDifference(multiplyTransposed(qrBasis(factor, 0, 3), permuted(A, factor.pivot)), factor.R)).toBeLessThan(
      1e-14,
    );
    // what comes after the rank is orthogonal to A
    expect(largest(multiplyTransposed(qrBasis(factor, 3, 7), A))).toBeLessThan(1e-14);
  });

  test("turn a vector into its products with them", () => {
    const y = randomMatrix(7, 1, 6).data;
    const turned = qrTurned(factor, y);
    const products = multiplyTransposed(Q, matrix(7, 1, y)).data;
    expect(Math.max(...turned.map((value, k) => Math.abs(value - products[k])))).toBeLessThan(1e-14);
    expect(() => qrTurned(factor, y.subarray(1))).toThrow(expect.objectContaining({ code: "shape-mismatch" }));
  });

  test("are those of the rank only as far as columns are independent", () => {
    const own = qrFactor(dummies);
    const outside = qrBasis(own, own.rank, 5);
    expect(outside.ncol).toBe(2);
    expect(largest(multiplyTransposed(outside, dummies))).toBeLessThan(1e-14);
  });
});

describe("qrFactor", () => {
  test("R'R = P'A'A P to rounding", () => {
    for (const A of [randomMatrix(5, 5, 1), randomMatrix(30, 8, 2), dummies, randomMatrix(3, 6, 3)]) {
      const { R, pivot } = qrFactor(A);
      const AP = permuted(A, pivot);
      const scale = A.nrow * 2 ** -52 * A.nrow * largest(A) ** 2;
      expect(maxDifference(multiplyTransposed(R, R), multiplyTransposed(AP, AP))).toBeLessThanOrEqual(8 * scale);
    }
  });

  test("columns spanned by those before them move to the end, as R's qr() has it", () => {
    const { rank, pivot } = qrFactor(dummies); // R: qr(dummies)$rank is 3, $pivot 1 2 3 4 5 6 7
    expect(rank).toBe(3);
    expect([...pivot]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const early = qrFactor(
      fromRows([
        [1, 2, 0, 0],
        [1, 2, 1, 0],
        [1, 2, 0, 1],
      ]),
    );
    expect(early.rank).toBe(3);
    expect([...early.pivot]).toEqual([0, 2, 3, 1]);
  });

  test("the answer does not depend on the columns' units", () => {
    const scales = [1e-200, 1e9, 1e150, 1, 1e-6, 1e6, 1e-9];
    const scaled = matrix(
      5,
      7,
      dummies.data.map((value, k) => value * scales[Math.floor(k / 5)]),
    );
    expect(qrFactor(scaled).rank).toBe(3);
    expect([...qrFactor(scaled).pivot]).toEqual([...qrFactor(dummies).pivot]);
  });

  test("near dependence is decided by the tolerance", () => {
    const A = fromRows([
      [1, 1],
      [1, 1],
      [1, 1 + 1e-9],
    ]);
    expect(qrFactor(A).rank).toBe(1);
    expect(qrFactor(A, 1e-12).rank).toBe(2);
  });

  test("columns of zeros, NaN or infinity are dependent; the rank of nothing is 0", () => {
    const A = fromRows([
      [0, 1, Number.NaN, 2, Number.POSITIVE_INFINITY],
      [0, 2, 1, 1, 3],
    ]);
    expect(qrFactor(A)).toMatchObject({ rank: 2, pivot: Int32Array.of(1, 3, 0, 2, 4) });
    expect(qrFactor(matrix(3, 0)).rank).toBe(0);
    expect(qrFactor(matrix(0, 2)).rank).toBe(0);
  });

  test("appending a combination of the columns never raises the rank", () => {
    fc.assert(
      fc.property(anyMatrix(6, 3), fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: -3, max: 3 }))), (A, weights) => {
        const sum = multiplyVector(A, Float64Array.from(weights));
        const wider = matrix(6, 4, Float64Array.of(...A.data, ...sum));
        expect(qrFactor(wider).rank).toBe(qrFactor(A).rank);
      }),
      { numRuns: 50, seed: 4 },
    );
  });
});

describe("qrSolve", () => {
  test("finds the line through points on it, and NaN for a dependent column", () => {
    const A = fromRows([
      [1, 1, 2000],
      [1, 1, 2001],
      [1, 1, 2002],
      [1, 1, 2003],
    ]);
    const [intercept, dependent, slope] = qrSolve(qrFactor(A), Float64Array.of(3, 5, 7, 9));
    expect(slope).toBeCloseTo(2, 10);
    expect(intercept).toBeCloseTo(3 - 4000, 6);
    expect(dependent).toBeNaN();
  });

  test("residuals are orthogonal to the columns", () => {
    const A = randomMatrix(20, 4, 8);
    const y = randomMatrix(20, 1, 9).data;
    const fitted = multiplyVector(A, qrSolve(qrFactor(A), y));
    const residual = matrix(
      20,
      1,
      y.map((value, i) => value - fitted[i]),
    );
    expect(largest(multiplyTransposed(A, residual))).toBeLessThanOrEqual(20 * 2 ** -52 * 8);
  });

  test("a response of the wrong length is refused", () => {
    expect(() => qrSolve(qrFactor(dummies), new Float64Array(4))).toThrowError(
      expect.objectContaining({ code: "shape-mismatch", data: { left: [5, 7], right: [4, 1] } }),
    );
  });
});
