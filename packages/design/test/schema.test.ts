import { expect, test } from "vitest";
import { encode } from "../src/encode.ts";
import type { Value } from "../src/expressions/value.ts";
import { factorValues, levelsOf } from "../src/schema.ts";
import { compareLevels, floatRepr, formatLevel } from "../src/table/level.ts";
import { type TableOptions, toTable } from "../src/table/table.ts";
import { category } from "../src/table/to-column.ts";
import { thrown } from "./thrown.ts";

function column(values: ArrayLike<unknown>, type?: NonNullable<TableOptions["types"]>[string]) {
  return toTable({ v: values }, type === undefined ? {} : { types: { v: type } }).column("v");
}

const at = { source: "y ~ v", span: [4, 5] } as const;
const factor = { name: "v", numRows: 2, at };

test("numbers are numeric, whole ones too; text, truth values and categories are categorical", () => {
  const kindOf = (values: ArrayLike<unknown>): string => {
    return factorValues({ kind: "column", column: column(values), isArray: false }, factor).kind;
  };
  expect(kindOf([0.5, 1.5])).toBe("numeric");
  expect(kindOf([1, 2])).toBe("numeric");
  expect(kindOf(["a", "b"])).toBe("categorical");
  expect(kindOf([true, false])).toBe("categorical");
  const levels = category(["a", "b"]);
  expect(factorValues({ kind: "column", column: levels, isArray: false }, factor).kind).toBe("categorical");
});

test("an array of several columns is one numeric factor", () => {
  const columns = [Float64Array.of(1, 2), Float64Array.of(3, 4)];
  expect(factorValues({ kind: "matrix", type: "float", columns }, factor)).toEqual({ kind: "numeric", columns });
  const truth: Value = { kind: "matrix", type: "bool", columns };
  expect(thrown(() => factorValues(truth, factor)).code).toBe("categorical");
});

test("a factor that does not have the table's rows is refused with both numbers", () => {
  const constant: Value = { kind: "scalar", type: "float", value: 0.5 };
  expect(thrown(() => factorValues(constant, factor)).data).toEqual({ name: "v", found: 1, expected: 2 });
  const three: Value = { kind: "column", column: column([1, 2, 3]), isArray: true };
  const error = thrown(() => factorValues(three, factor));
  expect(error.code).toBe("rows");
  expect(error.span).toEqual([4, 5]);
  expect(thrown(() => factorValues({ kind: "none" }, factor)).code).toBe("type");
  expect(thrown(() => factorValues({ kind: "list", items: [] }, factor)).code).toBe("type");
});

test("a constant that the formula spells out is underlined itself; I(1) is told how the intercept is written", () => {
  const five: Value = { kind: "scalar", type: "int", value: 5, literal: [2, 3] };
  expect(thrown(() => factorValues(five, factor))).toMatchObject({ code: "type", span: [2, 3] });
  const text: Value = { kind: "text", value: "a", literal: [2, 3] };
  expect(thrown(() => factorValues(text, factor))).toMatchObject({ code: "type", span: [2, 3] });
  expect(thrown(() => factorValues({ ...five, value: 1 }, factor))).toMatchObject({ code: "rows", span: [4, 5] });
});

test("text is sorted by code point", () => {
  const values = ["b", "a", "Z", "_", "é", "e", "𝒳", "Ａ", null, "ss", "ß"];
  // sorted() of Python
  expect(levelsOf(column(values)).levels).toEqual(["Z", "_", "a", "b", "e", "ss", "ß", "é", "Ａ", "𝒳"]);
});

test("numbers are sorted by size and keep the type of their column", () => {
  expect(levelsOf(column([10, 9, -1, 10, 2]))).toEqual({ levels: [-1, 2, 9, 10], dataType: "int" });
  expect(levelsOf(column([10, null, 9]))).toEqual({ levels: [9, 10], dataType: "float" });
  expect(levelsOf(column([0, -0, 1.5]))).toEqual({ levels: [0, 1.5], dataType: "float" });
});

test("truth values have both levels even when one occurs", () => {
  expect(levelsOf(column([true, true, null]))).toEqual({ levels: [false, true], dataType: "bool" });
});

test("a category keeps its declared order and its unused levels; a dictionary of text is sorted", () => {
  const declared = category(["lo", "hi", null], ["lo", "mid", "hi"]);
  expect(levelsOf(declared)).toEqual({ levels: ["lo", "mid", "hi"], dataType: "category" });
  const dictionary = {
    kind: "category",
    type: "string",
    codes: Int32Array.of(2, 0, -1),
    levels: ["q", "z", "b"],
  } as const;
  expect(levelsOf(dictionary)).toEqual({ levels: ["b", "q"], dataType: "string" });
});

test("levels of a category that are numbers print as whole numbers only if all are whole", () => {
  expect(levelsOf(category([2, 1], [2, 1])).dataType).toBe("int");
  expect(levelsOf(category([2, 1.5], [2, 1.5])).dataType).toBe("float");
});

test("encode finds the level of each value", () => {
  expect(encode(column(["b", null, "a"]), ["a", "b"], { name: "v" })).toEqual(Int32Array.of(1, -1, 0));
  expect(encode(column([3, 1, Number.NaN]), [1, 2, 3], { name: "v" })).toEqual(Int32Array.of(2, 0, -1));
  expect(encode(column([true, false, null]), [false, true], { name: "v" })).toEqual(Int32Array.of(1, 0, -1));
  const categories = category(["a", null, "b"], ["b", "a"]);
  expect(encode(categories, ["a", "b", "c"], { name: "v" })).toEqual(Int32Array.of(0, -1, 1));
});

test("whole numbers are coded as others are: zeros are one, and what lies between, outside or beyond 2^32 is no level", () => {
  const levels = [-3, 0, 5];
  const values = [0, -0, 5, -3, 4, 6, -4, 0.5, -2.5, 2 ** 32, 2 ** 32 + 5, Number.POSITIVE_INFINITY, Number.NaN];
  const found = encode(column(Float64Array.from(values)), levels, { name: "v" }, "missing");
  expect([...found]).toEqual([1, 1, 2, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1]);
  const far = [0, 2 ** 40, 2 ** 53 - 1];
  expect([...encode(column([2 ** 40, 0, 2 ** 53 - 1, 1]), far, { name: "v" }, "missing")]).toEqual([1, 0, 2, -1]);
  expect(() => encode(column([0, 1]), [0], { name: "v" })).toThrowError(
    expect.objectContaining({ data: { name: "v", row: 1, value: 1, levels: [0] } }),
  );
  expect([...encode(column([1]), [], { name: "v" }, "missing")]).toEqual([-1]);
});

test("a value that is no level is refused with its row, or coded as missing", () => {
  const error = thrown(() => encode(column(["a", "zz"]), ["a"], { name: "v", at }));
  expect(error.code).toBe("categorical");
  expect(error.data).toEqual({ name: "v", row: 1, value: "zz", levels: ["a"] });
  expect(error.span).toEqual([4, 5]);
  expect(encode(column(["a", "zz"]), ["a"], { name: "v" }, "missing")).toEqual(Int32Array.of(0, -1));
  // Text is never equal to a number.
  expect(thrown(() => encode(column([1, 2]), ["1", "2"], { name: "v" })).data).toMatchObject({ row: 0, value: 1 });
});

test("levels print as in Python", () => {
  expect(formatLevel("a b", "string")).toBe("a b");
  expect(formatLevel(2, "int")).toBe("2");
  expect(formatLevel(-0, "int")).toBe("0");
  expect(formatLevel(9007199254740991, "int")).toBe("9007199254740991");
  expect(formatLevel(2.5, "int")).toBe("2.5");
  expect(formatLevel(Infinity, "int")).toBe("inf");
  expect(formatLevel(2, "float")).toBe("2.0");
  expect(formatLevel(true, "bool")).toBe("True");
  expect(formatLevel(false, "bool")).toBe("False");
  expect(formatLevel(2, "category")).toBe("2");
  expect(formatLevel(2.5, "category")).toBe("2.5");
});

test.each([
  // repr() of Python 3.11
  [1, "1.0"],
  [-0, "-0.0"],
  [0.1, "0.1"],
  [0.0001, "0.0001"],
  [0.00012345, "0.00012345"],
  [0.00001, "1e-05"],
  [1.5e-7, "1.5e-07"],
  [123456789012345, "123456789012345.0"],
  [1e15, "1000000000000000.0"],
  [9007199254740992, "9007199254740992.0"],
  [1e16, "1e+16"],
  [1.2345e22, "1.2345e+22"],
  [1e100, "1e+100"],
  [5e-324, "5e-324"],
  [-2.5, "-2.5"],
  [Infinity, "inf"],
  [-Infinity, "-inf"],
])("%d prints as %s", (value, text) => {
  expect(floatRepr(value)).toBe(text);
});

test("levels of different types are ordered: numbers, then text", () => {
  expect(["b", 10, "a", 9].sort(compareLevels)).toEqual([9, 10, "a", "b"]);
  expect([true, false].sort(compareLevels)).toEqual([false, true]);
});
