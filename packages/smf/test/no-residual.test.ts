// Random effects that can follow every row: both front doors say so, by one code.
import { lmm } from "mixedlm";
import { expect, test } from "vitest";
import * as smf from "../src/index.ts";

const PAIRS = {
  g: [..."aabbccddeeff"],
  x: [0.1, 1.2, -0.3, 0.9, 0.2, 1.1, 0, 1.3, -0.2, 0.8, 0.3, 1],
  y: [1.2, -3.1, 4.4, 9.7, -6.2, -2.8, 3.3, 10.1, -8.4, -1.2, 0.7, 2.9],
};

test("two effects a group that follow its two rows leave no residual, and either front door warns of it", () => {
  const fit = lmm("y ~ 1 + (1 + x | g)", PAIRS);
  expect(fit.status.kind).toBe("boundary");
  expect(fit.warnings.map(({ code }) => code)).toEqual(["singular", "no-residual"]);
  const results = smf.mixedlm("y ~ 1", PAIRS, "g", { re_formula: "~x" }).fit();
  expect(results.warnings.map(({ code }) => code)).toContain("no-residual");
});

test("the fixed effect is that of the limit, the mean of lines through both points of each group", () => {
  // each group's line goes through both its points; intercepts and slopes are then a normal sample with means (mu, 0) and
  // a free covariance, whose maximum likelihood estimate of mu is the regression of intercepts on slopes, at slope 0
  const lines = [0, 2, 4, 6, 8, 10].map((i) => {
    const [x1, x2, y1, y2] = [PAIRS.x[i], PAIRS.x[i + 1], PAIRS.y[i], PAIRS.y[i + 1]] as [
      number,
      number,
      number,
      number,
    ];
    const slope = (y2 - y1) / (x2 - x1);
    return [y1 - slope * x1, slope] as const;
  });
  const sum = (of: (line: readonly [number, number]) => number): number => lines.reduce((s, line) => s + of(line), 0);
  const [m, s, ss, is] = [sum(([a]) => a) / 6, sum(([, b]) => b) / 6, sum(([, b]) => b * b), sum(([a, b]) => a * b)];
  const slope = (is - 6 * m * s) / (ss - 6 * s * s);
  const fit = lmm("y ~ 1 + (1 + x | g)", PAIRS, { reml: false });
  expect(fit.beta[0]).toBeCloseTo(m - slope * s, 4);
});
