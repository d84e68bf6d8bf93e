import { identity, type Matrix, matrix } from "@mixedlm/linalg";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newton, type Objective, type SecondOrderObjective } from "../src/index.ts";
import { problem } from "./problems.ts";

/** Adds the Hessian, by central differences of the gradient. */
function withHessian(objective: Objective): SecondOrderObjective {
  const hessian = (x: Float64Array): Matrix => {
    const n = x.length;
    const H = matrix(n, n);
    for (let j = 0; j < n; j++) {
      const h = 1e-5 * (Math.abs(x[j]) || 1);
      const [up, down] = [h, -h].map((d) => objective.gradient(x.map((entry, i) => (i === j ? entry + d : entry))));
      for (let i = 0; i < n; i++) H.data[i + j * n] = (up[i] - down[i]) / (2 * h);
    }
    return H;
  };
  return { ...objective, hessian };
}

function expectNear(x: Float64Array, expected: readonly number[], digits: number): void {
  expect(x).toHaveLength(expected.length);
  expected.forEach((entry, i) => {
    expect(x[i]).toBeCloseTo(entry, digits);
  });
}

/** (x - 3)^2 / 2 + offset, with a Hessian that may be wrong by a factor. */
function parabola(offset = 0, hessianFactor = 1): SecondOrderObjective {
  return {
    value: ([x]) => offset + ((x - 3) * (x - 3)) / 2,
    gradient: ([x]) => Float64Array.of(x - 3),
    hessian: () => matrix(1, 1, Float64Array.of(hessianFactor)),
  };
}

describe("newton finds known minima", () => {
  const cases: [name: string, minimum: number[]][] = [
    ["rosenbrock 2", [1, 1]],
    ["rosenbrock 2 from afar", [1, 1]],
    ["rosenbrock 10", Array(10).fill(1)],
    ["beale", [3, 0.5]],
    ["himmelblau", [3, 2]],
    ["wood", [1, 1, 1, 1]],
    ["logarithmic barrier, infinite outside", [1, 1 / 2, 1 / 3]],
    ["logarithmic barrier, NaN outside", [1, 1 / 2]],
    ["disc, edge of NaN", [0.3, -0.2]],
  ];
  test.each(cases)("%s", (name, expected) => {
    const { objective, x0 } = problem(name);
    const found = newton(withHessian(objective), x0);
    expect(found).toMatchObject({ converged: true, reason: "gradient" });
    expectNear(found.x, expected, 5);
  });

  test("the normal sample's mean and log standard deviation", () => {
    const { objective, x0, data: sample } = problem("normal likelihood");
    const data = sample as number[];
    const mean = data.reduce((sum, y) => sum + y, 0) / data.length;
    const variance = data.reduce((sum, y) => sum + (y - mean) ** 2, 0) / data.length;
    const { x } = newton(withHessian(objective), x0, { gtol: 1e-10, gain: 1e-18 });
    expectNear(x, [mean, Math.log(variance) / 2], 8);
  });

  test("the balanced one-way layout's variance ratio, which has a closed form", () => {
    const { objective, x0 } = problem("one-way layout");
    // between-groups mean square (divisor: groups) over the within one, less 1, over the group's size
    const ratio = (56357.5 / 6 / (58830 / 24) - 1) / 5;
    expectNear(newton(withHessian(objective), x0, { gain: 1e-15 }).x, [Math.sqrt(ratio)], 6);
  });
});

test("a quadratic takes one step, and one more look at the Hessian", () => {
  const { x, iterations, evaluations } = newton(parabola(), [-4]);
  expect([x[0], iterations, evaluations]).toEqual([3, 1, { values: 2, gradients: 2 }]);
});

test("the value falls at every step from a start where the Hessian is indefinite", () => {
  for (const name of ["double well", "six-hump camel", "rosenbrock 3"]) {
    const { objective, x0 } = problem(name);
    const { converged, log, x } = newton(withHessian(objective), x0);
    expect(converged).toBe(true);
    for (let k = 1; k < log.length; k++) expect(log[k].value).toBeLessThan(log[k - 1].value);
    const H = withHessian(objective).hessian(x);
    expect(H.data[0]).toBeGreaterThan(0);
  }
});

test("the value it ends at does not depend on the units of the parameters", () => {
  const { objective } = problem("normal likelihood");
  const lowest = newton(withHessian(objective), [1, 1], { gain: 1e-15 }).value;
  fc.assert(
    fc.property(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }), (a, b) => {
      const units = [10 ** a, 10 ** b];
      const inUnits = (x: Float64Array) => x.map((entry, i) => entry * units[i]);
      const scaled = withHessian({
        value: (x) => objective.value(inUnits(x)),
        gradient: (x) => objective.gradient(inUnits(x)).map((entry, i) => entry * units[i]),
      });
      const start = units.map((unit) => 1 / unit);
      const { value, converged } = newton(scaled, start, { maxStep: Number.POSITIVE_INFINITY });
      expect(converged).toBe(true);
      expect(value - lowest).toBeLessThanOrEqual(2e-9);
    }),
    { numRuns: 20, seed: 1 },
  );
});

test("an approximate Hessian is enough: it only takes more steps", () => {
  const found = newton(parabola(0, 2.5), [-4]);
  expect(found).toMatchObject({ converged: true, reason: "gradient" });
  expect(found.x[0]).toBeCloseTo(3, 5);
});

test("a Hessian far too small is made up for by shorter steps", () => {
  const found = newton(parabola(0, 0.01), [2.9], { maxStep: 1e9 });
  expect(found.converged).toBe(true);
  expect(found.x[0]).toBeCloseTo(3, 5);
});

test("where the value has no digits left, the gradient decides, and the end is called precision", () => {
  const large = parabola(1e9, 1.25);
  const noisy = { ...large, gradient: ([x]: Float64Array) => Float64Array.of(x - 3 + 1e-9 * Math.sin(1e12 * x)) };
  const found = newton(noisy, [-4], { gtol: 1e-12 });
  expect(found).toMatchObject({ converged: true, reason: "precision" });
  expect(Math.abs(found.x[0] - 3)).toBeLessThan(1e-8);
});

test("no step is longer than maxStep times the size of the point, or than maxStep where that is below 1", () => {
  const { log } = newton(parabola(), [-40], { maxStep: 0.25 });
  for (let k = 1; k < log.length; k++) {
    const size = Math.max(1, Math.abs(log[k - 1].x[0]));
    expect(Math.abs(log[k].x[0] - log[k - 1].x[0])).toBeLessThanOrEqual(0.25 * size);
  }
  expect(log[1].x[0]).toBe(-30);
});

test("a minimum at a million is found from 1 by doubling", () => {
  const f = {
    value: ([x]: Float64Array) => 1e-6 * x - Math.log(x),
    gradient: ([x]: Float64Array) => Float64Array.of(1e-6 - 1 / x),
    hessian: ([x]: Float64Array) => matrix(1, 1, Float64Array.of(1 / x ** 2)),
  };
  const found = newton(f, [1], { gtol: 1e-12 });
  expect(found.converged).toBe(true);
  expect(found.x[0] / 1e6).toBeCloseTo(1, 4);
  expect(found.iterations).toBeLessThan(30);
});

describe("newton ends without converging", () => {
  test("when the iterations are used up", () => {
    const { objective, x0 } = problem("wood");
    const found = newton(withHessian(objective), x0, { maxiter: 2 });
    expect(found).toMatchObject({ converged: false, reason: "max-iterations", iterations: 2 });
  });

  test("when the caller aborts", () => {
    const found = newton(parabola(), [1], { signal: { aborted: true } });
    expect(found).toMatchObject({ converged: false, reason: "aborted", iterations: 0 });
  });

  test("when value, gradient or Hessian is not finite", () => {
    const bad = { converged: false, reason: "not-finite", iterations: 0 };
    expect(newton({ ...parabola(), value: () => Number.POSITIVE_INFINITY }, [1])).toMatchObject(bad);
    expect(newton({ ...parabola(), gradient: () => Float64Array.of(Number.NaN) }, [1])).toMatchObject(bad);
    expect(newton(parabola(0, Number.NaN), [1])).toMatchObject(bad);
  });

  test("when the gradient is wrong", () => {
    const { objective, x0 } = problem("wrong gradient");
    const found = newton({ ...objective, hessian: () => identity(2) }, x0);
    expect(found).toMatchObject({ converged: false, reason: "line-search" });
  });
});

test("no parameters are at the minimum", () => {
  const none: SecondOrderObjective = {
    value: () => 7,
    gradient: () => new Float64Array(0),
    hessian: () => matrix(0, 0),
  };
  expect(newton(none, [])).toMatchObject({ converged: true, reason: "gradient", value: 7, iterations: 0 });
});

test("a Hessian of the wrong shape is refused", () => {
  const wrong = { ...parabola(), hessian: () => matrix(2, 1) };
  expect(() => newton(wrong, [1])).toThrowError(
    expect.objectContaining({
      code: "hessian-shape",
      data: { nrow: 2, ncol: 1, expected: 1 },
      message: "the Hessian is 2 x 1, expected 1 x 1 for 1 parameters",
    }),
  );
});
