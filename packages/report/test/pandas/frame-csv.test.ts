import { describe, expect, test } from "vitest";
import { frameCsv } from "../../src/pandas/frame-csv.ts";
import { readTypedCases, thrown } from "../helpers.ts";

const frames = readTypedCases().filter((each) => each.kind === "frame");
// pandas leaves a lone carriage return unquoted, so that its own reader takes it for a line's end
const written = frames.filter(({ csv }) => csv !== undefined && !csv.includes("\r"));

describe("pandas' to_csv, character for character", () => {
  test("the fixtures hold quotes, line breaks and empty frames", () => {
    expect(written.length).toBeGreaterThan(200);
    for (const part of ['"say ""x"""', '"\n"', '""\n']) {
      expect(
        written.some(({ csv }) => csv?.includes(part)),
        part,
      ).toBe(true);
    }
  });

  for (const [i, frame] of written.entries()) {
    test(`${i}: ${frame.about}`, () => {
      const { index, columns, values, dtypes, index_dtype: indexDtype, columns_dtype: columnsDtype } = frame;
      const names = frame.index_name === undefined ? {} : { indexName: frame.index_name };
      expect(frameCsv({ index, columns, values, types: { dtypes, indexDtype, columnsDtype, ...names } })).toBe(
        frame.csv,
      );
    });
  }
});

test("a lone carriage return is quoted", () => {
  expect(frameCsv({ index: ["a"], columns: ["x"], values: [["b\rc"]] })).toBe(',x\na,"b\rc"\n');
});

test("a row without one value for every column is refused", () => {
  expect(thrown(() => frameCsv({ index: ["a"], columns: ["x", "y"], values: [[1]] }))).toMatchObject({
    code: "row-length",
  });
});
