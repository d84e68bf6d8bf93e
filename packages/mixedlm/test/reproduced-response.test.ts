// A response that the fixed effects nearly reproduce. What they leave is an exact number in every row here, so that its
// own model, with the same effects, is the expected answer: adding X c to the response moves the coefficients by c.
import { describe, expect, test } from "vitest";
import { anova, type Fit, lmm } from "../src/index.ts";
import { uniform } from "./models.ts";

const random = uniform(7);
const rows = Array.from({ length: 120 }, (_, i) => i);
const level = Array.from({ length: 12 }, () => random());
/** Multiples of 2^-10 below 4. */
const residual = rows.map((i) => Math.round(1024 * (level[i % 12] + random())) / 1024);
const table = {
  residual,
  x: rows.map((i) => 1 + (i % 10)),
  z: rows.map((i) => 1000 + ((i * 7) % 31)),
  w: rows.map((i) => 1 + (i % 3)),
  g: rows.map((i) => `g${i % 12}`),
};

describe.each([2 ** 6, 2 ** 16, 2 ** 26])("explained parts %d times the residual", (size) => {
  const y = rows.map((i) => size * table.x[i] - 2 * size * table.z[i] + residual[i]);

  test.each([
    ["x + z + (1 | g)", [0, 1, -2]],
    ["0 + x + z + (1 | g)", [1, -2]],
    ["x + z + I(z ** 2) + (x | g)", [0, 1, -2, 0]],
    ["0 + z + x + x:z + (0 + x | g)", [-2, 1, 0]],
  ])("%s is the model of the residual", (terms, coefficients) => {
    for (const reml of [true, false]) {
      const wanted = lmm(`residual ~ ${terms}`, table, { reml, weights: "w" });
      const found = lmm(`y ~ ${terms}`, { ...table, y }, { reml, weights: "w" });
      expect(found.objective).toBeCloseTo(wanted.objective, 7);
      expect(found.sigma / wanted.sigma).toBeCloseTo(1, 9);
      found.theta.forEach((value, k) => {
        expect(value).toBeCloseTo(wanted.theta[k], 5);
      });
      found.beta.forEach((value, j) => {
        const shift = size * coefficients[j];
        // a coefficient has sixteen digits of its own, the number that was added among them
        expect(Math.abs(value - shift - wanted.beta[j])).toBeLessThan(
          1e-5 * wanted.stdError[j] + 4 * Number.EPSILON * Math.abs(shift),
        );
      });
    }
  });
});

test("models of it compare as those of what they leave, whichever of them reproduces it", () => {
  const y = rows.map((i) => 2 ** 24 * table.x[i] + residual[i]);
  const tests = (response: string): number[] => {
    const of = (terms: string): Fit => lmm(`${response} ~ ${terms} + (1 | g)`, { ...table, y });
    return anova(of("x + z + I(z ** 2)"), of("x + z"), of("x")).rows.flatMap(({ statistic }) =>
      statistic === null ? [] : [statistic],
    );
  };
  const wanted = tests("residual");
  expect(wanted).toHaveLength(2);
  tests("y").forEach((statistic, k) => {
    expect(statistic).toBeCloseTo(wanted[k], 6);
  });
  // far apart, but of the same rows
  const left = lmm("y ~ x + (1 | g)", { ...table, y });
  const other = lmm("y ~ z + (1 | g)", { ...table, y });
  expect(anova(left, other, { tests: false }).rows).toHaveLength(2);
});

test("what is left beyond fifteen digits is rounding", () => {
  const y = table.x.map((x, i) => 0.1 * x + 0.7 * table.z[i]);
  for (const formula of ["y ~ x + z + (1 | g)", "y ~ 0 + x + z + (1 | g)"])
    expect(() => lmm(formula, { ...table, y })).toThrow(expect.objectContaining({ code: "perfect-fit" }));
});
