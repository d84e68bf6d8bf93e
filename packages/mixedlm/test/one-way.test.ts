// Balanced one-way data have closed-form answers: with mean squares MSB and MSW, a groups of n rows,
//     REML: sigma2 = MSW, tau2 = (MSB - MSW) / n,            tau2 = 0 when MSB <= MSW,
//     ML:   sigma2 = MSW, tau2 = ((1 - 1/a) MSB - MSW) / n,  tau2 = 0 when (1 - 1/a) MSB <= MSW,
// and at tau2 = 0 sigma2 is the total sum of squares over a n - 1 (REML) or a n (ML).
// Searle, Casella & McCulloch (1992), Variance Components, sections 3.7 and 3.8.
import { describe, expect, test } from "vitest";
import { momentStart } from "../src/search/moment-start.ts";
import { covRe } from "./fit-parts.ts";
import { fitModel } from "./model-cache.ts";
import { type OneWay, oneWay, simulate } from "./simulate.ts";

const recipes = {
  "between as large as within": { seed: 11, a: 6, n: 5, between: 1, mean: 10 },
  "two rows a group": { seed: 12, a: 12, n: 2, between: 2, mean: 0 },
  "two groups": { seed: 13, a: 2, n: 8, between: 5, mean: -3 },
  "many groups": { seed: 14, a: 300, n: 4, between: 0.7, mean: 1 },
  "standard deviations a hundred times apart": { seed: 15, a: 8, n: 6, between: 100, mean: 5 },
  "standard deviations 1e3 apart": { seed: 21, a: 8, n: 6, between: 1e3, mean: 5 },
  "standard deviations 1e4 apart": { seed: 22, a: 8, n: 6, between: 1e4, mean: 5 },
  "standard deviations 1e5 apart": { seed: 23, a: 8, n: 6, between: 1e5, mean: 5 },
  "standard deviations 1e6 apart": { seed: 24, a: 8, n: 6, between: 1e6, mean: 5 },
  "within far above between": { seed: 17, a: 40, n: 50, between: 0.02, mean: 5 },
  "a mean of a million": { seed: 18, a: 7, n: 5, between: 1.5, mean: 1e6 },
  "a mean of 1e9": { seed: 19, a: 7, n: 5, between: 1.5, mean: 1e9 },
};

describe.each(Object.entries(recipes))("balanced one-way data: %s", (_, { seed, a, n, between, mean }) => {
  const table = simulate({ seed, sizes: new Array(a).fill(n), between, mean, slope: 0 });
  const anova = oneWay(table.y, a);

  test.each([true, false])("the variances are those of the analysis of variance (reml %s)", (reml) => {
    const { fit } = fitModel(table, { formula: "y ~ 1", group: "g" }, { reml });
    const exact = closedForm(anova, reml);
    expect(relative(fit.sigma ** 2, exact.sigma2)).toBeLessThan(1e-10);
    expect(relative(covRe(fit).data[0], exact.tau2)).toBeLessThan(1e-10);
    expect(Math.abs(fit.beta[0]! - anova.mean) / fit.stdError[0]!).toBeLessThan(1e-9);
    expect(relative(fit.vcov.data[0]!, (exact.tau2 + exact.sigma2 / n) / a)).toBeLessThan(1e-10);
    expect(fit.status.kind).toBe(exact.tau2 === 0 ? "boundary" : "interior");
  });

  test("the moment start is the exact REML answer", () => {
    const { tau2, sigma2 } = closedForm(anova, true);
    const start = momentStart(fitModel(table, { formula: "y ~ 1", group: "g" }).fit.engine, "y");
    expect(start.unidentified).toBeNull();
    // a start keeps relative variances above 1e-3, and loses the digits of a residual that is small beside them
    const ratio = tau2 / sigma2;
    expect(relative(start.parameters[0] ** 2, Math.max(ratio, 1e-3))).toBeLessThan(1e-9 + 1e-15 * ratio);
  });
});

describe("balanced one-way data without a positive variance between groups", () => {
  // seeds of pure noise, sorted by what the mean squares say
  const tables = Array.from({ length: 60 }, (_, i) => {
    const table = simulate({ seed: 500 + i, sizes: new Array(5).fill(4), between: 0, slope: 0 });
    return { seed: 500 + i, table, anova: oneWay(table.y, 5) };
  });
  const zero = tables.filter(({ anova }) => anova.between < anova.within);
  const onlyMl = tables.filter(({ anova }) => anova.between > anova.within && 0.8 * anova.between < anova.within);

  test("there are such tables, and some where only maximum likelihood gives zero", () => {
    expect(zero.length).toBeGreaterThan(20);
    expect(onlyMl.length).toBeGreaterThan(2);
  });

  test.each([...zero, ...onlyMl])("seed $seed: zero exactly where the closed form is zero", ({ table, anova }) => {
    for (const reml of [true, false]) {
      const { fit } = fitModel(table, { formula: "y ~ 1", group: "g" }, { reml });
      const exact = closedForm(anova, reml);
      if (exact.tau2 === 0) expect(fit.theta[0]).toBe(0);
      else expect(relative(covRe(fit).data[0], exact.tau2)).toBeLessThan(1e-6);
      expect(relative(fit.sigma ** 2, exact.sigma2)).toBeLessThan(1e-9);
      expect(relative(fit.stdError[0]!, Math.sqrt((exact.tau2 + exact.sigma2 / 4) / 5))).toBeLessThan(1e-9);
      expect(fit.status.kind).toBe(exact.tau2 === 0 ? "boundary" : "interior");
    }
  });
});

describe("the moment start on balanced data with random slopes", () => {
  // every group has the same x, so that the moment equations have the least-squares lines of the groups for solution
  const x = [0, 1, 2, 3, 4, 5];
  const groups = 9;
  const table = simulate({ seed: 21, sizes: new Array(groups).fill(x.length), between: 3, slopes: 1 });
  const balanced = { ...table, x: table.x.map((_, i) => x[i % x.length]!) };
  const model = fitModel(balanced, { formula: "y ~ x", group: "g", reFormula: "~x" });

  test("is the restricted maximum likelihood answer: the search evaluates once", () => {
    expect(model.fit.status.kind).toBe("interior");
    expect(model.fit.optimization.evaluations).toBe(1);
    expect(model.fit.optimization.gradient).toBeLessThan(1e-9);
  });
});

function closedForm({ a, n, between, within }: OneWay, reml: boolean): { sigma2: number; tau2: number } {
  const expected = reml ? between : (1 - 1 / a) * between;
  if (expected > within) return { sigma2: within, tau2: (expected - within) / n };
  const total = (a - 1) * between + a * (n - 1) * within;
  return { sigma2: total / (reml ? a * n - 1 : a * n), tau2: 0 };
}

function relative(value: number, expected: number): number {
  return value === expected ? 0 : Math.abs(value / expected - 1);
}
