import {
  columnFromArray,
  dictionary,
  int8,
  int16,
  int32,
  tableFromArrays,
  tableFromColumns,
  tableFromIPC,
  tableToIPC,
  uint32,
  utf8,
} from "@uwdata/flechette";
import { fromArrow, table } from "arquero";
import { expect, test } from "vitest";
import type { CategoryColumn } from "../../src/table/column.ts";
import { toTable, withColumn } from "../../src/table/table.ts";
import { category } from "../../src/table/to-column.ts";
import { thrown } from "../thrown.ts";

/** The error that an action throws. */

/** An Arquero table over Arrow columns; its declarations ask for options and for a type of table of their own. */
const overArrow = (arrow: unknown) => fromArrow(arrow as ArrayBuffer, {});

const floats = (...values: number[]) => ({ kind: "numeric", type: "float", values: Float64Array.from(values) });
const ints = (...values: number[]) => ({ kind: "numeric", type: "int", values: Float64Array.from(values) });
/** Text as codes into its sorted distinct values. */
const text = (...values: (string | null)[]) => {
  const levels = [...new Set(values.filter((value) => value !== null))].sort();
  const codes = Int32Array.from(values, (value) => (value === null ? -1 : levels.indexOf(value)));
  return { kind: "category", type: "string", codes, levels };
};
const bools = (...values: number[]) => ({ kind: "numeric", type: "bool", values: Float64Array.from(values) });

test("a record of columns, an array of rows and an Arquero table read the same", () => {
  const record = { y: [1.5, 2, 3], g: ["a", "b", "a"] };
  const rows = [
    { y: 1.5, g: "a" },
    { y: 2, g: "b" },
    { y: 3, g: "a" },
  ];
  for (const data of [record, rows, table(record)]) {
    const read = toTable(data);
    expect(read.numRows).toBe(3);
    expect(read.columnNames).toEqual(["y", "g"]);
    expect(read.column("y")).toEqual(floats(1.5, 2, 3));
    expect(read.column("g")).toEqual(text("a", "b", "a"));
  }
});

test("whole numbers are int, with a gap or a fraction float", () => {
  const read = toTable({ n: [1, 2, 3], gap: [1, null, 3], fraction: [1, 2.5, 3], huge: [1, 2, 1e20] });
  expect(read.column("n")).toEqual(ints(1, 2, 3));
  expect(read.column("gap")).toEqual(floats(1, Number.NaN, 3));
  expect(read.column("fraction")).toEqual(floats(1, 2.5, 3));
  expect(read.column("huge")).toEqual(floats(1, 2, 1e20));
});

test("a typed array keeps its type: doubles are float even when all are whole", () => {
  const read = toTable({
    d: Float64Array.of(1, 2),
    f: Float32Array.of(1, 2),
    i: Int32Array.of(1, 2),
    b: Uint8Array.of(1, 2),
  });
  expect(read.column("d").type).toBe("float");
  expect(read.column("f")).toEqual(floats(1, 2));
  expect(read.column("i")).toEqual(ints(1, 2));
  expect(read.column("b")).toEqual(ints(1, 2));
});

test("null, undefined and NaN are missing in every type", () => {
  const read = toTable({
    x: [0.5, null, undefined, Number.NaN],
    s: ["a", null, undefined, Number.NaN],
    b: [true, null, undefined, Number.NaN],
    nothing: [null, null, undefined, Number.NaN],
  });
  expect(read.column("x")).toEqual(floats(0.5, Number.NaN, Number.NaN, Number.NaN));
  expect(read.column("s")).toEqual(text("a", null, null, null));
  expect(read.column("b")).toEqual(bools(1, Number.NaN, Number.NaN, Number.NaN));
  expect(read.column("nothing").type).toBe("float");
});

test("rows may lack keys, and columns come in order of first appearance", () => {
  const read = toTable([{ y: 1 }, { x: 2, y: 2 }]);
  expect(read.columnNames).toEqual(["y", "x"]);
  expect(read.column("x")).toEqual(floats(Number.NaN, 2));
});

test("text is kept once a value, sorted by code point, whatever the order of the rows", () => {
  const values = ["b", "a", "B", null, "b", "𝒳", "Ａ", "a", "a"];
  expect(toTable({ s: values }).column("s")).toEqual({
    kind: "category",
    type: "string",
    codes: Int32Array.of(2, 1, 0, -1, 2, 4, 3, 1, 1),
    levels: ["B", "a", "b", "Ａ", "𝒳"],
  });
  const sorted = toTable({ s: values }).column("s");
  expect(toTable({ s: sorted }, { types: { s: "category" } }).column("s")).toEqual({ ...sorted, type: "category" });
});

test("names of object properties are ordinary names", () => {
  const record = JSON.parse('{"__proto__": [1, 2], "constructor": [3, 4], "toString": ["a", "b"]}');
  const rows = JSON.parse('[{"__proto__": 1, "constructor": 3}, {"__proto__": 2, "constructor": 4}]');
  expect(toTable(record).column("__proto__")).toEqual(ints(1, 2));
  expect(toTable(record).column("toString").type).toBe("string");
  expect(toTable(rows).column("constructor")).toEqual(ints(3, 4));
  expect(toTable({ y: [1] }).has("__proto__")).toBe(false);
  expect(thrown(() => toTable({ y: [1] }).column("constructor")).code).toBe("unknown-name");
  expect(thrown(() => toTable([{ y: 1 }]).column("toString")).code).toBe("unknown-name");
});

test("an Arquero table is read as its user sees it: filtered and in order", () => {
  const dt = table({ x: [3, 1, 2, 9], s: ["c", "a", "b", "z"] })
    .filter((d: { x: number }) => d.x < 5)
    .orderby("x");
  expect(toTable(dt).column("x")).toEqual(ints(1, 2, 3));
  expect(toTable(dt).column("s")).toEqual(text("a", "b", "c"));
});

test("an Arquero table of typed arrays keeps float-ness", () => {
  expect(toTable(table({ k: Float64Array.of(1, 2) })).column("k")).toEqual(floats(1, 2));
  expect(toTable(table({ k: Int32Array.of(1, 2) })).column("k")).toEqual(ints(1, 2));
});

test("Arrow columns have the types of their schema", () => {
  const arrow = tableFromArrays({ i: [1, 2, 3], f: [1.5, null, 2], b: [true, null, false], s: ["u", "v", "u"] });
  for (const data of [arrow, tableFromIPC(tableToIPC(arrow, {})!), overArrow(arrow)]) {
    const read = toTable(data);
    expect(read.column("i")).toEqual(ints(1, 2, 3));
    expect(read.column("f")).toEqual(floats(1.5, Number.NaN, 2));
    expect(read.column("b")).toEqual(bools(1, Number.NaN, 0));
  }
});

test("an Arrow dictionary of text keeps its codes", () => {
  const arrow = tableFromArrays({ s: ["u", "v", null, "u"] });
  for (const data of [arrow, tableFromIPC(tableToIPC(arrow, {})!), overArrow(arrow)]) {
    expect(toTable(data).column("s")).toEqual(text("u", "v", null, "u"));
  }
  const backwards = { kind: "category", type: "string", codes: Int32Array.of(0, 1, 0), levels: ["v", "u"] };
  expect(toTable(tableFromArrays({ s: ["v", "u", "v"] })).column("s")).toEqual(backwards);
});

test("no row of an Arrow dictionary is ever made a text, whatever the width of its codes", () => {
  const refuse = () => {
    throw new Error("a row was decoded");
  };
  const values = ["v", null, "u", "v", "u", null, "v", "u", "u", "v", null];
  for (const code of [int8(), int16(), int32(), uint32()]) {
    for (const rows of [values, values.filter((value) => value !== null)]) {
      const column = columnFromArray(rows, dictionary(utf8(), code));
      const closed = Object.assign(column, { get: refuse, at: refuse, toArray: refuse, [Symbol.iterator]: refuse });
      const levels = ["v", "u"];
      const codes = Int32Array.from(rows, (row) => (row === null ? -1 : levels.indexOf(row)));
      expect(toTable(tableFromColumns({ s: closed })).column("s")).toMatchObject({ codes, levels });
    }
  }
});

test("codes of an Arrow dictionary are used where they are", () => {
  const column = columnFromArray(["v", "u", "v"], dictionary(utf8(), int32()));
  const read = toTable(tableFromColumns({ s: column })).column("s") as CategoryColumn;
  expect(read.codes.buffer).toBe((column.data[0]!.values as Int32Array).buffer);
});

test("a slice of apache-arrow's dictionary starts in the middle of its bits", () => {
  const batch = {
    length: 3,
    nullCount: 1,
    offset: 7,
    values: Int8Array.of(1, 99, 0),
    nullBitmap: Uint8Array.of(0b10000000, 0b00000010),
    dictionary: ["u", "v"],
  };
  const vector = { type: { typeId: -1 }, length: 3, nullCount: 1, data: [batch], get: () => "", toArray: () => [] };
  const data = { numRows: 3, schema: { fields: [{ name: "s" }] }, getChild: () => vector };
  expect(toTable(data).column("s")).toEqual(text("v", null, "u"));
});

test("an Arrow dictionary that is declared ordered is a category in that order", () => {
  const values = ["mid", null, "low", "mid"];
  const column = columnFromArray(values, dictionary(utf8(), undefined, true));
  const read = toTable(tableFromColumns({ dose: column })).column("dose");
  expect(read).toEqual({
    kind: "category",
    type: "category",
    codes: Int32Array.of(0, -1, 1, 0),
    levels: ["mid", "low"],
  });
});

test("a column of codes that is made by hand has no code without a level", () => {
  for (const code of [2, -2]) {
    const dose = { kind: "category", type: "category", codes: Int32Array.of(0, -1, code), levels: ["low", "mid"] };
    const error = thrown(() => toTable({ dose: dose as CategoryColumn }));
    expect([error.code, error.data]).toEqual(["column-type", { name: "dose", row: 2, code, levels: 2 }]);
  }
});

test("an Arrow column of times or lists is refused by its type's name", () => {
  const arrow = tableFromArrays({ y: [1, 2], when: [new Date(1), null], list: [[1, 2], [3]] });
  expect(thrown(() => toTable(arrow).column("when")).data).toEqual({ name: "when", type: "timestamp" });
  expect(thrown(() => toTable(arrow).column("list")).data).toEqual({ name: "list", type: "list" });
});

test("a filtered Arquero table over Arrow keeps the types of the schema", () => {
  const dt = overArrow(tableFromArrays({ f: Float64Array.of(1, 2, 3), s: ["u", "v", "u"] })).filter(
    (d: { f: number }) => d.f > 1,
  );
  expect(toTable(dt).column("f")).toEqual(floats(2, 3));
  expect(toTable(dt).column("s")).toEqual(text("v", "u"));
});

test("apache-arrow's shape is read by `get`, so that what lies beneath a null stays hidden", () => {
  const field = { typeId: 2 };
  const stored = [7, null, 9];
  const vector = {
    type: field,
    length: 3,
    nullCount: 1,
    data: [],
    get: (row: number) => stored[row],
    toArray: () => Int32Array.of(7, 8, 9),
  };
  const data = { numRows: 3, schema: { fields: [{ name: "n" }] }, getChild: () => vector };
  expect(toTable(data).column("n")).toEqual(floats(7, Number.NaN, 9));
});

test("big integers become numbers when that is exact", () => {
  expect(toTable({ n: [1n, 2n] }).column("n")).toEqual(ints(1, 2));
  expect(toTable({ n: BigInt64Array.of(1n, -2n) }).column("n")).toEqual(ints(1, -2));
  const error = thrown(() => toTable({ n: [1n, 2n ** 53n] }).column("n"));
  expect(error.code).toBe("unsafe-integer");
  expect(error.data).toEqual({ name: "n", row: 1, value: "9007199254740992" });
});

test("category() declares levels in order, unused ones included", () => {
  const read = toTable({ dose: category(["lo", null, "hi"], ["lo", "mid", "hi"]) }).column("dose");
  expect(read).toEqual({
    kind: "category",
    type: "category",
    codes: Int32Array.of(0, -1, 2),
    levels: ["lo", "mid", "hi"],
  });
});

test("category() without levels sorts the distinct values by code point", () => {
  expect(category(["b", "𝒳", "Ａ", "_", "Z", "a"]).levels).toEqual(["Z", "_", "a", "b", "Ａ", "𝒳"]);
});

test("category() refuses a value outside the levels and a level listed twice", () => {
  const outside = thrown(() => category(["a", "z"], ["a", "b"]));
  expect(outside.code).toBe("categorical");
  expect(outside.data).toMatchObject({ row: 1, value: "z", levels: ["a", "b"] });
  expect(thrown(() => category(["a"], ["a", "a"])).code).toBe("categorical");
});

test("declared types override what the values suggest", () => {
  const data = { k: [1, 2, 1], s: [1, 2, 3], t: [0, 1, null], day: ["Tue", "Mon", null], n: [1, null, 2] };
  const types = { k: "float", s: "string", t: "bool", day: ["Mon", "Tue", "Wed"], n: "int" } as const;
  const read = toTable(data, { types });
  expect(read.column("k")).toEqual(floats(1, 2, 1));
  expect(read.column("s")).toEqual(text("1", "2", "3"));
  expect(read.column("t")).toEqual(bools(0, 1, Number.NaN));
  expect(read.column("day")).toMatchObject({ codes: Int32Array.of(1, 0, -1), levels: ["Mon", "Tue", "Wed"] });
  expect(read.column("n")).toEqual(ints(1, Number.NaN, 2));
});

test("a value that is not of the declared type is an error with its row", () => {
  const error = thrown(() => toTable({ k: [1, 2.5] }, { types: { k: "int" } }).column("k"));
  expect(error.code).toBe("column-type");
  expect(error.data).toEqual({ name: "k", row: 1, value: 2.5, declared: "int" });
  expect(thrown(() => toTable({ weight: [1] }, { types: { wieght: "int" } })).data).toMatchObject({
    candidates: ["weight"],
  });
});

test("mixed types are an error that names both rows", () => {
  const error = thrown(() => toTable({ x: [null, 3, 4, "a"] }).column("x"));
  expect(error.code).toBe("column-type");
  expect(error.data).toEqual({ name: "x", row: 1, type: "number", otherRow: 3, otherType: "string" });
  expect(thrown(() => toTable({ x: [true, 1] }).column("x")).data).toMatchObject({ otherRow: 1, otherType: "number" });
  expect(thrown(() => toTable({ x: ["a", 1] }).column("x")).data).toMatchObject({ type: "string" });
});

test("dates and objects are refused only when the column is used", () => {
  const read = toTable({ y: [1], when: [new Date(0)], what: [{}], list: [[1]] });
  expect(read.column("y")).toEqual(ints(1));
  expect(thrown(() => read.column("when")).data).toEqual({ name: "when", row: 0, type: "date" });
  expect(thrown(() => read.column("what")).data).toEqual({ name: "what", row: 0, type: "object" });
  expect(thrown(() => read.column("list")).data).toEqual({ name: "list", row: 0, type: "array" });
});

test("ragged columns are an error with both lengths", () => {
  const error = thrown(() => toTable({ y: [1, 2, 3], g: ["a", "b"] }));
  expect(error.code).toBe("column-length");
  expect(error.data).toEqual({ name: "g", length: 2, other: "column `y`", otherLength: 3 });
});

test("a table without rows or columns is an error", () => {
  for (const data of [{}, [], { y: [] }, table({ y: [] })]) {
    expect(thrown(() => toTable(data)).code).toBe("empty-table");
  }
});

test("what is no table is an error that says what was given", () => {
  const cases: [unknown, string][] = [
    [undefined, "undefined"],
    [null, "null"],
    ["y,x", "string"],
    [[1, 2], "an array with a number at index 0"],
    [[{ y: 1 }, null], "an array with null at index 1"],
    [Float64Array.of(1), "Float64Array"],
    [new Map(), "Map"],
    [Promise.resolve({ y: [1] }), "Promise"],
    [new Set([1]), "Set"],
    [new Date(), "Date"],
    [[new Map()], "an array with a Map at index 0"],
  ];
  for (const [data, found] of cases) {
    const error = thrown(() => toTable(data as never));
    expect(error.code).toBe("not-a-table");
    expect(error.data).toEqual({ found });
  }
  expect(thrown(() => toTable({ y: 5 } as never)).data).toEqual({ name: "y", found: "number" });
  expect(thrown(() => toTable({ y: "abc" } as never)).data).toEqual({ name: "y", found: "string" });
});

test("an Arrow table with two columns of one name is an error", () => {
  const data = { numRows: 1, schema: { fields: [{ name: "x" }, { name: "x" }] }, getChild: () => null };
  expect(thrown(() => toTable(data)).code).toBe("duplicate-column");
});

test("an unknown column names the nearest ones", () => {
  const error = thrown(() => toTable({ Time: [1], Weight: [2] }).column("Tiem"));
  expect(error.code).toBe("unknown-name");
  expect(error.data).toEqual({ name: "Tiem", candidates: ["Time"], columns: ["Time", "Weight"] });
});

test("a slice sees its rows only, with the type of the whole column", () => {
  const slice = toTable({ x: [1, 2.5, 3, 4], s: ["a", "b", "c", "d"], g: category(["u", "v", "u", "v"]) }).slice(2, 4);
  expect(slice.numRows).toBe(2);
  expect(slice.column("x")).toEqual(floats(3, 4));
  expect(slice.column("s")).toEqual({ ...text("a", "b", "c", "d"), codes: Int32Array.of(2, 3) });
  expect(slice.column("g")).toMatchObject({ codes: Int32Array.of(0, 1) });
  expect(toTable({ x: [1, 2, 3] }).slice(2, 99).numRows).toBe(1);
});

test("withColumn adds or replaces a column and leaves the table alone", () => {
  const before = toTable({ y: [1, 2] });
  const after = withColumn(before, "g", ["a", "b"]);
  expect(after.columnNames).toEqual(["y", "g"]);
  expect(after.column("g")).toEqual(text("a", "b"));
  expect(before.has("g")).toBe(false);
  expect(withColumn(after, "y", Float64Array.of(5, 6)).column("y")).toEqual(floats(5, 6));
  expect(withColumn(after, "y", [5, 6]).columnNames).toEqual(["y", "g"]);
  expect(thrown(() => withColumn(before, "g", ["a"])).data).toMatchObject({ length: 1, otherLength: 2 });
});

test("a column of one table can be given to another", () => {
  const from = toTable({ x: Float64Array.of(1, 2), s: ["a", "b"], g: category(["u", "v"]) });
  const record = Object.fromEntries(from.columnNames.map((name) => [name, from.column(name)]));
  for (const name of from.columnNames) expect(toTable(record).column(name)).toBe(from.column(name));
});

test("a column is converted once", () => {
  const read = toTable([{ y: 1 }, { y: 2 }]);
  expect(read.column("y")).toBe(read.column("y"));
  expect(toTable(read)).toBe(read);
});

test("what a table's own code throws is said of the table or the column, with its cause", () => {
  const boom = new RangeError("no memory");
  const fails = (): never => {
    throw boom;
  };
  const tables: [object, string][] = [
    [Object.defineProperty({ y: [1] }, "x", { get: fails, enumerable: true }), "the table"],
    [{ numRows: () => 1, columnNames: () => ["x"], array: fails }, "column `x`"],
  ];
  for (const [data, what] of tables) {
    const error = thrown(() => toTable(data as never).column("x"));
    expect([error.code, error.message, error.cause]).toEqual(["unreadable", `${what} cannot be read: no memory`, boom]);
  }
});

test("a table of more rows than memory holds is refused at once", () => {
  const { code, data } = thrown(() => toTable({ y: new Array(1e9) }));
  expect([code, data]).toEqual(["limit", { rows: 1e9, max: 2 ** 28 }]);
});
