import { describe, expect, test } from "vitest";
import { LinalgError, type SparseAnalyseOptions, type SparsePattern, sparseAnalyse } from "../../src/index.ts";
import { columnSizes, eliminatePattern, forEachEntry, grid, PATTERNS, sum } from "../sparse-matrices.ts";

const OPTIONS: readonly SparseAnalyseOptions[] = [{}, { order: "natural" }, { relaxation: [] }];
const CASES = Object.entries(PATTERNS).flatMap(([name, pattern]) =>
  OPTIONS.map((options) => ({ name, pattern, options })),
);

/** Every stored place with the permuted entry that it holds, read from the record alone. */
function placesOf(pattern: SparsePattern, options: SparseAnalyseOptions): Map<string, number> {
  const { first, rowStart, rows, offset } = sparseAnalyse(pattern, options);
  const places = new Map<string, number>();
  for (let s = 0; s + 1 < first.length; s++) {
    const width = first[s + 1] - first[s];
    for (let j = 0; j < width; j++) {
      for (let i = j; i < width; i++) places.set(`${first[s] + i},${first[s] + j}`, offset[s] + j * width + i);
      for (let k = rowStart[s]; k < rowStart[s + 1]; k++) {
        places.set(`${rows[k]},${first[s] + j}`, offset[s] + width * (width + k - rowStart[s]) + j);
      }
    }
  }
  return places;
}

describe("sparseAnalyse", () => {
  test.each(CASES)(
    "every entry of L has a place, and every entry of the pattern knows its own: $name, $options",
    (c) => {
      const { pattern, options } = c;
      const symbolic = sparseAnalyse(pattern, options);
      const { order, place, position, diagonal, fill } = symbolic;
      const places = placesOf(pattern, options);
      expect(new Set(places.values()).size).toBe(places.size);
      expect(Math.max(...places.values())).toBeLessThan(fill.stored);
      const filled = eliminatePattern(pattern, order);
      const wrong: string[] = [];
      filled.forEach((row, i) => {
        row.forEach((is, j) => {
          if (is && i >= j && !places.has(`${i},${j}`)) wrong.push(`${i},${j}`);
        });
      });
      forEachEntry(pattern, (i, j, k) => {
        const [a, b] = [Math.max(place[i], place[j]), Math.min(place[i], place[j])];
        if (position[k] !== places.get(`${a},${b}`)) wrong.push(`entry ${k}`);
        if (i === j && diagonal[j] !== position[k]) wrong.push(`diagonal ${j}`);
      });
      expect(wrong).toEqual([]);
    },
  );

  test.each(CASES)("fill counts what elimination by hand finds: $name, $options", ({ pattern, options }) => {
    const { order, fill } = sparseAnalyse(pattern, options);
    const sizes = columnSizes(eliminatePattern(pattern, order));
    expect(fill.entries).toBe(sum(sizes));
    expect(fill.flops).toBe(sum(sizes.map((size) => size * size)));
  });

  test("without relaxation nothing is stored beside L but the upper halves of the triangles", () => {
    for (const pattern of Object.values(PATTERNS)) {
      const { first, fill } = sparseAnalyse(pattern, { relaxation: [] });
      let upper = 0;
      for (let s = 0; s + 1 < first.length; s++)
        upper += ((first[s + 1] - first[s]) * (first[s + 1] - first[s] - 1)) / 2;
      expect(fill.stored).toBe(fill.entries + upper);
    }
  });

  test("order and place are inverse to each other; a postorder alone does not change the fill", () => {
    const pattern = grid(10);
    const given = Int32Array.from({ length: 100 }, (_, k) => (k * 37 + 5) % 100);
    const { order, place, fill } = sparseAnalyse(pattern, { order: given });
    for (let k = 0; k < 100; k++) expect(place[order[k]]).toBe(k);
    expect(fill.entries).toBe(sum(columnSizes(eliminatePattern(pattern, given))));
  });

  test("an order that is no permutation is refused at its first wrong place", () => {
    const refused = (...order: number[]) => {
      try {
        sparseAnalyse(PATTERNS["n = 2, full"], { order: Int32Array.from(order) });
      } catch (error) {
        if (error instanceof LinalgError) return [error.code, error.data.position];
      }
      return undefined;
    };
    expect(refused(1, 0)).toBeUndefined();
    expect(refused(0, 0)).toEqual(["permutation", 1]);
    expect(refused(0, 2)).toEqual(["permutation", 1]);
    expect(refused(-1, 0)).toEqual(["permutation", 0]);
    expect(refused(0)).toEqual(["permutation", 1]);
    expect(refused(0, 1, 0)).toEqual(["permutation", 2]);
  });

  test("an empty matrix is analysed", () => {
    const pattern = { n: 0, start: Int32Array.of(0), row: new Int32Array(0) };
    expect(sparseAnalyse(pattern).fill).toEqual({ entries: 0, stored: 0, flops: 0 });
  });
});
