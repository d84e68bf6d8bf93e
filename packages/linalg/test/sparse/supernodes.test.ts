import { describe, expect, test } from "vitest";
import { findSupernodes } from "../../src/sparse/supernodes.ts";

describe("findSupernodes", () => {
  test("a full matrix is one supernode, a diagonal one has as many as columns", () => {
    expect([...findSupernodes(Int32Array.of(1, 2, 3, -1), Int32Array.of(4, 3, 2, 1))]).toEqual([0, 4]);
    expect([...findSupernodes(Int32Array.of(-1, -1, -1), Int32Array.of(1, 1, 1))]).toEqual([0, 1, 2, 3]);
  });

  test("without relaxation only columns of equal structure and one child are joined", () => {
    // 0 -> 1 -> 4 and 2 -> 3 -> 4 -> 5: 4 has two children, 1 and 3 follow their children
    const parent = Int32Array.of(1, 4, 3, 4, 5, -1);
    const count = Int32Array.of(4, 3, 4, 3, 2, 1);
    expect([...findSupernodes(parent, count, [])]).toEqual([0, 2, 4, 6]);
    // a column that loses a row on the way up begins anew
    expect([...findSupernodes(Int32Array.of(1, 2, -1), Int32Array.of(2, 2, 1), [])]).toEqual([0, 1, 3]);
  });

  test("a rule admits zeros up to its fraction of the block and up to its width", () => {
    // a path: joining columns 0 and 1 stores one zero beside 2 + 3 entries, all three one in the triangle of 6
    const path = [Int32Array.of(1, 2, -1), Int32Array.of(2, 2, 1)] as const;
    expect([...findSupernodes(...path, [{ columns: 3, zeros: 1 / 6 }])]).toEqual([0, 3]);
    expect([...findSupernodes(...path, [{ columns: 3, zeros: 0.16 }])]).toEqual([0, 1, 3]);
    expect([...findSupernodes(...path, [{ columns: 2, zeros: 1 }])]).toEqual([0, 1, 3]);
  });

  test("zeros stored by earlier joins count towards the next", () => {
    // a path of five: the runs of 2, 3, 4 columns hold 0, 1, 3 zeros in 3, 6, 10 entries, the run of 5 holds 6 in 15
    const path = [Int32Array.of(1, 2, 3, 4, -1), Int32Array.of(2, 2, 2, 2, 1)] as const;
    expect([...findSupernodes(...path, [{ columns: 5, zeros: 0.4 }])]).toEqual([0, 5]);
    expect([...findSupernodes(...path, [{ columns: 5, zeros: 0.3 }])].at(-1)).toBe(5);
    expect([...findSupernodes(...path, [{ columns: 5, zeros: 0.3 }])].length).toBeGreaterThan(2);
  });
});
