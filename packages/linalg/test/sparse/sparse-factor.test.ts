import { describe, expect, test } from "vitest";
import {
  LinalgError,
  type SparseFactor,
  type SparsePattern,
  sparseAnalyse,
  sparseFactor,
  sparseFactorInPlace,
  sparseLogdet,
} from "../../src/index.ts";
import { sparseScatter } from "../../src/sparse/sparse-factor.ts";
import { definiteValues, denseInverse, PATTERNS, patternWhere, randomPattern, toDense } from "../sparse-matrices.ts";

/** L as a full square, in permuted order, read from its storage. */
function lowerOf({ symbolic, values }: SparseFactor): number[][] {
  const { pattern, first, rowStart, rows, offset } = symbolic;
  const L = Array.from({ length: pattern.n }, () => new Array<number>(pattern.n).fill(0));
  for (let s = 0; s + 1 < first.length; s++) {
    const width = first[s + 1] - first[s];
    for (let j = 0; j < width; j++) {
      for (let i = j; i < width; i++) L[first[s] + i][first[s] + j] = values[offset[s] + j * width + i];
      for (let k = rowStart[s]; k < rowStart[s + 1]; k++) {
        L[rows[k]][first[s] + j] = values[offset[s] + width * (width + k - rowStart[s]) + j];
      }
    }
  }
  return L;
}

/** The largest entry of LL' - P S P', as a fraction of the largest of S. */
function residual(factor: SparseFactor, values: Float64Array): number {
  const { pattern, order } = factor.symbolic;
  const S = toDense(pattern, values);
  const L = lowerOf(factor);
  let worst = 0;
  for (let i = 0; i < pattern.n; i++) {
    for (let j = 0; j <= i; j++) {
      let product = 0;
      for (let k = 0; k <= j; k++) product += L[i][k] * L[j][k];
      worst = Math.max(worst, Math.abs(product - S[order[i]][order[j]]));
    }
  }
  return worst / Math.max(...values);
}

const CASES = Object.entries(PATTERNS).flatMap(([name, pattern]) => [
  { name, pattern, options: {} },
  { name, pattern, options: { relaxation: [] } },
]);

describe("sparseFactorInPlace", () => {
  test.each(CASES)(
    "L L' reproduces the matrix, and log|S| is Gauss-Jordan's: $name, $options",
    ({ pattern, options }) => {
      const values = definiteValues(pattern, 21);
      const factor = sparseFactor(sparseAnalyse(pattern, options));
      expect(sparseFactorInPlace(factor, values)).toBe(-1);
      expect(residual(factor, values)).toBeLessThan(1e-14);
      const { logdet } = denseInverse(toDense(pattern, values));
      expect(Math.abs(sparseLogdet(factor) - logdet)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(logdet)));
    },
  );

  test("a workspace that is used again gives the bits of a new one, also after a failure", () => {
    const pattern = PATTERNS["unlike popularity"];
    const symbolic = sparseAnalyse(pattern);
    const reused = sparseFactor(symbolic);
    const values = definiteValues(pattern, 22);
    sparseFactorInPlace(reused, definiteValues(pattern, 23));
    sparseFactorInPlace(
      reused,
      values.map((value) => -value),
    );
    expect(sparseFactorInPlace(reused, values)).toBe(-1);
    const fresh = sparseFactor(symbolic);
    sparseFactorInPlace(fresh, values);
    expect(lowerOf(reused)).toEqual(lowerOf(fresh));
  });

  test("values may be written to their places beforehand", () => {
    const pattern = PATTERNS["random 10 %"];
    const values = definiteValues(pattern, 24);
    const given = sparseFactor(sparseAnalyse(pattern));
    const scattered = sparseFactor(sparseAnalyse(pattern));
    sparseFactorInPlace(given, values);
    sparseScatter(scattered, values);
    expect(sparseFactorInPlace(scattered)).toBe(-1);
    expect(scattered.values).toEqual(given.values);
  });

  test("values that are not as many as the pattern has entries are refused", () => {
    const factor = sparseFactor(sparseAnalyse(PATTERNS.diagonal));
    expect(() => sparseFactorInPlace(factor, new Float64Array(39))).toThrow(LinalgError);
  });

  test.each(Object.entries(PATTERNS))(
    "a negative, zero, NaN or infinite pivot is named by its column: %s",
    (_, pattern) => {
      const factor = sparseFactor(sparseAnalyse(pattern));
      const column = Math.floor(pattern.n / 2);
      for (const bad of [-1, 0, Number.NaN, Number.POSITIVE_INFINITY]) {
        const values = definiteValues(pattern, 25);
        // cut off from the others, so that no order of elimination can move the failure
        for (let j = 0; j < pattern.n; j++) {
          for (let k = pattern.start[j]; k < pattern.start[j + 1]; k++) {
            if (j === column || pattern.row[k] === column) values[k] = 0;
          }
        }
        values[pattern.start[column]] = bad;
        expect(sparseFactorInPlace(factor, values)).toBe(column);
      }
    },
  );

  test("the column named is the first whose leading minor, in the order of elimination, is not positive", () => {
    const pattern = randomPattern(60, 0.1, 26);
    const factor = sparseFactor(sparseAnalyse(pattern));
    const { order } = factor.symbolic;
    const values = definiteValues(pattern, 26);
    for (let j = 0; j < 60; j++) values[pattern.start[j]] *= 0.35;
    const S = toDense(pattern, values);
    // LDL' without square roots: the sign of each pivot
    const W = Array.from(order, (i) => Array.from(order, (j) => S[i][j]));
    let expected = -1;
    for (let k = 0; k < 60 && expected === -1; k++) {
      if (!(W[k][k] > 0)) expected = order[k];
      for (let i = k + 1; i < 60; i++) for (let j = k + 1; j < 60; j++) W[i][j] -= (W[i][k] * W[k][j]) / W[k][k];
    }
    expect(expected).not.toBe(-1);
    expect(sparseFactorInPlace(factor, values)).toBe(expected);
  });

  test("blocks wide enough for the fast dense kernels agree with Gauss-Jordan", () => {
    // three full blocks of 70 that share 70 further columns
    const pattern: SparsePattern = patternWhere(280, (i, j) => i >= 210 || Math.floor(i / 70) === Math.floor(j / 70));
    const values = definiteValues(pattern, 27);
    const factor = sparseFactor(sparseAnalyse(pattern));
    expect(sparseFactorInPlace(factor, values)).toBe(-1);
    expect(residual(factor, values)).toBeLessThan(1e-14);
  });

  test("an empty matrix factors; its determinant is one", () => {
    const factor = sparseFactor(sparseAnalyse(patternWhere(0, () => true)));
    expect(sparseFactorInPlace(factor, new Float64Array(0))).toBe(-1);
    expect(sparseLogdet(factor)).toBe(0);
  });
});
