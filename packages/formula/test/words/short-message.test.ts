// What is left out of a message that quotes more than anyone reads.
import { expect, test } from "vitest";
import { parseConstraints, parseFormula, parseMixedFormula, shortMessage } from "../../src/index.ts";
import { errorOf } from "../error-of.ts";

test("a message that is short enough stays as it is", () => {
  const text = `\`${"x".repeat(100)}\` is no column`;
  expect(shortMessage(text, 200)).toBe(text);
});

test("a long word loses its middle, and the words around it nothing", () => {
  const short = shortMessage(`column \`${"x".repeat(1000)}\` is a ${"z".repeat(40)}`, 200);
  expect(short).toBe(`column \`${"x".repeat(35)}...${"x".repeat(17)}\` is a ${"z".repeat(40)}`);
});

test("many words lose their middle, and no pair of surrogates is cut", () => {
  const short = shortMessage("\u{1f600} ".repeat(1000), 100);
  expect(short.length).toBeLessThanOrEqual(100);
  expect(short).toMatch(/^(\u{1f600} )+\.\.\. +(\u{1f600} )+$/u);
});

test.each([undefined, null, 5, 5n, {}, ["y ~ x"], Symbol("y"), new String("y ~ x"), () => "y ~ x"])(
  "%s is no formula and no constraint",
  (value) => {
    for (const parse of [parseFormula, parseMixedFormula, (text: string) => parseConstraints(text, ["x"])]) {
      const error = errorOf(() => parse(value as never));
      expect([error.code, error.message]).toEqual([
        "type",
        expect.stringMatching(/^expected a (formula|constraint) as a text/),
      ]);
    }
  },
);
