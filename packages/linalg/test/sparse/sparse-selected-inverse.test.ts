import { afterEach, describe, expect, test } from "vitest";
import {
  type SparsePattern,
  sparseAnalyse,
  sparseFactor,
  sparseFactorInPlace,
  sparseSelectedInverse,
  useKernels,
} from "../../src/index.ts";
import { definiteValues, denseInverse, forEachEntry, PATTERNS, patternWhere, toDense } from "../sparse-matrices.ts";

afterEach(() => useKernels("wasm"));

const CASES = Object.entries(PATTERNS).flatMap(([name, pattern]) => [
  { name, pattern, options: {} },
  { name, pattern, options: { relaxation: [] } },
  { name, pattern, options: { order: "natural" as const } },
]);

function expectInverse(pattern: SparsePattern, options: object): void {
  const values = definiteValues(pattern, 41);
  const factor = sparseFactor(sparseAnalyse(pattern, options));
  sparseFactorInPlace(factor, values);
  const { position, diagonal, order, first, rowStart, rows, offset } = factor.symbolic;
  const kept = factor.values.slice();
  const z = sparseSelectedInverse(factor);
  expect(factor.values).toEqual(kept);
  const { inverse } = denseInverse(toDense(pattern, values));
  let scale = 0;
  let worst = 0;
  const compare = (found: number, i: number, j: number): void => {
    worst = Math.max(worst, Math.abs(found - inverse[i][j]));
    scale = Math.max(scale, Math.abs(inverse[i][j]));
  };
  forEachEntry(pattern, (i, j, k) => compare(z[position[k]], i, j));
  for (let j = 0; j < pattern.n; j++) compare(z[diagonal[j]], j, j);
  // and all entries of L that the pattern does not have
  for (let s = 0; s + 1 < first.length; s++) {
    const width = first[s + 1] - first[s];
    for (let j = 0; j < width; j++) {
      const column = order[first[s] + j];
      for (let i = j; i < width; i++) compare(z[offset[s] + j * width + i], order[first[s] + i], column);
      for (let k = rowStart[s]; k < rowStart[s + 1]; k++) {
        compare(z[offset[s] + width * (width + k - rowStart[s]) + j], order[rows[k]], column);
      }
    }
  }
  expect(worst).toBeLessThanOrEqual(1e-12 * scale);
}

describe("sparseSelectedInverse", () => {
  test.each(CASES)("holds the entries of S^-1 wherever L is stored: $name, $options", ({ pattern, options }) => {
    expectInverse(pattern, options);
  });

  test("rows below a block that are read in more than one piece", () => {
    // 30 columns that meet 150 later ones; a block of 90 among these meets only some of the rest
    const pattern = patternWhere(
      180,
      (i, j) => j < 30 || (j < 120 && i < 120) || i - j === 1 || (j < 120 && i % 3 === 0),
    );
    expectInverse(pattern, {});
    expectInverse(pattern, { order: "natural" });
  });

  test("an array that is used again is overwritten whole", () => {
    const pattern = PATTERNS["grid of 12 x 12, shuffled"];
    const factor = sparseFactor(sparseAnalyse(pattern));
    sparseFactorInPlace(factor, definiteValues(pattern, 42));
    const fresh = sparseSelectedInverse(factor);
    const reuse = fresh.map(() => Number.NaN);
    expect(sparseSelectedInverse(factor, reuse)).toBe(reuse);
    const stored = (z: Float64Array) => Array.from(factor.symbolic.position, (k) => z[k]);
    expect(stored(reuse)).toEqual(stored(fresh));
  });

  test("the inner product of S and S^-1 is the order of the matrix", () => {
    const pattern = PATTERNS["random 3 %"];
    const values = definiteValues(pattern, 43);
    const factor = sparseFactor(sparseAnalyse(pattern));
    sparseFactorInPlace(factor, values);
    const z = sparseSelectedInverse(factor);
    let trace = 0;
    forEachEntry(pattern, (i, j, k) => {
      trace += (i === j ? 1 : 2) * values[k] * z[factor.symbolic.position[k]];
    });
    expect(Math.abs(trace - pattern.n)).toBeLessThan(1e-11);
  });
});

test.each(Object.entries(PATTERNS))("without WebAssembly factor and inverse are right too: %s", (_, pattern) => {
  useKernels("typescript");
  expectInverse(pattern, {});
});
