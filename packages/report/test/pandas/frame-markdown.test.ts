import { expect, test } from "vitest";
import { frameMarkdown } from "../../src/pandas/frame-markdown.ts";
import { thrown } from "../helpers.ts";

test("numbers stand to the right in their common notation, texts to the left, names are escaped", () => {
  const values = [
    [1.5, "a|b", true, 3],
    [-0.25, null, false, -20],
  ];
  const dtypes = ["float64", "object", "bool", "int64"] as const;
  expect(
    frameMarkdown({ index: ["r", "s*"], columns: ["x", "o", "b", "i"], values, types: { dtypes, indexName: "g" } }),
  ).toBe(`| g   |     x | o    |     b |   i |
| :-- | ----: | :--- | ----: | --: |
| r   |  1.50 | a\\|b |  True |   3 |
| s\\* | -0.25 | None | False | -20 |`);
});

test("nothing is left out of a long frame", () => {
  const index = Array.from({ length: 100 }, (_, i) => i);
  const lines = frameMarkdown({ index, columns: ["x"], values: index.map((i) => [i]) }).split("\n");
  expect(lines).toHaveLength(102);
  expect(lines.at(-1)).toBe("| 99  | 99.0 |");
});

test("an empty frame is its header", () => {
  expect(frameMarkdown({ index: [], columns: ["x"], values: [] })).toBe("|     |   x |\n| :-- | --: |");
});

test("a frame with fewer labels than rows is refused", () => {
  expect(thrown(() => frameMarkdown({ index: ["a"], columns: ["x"], values: [[1], [2]] }))).toMatchObject({
    code: "label-count",
  });
});
