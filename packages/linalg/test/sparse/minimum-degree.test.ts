import { describe, expect, test } from "vitest";
import type { SparsePattern } from "../../src/index.ts";
import { minimumDegreeOrder } from "../../src/sparse/minimum-degree.ts";
import { columnSizes, eliminatePattern, grid, PATTERNS, patternWhere, shuffled, sum } from "../sparse-matrices.ts";

const fillOf = (pattern: SparsePattern, order: ArrayLike<number>): number =>
  sum(columnSizes(eliminatePattern(pattern, order)));

const natural = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Minimum degree by its definition: the degrees are those of the filled graph, the first of the smallest is taken. */
function exactMinimumDegree(pattern: SparsePattern): number[] {
  const neighbours = new Map(natural(pattern.n).map((i) => [i, new Set<number>()]));
  for (let j = 0; j < pattern.n; j++) {
    for (const i of pattern.row.subarray(pattern.start[j] + 1, pattern.start[j + 1])) {
      neighbours.get(i)?.add(j);
      neighbours.get(j)?.add(i);
    }
  }
  const order: number[] = [];
  while (neighbours.size > 0) {
    const [p, clique] = [...neighbours].reduce((a, b) => (b[1].size < a[1].size ? b : a));
    neighbours.delete(p);
    order.push(p);
    for (const i of clique) {
      const set = neighbours.get(i) as Set<number>;
      set.delete(p);
      for (const j of clique) if (i !== j) set.add(j);
    }
  }
  return order;
}

describe("minimumDegreeOrder", () => {
  test.each(Object.entries(PATTERNS))("every column is eliminated once: %s", (_, pattern) => {
    expect([...minimumDegreeOrder(pattern)].sort((a, b) => a - b)).toEqual(natural(pattern.n));
  });

  test("an empty matrix has an empty order", () => {
    expect(minimumDegreeOrder(patternWhere(0, () => true))).toEqual(new Int32Array(0));
  });

  test.each(Object.entries(PATTERNS))("it fills in hardly more than exact minimum degree: %s", (_, pattern) => {
    const exact = fillOf(pattern, exactMinimumDegree(pattern));
    expect(fillOf(pattern, minimumDegreeOrder(pattern))).toBeLessThanOrEqual(1.1 * exact);
  });

  test("trees, stars, blocks and paths fill nothing in", () => {
    const names = [
      "tridiagonal",
      "arrow to the last",
      "star from the first",
      "blocks of seven, shuffled",
      "binary tree",
    ];
    for (const name of names) {
      const pattern = PATTERNS[name];
      expect(fillOf(pattern, minimumDegreeOrder(pattern))).toBe(pattern.row.length);
    }
  });

  test("on grids it fills in less than the natural order, the more so the larger the grid", () => {
    const ratios = [8, 12, 16].map((side) => {
      const pattern = grid(side);
      return fillOf(pattern, minimumDegreeOrder(pattern)) / fillOf(pattern, natural(pattern.n));
    });
    expect(ratios[0]).toBeLessThan(0.85);
    expect(ratios[1]).toBeLessThan(ratios[0]);
    expect(ratios[2]).toBeLessThan(ratios[1]);
  });

  test("columns that are nearly full come last, those of fewer neighbours first", () => {
    const order = minimumDegreeOrder(shuffled(PATTERNS["two hubs that everyone knows"], 11));
    const hubs = shuffled(PATTERNS["two hubs that everyone knows"], 11);
    const degree = new Array<number>(hubs.n).fill(0);
    for (let j = 0; j < hubs.n; j++) {
      for (const i of hubs.row.subarray(hubs.start[j] + 1, hubs.start[j + 1])) {
        degree[i]++;
        degree[j]++;
      }
    }
    expect([...order.subarray(198)].map((j) => degree[j])).toEqual([199, 199]);
  });

  test("the same pattern gives the same order", () => {
    for (const pattern of Object.values(PATTERNS)) {
      expect(minimumDegreeOrder(pattern)).toEqual(minimumDegreeOrder(pattern));
    }
  });
});
