// Profiles against a dense likelihood that a general optimiser minimises with a parameter held: every structure, crossed factors,
// weights and offsets, both criteria; and the two engines against each other.
import type { CovarianceStructure } from "@mixedlm/design";
import { describe, expect, test } from "vitest";
import { rawLambda, rawTheta } from "../../src/coordinates/coordinates.ts";
import { estimatesOf } from "../../src/criterion/estimates.ts";
import { normalQuantile } from "../../src/distributions/continuous.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { lambdaOf, parameterStarts } from "../../src/parameters/covariance-parameters.ts";
import { type ProfilePath, pathEnd, profilePath } from "../../src/profile/profile-path.ts";
import { type ModelParameter, parametersOf, parameterValues } from "../../src/results/parameter-names.ts";
import { momentStart } from "../../src/search/moment-start.ts";
import type { Optimum } from "../../src/search/optimum.ts";
import { search } from "../../src/search/search.ts";
import { SHAPES, testModel, uniform } from "../models.ts";
import { bothForms, enginesOf, type TestModel, type WrittenModel } from "../written-model.ts";
import { denseDeviance, leastDeviance, type VarianceValues } from "./dense-profile.ts";

/** Random columns of a structure on one factor, an intercept on a crossed one. */
function crossedModel(covariance: CovarianceStructure, columns: number, seed: number, isWeighted = false): TestModel {
  const random = uniform(seed);
  const n = 40;
  const codes = [7, 4].map((levels) =>
    Int32Array.from({ length: n }, (_, i) => (i < levels ? i : Math.floor(levels * random()))),
  );
  const effects = [7, 4].map((levels) =>
    Array.from({ length: levels }, () => Array.from({ length: 3 }, () => 3 * random() - 1.5)),
  );
  const design = Array.from({ length: n }, () =>
    Array.from({ length: columns }, (_, j) => (j === 0 ? 1 : 2 * random() - 1)),
  );
  const X = design.map(() => [1, random()]);
  const written: WrittenModel = {
    y: design.map((z, i) => {
      const own = z.reduce((sum, value, j) => sum + value * effects[0]![codes[0]![i]!]![j]!, 0);
      return own + effects[1]![codes[1]![i]!]![0]! + 2 * random() + X[i]![1]!;
    }),
    X,
    weights: isWeighted ? design.map(() => 0.5 + random()) : undefined,
    offset: isWeighted ? design.map(() => random()) : undefined,
    groups: [
      { levels: 7, codes: codes[0]! },
      { levels: 4, codes: codes[1]! },
    ],
    effects: [
      { group: 0, covariance, Z: design },
      { group: 1, covariance: "us", Z: design.map(() => [1]) },
    ],
    components: [],
  };
  return bothForms(written);
}

/** What a profile needs of an optimum. */
function optimumOf(engine: Engine, reml: boolean): Optimum {
  const { terms } = engine.products;
  const { parameters } = search(engine, reml, momentStart(engine, "y").parameters);
  const at = engine.factorise(lambdaOf(terms, parameters))!;
  const lambda = rawLambda(engine.products, at.lambda);
  const estimates = estimatesOf(engine, at, lambda, reml);
  return { engine, reml, parameters, estimates, theta: rawTheta(engine.products, parameters) } as unknown as Optimum;
}

function parametersIn(model: TestModel): readonly ModelParameter[] {
  const groups = model.written.groups.map((_, g) => ({ name: `g${g}` }));
  const randomEffects = model.written.effects.map(({ group, covariance, Z }) => {
    return { group, covariance, names: Z[0]!.map((_, j) => `z${j}`) };
  });
  const names = model.written.X[0]!.map((_, j) => `x${j}`);
  const components = model.written.components.map(({ group }, c) => ({ name: `v${c}`, group }));
  return parametersOf({ groups, randomEffects, components } as never, model.terms, names);
}

/** The estimates as the dense computation takes them. */
function valuesOf(model: TestModel, { estimates, theta }: Optimum): VarianceValues {
  const all = parametersIn(model);
  const sigma = Math.sqrt(estimates.sigma2);
  const numbers = parameterValues(all, model.terms, { beta: estimates.beta, theta, sigma });
  const terms = model.terms.map((_, t) => {
    const own = (kind: string): number[] =>
      all.flatMap(({ place }, i) => ("term" in place && place.term === t && place.kind === kind ? [numbers[i]!] : []));
    return { sds: own("sd"), rho: [...own("cor"), ...own("rho")][0] ?? null };
  });
  return { terms, sigma };
}

const LEVEL = normalQuantile(0.975);
const endsOf = (path: ProfilePath): number[] =>
  ([-1, 1] as const).map((side) => {
    const { u } = pathEnd(path, side, LEVEL);
    return Number.isFinite(u) ? path.held.value(u) : u;
  });

const cases: [name: string, model: TestModel, reml: boolean][] = [
  ["us, two columns", crossedModel("us", 2, 3), false],
  ["us, two columns, REML, weights and offset", crossedModel("us", 2, 5, true), true],
  ["diag, weights and offset", crossedModel("diag", 2, 4, true), false],
  ["homdiag", crossedModel("homdiag", 3, 6), false],
  ["cs, two columns", crossedModel("cs", 2, 12), false],
  ["cs, three columns", crossedModel("cs", 3, 7), false],
  ["homcs, REML", crossedModel("homcs", 3, 8), true],
  ["ar1", crossedModel("ar1", 3, 9), false],
  ["an intercept and a nested component", testModel(SHAPES["intercept and nested component"]!), false],
];

describe.each(cases)("%s", { timeout: 60_000 }, (_, model, reml) => {
  const optimum = optimumOf(enginesOf(model).blocks(), reml);
  const start = valuesOf(model, optimum);
  const all = parametersIn(model).filter(({ kind }) => !reml || kind !== "fixed");

  test("at the estimate the deviance is the dense one", () => {
    const dense = denseDeviance(model, start, reml);
    expect(Math.abs(optimum.estimates.objective - dense)).toBeLessThan(1e-9 * Math.abs(dense));
    for (const parameter of all)
      expect(Math.abs(profilePath(optimum, parameter).estimate.deviance - dense)).toBeLessThan(1e-8);
  });

  test("at the ends the deviance, minimised again over all others, has grown by the quantile", () => {
    const base = denseDeviance(model, start, reml);
    let compared = 0;
    for (const parameter of all) {
      const path = profilePath(optimum, parameter);
      const { held } = path;
      const bounds = held.range.map((u) => (Number.isFinite(u) ? held.value(u) : u));
      for (const value of endsOf(path)) {
        const above = leastDeviance(model, start, reml, { place: parameter.place, value }) - base;
        if (bounds.includes(value)) expect(above).toBeLessThanOrEqual(LEVEL ** 2);
        else {
          expect(Math.abs(above - LEVEL ** 2)).toBeLessThan(1e-6);
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(4);
  });

  test("both engines find the same ends", () => {
    const other = optimumOf(enginesOf(model).sparse(), reml);
    for (const parameter of all) {
      const [a, b] = [optimum, other].map((own) => endsOf(profilePath(own, parameter)));
      const width = a![1]! - a![0]!;
      expect(Math.abs(a![0]! - b![0]!)).toBeLessThan(1e-6 * width);
      expect(Math.abs(a![1]! - b![1]!)).toBeLessThan(1e-6 * width);
    }
  });

  test("the slope of the deviance is that of its values", () => {
    for (const parameter of all) {
      const path = profilePath(optimum, parameter);
      const { held, estimate } = path;
      const u = held.start + Math.min(held.step, (held.range[1] - held.start) / 2);
      const at = path.at(u, estimate);
      const h = 1e-3 * held.step;
      const [before, after] = [path.at(u - h, at), path.at(u + h, at)];
      const slope = (after.deviance - before.deviance) / (2 * h);
      expect(Math.abs(at.slope - slope)).toBeLessThan(1e-4 * (1 + Math.abs(slope)));
    }
  });
});

test("the coordinates of a profile cover every parameter of the terms", () => {
  const model = crossedModel("cs", 3, 7);
  const counted = parametersIn(model).filter(({ kind }) => kind === "sd" || kind === "correlation").length;
  expect(counted).toBe(parameterStarts(model.terms)[model.terms.length]);
});
