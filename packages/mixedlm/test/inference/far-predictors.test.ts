// Predictors far from 0, and in small or large units: what is said of the same hypothesis stays the same. Of a mean response far
// out the covariance matrix of the coefficients has no digits left: 1e9 squared is 1e18.
import { describe, expect, test } from "vitest";
import {
  anova,
  confidenceIntervals,
  contrast,
  type DfOption,
  type Fit,
  fixedInference,
  jointTest,
  lmm,
  marginalMeans,
  predict,
  robustInference,
  summary,
  tidy,
} from "../../src/index.ts";
import { relative } from "./inference-record.ts";

const ROWS = (() => {
  const [y, x, f, g]: [number[], number[], string[], string[]] = [[], [], [], []];
  for (let group = 0; group < 9; group++)
    for (let i = 0; i < 4 + (group % 2); i++) {
      x.push(((i * 7 + group * 5) % 11) - 5);
      f.push("abc"[(group + i) % 3]!);
      y.push(3 + 0.4 * x[x.length - 1]! + ((group * 13) % 7) / 2 + Math.sin(3 * i + 2 * group));
      g.push(`g${group}`);
    }
  return { y, x, f, g };
})();

const fitAt = (origin: number, unit: number): Fit =>
  lmm("y ~ f + x + (1 | g)", { ...ROWS, x: ROWS.x.map((value) => origin + unit * value) });

const METHODS: readonly [string, (fit: Fit) => DfOption][] = [
  ["satterthwaite", () => "satterthwaite"],
  ["kenward-roger", () => "kenward-roger"],
  ["residual", () => "residual"],
  ["normal", () => "normal"],
  ["CR2", (fit) => robustInference(fit)],
];

// a predictor counted from 1e9 has lost 9 of its 16 digits
const PLACES: readonly [origin: number, unit: number, close: number][] = [
  [1e6, 1, 1e-8],
  [1e8, 1, 1e-6],
  [1e9, 1, 1e-5],
  [0, 1e-6, 1e-8],
  [0, 1e6, 1e-8],
  [1e6, 1e-2, 1e-6],
];

describe.each(PLACES)("x counted from %f in units of %f", (origin, unit, close) => {
  const [here, there] = [fitAt(0, 1), fitAt(origin, unit)];

  test.each(METHODS)("the mean response at x = 2, its standard error, df and interval: %s", (_, ddf) => {
    const [own] = contrast(here, [1, 0, 0, 2], { ddf: ddf(here) }).rows;
    const [far] = contrast(there, [1, 0, 0, origin + 2 * unit], { ddf: ddf(there) }).rows;
    for (const field of ["estimate", "stdError", "lower", "upper"] as const)
      expect(relative(far![field], own![field]), field).toBeLessThan(close);
    if (own!.df !== Number.POSITIVE_INFINITY) expect(relative(far!.df, own!.df)).toBeLessThan(close);
  });

  test.each(METHODS)("covariances of combinations: %s", (_, ddf) => {
    const own = fixedInference(here, ddf(here)).covariance([1, 0, 0, 2], [1, 1, 0, -1]);
    const far = fixedInference(there, ddf(there)).covariance([1, 0, 0, origin + 2 * unit], [1, 1, 0, origin - unit]);
    expect(relative(far, own)).toBeLessThan(close);
  });

  test.each(METHODS)("joint and marginal tests: %s", (_, ddf) => {
    const own = jointTest(
      here,
      [
        [1, 0, 0, 2],
        [0, 0, 0, 1],
        [0, 1, 0, 0],
      ],
      { ddf: ddf(here) },
    );
    const far = jointTest(
      there,
      [
        [1, 0, 0, origin + 2 * unit],
        [0, 0, 0, unit],
        [0, 1, 0, 0],
      ],
      { ddf: ddf(there) },
    );
    expect(far.numDf).toBe(3);
    expect(relative(far.statistic, own.statistic)).toBeLessThan(close);
    if (own.denDf !== Number.POSITIVE_INFINITY) expect(relative(far.denDf, own.denDf)).toBeLessThan(close);
    const [ours, theirs] = [here, there].map((fit) => anova(fit, { ddf: ddf(fit) }).rows);
    for (const [t, row] of ours!.entries())
      for (const field of ["statistic", "sumOfSquares"] as const)
        expect(relative(theirs![t]![field]!, row[field]!), `${row.term} ${field}`).toBeLessThan(close);
  });

  test.each(METHODS)("marginal means and their pairs: %s", (_, ddf) => {
    const tables = [here, there].map((fit) => marginalMeans(fit, "pairwise ~ f", { ddf: ddf(fit) }));
    const rows = tables.map(({ rows, contrasts }) => [...rows, ...contrasts!.rows]);
    for (const [r, row] of rows[0]!.entries())
      for (const field of ["estimate", "stdError"] as const)
        expect(relative(rows[1]![r]![field]!, row[field]!)).toBeLessThan(close);
  });

  test("Wald intervals, rows and the summary of the slope", () => {
    const numbers = (fit: Fit) => {
      const { lower, upper } = confidenceIntervals(fit, { parameters: "fixed" }).rows.find(({ name }) => name === "x")!;
      const { stdError, statistic } = summary(fit).fixed.find(({ name }) => name === "x")!;
      const row = tidy(fit, { effects: "fixed" }).find(({ term }) => term === "x")!;
      return [lower!, upper!, stdError, row.confLow!, row.stdError!].map((value) => value).concat(statistic);
    };
    const [own, far] = [numbers(here), numbers(there)];
    for (let k = 0; k < 5; k++) expect(relative(far[k]! * unit, own[k]!)).toBeLessThan(close);
    expect(relative(far[5]!, own[5]!)).toBeLessThan(close);
  });

  test("a prediction at population level is the contrast of its row", () => {
    const { stdError } = predict(there, { x: [origin + 2 * unit], f: ["a"] }, { level: "population" });
    const [row] = contrast(there, [1, 0, 0, origin + 2 * unit]).rows;
    expect(relative(row!.stdError, stdError![0]!)).toBeLessThan(1e-12);
  });
});

test("the covariance matrix is what covariances of unit rows are", () => {
  const fit = fitAt(3, 1);
  for (const [, ddf] of METHODS) {
    const { vcov, covariance } = fixedInference(fit, ddf(fit));
    for (let j = 0; j < 4; j++)
      for (let i = 0; i < 4; i++) {
        const [a, b] = [i, j].map((k) => [0, 1, 2, 3].map((at) => (at === k ? 1 : 0)));
        const size = Math.sqrt(vcov.data[i * 5]! * vcov.data[j * 5]!);
        expect(Math.abs(covariance(a!, b!) - vcov.data[j * 4 + i]!) / size).toBeLessThan(1e-12);
      }
  }
});
