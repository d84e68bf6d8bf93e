import { describe, expect, test } from "vitest";
import { frameText } from "../src/frame-text.ts";
import { seriesText } from "../src/series-text.ts";
import { readPandasCases, thrown } from "./helpers.ts";

const cases = readPandasCases();
const vectors = cases.filter((each) => each.kind === "series");
const matrices = cases.filter((each) => each.kind === "frame");

describe("against pandas, character for character", () => {
  test("the fixtures hold vectors and matrices", () => {
    expect(vectors.length).toBeGreaterThan(90);
    expect(matrices.length).toBeGreaterThan(150);
  });

  for (const [i, { about, index, name, values, text }] of vectors.entries()) {
    test(`series ${i}: ${about}`, () => {
      expect(seriesText(index, Float64Array.from(values), name === null ? {} : { name })).toBe(text);
    });
  }

  for (const [i, { about, index, columns, values, text }] of matrices.entries()) {
    test(`frame ${i}: ${about}`, () => {
      expect(frameText(index, columns, values)).toBe(text);
    });
  }
});

describe("refusals", () => {
  test("a series with more labels than values is refused with both counts", () => {
    const error = thrown(() => seriesText(["a", "b"], [1]));
    expect(error).toMatchObject({ code: "label-count", data: { labels: 2, expected: 1, what: "values" } });
  });

  test("a frame with fewer labels than rows is refused with both counts", () => {
    const error = thrown(() => frameText(["a"], ["x"], [[1], [2]]));
    expect(error).toMatchObject({ code: "label-count", data: { labels: 1, expected: 2, what: "rows" } });
  });

  test("a row without one number for every column is refused by its label", () => {
    const error = thrown(() => frameText(["a", "b"], ["x", "y"], [[1, 2], [3]]));
    expect(error).toMatchObject({ code: "row-length", data: { row: "b", length: 1, expected: 2 } });
  });
});
