// A zero variance or a perfect correlation is an ordinary answer; a zero that is not the best value must be left.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { type Fit, likelihood, lmm, lowerEntries } from "../../src/index.ts";
import { covarianceOf, lowerRoot } from "../../src/parameters/triangular-root.ts";
import { momentStart } from "../../src/search/moment-start.ts";
import { defaultStart } from "../../src/search/other-starts.ts";
import { search } from "../../src/search/search.ts";
import { covRe, groupCovariance, groupEffects, vcomp } from "../fit-parts.ts";
import { fitModel, fitted } from "../model-cache.ts";
import { simulate } from "../simulate.ts";
import { SEARCH_LIMITS } from "../tolerances.ts";

describe.each([true, false])("Dyestuff2, where batches do not differ (reml %s)", (reml) => {
  const { fit, moments } = fitted("dyestuff2", reml ? "intercept-reml" : "intercept-ml");
  const { n } = fit;
  const sumOfSquares = moments.cross[3]!;
  const nu = reml ? n - 1 : n;

  test("the variance is zero and everything else is ordinary least squares", () => {
    expect([...fit.theta]).toEqual([0]);
    expect(covRe(fit).data).toEqual(Float64Array.of(0));
    expect(fit.sigma).toBeCloseTo(Math.sqrt(sumOfSquares / nu), 12);
    expect(fit.beta[0]).toBeCloseTo(moments.shift[1]! + moments.mean[1]!, 12);
    expect(fit.stdError[0]).toBeCloseTo(Math.sqrt(sumOfSquares / nu / n), 12);
    const leastSquares = nu * (1 + Math.log((2 * Math.PI * sumOfSquares) / nu)) + (reml ? Math.log(n) : 0);
    expect(fit.objective).toBeCloseTo(leastSquares, 10);
  });

  test("the random effects are zero, and so are their conditional variances", () => {
    for (let g = 0; g < 6; g++) {
      expect(groupEffects(fit, g)).toEqual([0]);
      expect(groupCovariance(fit, g).data).toEqual(Float64Array.of(0));
    }
  });

  test("the status and the warning name the variance", () => {
    const directions = ["the variance of Intercept over Batch is 0"];
    expect(fit.status).toMatchObject({ kind: "boundary", directions });
    expect(fit.warnings).toMatchObject([{ code: "singular", data: { directions } }]);
    expect(fit.status.text).toMatchInlineSnapshot(
      `"optimum on the boundary: the variance of Intercept over Batch is 0. This is the best fit and no failure: the data show no such variation beyond chance. The other estimates are valid, and the same as without it"`,
    );
  });

  test("no number is NaN", () => {
    expect(notFinite(fit)).toEqual([]);
  });
});

describe.each(["slope-reml", "slope-ml"])("cake %s, where intercepts and slopes are perfectly correlated", (name) => {
  const { fit } = fitted("cake", name);

  test("the correlation is one to rounding, and the last entry of lambda zero", () => {
    const [a, b, , c] = covRe(fit).data as unknown as [number, number, number, number];
    expect(fit.theta[2]).toBe(0);
    expect(Math.abs(b / Math.sqrt(a * c))).toBeCloseTo(1, 12);
  });

  test("the status says which random effects depend on each other", () => {
    expect(fit.status.kind).toBe("boundary");
    expect(fit.status.directions).toEqual(["the correlation of Intercept and temp over batch is 1"]);
    expect(fit.status.text).toBe(
      "optimum on the boundary: the correlation of Intercept and temp over batch is 1. This is the best fit and no failure: the data support fewer random effects than the model has. Fixed effects, variances and fitted values are valid; do not interpret the correlations",
    );
    expect(notFinite(fit)).toEqual([]);
  });

  test("no covariance nearby is better", () => {
    expect(bestNearby(fit)).toBeGreaterThan(-1e-9);
  });
});

describe("a variance that is zero beside one that is not", () => {
  const table = simulate({ seed: 41, sizes: new Array(12).fill(6), between: 2 });
  // slopes without any variation left: y less its own slope in each group
  const x = table.x.map((_, i) => [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5][i % 6]!);
  const y = table.y.map((value, i) => value - slopeOf(table.y, x, Math.floor(i / 6) * 6, 6) * x[i]!);
  const data = { y, x, g: table.g };
  const intercepts = fitModel(data, { formula: "y ~ x", group: "g" }).fit;

  test("as a component: the other estimates are those of the model without it", () => {
    const { fit } = fitModel(data, { formula: "y ~ x", group: "g", reFormula: "1", vcFormula: { slope: "0 + x" } });
    expect(vcomp(fit)).toEqual([0]);
    expect(fit.status.directions).toEqual(["the variance of component slope is 0"]);
    expect(fit.objective).toBeCloseTo(intercepts.objective, 9);
    expect(covRe(fit).data[0]! / covRe(intercepts).data[0]!).toBeCloseTo(1, 8);
    expect([...fit.stdError]).toEqual([...intercepts.stdError].map((se) => expect.closeTo(se, 8)));
    expect(notFinite(fit)).toEqual([]);
  });

  test("as a random slope: zero variance, zero covariance", () => {
    const { fit } = fitModel(data, { formula: "y ~ x", group: "g", reFormula: "~x" });
    expect(fit.theta[2]).toBe(0);
    expect(fit.status.kind).toBe("boundary");
    expect(fit.objective).toBeLessThanOrEqual(intercepts.objective + 1e-9);
    expect(bestNearby(fit)).toBeGreaterThan(-1e-9);
    expect(notFinite(fit)).toEqual([]);
  });

  test("all variances at once", () => {
    const noise = simulate({ seed: 43, sizes: new Array(8).fill(6), between: 0, slopes: 0 });
    const centred = noise.y.map((value, i) => value - meanOf(noise.y, Math.floor(i / 6) * 6, 6));
    const flat = centred.map((value, i) => value - slopeOf(centred, x, Math.floor(i / 6) * 6, 6) * x[i]!);
    const zero = { y: flat, x: x.slice(0, 48), g: noise.g };
    const { fit } = fitModel(zero, { formula: "y ~ x", group: "g", reFormula: "~x" });
    expect([...fit.theta]).toEqual([0, 0, 0]);
    expect(fit.status.directions).toEqual(["the variance of Intercept over g is 0", "the variance of x over g is 0"]);
    expect(notFinite(fit)).toEqual([]);
  });
});

describe("a false zero", () => {
  const models: [string, Fit][] = [
    ["sleepstudy", fitted("sleepstudy", "slope-reml").fit],
    ["sleepstudy, uncorrelated", fitted("sleepstudy", "vc-slope-ml").fit],
    ["Machines", fitted("machines", "unstructured-reml").fit],
    ["Pastes", fitted("pastes", "cask-ml").fit],
    ["Penicillin", fitted("penicillin", "crossed-reml").fit],
  ];

  describe.each(models)("%s", (_, { engine, reml, objective }) => {
    const start = momentStart(engine, "y").parameters;
    // places of the diagonals of all terms, each with those of the whole column: with its entries below the diagonal the
    // zero would not be a saddle
    const columns = engine.products.terms.flatMap(({ size }, t) => {
      const first = engine.products.terms.slice(0, t).reduce((sum, own) => sum + lowerEntries(own.size).length, 0);
      return Array.from({ length: size }, (_, column) =>
        lowerEntries(size).flatMap((entry, at) => (entry.column === column ? [first + at] : [])),
      );
    });

    test("theta = 0 has no slope, and the search that starts there finds the optimum", () => {
      const found = search(engine, reml, new Float64Array(start.length));
      expect(found.converged).toBe(true);
      expect(found.objective).toBeCloseTo(objective, 9);
      expect(found.gradient).toBeLessThanOrEqual(SEARCH_LIMITS.gradient);
    });

    test.each(columns)("a zero at place %i of theta is left", (...places) => {
      const zeroed = start.map((value, t) => (places.includes(t) ? 0 : value));
      expect(search(engine, reml, zeroed).objective).toBeCloseTo(objective, 9);
    });

    test.each([1e-6, 1e-3, 1e3])("a start of %d times the identity finds the optimum", (size) => {
      const found = search(
        engine,
        reml,
        defaultStart(engine.products.terms).map((value) => size * value),
      );
      expect(found.converged).toBe(true);
      expect(found.objective).toBeCloseTo(objective, 8);
    });
  });
});

test("evaluations are counted where the criterion is factored, those at the boundary too", () => {
  for (const { fit } of [
    fitted("dyestuff2", "intercept-ml"),
    fitted("cake", "slope-reml"),
    fitted("sleepstudy", "slope-ml"),
  ]) {
    let factored = 0;
    const counting: Engine = {
      ...fit.engine,
      factorise(lambda) {
        factored += 1;
        return fit.engine.factorise(lambda);
      },
    };
    const { evaluations } = search(counting, fit.reml, momentStart(fit.engine, "y").parameters);
    expect(evaluations).toHaveLength(factored);
  }
});

/** How much better the best of many neighbours of the optimum is: Psi + t v v' for small t. */
function bestNearby({ engine, estimates, reml, logLik }: Fit): number {
  const psi = covarianceOf(estimates.lambda[0], 2);
  let best = Number.POSITIVE_INFINITY;
  for (let direction = 0; direction < 60; direction++) {
    const angle = (Math.PI * direction) / 60;
    const v = [Math.cos(angle) * Math.sqrt(psi[0]! + 1e-3), Math.sin(angle) * Math.sqrt(psi[3]! + 1e-3)];
    for (const t of [1e-2, 1e-4, 1e-6]) {
      const moved = psi.map((entry, at) => entry + t * v[at % 2]! * v[Math.floor(at / 2)]!);
      const there = likelihood(engine, reml)([lowerRoot(moved, 2)]);
      best = Math.min(best, logLik - there.logLik);
    }
  }
  return best;
}

/** Paths of numbers in a record that are NaN or infinite. */
function notFinite(value: unknown, path = "fit"): string[] {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => notFinite(part, `${path}.${key}`));
}

function meanOf(y: readonly number[], start: number, n: number): number {
  return y.slice(start, start + n).reduce((a, b) => a + b, 0) / n;
}

/** Least-squares slope of n rows on x, whose mean is zero. */
function slopeOf(y: readonly number[], x: readonly number[], start: number, n: number): number {
  let xy = 0;
  let xx = 0;
  for (let i = start; i < start + n; i++) {
    xy += x[i]! * y[i]!;
    xx += x[i]! ** 2;
  }
  return xy / xx;
}

test("of two optima, one of them where a variance is zero, the higher is found", () => {
  const url = new URL("../../../../fixtures/two-optima/case.json", import.meta.url);
  const { data, optima } = JSON.parse(readFileSync(url, "utf8")) as {
    data: Record<string, number[]>;
    optima: readonly { llf: number; ratios: readonly number[] }[];
  };
  const fit = lmm("y ~ x + (1 | g) + (0 + x:t | g)", data);
  expect(optima[0]!.llf - optima[1]!.llf).toBeGreaterThan(0.1);
  expect(optima[1]!.ratios[1]).toBeLessThan(1e-12);
  expect(Math.abs(fit.logLik - optima[0]!.llf)).toBeLessThan(1e-6);
});

test("at a matrix whose first row is zero about the mean, the slope above the diagonal is followed", () => {
  const table = {
    y: [
      -13.735, 0.032, 6.052, 9.01, -0.835, -11.484, -8.791, -6.178, -7.376, -14.697, -17.037, -6.406, 1.167, -9.297,
      -3.277, 3.706, 7.611, 3.043, 5.868, -0.155,
    ],
    x: [4, 2, 2, 0, 2, 3, 2, 2, 2, 3, 4, 2, 0, 4, 3, 0, 1, 2, 0, 0],
    a: [..."abababababababababab"],
    g: [..."cdcdcdcdcdcdcdcdcdcd"],
  };
  // lme4 1.1-31, its deviance minimised by Nelder and Mead's method from three starts
  expect(lmm("y ~ a + (1 + x | g)" as string, table, { reml: false }).objective).toBeCloseTo(125.550054717, 8);
});

test("a standard deviation of cs stays at its bound of zero while another term leaves zero", () => {
  const table = {
    y: [-11.833, -32.24, -20.982, -16.629, -30.706, 1.817, -22.683, -22.641, -14.449, -17.028, -19.017],
    x: [-0.658, -0.259, 0.93, -0.772, -0.462, -0.376, 0.101, 1.363, 0.922, 1.088, -1.057],
    z: [0.428, 0.906, 0.727, 0.518, 0.903, 0.035, 0.423, 0.279, 0.111, 0.156, 0.798],
    k: [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0],
    g: [..."aaaaaabbbbb"],
  };
  const fit = lmm("y ~ 0 + z + x + cs(1 + x + C(k) | g) + (0 + I(x ** 2) + C(k) || g)" as string, table);
  // a dense likelihood in R, minimised by Nelder and Mead's method and by BFGS from three starts
  expect(fit.objective).toBeCloseTo(38.5993015, 6);
  expect(fit.status.directions).toContain("the variance of C(k)[T.1] over g is 0");
});
