import { describe, expect, test } from "vitest";
import { powell } from "../src/index.ts";
import { directProblems, problem, scipyRuns } from "./problems.ts";
import { DIRECT_FLAGS, expectSameMatrix, expectSamePath } from "./same-path.ts";

const runs = scipyRuns("powell");
const followed = directProblems();

describe("powell takes the path of SciPy's fmin_powell", () => {
  test.each(followed)("$name", ({ name, objective, x0, options }) => {
    expectSamePath(powell(objective, x0, options), runs.get(name)!, DIRECT_FLAGS);
  });
});

describe("the last directions are SciPy's", () => {
  const usable = followed.filter(({ name }) => Number(runs.get(name)!.noisy.directions) < 1e-3);

  test("noise leaves them alone on most problems", () => expect(usable.length).toBeGreaterThan(15));

  test.each(usable)("$name", ({ name, objective, x0, options }) => {
    const { directions } = powell(objective, x0, options);
    const entries = directions.flatMap((direction) => [...direction]);
    expectSameMatrix(entries, runs.get(name)!.directions!, runs.get(name)!.noisy.directions!);
  });
});

test("no gradient is asked for, and none is given", () => {
  const { objective, x0 } = problem("himmelblau");
  const run = powell({ value: objective.value }, x0);
  expect(run.gradient).toBeNull();
  expect(run.evaluations.gradients).toBe(0);
  for (const { maxGradient } of run.log) expect(maxGradient).toBeNull();
});

test("the start and the directions given are kept", () => {
  const { objective } = problem("himmelblau");
  const x0 = Float64Array.of(0, 0);
  const directions = [Float64Array.of(1, 1), Float64Array.of(1, -1)];
  const run = powell(objective, x0, { directions });
  expect([...x0]).toEqual([0, 0]);
  expect(directions.map((direction) => [...direction])).toEqual([
    [1, 1],
    [1, -1],
  ]);
  expect(run.converged).toBe(true);
});

test("along the axes of a quadratic one iteration reaches the minimum, along a lone direction only its own", () => {
  const bowl = { value: ([x, y]: ArrayLike<number> & Iterable<number>) => (x - 2) ** 2 + 10 * (y + 1) ** 2 };
  const full = powell(bowl, [0, 0]);
  expect(full.log[1].x[0]).toBeCloseTo(2, 6);
  expect(full.log[1].x[1]).toBeCloseTo(-1, 6);
  // a zero direction is no direction
  const lone = powell(bowl, [0, 0], {
    directions: [
      [1, 0],
      [0, 0],
    ],
    maxiter: 1,
  });
  expect(lone.x[0]).toBeCloseTo(2, 6);
  expect(lone.x[1]).toBe(0);
});

test("a fall from infinity has not settled", () => {
  const { objective } = problem("logarithmic barrier, infinite outside");
  const run = powell(objective, [-0.5, 0.2, 0.2]);
  expect(run.log[0].value).toBe(Number.POSITIVE_INFINITY);
  expect(run.reason).toBe("value");
  expect(run.iterations).toBeGreaterThan(1);
  [1, 1 / 2, 1 / 3].forEach((entry, i) => {
    expect(run.x[i]).toBeCloseTo(entry, 3);
  });
});

test("a value that falls without end is not converged", () => {
  const falling = { value: ([x]: ArrayLike<number> & Iterable<number>) => -x };
  expect(powell(falling, [1], { maxiter: 9 })).toMatchObject({ converged: false, reason: "not-finite" });
  expect(powell(falling, [1], { maxfun: 99 })).toMatchObject({ converged: false, reason: "max-evaluations" });
});

test("a value that is nowhere a number is not converged", () => {
  expect(powell({ value: () => Number.NaN }, [1, 2])).toMatchObject({ converged: false, reason: "not-finite" });
});

test("a signal ends the run before the next iteration", () => {
  const { objective, x0 } = problem("rosenbrock 2");
  const signal = { aborted: false };
  let values = 0;
  const watched = {
    value: (x: Float64Array) => {
      signal.aborted = ++values > 30;
      return objective.value(x);
    },
  };
  expect(powell(watched, x0, { signal })).toMatchObject({ converged: false, reason: "aborted", iterations: 2 });
});

test("what an objective throws is not taken for a limit", () => {
  const failing = {
    value: () => {
      throw new RangeError("mine");
    },
  };
  expect(() => powell(failing, [1])).toThrow(RangeError);
});
