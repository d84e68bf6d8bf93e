// The exact Hessian in theta against differences of the gradient, which likelihood.test.ts holds to the dense oracle.
import { describe, expect, test } from "vitest";
import { crossProducts } from "../src/cross-products.ts";
import { factorise } from "../src/factor.ts";
import { objective } from "../src/objective.ts";
import { search } from "../src/search.ts";
import { momentStart } from "../src/start.ts";
import { boundaryPositions, factorOf } from "../src/theta.ts";
import { thetaDerivatives } from "../src/theta-derivatives.ts";
import { testModel, uniform } from "./models.ts";

const shapes = {
  "random intercept": { groups: 6, rowsPerGroup: 4, k: 1, levels: 0, slope: false, seed: 1 },
  "intercept and slope": { groups: 7, rowsPerGroup: 5, k: 2, levels: 0, slope: false, seed: 2 },
  "three random columns": { groups: 8, rowsPerGroup: 6, k: 3, levels: 0, slope: false, seed: 3 },
  "intercept and nested component": { groups: 5, rowsPerGroup: 6, k: 1, levels: 3, slope: false, seed: 4 },
  "components only": { groups: 5, rowsPerGroup: 6, k: 0, levels: 3, slope: true, seed: 5 },
  "slope, component and component slope": { groups: 6, rowsPerGroup: 7, k: 2, levels: 2, slope: true, seed: 6 },
};

describe.each(Object.entries(shapes))("%s", (_, shape) => {
  const model = testModel(shape);
  const cp = crossProducts(model.moments, model.names, "y");
  const size = (cp.k * (cp.k + 1)) / 2 + cp.components;
  const diagonal = new Set(boundaryPositions(cp.k, cp.components));
  const derivatives = (theta: ArrayLike<number>, reml: boolean) =>
    thetaDerivatives(cp, factorise(cp, factorOf(theta, cp.k))!, reml);
  const value = (theta: ArrayLike<number>, reml: boolean): number =>
    objective(cp, factorise(cp, factorOf(theta, cp.k))!, reml);

  /** Points around the optimum, with positive variances. */
  const pointsOf = (reml: boolean): Float64Array[] => {
    const { theta } = search(cp, reml, momentStart(cp, "y").theta);
    return [1, 2, 3].map((seed) => {
      const next = uniform(seed);
      return theta.map((t, i) => (diagonal.has(i) ? t + 0.01 + 0.02 * next() : t + 0.02 * next()));
    });
  };

  test.each([true, false])("the gradient is the slope of the criterion (reml %s)", (reml) => {
    for (const theta of pointsOf(reml)) {
      const { gradient } = derivatives(theta, reml);
      const slopes = central(theta, (at) => [value(at, reml)]).map(([d]) => d!);
      slopes.forEach((slope, t) => {
        expect(Math.abs(gradient[t]! - slope)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(slope)));
      });
    }
  });

  test.each([true, false])(
    "the Hessian is the slope of the gradient where it is positive definite (reml %s)",
    (reml) => {
      let compared = 0;
      for (const theta of pointsOf(reml)) {
        const { hessian } = derivatives(theta, reml);
        const slopes = central(theta, (at) => derivatives(at, reml).gradient);
        if (!positiveDefinite(slopes)) continue;
        compared += 1;
        slopes.forEach((row, j) => {
          row.forEach((slope, i) => {
            const scale = Math.sqrt(hessian.data[i * (size + 1)]! * hessian.data[j * (size + 1)]!);
            expect(Math.abs(hessian.data[j * size + i]! - slope)).toBeLessThanOrEqual(1e-7 * scale);
            expect(hessian.data[j * size + i]).toBeCloseTo(hessian.data[i * size + j]!, 10);
          });
        });
      }
      expect(compared).toBeGreaterThan(0);
    },
  );

  test.each([true, false])("the score of the covariance is the one-sided slope at zero (reml %s)", (reml) => {
    const zero = new Float64Array(size);
    const { gradient, score } = derivatives(zero, reml);
    expect([...gradient].every((g) => g === 0)).toBe(true);
    const slopes = [...score.tau];
    for (let j = cp.k - 1; j >= 0; j--) slopes.unshift(score.psi[j * (cp.k + 1)]!);
    [...diagonal].forEach((position, at) => {
      const step = (t: number): number =>
        value(
          zero.map((v, i) => (i === position ? Math.sqrt(t) : v)),
          reml,
        );
      // from above only: Richardson's rule on one-sided differences
      const d = (h: number): number => (step(h) - step(0)) / h;
      const h = 1e-5;
      const slope = (8 * d(h / 4) - 6 * d(h / 2) + d(h)) / 3;
      expect(Math.abs(slopes[at]! - slope)).toBeLessThanOrEqual(1e-4 * (1 + Math.abs(slope)));
    });
  });
});

/** Derivatives of f in each entry, by central differences of fourth order. */
function central(theta: Float64Array, f: (theta: Float64Array) => ArrayLike<number>): number[][] {
  const h = 1e-3;
  const moved = (j: number, by: number) => Array.from(f(theta.map((t, i) => (i === j ? t + by : t))));
  return Array.from(theta, (_, j) => {
    const [a, b, c, d] = [moved(j, h), moved(j, -h), moved(j, 2 * h), moved(j, -2 * h)];
    return a.map((value, i) => (8 * (value - b[i]!) - (c[i]! - d[i]!)) / (12 * h));
  });
}

function positiveDefinite(A: readonly (readonly number[])[]): boolean {
  const L = A.map((row) => row.map(() => 0));
  for (let i = 0; i < A.length; i++)
    for (let j = 0; j <= i; j++) {
      const rest = A[i]![j]! - L[i]!.slice(0, j).reduce((sum, value, m) => sum + value * L[j]![m]!, 0);
      if (i === j && !(rest > 0)) return false;
      L[i]![j] = i === j ? Math.sqrt(rest) : rest / L[j]![j]!;
    }
  return true;
}
