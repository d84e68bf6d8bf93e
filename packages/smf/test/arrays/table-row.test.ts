// What a predicate of rows is given behaves as the plain object that it stands for.
import { inspect } from "node:util";
import { toTable } from "@mixedlm/design";
import { expect, test } from "vitest";
import { tableRows } from "../../src/arrays/table-row.ts";

const plain = [
  { y: 1.5, g: "a", row: 7, is: true },
  { y: null, g: null, row: 8, is: false },
];
const columns = { y: [1.5, null], g: ["a", null], row: [7, 8], is: [true, false] };
const rowAt = tableRows(toTable(columns));

test.each([0, 1])("row %i is read, spread, listed, printed and written as JSON as an object of its own", (at) => {
  const row = rowAt(at);
  expect({ ...row }).toEqual(plain[at]);
  expect(Object.entries(row)).toEqual(Object.entries(plain[at]!));
  expect(JSON.stringify(row)).toBe(JSON.stringify(plain[at]));
  expect(inspect(row)).toBe(inspect(plain[at]));
  expect([row.g, row.other, "y" in row, "other" in row]).toEqual([plain[at]!.g, undefined, true, false]);
});

test("a row cannot be written to, and rows that are kept stay what they were", () => {
  const [first, second] = [rowAt(0), rowAt(1)] as unknown as Record<string, unknown>[];
  expect(() => {
    first!.y = 2;
  }).toThrow(TypeError);
  expect(() => {
    delete first!.y;
  }).toThrow(TypeError);
  expect([first!.y, second!.y]).toEqual([1.5, null]);
});

test("a column that cannot be read is no matter until it is asked for", () => {
  const row = tableRows(toTable({ y: [1, 2], bad: [{}, []] } as never))(0);
  expect(row.y).toBe(1);
  expect(() => row.bad).toThrow(expect.objectContaining({ name: "DesignError" }));
});
