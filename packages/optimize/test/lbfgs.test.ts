import { describe, expect, test } from "vitest";
import { lbfgs } from "../src/index.ts";
import { problem, problems, scipyRuns } from "./problems.ts";
import { expectSamePath } from "./same-path.ts";

describe("lbfgs takes the path of SciPy's L-BFGS-B without bounds", () => {
  const runs = scipyRuns("lbfgs");
  test.each(problems())("$name", ({ name, objective, x0, options }) => {
    expectSamePath(lbfgs(objective, x0, options), runs.get(name)!);
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
