import { describe, expect, test } from "vitest";
import { bfgs, OptimizeError } from "../src/index.ts";
import { optionRuns, problem, problems, scipyRuns } from "./problems.ts";
import { expectSameMatrix, expectSamePath } from "./same-path.ts";

describe("bfgs takes the path of SciPy's fmin_bfgs", () => {
  const runs = scipyRuns("bfgs");
  test.each(problems())("$name", ({ name, objective, x0, options }) => {
    expectSamePath(bfgs(objective, x0, options), runs.get(name)!);
  });

  test.each(optionRuns("bfgs"))("$problem, $options", (run) => {
    const { objective, x0 } = problem(run.problem);
    expectSamePath(bfgs(objective, x0, { ...run.options, norm: Number(run.options.norm) }), run);
  });
});

describe("the inverse Hessian is the one that SciPy returns", () => {
  const runs = scipyRuns("bfgs");
  const usable = problems().filter(({ name }) => Number(runs.get(name)!.noisy.inverseHessian) < 1e-3);

  test("noise leaves it alone on most problems", () => expect(usable.length).toBeGreaterThan(25));

  test.each(usable)("$name", ({ name, objective, x0, options }) => {
    const { inverseHessian, noisy } = runs.get(name)!;
    expectSameMatrix(bfgs(objective, x0, options).inverseHessian.data, inverseHessian!, noisy.inverseHessian!);
  });
});

test("the start is kept and the log begins with it", () => {
  const { objective } = problem("rosenbrock 2");
  const x0 = Float64Array.of(-1.2, 1);
  const { log, iterations } = bfgs(objective, x0);
  expect([...x0]).toEqual([-1.2, 1]);
  expect([...log[0].x]).toEqual([-1.2, 1]);
  expect(log).toHaveLength(iterations + 1);
});

test("the value never rises along the log", () => {
  const { log } = bfgs(problem("wood").objective, [-3, -1, -3, -1]);
  for (let k = 1; k < log.length; k++) expect(log[k].value).toBeLessThanOrEqual(log[k - 1].value);
});

test("a signal ends the run before the next iteration", () => {
  const { objective, x0 } = problem("rosenbrock 2");
  const signal = { aborted: false };
  let gradients = 0;
  const watched = {
    ...objective,
    gradient: (x: Float64Array) => {
      signal.aborted = ++gradients > 3;
      return objective.gradient(x);
    },
  };
  const stopped = bfgs(watched, x0, { signal });
  expect(stopped).toMatchObject({ converged: false, reason: "aborted" });
  expect(stopped.iterations).toBeLessThan(5);
});

test("a start where the value is not finite is not converged", () => {
  const nowhere = { value: () => Number.NaN, gradient: () => Float64Array.of(0) };
  expect(bfgs(nowhere, [1])).toMatchObject({ converged: false, reason: "not-finite", iterations: 0 });
});

test("an objective may reuse its gradient array", () => {
  const { objective, x0 } = problem("himmelblau");
  const buffer = new Float64Array(2);
  const reusing = {
    ...objective,
    gradient: (x: Float64Array) => {
      buffer.set(objective.gradient(x));
      return buffer;
    },
  };
  expect(bfgs(reusing, x0)).toEqual(bfgs(objective, x0));
});

test("a gradient of the wrong length is refused", () => {
  const wrong = { value: () => 1, gradient: () => new Float64Array(3) };
  expect(() => bfgs(wrong, [1, 2])).toThrowError(OptimizeError);
  expect(() => bfgs(wrong, [1, 2])).toThrowError(
    expect.objectContaining({
      code: "gradient-length",
      data: { length: 3, expected: 2 },
      message: "the gradient has length 3, expected 2 as the parameters have",
    }),
  );
});
