// The covariances of random effects given the data: those of a level by the formula of one-way layouts, and what is
// refused.
import { expect, test } from "vitest";
import { conditionalBlocks, conditionalCovariances } from "../../src/index.ts";
import { nativeFit } from "../native-fits.ts";

const fit = nativeFit("dyestuff");
const { engine, reml } = fit;
const { lambda } = fit.estimates;

test("of a level alone, by the block of each and by sets of levels, is 1 / (n / sigma^2 + 1 / tau^2)", () => {
  const tau2 = (fit.theta[0]! * fit.sigma) ** 2;
  const expected = 1 / (5 / fit.sigma ** 2 + 1 / tau2);
  const blocks = conditionalBlocks(engine, lambda, reml, 0)!;
  const sets = conditionalCovariances(engine, lambda, reml, [[{ factor: 0, level: 5 }], [{ factor: 0, level: 2 }]])!;
  for (const value of [...blocks, ...sets.map(({ data }) => data[0]!)]) expect(value / expected).toBeCloseTo(1, 8);
  expect([blocks.length, sets.length]).toEqual([6, 2]);
});

test("of factors and levels that there are not is refused", () => {
  const failing = (text: string) =>
    expect.objectContaining({ code: "not-of-stage", message: expect.stringContaining(text) });
  for (const factor of [7, 1, -1, 0.5, "0", null, undefined])
    expect(() => conditionalBlocks(engine, lambda, reml, factor as number)).toThrow(
      failing("whole number from 0 to 0"),
    );
  const wrong: readonly [unknown, string][] = [
    [3, "lists of levels"],
    [null, "lists of levels"],
    [[3], "lists of levels"],
    [[[3]], "lists of levels"],
    [[[{ factor: 9, level: 0 }]], "number of a grouping factor, got 9"],
    [[[{ factor: 0, level: 99 }]], "from 0 to 5"],
    [[[{ factor: 0, level: Number.NaN }]], "got NaN"],
  ];
  for (const [sets, text] of wrong)
    expect(() => conditionalCovariances(engine, lambda, reml, sets as never)).toThrow(failing(text));
  expect(() => conditionalBlocks(engine, [], reml, 0)).toThrow(expect.objectContaining({ code: "lambda-shape" }));
});
