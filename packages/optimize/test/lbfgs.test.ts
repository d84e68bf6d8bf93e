import { describe, expect, test } from "vitest";
import { lbfgs } from "../src/index.ts";
import { optionRuns, problem, problems, scipyRuns } from "./problems.ts";
import { expectSamePath } from "./same-path.ts";

describe("lbfgs takes the path of SciPy's L-BFGS-B without bounds", () => {
  const runs = scipyRuns("lbfgs");
  test.each(problems())("$name", ({ name, objective, x0, options }) => {
    expectSamePath(lbfgs(objective, x0, options), runs.get(name)!);
  });

  test.each(optionRuns("lbfgs"))("$problem, $options", (run) => {
    const { objective, x0 } = problem(run.problem);
    const { ftol, ...options } = run.options;
    const factr = ftol === undefined ? {} : { factr: Number(ftol) / Number.EPSILON };
    expectSamePath(lbfgs(objective, x0, { ...options, ...factr }), run);
  });

  test("converged runs name the test that SciPy names", () => {
    for (const { name, objective, x0, options } of problems()) {
      const { message } = runs.get(name)!;
      const { reason } = lbfgs(objective, x0, options);
      if (message!.includes("REL_REDUCTION")) expect(reason, name).toBe("value");
      if (message!.includes("PROJECTED_GRADIENT")) expect(reason, name).toBe("gradient");
    }
  });
});

test("factr 0 asks for the gradient test alone", () => {
  const { objective, x0 } = problem("rosenbrock 2");
  expect(lbfgs(objective, x0).reason).toBe("value");
  expect(lbfgs(objective, x0, { factr: 0 }).reason).toBe("gradient");
});

test("one remembered update suffices on an easy function", () => {
  const { objective, x0 } = problem("quadratic 4, condition 100");
  const { converged, x } = lbfgs(objective, x0, { maxcor: 1, factr: 0 });
  expect(converged).toBe(true);
  const full = lbfgs(objective, x0, { factr: 0 });
  x.forEach((entry, i) => {
    expect(entry).toBeCloseTo(full.x[i], 4);
  });
});

test("a line search is given up after maxls trials", () => {
  const { objective, x0 } = problem("himmelblau");
  let trials = 0;
  const counted = {
    value: (x: Float64Array) => {
      trials++;
      return objective.value(x);
    },
    gradient: objective.gradient,
  };
  // the first step of unit length needs more than two trials here
  expect(lbfgs(counted, x0, { maxls: 2 })).toMatchObject({ reason: "line-search", iterations: 0 });
  expect(trials).toBe(3);
  expect(lbfgs(objective, x0, { maxls: 20 })).toEqual(lbfgs(objective, x0));
});
