import { describe, expect, test } from "vitest";
import { conjugateGradient } from "../src/index.ts";
import { optionRuns, problem, problems, scipyRuns } from "./problems.ts";
import { expectSamePath } from "./same-path.ts";

describe("conjugateGradient takes the path of SciPy's fmin_cg", () => {
  const runs = scipyRuns("conjugate-gradient");
  test.each(problems())("$name", ({ name, objective, x0, options }) => {
    expectSamePath(conjugateGradient(objective, x0, options), runs.get(name)!);
  });

  test.each(optionRuns("conjugate-gradient"))("$problem, $options", (run) => {
    const { objective, x0 } = problem(run.problem);
    expectSamePath(conjugateGradient(objective, x0, { ...run.options, norm: Number(run.options.norm) }), run);
  });
});

test("a quadratic with n distinct curvatures takes about n iterations", () => {
  const { objective, x0 } = problem("quadratic 4, condition 100");
  const { converged, iterations } = conjugateGradient(objective, x0);
  expect(converged).toBe(true);
  expect(iterations).toBeLessThanOrEqual(5);
});
