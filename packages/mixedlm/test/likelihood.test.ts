import { describe, expect, test } from "vitest";
import { crossProducts } from "../src/cross-products.ts";
import { estimatesAt } from "../src/estimates.ts";
import { profileHessian } from "../src/hessian.ts";
import { likelihood } from "../src/likelihood.ts";
import { covarianceOf } from "../src/theta.ts";
import { type TestModel, testModel } from "./models.ts";
import { denseFit } from "./oracle.ts";

const shapes = {
  "random intercept": { groups: 6, rowsPerGroup: 4, k: 1, levels: 0, slope: false, seed: 1 },
  "intercept and slope": { groups: 7, rowsPerGroup: 5, k: 2, levels: 0, slope: false, seed: 2 },
  "three random columns": { groups: 8, rowsPerGroup: 6, k: 3, levels: 0, slope: false, seed: 3 },
  "intercept and nested component": { groups: 5, rowsPerGroup: 6, k: 1, levels: 3, slope: false, seed: 4 },
  "components only": { groups: 5, rowsPerGroup: 6, k: 0, levels: 3, slope: true, seed: 5 },
  "slope, component and component slope": { groups: 6, rowsPerGroup: 7, k: 2, levels: 2, slope: true, seed: 6 },
};

/** Three points: plain, uneven, and one on the boundary (a zero in lambda's diagonal and a zero component). */
function points({ k, components }: TestModel): { lambda: Float64Array; tau: Float64Array }[] {
  const lower = (entry: (i: number, j: number) => number): Float64Array =>
    Float64Array.from({ length: k * k }, (_, at) => {
      const i = at % k;
      const j = Math.floor(at / k);
      return i < j ? 0 : entry(i, j);
    });
  return [
    { lambda: lower((i, j) => (i === j ? 1 : 0)), tau: new Float64Array(components).fill(1) },
    {
      lambda: lower((i, j) => (i === j ? 0.3 + i : 0.4 - j)),
      tau: Float64Array.from({ length: components }, (_, c) => 0.2 + c),
    },
    { lambda: lower((i, j) => (i === j ? (i === k - 1 ? 0 : 0.7) : 0.2)), tau: new Float64Array(components) },
  ];
}

function rows(A: Float64Array, k: number): number[][] {
  return Array.from({ length: k }, (_, i) => Array.from({ length: k }, (_, j) => A[j * k + i]!));
}

describe.each(Object.entries(shapes))("%s", (_, shape) => {
  const model = testModel(shape);
  const cp = crossProducts(model.moments, model.names, "y");

  test.each([true, false])("the criterion and the estimates are the dense ones (reml %s)", (reml) => {
    for (const factor of points(model)) {
      const psi = rows(covarianceOf(factor.lambda, model.k), model.k);
      const dense = denseFit(
        model.dense,
        model.relative(
          psi,
          [...factor.tau].map((t) => t * t),
        ),
        reml,
      );
      const ours = estimatesAt(cp, factor, reml)!;
      expect(ours.objective).toBeCloseTo(dense.objective, 9);
      expect(likelihood(cp, reml)(factor).logLik).toBeCloseTo(-dense.objective / 2, 9);
      for (let j = 0; j < 3; j++) expect(ours.beta[j]).toBeCloseTo(dense.beta[j]!, 9);
      expect(ours.sigma2).toBeCloseTo(dense.sigma2, 10);
      for (let j = 0; j < dense.b.length; j++) expect(ours.b[j]).toBeCloseTo(dense.b[j]!, 8);
    }
  });

  test.each([true, false])("the score is the derivative of the dense likelihood (reml %s)", (reml) => {
    for (const factor of points(model)) {
      const value = (lambda: Float64Array, tau: Float64Array): number => {
        const psi = rows(covarianceOf(lambda, model.k), model.k);
        return (
          -denseFit(
            model.dense,
            model.relative(
              psi,
              [...tau].map((t) => t * t),
            ),
            reml,
          ).objective / 2
        );
      };
      const h = 1e-4;
      const { lambdaScore, tauScore } = likelihood(cp, reml)(factor);
      const bump = (a: Float64Array, at: number, by: number): Float64Array => a.map((v, i) => (i === at ? v + by : v));
      const slope = (f: (by: number) => number): number => (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);
      for (let at = 0; at < model.k * model.k; at++)
        expect(lambdaScore[at]).toBeCloseTo(
          slope((by) => value(bump(factor.lambda, at, by), factor.tau)),
          6,
        );
      for (let c = 0; c < model.components; c++)
        expect(tauScore[c]).toBeCloseTo(
          slope((by) => value(factor.lambda, bump(factor.tau, c, by))),
          6,
        );
    }
  });

  test.each([true, false])(
    "the Hessian's covariance block is the derivative of the dense likelihood (reml %s)",
    (reml) => {
      const factor = points(model)[1]!;
      const beta = estimatesAt(cp, factor, reml)!.beta;
      const H = profileHessian(cp, factor, beta, reml)!;
      const p = 3;
      const m = (model.k * (model.k + 1)) / 2 + model.components;
      const entries: [number, number][] = [];
      for (let i = 0; i < model.k; i++) for (let j = 0; j <= i; j++) entries.push([i, j]);
      const psi0 = rows(covarianceOf(factor.lambda, model.k), model.k);
      const gamma0 = [...factor.tau].map((t) => t * t);
      const value = (x: readonly number[]): number => {
        const psi = psi0.map((row) => [...row]);
        entries.forEach(([i, j], t) => {
          psi[i]![j]! += x[t]!;
          if (i !== j) psi[j]![i]! += x[t]!;
        });
        const gamma = gamma0.map((v, c) => v + x[entries.length + c]!);
        return -denseFit(model.dense, model.relative(psi, gamma), reml).objective / 2;
      };
      // profiled over beta: Schur complement of the joint Hessian
      const h = 2e-3;
      for (let a = 0; a < m; a++)
        for (let b = 0; b < m; b++) {
          const f = (s: number, t: number): number => {
            const x = new Array<number>(m).fill(0);
            x[a]! += s;
            x[b]! += t;
            return value(x);
          };
          const d = (s: number): number => (f(s, s) - f(s, -s) - f(-s, s) + f(-s, -s)) / (4 * s * s);
          const numeric = (4 * d(h / 2) - d(h)) / 3;
          expect(profiledEntry(H.data, p, m, a, b) / scale(H.data, p, m, a, b)).toBeCloseTo(
            numeric / scale(H.data, p, m, a, b),
            5,
          );
        }
    },
  );
});

/** Entry (a, b) of H_gg - H_gb H_bb^-1 H_bg. */
function profiledEntry(H: Float64Array, p: number, m: number, a: number, b: number): number {
  const size = p + m;
  const A = Array.from({ length: p }, (_, i) => [
    ...Array.from({ length: p }, (_, j) => H[j * size + i]!),
    H[(p + b) * size + i]!,
  ]);
  for (let i = 0; i < p; i++)
    for (let r = 0; r < p; r++) {
      if (r === i) continue;
      const f = A[r]![i]! / A[i]![i]!;
      for (let j = i; j <= p; j++) A[r]![j]! -= f * A[i]![j]!;
    }
  let value = H[(p + b) * size + p + a]!;
  for (let i = 0; i < p; i++) value -= H[i * size + p + a]! * (A[i]![p]! / A[i]![i]!);
  return value;
}

function scale(H: Float64Array, p: number, m: number, a: number, b: number): number {
  const size = p + m;
  return 1 + Math.sqrt(Math.abs(H[(p + a) * size + p + a]! * H[(p + b) * size + p + b]!));
}
