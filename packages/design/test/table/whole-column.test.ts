import { describe, expect, test } from "vitest";
import { groupsOf } from "../../src/groups/groups.ts";
import { sliceColumn, valueAt } from "../../src/table/column.ts";
import { toTable } from "../../src/table/table.ts";
import { takeColumn } from "../../src/table/take-rows.ts";
import { wholeColumn, wholeValues } from "../../src/table/whole-column.ts";

describe("wholeColumn", () => {
  test("keeps the array itself, and its numbers as doubles for who asks", () => {
    const whole = Int32Array.of(3, -2, 3);
    const column = wholeColumn(whole);
    expect(wholeValues(column)).toBe(whole);
    expect(column).toEqual({ kind: "numeric", type: "int", values: Float64Array.of(3, -2, 3) });
    expect(column.values).toBe(column.values);
    expect(valueAt(column, 1)).toBe(-2);
  });

  test("is what a table makes of 32-bit numbers, and of no others", () => {
    const table = toTable({ i: Int32Array.of(1, 2), u: Uint32Array.of(1, 2), f: Float64Array.of(1, 2), a: [1, 2] });
    expect(["i", "u", "f", "a"].map((name) => wholeValues(table.column(name)) !== null)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  test("stays whole when rows of it are taken", () => {
    const column = wholeColumn(Int32Array.of(5, 6, 7, 8));
    for (const [part, expected] of [
      [sliceColumn(column, 1, 3), [6, 7]],
      [takeColumn(column, Int32Array.of(0, 3)), [5, 8]],
    ] as const) {
      expect(Array.from(wholeValues(part)!)).toEqual(expected);
      expect((part as { values: Float64Array }).values).toEqual(Float64Array.from(expected));
    }
  });

  test("has the groups of the same numbers as doubles, close together or far apart", () => {
    for (const labels of [
      [4, 1, 4, -3],
      [2 ** 31 - 1, -(2 ** 31), 0, 7],
    ]) {
      const doubles = { kind: "numeric", type: "int", values: Float64Array.from(labels) } as const;
      expect(groupsOf(wholeColumn(Int32Array.from(labels)))).toEqual(groupsOf(doubles));
    }
  });
});
