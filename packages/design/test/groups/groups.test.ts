import { expect, test } from "vitest";
import { encode } from "../../src/encode.ts";
import { groupLevels } from "../../src/groups/groups.ts";
import { completeRows, rowNumbers } from "../../src/table/missing.ts";
import { toTable } from "../../src/table/table.ts";
import { category } from "../../src/table/to-column.ts";

const column = (values: ArrayLike<unknown>) => toTable({ g: values }).column("g");

test("text labels are sorted by code point", () => {
  expect(groupLevels(column(["b", "a", "B", null, "b", "𝒳", "Ａ"]))).toEqual({
    levels: ["B", "a", "b", "Ａ", "𝒳"],
    dataType: "string",
  });
});

test("number labels are sorted by size", () => {
  expect(groupLevels(column([10, 9, -1, 10]))).toEqual({ levels: [-1, 9, 10], dataType: "int" });
  expect(groupLevels(column([2.5, Number.NaN, 1, undefined]))).toEqual({ levels: [1, 2.5], dataType: "float" });
});

test("whole numbers are found alike whether they lie close together or far apart", () => {
  const labels = [7, -2, 7, 0, 3];
  const apart = labels.map((label) => label * 2 ** 45);
  expect(groupLevels(column(labels)).levels).toEqual([-2, 0, 3, 7]);
  expect(groupLevels(column(apart)).levels).toEqual([-2, 0, 3, 7].map((label) => label * 2 ** 45));
  expect(groupLevels(column(Float64Array.of(4, -0, Number.NaN)))).toEqual({ levels: [0, 4], dataType: "float" });
  expect(groupLevels(column(Float64Array.of(Number.NaN))).levels).toEqual([]);
  expect(groupLevels(column([1, Number.POSITIVE_INFINITY])).levels).toEqual([1, Number.POSITIVE_INFINITY]);
});

test("minus zero is zero", () => {
  expect(groupLevels(column([0.5, -0, 0])).levels).toEqual([0, 0.5]);
});

test("truth values are groups when they occur", () => {
  expect(groupLevels(column([true, true, null]))).toEqual({ levels: [true], dataType: "bool" });
  expect(groupLevels(column([true, false])).levels).toEqual([false, true]);
});

test("a category's groups are sorted labels that occur, whatever the declared order", () => {
  const groups = groupLevels(category(["mid", "hi", null, "mid"], ["lo", "mid", "hi"]));
  expect(groups).toEqual({ levels: ["hi", "mid"], dataType: "category" });
  expect(groupLevels(category([2, 10], [10, 2]))).toEqual({ levels: [2, 10], dataType: "int" });
});

test("names of object properties are ordinary labels", () => {
  const labels = ["__proto__", "constructor", "toString"];
  expect(groupLevels(column(labels)).levels).toEqual(labels);
});

test("a hundred thousand text labels are coded by their order, each in all of its rows", () => {
  const values = Array.from({ length: 2e5 }, (_, row) => `group ${(row * 7919) % 1e5}`);
  const labels = column(values);
  const { levels } = groupLevels(labels);
  const codes = encode(labels, levels, { name: "g" });
  expect(levels).toHaveLength(1e5);
  expect(levels).toEqual([...levels].sort());
  expect(values.every((value, row) => levels[codes[row]!] === value)).toBe(true);
});

test("complete rows have a value in every variable, and each variable counts its own gaps", () => {
  const table = toTable({
    x: [1, null, 3, null, Infinity],
    s: ["a", "b", null, null, "e"],
    k: category(["u", "u", "u", "u", "u"]),
  });
  const variables = table.columnNames.map((name) => ({ name, columns: [table.column(name)] }));
  const { rows, missing } = completeRows(variables, 5);
  expect(rows).toEqual(Int32Array.of(0, 4));
  expect([...missing]).toEqual([
    ["x", 2],
    ["s", 2],
  ]);
  expect(rowNumbers(completeRows([], 3))).toEqual(Int32Array.of(0, 1, 2));
  expect(completeRows([], 3)).toEqual({ count: 3, rows: null, missing: new Map() });
});

test("columns of one variable count a row once", () => {
  const [a, b] = [column([1, null, null]), column([null, null, 3])];
  expect([...completeRows([{ name: "m", columns: [a, b] }], 3).missing]).toEqual([["m", 3]]);
  const twice = [
    { name: "m", columns: [a] },
    { name: "m", columns: [b] },
  ];
  expect([...completeRows(twice, 3).missing]).toEqual([["m", 3]]);
});

test("a category's gaps count", () => {
  const { rows, missing } = completeRows([{ name: "d", columns: [category(["u", null])] }], 2);
  expect(rows).toEqual(Int32Array.of(0));
  expect(missing.get("d")).toBe(1);
});
