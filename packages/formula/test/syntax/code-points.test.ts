import { expect, test } from "vitest";
import { placeOfTokens, spansToCodePoints } from "../../src/syntax/code-points.ts";
import { tokenize } from "../../src/syntax/tokens.ts";

test("spans after characters beyond U+FFFF count these once", () => {
  const source = "😀😀 ~ x";
  const tree = { span: [0, source.length], inner: [{ functionSpan: [7, 8], text: "x" }] };
  expect(spansToCodePoints(tree, source)).toEqual({ span: [0, 6], inner: [{ functionSpan: [5, 6], text: "x" }] });
});

test("a span that two records share is counted once", () => {
  const span = [2, 4];
  expect(spansToCodePoints({ a: { span }, b: { span } }, "😀é~")).toEqual({ a: { span: [1, 3] }, b: { span: [1, 3] } });
});

test("a tree over plain text is left as it is", () => {
  const tree = { span: [0, 4] };
  expect(spansToCodePoints(tree, "größ")).toBe(tree);
  expect(tree.span).toEqual([0, 4]);
});

test("the place of tokens runs from the first to the last", () => {
  const source = "'😀' + xy";
  const [first, , last] = tokenize(source);
  expect(first && placeOfTokens(source, first, last)).toEqual({ source, span: [0, 8] });
  expect(last && placeOfTokens(source, last)).toEqual({ source, span: [6, 8] });
});
