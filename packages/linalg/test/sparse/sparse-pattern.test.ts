import { describe, expect, test } from "vitest";
import { LinalgError, sparsePattern } from "../../src/index.ts";

function refused(n: number, start: number[], row: number[]): unknown {
  try {
    sparsePattern(n, Int32Array.from(start), Int32Array.from(row));
  } catch (error) {
    if (error instanceof LinalgError) return [error.code, error.data.column];
  }
  return undefined;
}

describe("sparsePattern", () => {
  test("a lower triangle by columns is kept as it is given", () => {
    const start = Int32Array.of(0, 2, 3, 4);
    const row = Int32Array.of(0, 2, 1, 2);
    const pattern = sparsePattern(3, start, row);
    expect(pattern).toEqual({ n: 3, start, row });
    expect(pattern.start).toBe(start);
  });

  test("the first column that is not as it should be is named", () => {
    expect(refused(2, [0, 1], [0])).toEqual(["sparse-pattern", -1]);
    expect(refused(2, [0, 1, 3], [0, 1])).toEqual(["sparse-pattern", -1]);
    expect(refused(2, [0, 1, 2], [0, 0])).toEqual(["sparse-pattern", 1]); // above the diagonal
    expect(refused(2, [0, 0, 2], [0, 1])).toEqual(["sparse-pattern", 0]); // empty
    expect(refused(3, [0, 3, 4, 5], [0, 2, 1, 1, 2])).toEqual(["sparse-pattern", 0]); // not ascending
    expect(refused(3, [0, 3, 4, 5], [0, 2, 2, 1, 2])).toEqual(["sparse-pattern", 0]); // twice
    expect(refused(2, [0, 1, 3], [0, 1, 2])).toEqual(["sparse-pattern", 1]); // beyond the order
  });
});
