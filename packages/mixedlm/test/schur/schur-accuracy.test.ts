// How many digits the engine of crossed structures keeps on hostile data: against the criterion in 320-bit arithmetic.
import { describe, expect, test } from "vitest";
import { objective } from "../../src/criterion/objective.ts";
import { schurEngine } from "../../src/schur/schur-engine.ts";
import { exactCriterion } from "../exact-criterion.ts";
import { makeModel, type Recipe } from "../schur-models.ts";

const any = (levels: number) => ({ levels, code: (_: number, next: () => number) => Math.floor(next() * levels) });
const within = (levels: number, rows: number) => ({
  levels,
  code: (row: number) => Math.floor(row / rows) % levels,
});
const intercepts = (groups: Recipe["groups"]): Pick<Recipe, "groups" | "terms"> => ({
  groups,
  terms: groups.map((_, group) => ({ group, columns: "1" })),
});

const crossed = { seed: 11, rows: 60, fixed: "1", ...intercepts([any(9), any(6)]) };
const nested = { seed: 12, rows: 60, fixed: "1", ...intercepts([within(12, 5), within(3, 20)]) };

/** Data, and relative standard deviations of the two factors. */
const cases: Record<string, { recipe: Recipe; deviations: readonly number[] }> = {
  "ordinary data": { recipe: crossed, deviations: [1.2, 0.7] },
  "y near 1e9": { recipe: { ...crossed, mean: 1e9 }, deviations: [1.2, 0.7] },
  "the eliminated factor a million residual deviations apart": {
    recipe: { ...crossed, between: [1e6, 1] },
    deviations: [1e6, 1.1],
  },
  "the other factor a million residual deviations apart": {
    recipe: { ...crossed, between: [1, 1e6] },
    deviations: [1.1, 1e6],
  },
  "the other factor a million apart and its variance far too small": {
    recipe: { ...crossed, between: [1, 1e6] },
    deviations: [1.1, 0.5],
  },
  "levels nested in ones that are ten thousand apart": {
    recipe: { ...nested, between: [1, 1e4] },
    deviations: [0.9, 1e4],
  },
  "nested levels ten thousand apart": { recipe: { ...nested, between: [1e4, 1] }, deviations: [1e4, 1.5] },
  "tiny variances": { recipe: crossed, deviations: [1e-6, 1e-5] },
};

describe.each(Object.entries(cases))("%s", (_, { recipe, deviations }) => {
  const { products, rows } = makeModel(recipe);
  const lambda = deviations.map((d) => Float64Array.of(d));
  test.each([true, false])("the criterion and its slopes are right to 2e-9, REML %s", (reml) => {
    const exact = exactCriterion(rows, deviations, reml);
    for (const form of ["dense", "sparse"] as const) {
      const engine = schurEngine(products, form);
      const at = engine.factorise(lambda)!;
      expect(Math.abs(objective(products, at, reml) - exact.objective)).toBeLessThan(2e-9);
      engine.score(at, reml).forEach(([slope], t) => {
        // per relative change of the variance: what a search sees
        expect(Math.abs(slope - exact.slopes[t]) * deviations[t] ** 2).toBeLessThan(2e-9);
      });
    }
  });
});
