import { describe, expect, test } from "vitest";
import { frameHtml } from "../../src/pandas/frame-html.ts";
import { readTypedCases, thrown } from "../helpers.ts";

const frames = readTypedCases().filter((each) => each.kind === "frame");
const written = frames.filter(({ html }) => html !== undefined);

describe("pandas' to_html and _repr_html_, character for character", () => {
  test("the fixtures hold markup, names of the index and empty frames", () => {
    expect(written.length).toBeGreaterThan(200);
    for (const part of ["&lt;b&gt;", "&amp;amp;", "<p>2 rows", "<tbody>\n  </tbody>"]) {
      expect(
        written.some(({ html, repr_html }) => `${html}${repr_html}`.includes(part)),
        part,
      ).toBe(true);
    }
  });

  for (const [i, frame] of written.entries()) {
    test(`${i}: ${frame.about}`, () => {
      const { index, columns, values, dtypes, index_dtype: indexDtype, columns_dtype: columnsDtype } = frame;
      const names = frame.index_name === undefined ? {} : { indexName: frame.index_name };
      const record = { index, columns, values, types: { dtypes, indexDtype, columnsDtype, ...names } };
      expect(frameHtml(record)).toBe(frame.html);
      expect(frameHtml(record, { notebook: true })).toBe(frame.repr_html);
    });
  }
});

test("a notebook is shown both ends of a long frame and told its size", () => {
  const index = Array.from({ length: 61 }, (_, i) => i);
  const html = frameHtml({ index, columns: ["x"], values: index.map((i) => [i]) }, { notebook: true });
  expect(html.match(/<th>\d+<\/th>/g)).toHaveLength(10);
  expect(html).toContain("<th>...</th>\n      <td>...</td>");
  expect(html).toContain("<p>61 rows × 1 columns</p>");
});

test("a frame with fewer labels than rows is refused", () => {
  expect(thrown(() => frameHtml({ index: ["a"], columns: ["x"], values: [[1], [2]] }))).toMatchObject({
    code: "label-count",
  });
});
