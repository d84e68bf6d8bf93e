// Rows of X that are, and are not, combinations of one another; ranks by the rule that a product space has one dimension a cell.
import { buildDesign } from "@mixedlm/design";
import { parseMixedFormula } from "@mixedlm/formula";
import { expect, test } from "vitest";
import { lmm } from "../../src/index.ts";
import { hasIndependentRows } from "../../src/rows/independent-rows.ts";

const n = 24;
const index = Array.from({ length: n }, (_, i) => i);
const table = {
  y: index.map((i) => Math.sin(3 * i)),
  x: index.map((i) => Math.cos(5 * i)),
  id: index,
  a: index.map((i) => `a${i % 4}`),
  b: index.map((i) => `b${Math.floor(i / 4)}`),
  half: index.map((i) => i % 12),
  g: index.map((i) => i % 3),
};

test.each([
  ["a level a row", "y ~ C(id)", true],
  ["a level a row, without an intercept", "y ~ 0 + C(id) + x", true],
  ["a row in each cell", "y ~ a * b", true],
  ["a row in each cell, its margins left out", "y ~ 0 + a:b", true],
  ["powers of a number", `y ~ poly(id, ${n - 1})`, true],
  ["a level for each pair of rows", "y ~ C(half) * C(g)", false],
  ["fewer columns than rows", "y ~ a + b", false],
])("%s", (_, fixed, expected) => {
  const design = buildDesign(parseMixedFormula(`${fixed} + (1 | g)`), table);
  expect(hasIndependentRows(design, table)).toBe(expected);
});

test.each([1e-12, 1, 1e12])("three points of a parabola are independent in units of %d", (unit) => {
  const points = { y: [1, 2, 4], x: [1, 2, 3].map((value) => value * unit), g: [1, 1, 2] };
  const design = buildDesign(parseMixedFormula("y ~ x + I(x ** 2) + (1 | g)"), points);
  expect(hasIndependentRows(design, points)).toBe(true);
});

test("a level a row of 1,500 is refused before products of 1,500 columns are formed", () => {
  const ids = Array.from({ length: 1500 }, (_, i) => i);
  const large = { y: ids.map((i) => Math.sin(i)), id: ids, g: ids.map((i) => i % 7) };
  expect(() => lmm("y ~ C(id) + (1 | g)", large)).toThrow(
    "1500 rows cannot estimate 1500 fixed effects and a residual variance; at least 1501 rows are needed",
  );
});
