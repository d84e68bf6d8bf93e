import { expect, test } from "vitest";
import { type Label, typedIndex } from "../../src/pandas/pandas-labels.ts";

const texts = (labels: Label[]) => typedIndex(labels).texts(labels.map((_, i) => i));

test("numbers share a notation and make room for a sign if one has it", () => {
  expect(texts([1, 30])).toEqual(["1 ", "30"]);
  expect(texts([1, -2])).toEqual([" 1", "-2"]);
  expect(texts([0.5, 1])).toEqual(["0.5", "1.0"]);
  expect(texts([0.5, Number.NaN])).toEqual(["0.5", "NaN"]);
});

test("mixed labels stand for themselves, a safe integer as one", () => {
  expect(texts(["a", 1, 2.5, true, 1e20])).toEqual(["a", "1", "2.5", "True", "1e+20"]);
});

test("a given type decides how whole numbers read", () => {
  expect(typedIndex([1, 2], "float64").texts([0, 1])).toEqual(["1.0", "2.0"]);
  expect(typedIndex([1, -2], "object").texts([0, 1])).toEqual(["1", "-2"]);
});

test("a missing label is empty as a field and nan by itself", () => {
  const index = typedIndex([Number.NaN, 0.1]);
  expect([index.field(0), index.bare(0), index.field(1)]).toEqual(["", "nan", "0.1"]);
});
