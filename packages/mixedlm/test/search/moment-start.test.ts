// On balanced data the moment equations have the analysis of variance for solution, which is the REML answer where all its
// components are positive: expected mean squares of Searle, Casella & McCulloch (1992), Variance Components, chapter 4.
import { describe, expect, test } from "vitest";
import { rawTheta } from "../../src/coordinates/coordinates.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { momentStart } from "../../src/search/moment-start.ts";
import { search } from "../../src/search/search.ts";
import { uniform } from "../models.ts";
import { bothForms, enginesOf, type TestModel } from "../written-model.ts";

/** A normal number to fair accuracy: the sum of twelve uniform ones. */
function normal(random: () => number): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random();
  return sum;
}

/** Rows of `a` levels crossed with `b` levels, `n` rows a cell; with nested levels the second factor's are inside the first's. */
function balanced(a: number, b: number, n: number, isNested: boolean, seed: number): TestModel {
  const random = uniform(seed);
  const first = Int32Array.from({ length: a * b * n }, (_, i) => Math.floor(i / (b * n)));
  const second = Int32Array.from(first, (g, i) => (isNested ? g * b : 0) + (Math.floor(i / n) % b));
  const levels = [a, isNested ? a * b : b];
  const effects = levels.map((count) => Array.from({ length: count }, () => 2 * normal(random)));
  const y = Array.from(first, (g, i) => 50 + effects[0][g] + effects[1][second[i]] + normal(random));
  const Z = y.map(() => [1]);
  return bothForms({
    y,
    X: Z,
    groups: [
      { levels: levels[0], codes: first },
      { levels: levels[1], codes: second },
    ],
    effects: [0, 1].map((group) => ({ group, covariance: "us" as const, Z })),
    components: [],
  });
}

/** Sum of squares of deviations of the means of sets of equally many rows from the means of larger sets, per row. */
function squaresBetween(y: readonly number[], of: (i: number) => number, within: (i: number) => number): number {
  const mean = (key: (i: number) => number): Map<number, number> => {
    const rows = new Map<number, number[]>();
    for (const [i, value] of y.entries()) rows.set(key(i), [...(rows.get(key(i)) ?? []), value]);
    return new Map([...rows].map(([k, values]) => [k, values.reduce((sum, v) => sum + v, 0) / values.length]));
  };
  const [inner, outer] = [mean(of), mean(within)];
  return y.reduce((sum, _, i) => sum + (inner.get(of(i))! - outer.get(within(i))!) ** 2, 0);
}

/** Relative variances of the two factors by the analysis of variance. */
function anova(model: TestModel, a: number, b: number, n: number, isNested: boolean): [number, number] {
  const { y, groups } = model.written;
  const [first, second] = groups.map(
    ({ codes }) =>
      (i: number) =>
        codes[i],
  );
  const all = () => 0;
  const squaresA = squaresBetween(y, first, all);
  if (isNested) {
    const [msA, msB] = [squaresA / (a - 1), squaresBetween(y, second, first) / (a * (b - 1))];
    const error = squaresBetween(y, (i) => i, second) / (a * b * (n - 1));
    return [(msA - msB) / (b * n) / error, (msB - error) / n / error];
  }
  const squaresB = squaresBetween(y, second, all);
  const error = (squaresBetween(y, (i) => i, all) - squaresA - squaresB) / (a * b * n - a - b + 1);
  return [(squaresA / (a - 1) - error) / (b * n) / error, (squaresB / (b - 1) - error) / (a * n) / error];
}

const layouts: [name: string, a: number, b: number, n: number, isNested: boolean][] = [
  ["crossed, one row a cell", 6, 5, 1, false],
  ["crossed, three rows a cell", 4, 7, 3, false],
  ["nested", 6, 3, 4, true],
  ["nested, many levels", 40, 2, 2, true],
];

describe.each(layouts)("balanced data, %s", (_, a, b, n, isNested) => {
  const model = balanced(a, b, n, isNested, 100 * a + b);
  const expected = anova(model, a, b, n, isNested);
  const all = enginesOf(model);

  test("there is variation in both factors", () => {
    for (const variance of expected) expect(variance).toBeGreaterThan(0.1);
  });

  test.each(["blocks", "dense", "sparse"] as const)("the moment start is the analysis of variance: %s", (name) => {
    const engine = all[name]();
    expectVariances(engine, momentStart(engine, "y").parameters, expected);
  });

  test("without second derivatives the search gets there from its own start", () => {
    const engine: Engine = { ...all.dense(), exactHessian: false };
    const found = search(engine, true, momentStart(engine, "y").parameters);
    expect(found.converged).toBe(true);
    // the criterion is flat: it is as low as it can be long before the variances have all their digits
    const [ours, theirs] = [found.parameters, momentStart(all.dense(), "y").parameters];
    const best = search(all.dense(), true, theirs).objective;
    expect(found.objective - best).toBeLessThan(1e-9);
    for (const [t, value] of theirs.entries()) expect(Math.abs(ours[t] / value - 1)).toBeLessThan(1e-5);
  });

  test.each(["blocks", "dense"] as const)("the search stays there, by REML: %s", (name) => {
    const engine = all[name]();
    const found = search(engine, true, momentStart(engine, "y").parameters);
    expect(found.converged).toBe(true);
    expectVariances(engine, found.parameters, expected);
  });
});

function expectVariances({ products }: Engine, parameters: Float64Array, expected: readonly number[]): void {
  const theta = rawTheta(products, parameters);
  expect(theta).toHaveLength(expected.length);
  for (const [t, variance] of expected.entries()) expect(Math.abs(theta[t] ** 2 / variance - 1)).toBeLessThan(1e-9);
}
