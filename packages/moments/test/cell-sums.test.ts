import { describe, expect, test } from "vitest";
import { addToCells, cellMoments, startCells } from "../src/cell-sums.ts";
import { factorRows, readLevels } from "../src/factor-rows.ts";
import { readRun, startRun } from "../src/run.ts";
import { EXAMPLES, randomRows } from "./examples.ts";

/** The cells of one run of rows of crossed intercepts, with a limit of so many numbers. */
function cellsOf(rows: number, limit: number) {
  const { blocks, rows: exampleRows } = EXAMPLES["two crossed intercepts"];
  const list = exampleRows(randomRows(rows, 6, 33));
  const [a, b] = [0, 1].map((f) => factorRows(blocks, f, list));
  const run = startRun(blocks.p);
  readRun(run, list, 0, true);
  for (const own of [a, b]) readLevels(own, 0, run.count);
  const cells = startCells({ a: 0, b: 1, columns: [0, 0] }, limit);
  addToCells(cells, a, b, 0, run);
  return cellMoments(cells, 6, 4);
}

describe("addToCells", () => {
  test("counts each row once", () => {
    expect(cellsOf(100, 1000).weight.reduce((sum, weight) => sum + weight, 0)).toBe(100);
  });

  test("refuses more cells than the limit has numbers for, as they appear", () => {
    expect(cellsOf(100, 46).level.length).toBe(23);
    expect(() => cellsOf(100, 45)).toThrowError(
      expect.objectContaining({ name: "MomentsError", code: "limit", data: { cells: 23, each: 2, limit: 45 } }),
    );
  });
});
