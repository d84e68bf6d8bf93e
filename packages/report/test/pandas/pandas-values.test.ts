import { expect, test } from "vitest";
import { escapeControls, typedColumn, type Value } from "../../src/pandas/pandas-values.ts";
import { thrown } from "../helpers.ts";

test.each<[string, Value[]]>([
  ["float64", []],
  ["float64", [1, 2]],
  ["float64", [1, null]],
  ["bool", [true]],
  ["object", [null]],
  ["object", [true, null]],
  ["object", ["a", 1]],
])("%s is inferred from %j, as pandas does from a column with gaps", (dtype, values) => {
  expect(typedColumn(values).dtype).toBe(dtype);
});

test("numbers among others are integers if all are safe integers, floats otherwise", () => {
  expect(typedColumn(["a", 1, -20]).texts([0, 1, 2])).toEqual([" a", " 1", " -20"]);
  expect(typedColumn(["a", 1, 0.5]).texts([1, 2])).toEqual([" 1.0", " 0.5"]);
  expect(typedColumn(["a", 1, 0.5]).texts([1])).toEqual([" 1.0"]);
});

test("the notation of doubles is that of the rows that are printed", () => {
  const column = typedColumn([1, 1e-9, 2.5]);
  expect(column.texts([0, 2])).toEqual([" 1.0", " 2.5"]);
  expect(column.texts([0, 1])).toEqual([" 1.000000e+00", " 1.000000e-09"]);
});

test("a field has every digit and is empty where the value is missing", () => {
  const column = typedColumn([0.1 + 0.2, Number.NaN, Number.POSITIVE_INFINITY, null]);
  expect([0, 1, 2, 3].map(column.field)).toEqual(["0.30000000000000004", "", "inf", ""]);
});

test("line breaks and tabs are escaped, nothing else", () => {
  expect(escapeControls("a\tb\nc\rd\\n\u2028")).toBe("a\\tb\\nc\\rd\\n\u2028");
});

test("a text in a column of doubles is refused", () => {
  expect(thrown(() => typedColumn(["1"], "float64"))).toMatchObject({ code: "dtype-mismatch", data: { value: "1" } });
});
