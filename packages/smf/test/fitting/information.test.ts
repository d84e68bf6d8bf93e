// Standard errors in any units: the information of parameters that are measured in 1e150 beside others in 1 is inverted
// with the digits that it has.
import { describe, expect, test } from "vitest";
import { mixedlm } from "../../src/index.ts";

const rows = Array.from({ length: 40 }, (_, i) => i);
const x = rows.map((i) => ((7 * i) % 11) - 4 + i / 20);
const g = rows.map((i) => `g${i % 8}`);
const y = rows.map((i) => 1 + 2 * x[i]! + ((5 * i) % 8) / 2 + ((13 * i) % 17) / 9);

/** Standard errors of the intercept, the slope and the variance's ratio, in the units of `x` and `y` themselves. */
function errors(unitOfX: number, unitOfY: number, reml: boolean): number[] {
  const table = { x: x.map((value) => value * unitOfX), y: y.map((value) => value * unitOfY), g };
  const { bse, warnings } = mixedlm("y ~ x", table, "g").fit({ reml });
  expect(warnings).toEqual([]);
  const [intercept, slope, ratio] = bse.values;
  return [intercept! / unitOfY, (slope! / unitOfY) * unitOfX, ratio!];
}

describe.each([
  ["REML", true],
  ["ML", false],
])("%s", (_, reml) => {
  const own = errors(1, 1, reml);

  test.each([
    ["the response in 1e100", 1, 1e100],
    ["the response in 1e150", 1, 1e150],
    ["the response in 1e-150", 1, 1e-150],
    ["a column in 1e151", 1e151, 1],
    ["a column in 1e-153", 1e-153, 1],
    ["a column in 1e-100, the response in 1e-100", 1e-100, 1e-100],
    ["a column in 1e120, the response in 1e-20", 1e120, 1e-20],
  ])("standard errors do not depend on units: %s", (__, unitOfX, unitOfY) => {
    for (const [i, error] of errors(unitOfX, unitOfY, reml).entries())
      expect(Math.abs(error / own[i]! - 1)).toBeLessThan(1e-7);
  });
});
