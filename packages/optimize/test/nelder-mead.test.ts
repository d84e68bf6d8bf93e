import { describe, expect, test } from "vitest";
import { nelderMead } from "../src/index.ts";
import { directProblems, problem, scipyRuns } from "./problems.ts";
import { DIRECT_FLAGS, expectSamePath } from "./same-path.ts";

describe("nelderMead takes the path of SciPy's fmin", () => {
  const runs = scipyRuns("nelder-mead");
  test.each(directProblems())("$name", ({ name, objective, x0, options }) => {
    const { xtol = 1e-4, ftol = 1e-4, ...limits } = options;
    expectSamePath(nelderMead(objective, x0, { ...limits, xatol: xtol, fatol: ftol }), runs.get(name)!, DIRECT_FLAGS);
  });
});

test("no gradient is asked for, and none is given", () => {
  const { objective, x0 } = problem("himmelblau");
  const run = nelderMead({ value: objective.value }, x0);
  expect(run.gradient).toBeNull();
  expect(run.evaluations.gradients).toBe(0);
  for (const { maxGradient } of run.log) expect(maxGradient).toBeNull();
});

test("the first simplex moves each coordinate by a twentieth, or by 0.00025 from zero", () => {
  const seen: number[][] = [];
  const watched = {
    value: (x: Float64Array) => {
      seen.push([...x]);
      return seen.length;
    },
  };
  nelderMead(watched, [2, 0, -4], { maxiter: 1 });
  expect(seen).toEqual([
    [2, 0, -4],
    [2.1, 0, -4],
    [2, 0.00025, -4],
    [2, 0, -4.2],
  ]);
});

test("the last simplex is sorted, and its best point is the minimum", () => {
  const { objective, x0 } = problem("wood");
  const { simplex, x, value } = nelderMead(objective, x0);
  expect(simplex).toHaveLength(5);
  expect(simplex[0]).toEqual({ x, value });
  for (let k = 1; k < simplex.length; k++) expect(simplex[k].value).toBeGreaterThanOrEqual(simplex[k - 1].value);
});

test("points where the value is no number are the worst", () => {
  const { objective, x0 } = problem("disc, edge of NaN");
  const { value, converged } = nelderMead(objective, x0);
  expect(converged).toBe(true);
  expect(value).toBeCloseTo(-1, 6);
});

test("when the values are used up the best point seen is given", () => {
  const { objective, x0 } = problem("rosenbrock 2");
  for (const maxfun of [1, 2, 3, 4, 20, 50]) {
    const seen: number[] = [];
    const watched = {
      value: (x: Float64Array) => {
        seen.push(objective.value(x));
        return seen[seen.length - 1];
      },
    };
    const run = nelderMead(watched, x0, { maxfun });
    expect(run).toMatchObject({ converged: false, reason: "max-evaluations", evaluations: { values: maxfun } });
    expect(run.value).toBe(objective.value(run.x));
    expect(seen).toHaveLength(maxfun);
    expect(run.iterations).toBe(run.log.length);
  }
});

test("a signal ends the run after the iteration", () => {
  const { objective, x0 } = problem("rosenbrock 2");
  const run = nelderMead(objective, x0, { signal: { aborted: true } });
  expect(run).toMatchObject({ converged: false, reason: "aborted", iterations: 1 });
});
