// The start for crossed factors whose levels have very different numbers of rows: nearer to the optimum than the moment
// estimate is, and in reach of it.
import { describe, expect, test } from "vitest";
import { approximateStart } from "../../src/search/approximate-start.ts";
import { momentStart } from "../../src/search/moment-start.ts";
import { search } from "../../src/search/search.ts";
import { uniform } from "../models.ts";
import { bothForms, enginesOf, type TestModel } from "../written-model.ts";

/** Ratings of items by people, both of them used as often as a power of their number says. */
function skewed(seed: number, levels: readonly [number, number] = [300, 150]): TestModel {
  const random = uniform(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const codes = levels.map((count) => Int32Array.from({ length: 2500 }, () => Math.floor(count * random() ** 2)));
  const effects = levels.map((count, f) => Array.from({ length: count }, () => (f === 0 ? 1.2 : 0.6) * normal()));
  const x = Array.from(codes[0], normal);
  const ones = x.map(() => [1]);
  return bothForms({
    y: x.map((value, i) => 3 + value + effects[0][codes[0][i]] + effects[1][codes[1][i]] + normal()),
    X: x.map((value) => [1, value]),
    groups: levels.map((count, f) => ({ levels: count, codes: codes[f] })),
    effects: levels.map((_, group) => ({ group, covariance: "us", Z: ones })),
    components: [],
  });
}

describe.each([1, 2, 3, 4])("skewed crossed data %i", (seed) => {
  const engine = enginesOf(skewed(seed)).dense();
  const start = momentStart(engine, "y").parameters;
  const better = approximateStart(engine.products, start)!;
  const optimum = search(engine, true, start);
  const value = (par: Float64Array): number => search(engine, true, par).evaluations[0].objective;

  test("all variances are within a fifth of the optimum's", () => {
    expect(optimum.converged).toBe(true);
    for (const [t, theta] of optimum.parameters.entries())
      expect(Math.abs((better[t] / theta) ** 2 - 1)).toBeLessThan(0.2);
  });

  test("the criterion is lower than at the moment estimate", () => {
    expect(value(better)).toBeLessThan(value(start));
    expect(value(better) - optimum.objective).toBeLessThan(0.5);
  });
});

test("models of other kinds have none", () => {
  const { written } = skewed(1, [40, 20]);
  const slopes = { ...written, effects: written.effects.map((own) => ({ ...own, Z: written.X })) };
  const { products } = enginesOf(bothForms(slopes)).blocks();
  expect(approximateStart(products, new Float64Array(6).fill(1))).toBeNull();
});

test("variances of few levels keep the value that they had", () => {
  const { products } = enginesOf(skewed(1, [300, 20])).dense();
  const better = approximateStart(products, Float64Array.of(0.7, 0.9))!;
  expect(better[0]).not.toBe(0.7);
  expect(better[1]).toBeCloseTo(0.9, 14);
});
