import { describe, expect, test } from "vitest";
import { basinHopping, bfgs, lbfgs, type Minimum, nelderMead, type Objective } from "../src/index.ts";
import { hopRuns, problem } from "./problems.ts";
import { expectSamePath } from "./same-path.ts";

/** A generator that gives numbers that were drawn elsewhere. */
function replayed(numbers: readonly number[]) {
  let k = 0;
  const none = () => {
    throw new Error("not asked for");
  };
  return { uniform: () => numbers[k++], normal: none, integer: none, drawn: () => k };
}

describe("basinHopping with SciPy's random numbers visits the minima that SciPy visits", () => {
  test.each(hopRuns())("$problem, $options", (run) => {
    const { objective, x0 } = problem(run.problem);
    const { niter_success, minimizer_kwargs, ...options } = run.options;
    const seed = replayed(run.uniforms!);
    const found = basinHopping(objective, x0, {
      ...options,
      ...(niter_success === undefined ? {} : { niterSuccess: Number(niter_success) }),
      ...(minimizer_kwargs === undefined ? {} : { minimise: lbfgs }),
      seed,
    });
    expectSamePath(found, run);
    expect(seed.drawn()).toBe(run.uniforms!.length);
    expect(found.failures).toBe(run.failures);
    expect(found.reason).toBe("hops");
  });
});

const waves: Objective = {
  value: ([x]) => 0.1 * (x - 9) ** 2 - 2 * Math.cos(2 * x),
  gradient: ([x]) => Float64Array.of(0.2 * (x - 9) + 4 * Math.sin(2 * x)),
};

test("it finds the lowest of many minima where the local search finds the nearest", () => {
  const grid = Array.from({ length: 20_001 }, (_, k) => waves.value(Float64Array.of(k / 1000)));
  const lowest = Math.min(...grid);
  expect(bfgs(waves, [0.5]).value).toBeGreaterThan(lowest + 3);
  const found = basinHopping(waves, [0.5], { niter: 200, stepsize: 2, seed: 1 });
  expect(found.value).toBeLessThanOrEqual(lowest);
  expect(found.lowest.converged).toBe(true);
  expect(found).toMatchObject({ converged: true, reason: "hops", iterations: 200 });
  expect(found.log).toHaveLength(201);
});

test("equal seeds take equal paths, and other seeds others", () => {
  const path = (seed: number | string) => basinHopping(waves, [0.5], { niter: 10, seed }).log.map(({ value }) => value);
  expect(path(5)).toEqual(path(5));
  expect(path("a")).toEqual(path("a"));
  expect(path(5)).not.toEqual(path(6));
});

test("evaluations are those of all local searches, the gradient is the lowest one's", () => {
  const runs: Minimum[] = [];
  const minimise = (objective: Objective, x0: Float64Array) => {
    const run = bfgs(objective, x0);
    runs.push(run);
    return run;
  };
  const found = basinHopping(waves, [0.5], { niter: 7, minimise });
  expect(runs).toHaveLength(8);
  expect(found.evaluations.values).toBe(runs.reduce((sum, run) => sum + run.evaluations.values, 0));
  expect(found.evaluations.gradients).toBe(runs.reduce((sum, run) => sum + run.evaluations.gradients, 0));
  expect(found.gradient).toBe(found.lowest.gradient);
  expect(basinHopping(waves, [0.5], { niter: 1, minimise: nelderMead }).gradient).toBeNull();
});

// a local search that stays where it is and has the next of the given values
function scripted(values: readonly number[], starts: number[] = []) {
  const iterator = values.values();
  return (_: Objective, x0: Float64Array): Minimum => {
    starts.push(x0[0]);
    const value = iterator.next().value!;
    const evaluations = { values: 1, gradients: 1 };
    const rest = {
      gradient: null,
      converged: false,
      reason: "line-search",
      iterations: 1,
      evaluations,
      log: [],
    } as const;
    return { x: x0, value, ...rest };
  };
}

test("a minimum that is no number is never kept, and always left", () => {
  const starts: number[] = [];
  const seed = replayed([1, 0, 1, 0, 1, 0]);
  const run = basinHopping(waves, [0], { niter: 3, seed, minimise: scripted([Number.NaN, 5, Number.NaN, 4], starts) });
  // from NaN on to 5, from there to NaN, from 5 again to 4
  expect(starts).toEqual([0, 0.5, 1, 1]);
  expect(run.value).toBe(4);
  expect(run.failures).toBe(4);
});

test("a higher minimum is kept when the number drawn is at most exp(-d / T)", () => {
  const bound = Math.exp(-0.5);
  for (const [drawn, second] of [
    [bound - 1e-12, 1],
    [bound + 1e-12, 0.5],
  ]) {
    const starts: number[] = [];
    const seed = replayed([1, drawn, 1, 0]);
    basinHopping(waves, [0], { niter: 2, T: 2, seed, minimise: scripted([1, 2, 2], starts) });
    expect(starts).toEqual([0, 0.5, second]);
  }
});

test("no finite value anywhere is not converged", () => {
  const run = basinHopping(waves, [0], { niter: 2, minimise: scripted([Number.NaN, Number.NaN, Number.NaN]) });
  expect(run).toMatchObject({ converged: false, reason: "not-finite" });
});

test("a signal ends the run", () => {
  const signal = { aborted: false };
  let searches = 0;
  const minimise = (objective: Objective, x0: Float64Array) => {
    signal.aborted = ++searches > 3;
    return bfgs(objective, x0);
  };
  expect(basinHopping(waves, [0], { signal, minimise })).toMatchObject({
    converged: false,
    reason: "aborted",
    iterations: 3,
  });
});
