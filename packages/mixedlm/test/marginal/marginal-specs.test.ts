// Specs of marginal means as text, taken apart.
import { expect, test } from "vitest";
import { readSpecs } from "../../src/marginal/marginal-specs.ts";

test.each([
  ["Machine", ["Machine"], [], null],
  ["~ Machine", ["Machine"], [], null],
  ["~ recipe * temperature", ["recipe", "temperature"], [], null],
  ["recipe + temperature", ["recipe", "temperature"], [], null],
  ["~ recipe:temperature | site", ["recipe", "temperature"], ["site"], null],
  ["pairwise ~ recipe | a + b", ["recipe"], ["a", "b"], "pairwise"],
  ["trt.vs.ctrl1 ~ recipe", ["recipe"], [], "trt.vs.ctrl1"],
  ["~ 1", [], [], null],
  ["", [], [], null],
  ["a * b", ["a * b"], [], null],
])("%s", (text, variables, by, method) => {
  expect(readSpecs(text, ["a * b"])).toEqual({ variables, by, method });
});

test("names are taken as they are, each once", () => {
  expect(readSpecs(["a ~ b", "c", "c"], [])).toEqual({ variables: ["a ~ b", "c"], by: [], method: null });
});

test.each(["a ~ b ~ c", "a | b | c", 3, [1]])("%j is refused", (specs) => {
  expect(() => readSpecs(specs as string, [])).toThrow(expect.objectContaining({ code: "marginal-specs" }));
});
