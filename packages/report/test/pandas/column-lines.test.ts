import fc from "fast-check";
import { expect, test } from "vitest";
import { glueColumns, wrapColumns } from "../../src/pandas/column-lines.ts";

fc.configureGlobal({ seed: 20260805 });

const lines = (text: string) => text.split("\n");
const blocks = (text: string) => text.split("\n\n");

test("columns are glued with the gap between them, not behind the last", () => {
  expect(
    glueColumns(
      [
        ["a", "bcd"],
        ["x", "y"],
      ],
      2,
    ),
  ).toEqual(["a    x", "bcd  y"]);
});

test("a column that no line can hold has a block of its own", () => {
  const table = [["", "row"], ...["x", "c".repeat(90), "y"].map((header) => [header, "1"])];
  expect(blocks(wrapColumns(table, 80)).map((block) => lines(block)[0]?.split(/ +/)[1]?.length)).toEqual([1, 90, 1]);
});

test("no line is longer than the width if every column fits, and the blocks hold every column once, in order", () => {
  const widths = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(widths, fc.integer({ min: 30, max: 90 }), (lengths, width) => {
      const table = [["", "row"], ...lengths.map((length, j) => [`${j}`.padStart(length, "_"), "1"])];
      const text = wrapColumns(table, width);
      const headers = blocks(text).flatMap((block) => lines(block)[0]?.match(/_*\d+/g) ?? []);
      expect(Math.max(...lines(text).map((line) => line.length))).toBeLessThanOrEqual(width);
      expect(headers).toEqual(table.slice(1).map(([header]) => header));
    }),
  );
});
