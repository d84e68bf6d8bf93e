import { describe, expect, test } from "vitest";
import { seriesText } from "../../src/pandas/series-text.ts";
import { readPandasCases, readTypedCases, thrown } from "../helpers.ts";

const doubles = readPandasCases().filter((each) => each.kind === "series");
const typed = readTypedCases().filter((each) => each.kind === "series");

describe("against pandas, character for character", () => {
  test("the fixtures hold vectors of all types", () => {
    expect(doubles.length).toBeGreaterThan(90);
    expect(typed.length).toBeGreaterThan(120);
    expect(new Set(typed.map(({ dtype, index_dtype }) => `${dtype} ${index_dtype}`)).size).toBeGreaterThan(8);
  });

  for (const [i, { about, index, name, values, text }] of doubles.entries()) {
    test(`doubles ${i}: ${about}`, () => {
      expect(seriesText(index, Float64Array.from(values), name === null ? {} : { name })).toBe(text);
    });
  }

  for (const [i, { about, index, values, text, ...types }] of typed.entries()) {
    test(`typed ${i}: ${about}`, () => {
      const { dtype, index_dtype: indexDtype, index_name: indexName, name } = types;
      const names = { ...(name === undefined ? {} : { name }), ...(indexName === undefined ? {} : { indexName }) };
      expect(seriesText(index, values, { dtype, indexDtype, ...names })).toBe(text);
    });
  }
});

test("types are inferred: doubles with gaps, booleans, whole-number labels", () => {
  expect(seriesText([1, -2], [1, null])).toBe(" 1    1.0\n-2    NaN\ndtype: float64");
  expect(seriesText([true, false], [true, false])).toBe("True      True\nFalse    False\ndtype: bool");
  expect(seriesText([0.5, 2], ["a", null])).toBe("0.5       a\n2.0    None\ndtype: object");
});

test("a series with more labels than values is refused with both counts", () => {
  const error = thrown(() => seriesText(["a", "b"], [1]));
  expect(error).toMatchObject({ code: "label-count", data: { labels: 2, expected: 1, what: "values" } });
});

test.each([
  ["float64", "1"],
  ["int64", 1.5],
  ["bool", 1],
  ["int64", null],
] as const)("a column said to be %s refuses %s", (dtype, value) => {
  const error = thrown(() => seriesText(["a"], [value], { dtype }));
  expect(error).toMatchObject({ code: "dtype-mismatch", data: { value, dtype } });
});
