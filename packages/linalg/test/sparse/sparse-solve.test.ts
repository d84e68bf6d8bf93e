import { describe, expect, test } from "vitest";
import {
  sparseAnalyse,
  sparseFactor,
  sparseFactorInPlace,
  sparseLowerTransposedSolveInPlace,
  sparseSolveInPlace,
} from "../../src/index.ts";
import { sparseLowerSolveInPlace } from "../../src/sparse/sparse-solve.ts";
import { uniform } from "../helpers.ts";
import { definiteValues, denseInverse, PATTERNS, toDense } from "../sparse-matrices.ts";

function factored(name: string) {
  const pattern = PATTERNS[name];
  const values = definiteValues(pattern, 31);
  const factor = sparseFactor(sparseAnalyse(pattern));
  sparseFactorInPlace(factor, values);
  return { n: pattern.n, factor, inverse: denseInverse(toDense(pattern, values)).inverse };
}

const NAMES = Object.keys(PATTERNS);
const times = (A: readonly (readonly number[])[], x: ArrayLike<number>): number[] =>
  A.map((row) => row.reduce((sum, a, j) => sum + a * x[j], 0));
const size = (x: ArrayLike<number>): number => Array.from(x).reduce((max, v) => Math.max(max, Math.abs(v)), 0);

describe("sparseSolveInPlace", () => {
  test.each(NAMES)("gives S^-1 B for columns inside a larger buffer, and leaves the rest alone: %s", (name) => {
    const { n, factor, inverse } = factored(name);
    const next = uniform(32);
    const stride = n + 3;
    const b = Float64Array.from({ length: 2 + 3 * stride }, () => next());
    const before = b.slice();
    sparseSolveInPlace(factor, b, 3, 2, stride);
    for (let r = 0; r < 3; r++) {
      const from = 2 + r * stride;
      const expected = times(inverse, before.subarray(from, from + n));
      const found = b.subarray(from, from + n);
      expect(size(expected.map((x, i) => x - found[i]))).toBeLessThanOrEqual(1e-12 * size(expected));
      expect(b.subarray(from + n, from + stride)).toEqual(before.subarray(from + n, from + stride));
    }
    expect(b.subarray(0, 2)).toEqual(before.subarray(0, 2));
  });
});

describe("sparseLowerSolveInPlace and sparseLowerTransposedSolveInPlace", () => {
  test.each(NAMES)("|L^-1 P b|^2 is b'S^-1 b, and the other half completes the solution: %s", (name) => {
    const { n, factor, inverse } = factored(name);
    const next = uniform(33);
    const { order } = factor.symbolic;
    const B = Array.from({ length: 2 }, () => Float64Array.from({ length: n }, () => next()));
    const x = Float64Array.from([...B.flatMap((b) => Array.from(order, (j) => b[j]))]);
    sparseLowerSolveInPlace(factor, x, 2);
    B.forEach((b, r) => {
      const half = x.subarray(r * n, (r + 1) * n).reduce((sum, v) => sum + v * v, 0);
      const whole = times(inverse, b).reduce((sum, v, i) => sum + v * b[i], 0);
      expect(Math.abs(half - whole)).toBeLessThanOrEqual(1e-12 * whole);
    });
    sparseLowerTransposedSolveInPlace(factor, x, 2);
    B.forEach((b, r) => {
      const expected = times(inverse, b);
      const errors = Array.from(order, (j, k) => x[r * n + k] - expected[j]);
      expect(size(errors)).toBeLessThanOrEqual(1e-12 * size(expected));
    });
  });
});
