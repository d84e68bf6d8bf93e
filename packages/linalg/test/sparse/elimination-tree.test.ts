import { describe, expect, test } from "vitest";
import type { SparsePattern } from "../../src/index.ts";
import { columnCounts, eliminationTree, permutedEntries, postorder } from "../../src/sparse/elimination-tree.ts";
import { columnSizes, eliminatePattern, forEachEntry, PATTERNS } from "../sparse-matrices.ts";

const natural = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);

function treeOf(pattern: SparsePattern): Int32Array {
  return eliminationTree(pattern.n, permutedEntries(pattern, natural(pattern.n), "row"));
}

/** The definition: the row of the first entry below the diagonal in each column of L. */
function slowTree(pattern: SparsePattern, order: ArrayLike<number>): number[] {
  const filled = eliminatePattern(pattern, order);
  return filled.map((_, j) => filled.findIndex((row, i) => i > j && row[j]));
}

describe("permutedEntries", () => {
  test("lists every entry below the diagonal once, by row and by column of the permuted matrix", () => {
    const pattern = PATTERNS["random 10 %"];
    const place = Int32Array.from({ length: pattern.n }, (_, j) => (j * 7 + 3) % pattern.n);
    const expected = new Map<number, string>();
    forEachEntry(pattern, (i, j, k) => {
      const [a, b] = [place[i], place[j]];
      if (i !== j) expected.set(k, `${Math.max(a, b)},${Math.min(a, b)}`);
    });
    for (const by of ["row", "column"] as const) {
      const lists = permutedEntries(pattern, place, by);
      const found = new Map<number, string>();
      for (let line = 0; line < pattern.n; line++) {
        for (let k = lists.start[line]; k < lists.start[line + 1]; k++) {
          const pair = by === "row" ? [line, lists.index[k]] : [lists.index[k], line];
          found.set(lists.entry[k], pair.join(","));
        }
      }
      expect(found.size).toBe(lists.index.length);
      expect(found).toEqual(expected);
    }
  });
});

describe("eliminationTree", () => {
  test.each(Object.entries(PATTERNS))("agrees with the factor's own structure: %s", (_, pattern) => {
    expect([...treeOf(pattern)]).toEqual(slowTree(pattern, natural(pattern.n)));
  });
});

describe("postorder", () => {
  test.each(Object.entries(PATTERNS))("puts each subtree in one run that ends with its root: %s", (_, pattern) => {
    const parent = treeOf(pattern);
    const order = postorder(parent);
    expect([...order].sort((a, b) => a - b)).toEqual([...natural(pattern.n)]);
    const place = new Int32Array(pattern.n);
    for (let k = 0; k < pattern.n; k++) place[order[k]] = k;
    const size = new Array<number>(pattern.n).fill(1);
    for (let j = 0; j < pattern.n; j++) if (parent[j] >= 0) size[parent[j]] += size[j];
    const outside: number[] = [];
    for (let j = 0; j < pattern.n; j++) {
      for (let up = parent[j]; up >= 0; up = parent[up]) {
        if (place[j] >= place[up] || place[j] <= place[up] - size[up]) outside.push(j);
      }
    }
    expect(outside).toEqual([]);
  });

  test("the largest child comes right before its parent", () => {
    // 0, 1 -> 2 (three nodes); 3, 4 single: children of 5
    expect([...postorder(Int32Array.of(2, 2, 5, 5, 5, -1))]).toEqual([3, 4, 0, 1, 2, 5]);
  });
});

describe("columnCounts", () => {
  test.each(Object.entries(PATTERNS))("equals elimination by hand: %s", (_, pattern) => {
    const tree = treeOf(pattern);
    const order = postorder(tree);
    const place = new Int32Array(pattern.n);
    for (let k = 0; k < pattern.n; k++) place[order[k]] = k;
    const parent = Int32Array.from(order, (j) => (tree[j] < 0 ? -1 : place[tree[j]]));
    const counts = columnCounts(pattern.n, permutedEntries(pattern, place, "column"), parent);
    expect([...counts]).toEqual(columnSizes(eliminatePattern(pattern, order)));
  });
});
