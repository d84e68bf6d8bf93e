import { describe, expect, test } from "vitest";
import { type FrameOptions, frameText } from "../../src/pandas/frame-text.ts";
import { readPandasCases, readTypedCases, type TypedFrameCase, thrown } from "../helpers.ts";

const doubles = readPandasCases().filter((each) => each.kind === "frame");
const typed = readTypedCases().filter((each) => each.kind === "frame");

function printed(frame: TypedFrameCase, display: FrameOptions["display"] & string): string {
  const { index, columns, values, dtypes, index_dtype: indexDtype, columns_dtype: columnsDtype } = frame;
  const names = frame.index_name === undefined ? {} : { indexName: frame.index_name };
  const types = { dtypes, indexDtype, columnsDtype, ...names };
  return frameText({ index, columns, values, types }, { display });
}

describe("against pandas, character for character", () => {
  test("the fixtures hold matrices of all types", () => {
    expect(doubles.length).toBeGreaterThan(150);
    expect(typed.length).toBeGreaterThan(300);
    expect(typed.filter(({ whole }) => whole !== undefined).length).toBeGreaterThan(200);
    expect(typed.filter(({ script, notebook }) => script !== notebook).length).toBeGreaterThan(40);
  });

  for (const [i, { about, index, columns, values, text }] of doubles.entries()) {
    test(`doubles ${i}: ${about}`, () => {
      expect(frameText({ index, columns, values })).toBe(text);
    });
  }

  for (const [i, frame] of typed.entries()) {
    test(`typed ${i}: ${frame.about}`, () => {
      expect(printed(frame, "notebook")).toBe(frame.notebook);
      expect(printed(frame, "script")).toBe(frame.script);
      if (frame.whole !== undefined) expect(printed(frame, "whole")).toBe(frame.whole);
    });
  }
});

test("types are inferred: doubles, booleans, texts, whole-number columns", () => {
  const text = "   0      1     2\na 1.0  True     x\nb NaN False  None";
  const rows = [
    [1, true, "x"],
    [null, false, null],
  ];
  expect(frameText({ index: ["a", "b"], columns: [0, 1, 2], values: rows }).replace(/ +/g, " ")).toBe(
    text.replace(/ +/g, " "),
  );
});

describe("refusals", () => {
  test("a frame with fewer labels than rows is refused with both counts", () => {
    const error = thrown(() => frameText({ index: ["a"], columns: ["x"], values: [[1], [2]] }));
    expect(error).toMatchObject({ code: "label-count", data: { labels: 1, expected: 2, what: "rows" } });
  });

  test("a row without one value for every column is refused by its label", () => {
    const error = thrown(() => frameText({ index: ["a", "b"], columns: ["x", "y"], values: [[1, 2], [3]] }));
    expect(error).toMatchObject({ code: "row-length", data: { row: "b", length: 1, expected: 2 } });
  });
});
