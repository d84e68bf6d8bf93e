import { describe, expect, test } from "vitest";
import { estimatesAt } from "../../src/criterion/estimates.ts";
import { pointScore } from "../../src/criterion/point-score.ts";
import type { Engine, Lambda } from "../../src/engine/engine.ts";
import { lowerEntriesByRow } from "../../src/parameters/triangular-root.ts";
import { uniform } from "../models.ts";
import { crossedDesign, oneFactorDesign, randomPoint } from "../random-designs.ts";
import { bothForms, enginesOf, type TestModel } from "../written-model.ts";

/** -2 log-likelihood at given fixed effects, the residual variance and the random effects, all dense. */
function denseAt(model: TestModel, G: number[][], beta: ArrayLike<number>, reml: boolean) {
  const { y, X, Z } = model.dense;
  const ZG = Z.map((z) => G.map((row) => row.reduce((sum, g, j) => sum + g * z[j], 0)));
  const V = ZG.map((zg, i) => Z.map((z, k) => zg.reduce((sum, v, j) => sum + v * z[j], i === k ? 1 : 0)));
  const r = y.map((value, i) => value - X[i].reduce((sum, x, j) => sum + x * beta[j], 0));
  const p = X[0].length;
  const nu = reml ? y.length - p : y.length;
  const { logdet, solve } = eliminated(V);
  const solved = solve(r);
  const q = r.reduce((sum, value, i) => sum + value * solved[i], 0);
  const columns = X[0].map((_, j) => X.map((row) => row[j]));
  const XVX = columns.map((a) => {
    const own = solve(a);
    return columns.map((b) => b.reduce((sum, v, i) => sum + v * own[i], 0));
  });
  const restricted = reml ? eliminated(XVX).logdet : 0;
  return {
    objective: logdet + restricted + nu * (1 + Math.log((2 * Math.PI * q) / nu)) - model.logWeight,
    sigma2: q / nu,
    b: G.map((row) => row.reduce((sum, g, j) => sum + g * Z.reduce((s, z, i) => s + z[j] * solved[i], 0), 0)),
  };
}

/** log|A| and a solver of a positive definite matrix, by elimination. */
function eliminated(A: readonly (readonly number[])[]) {
  const U = A.map((row) => [...row]);
  const L = A.map(() => new Array<number>(A.length).fill(0));
  for (const [k, pivot] of U.entries())
    for (let i = k + 1; i < U.length; i++) {
      L[i][k] = U[i][k] / pivot[k];
      for (let j = k; j < U.length; j++) U[i][j] -= L[i][k] * pivot[j];
    }
  return {
    logdet: U.reduce((sum, row, i) => sum + Math.log(row[i]), 0),
    solve(b: readonly number[]): number[] {
      const x = [...b];
      for (let i = 0; i < x.length; i++) for (let k = 0; k < i; k++) x[i] -= L[i][k] * x[k];
      for (let i = x.length - 1; i >= 0; i--) {
        for (let k = i + 1; k < x.length; k++) x[i] -= U[i][k] * x[k];
        x[i] /= U[i][i];
      }
      return x;
    },
  };
}

/** The relative covariances with one entry of the lower triangle of one of them moved, both sides of the diagonal. */
function movedCovariance(model: TestModel, lambda: Lambda, term: number, row: number, column: number, by: number) {
  // what a unit of the entry adds to G: that of e_i e_j' + e_j e_i', by polarisation of three roots
  const { size } = model.terms[term];
  const unit = (at: readonly number[]): Lambda =>
    lambda.map((root, t) => {
      const own = new Float64Array(root.length);
      if (t === term) for (const i of at) own[i] = 1;
      return own;
    });
  const G = model.relative(lambda);
  const add = (other: number[][], factor: number): void => {
    for (const [i, own] of G.entries()) for (const j of own.keys()) own[j] += factor * other[i][j];
  };
  const single = (i: number): number[][] => model.relative(unit([i]));
  if (row === column) add(single(row), by);
  else {
    add(model.relative(unit([row, column])), by);
    add(single(row), -by);
    add(single(column), -by);
  }
  expect(size).toBeGreaterThan(Math.max(row, column));
  return G;
}

/** Fourth-order central difference. */
function difference(f: (by: number) => number, h: number): number {
  return (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);
}

/** Engines that can hold the model. */
function enginesFor(model: TestModel): [string, () => Engine][] {
  return Object.entries(enginesOf(model));
}

const designs: [string, () => TestModel][] = [
  ...[1, 2, 3, 5, 6].map((seed): [string, () => TestModel] => [
    `one factor ${seed}`,
    () => bothForms(oneFactorDesign(uniform(seed))),
  ]),
  ...[11, 12, 15, 16, 21].map((seed): [string, () => TestModel] => [
    `several factors ${seed}`,
    () => bothForms(crossedDesign(uniform(seed))),
  ]),
];

describe.each(designs)("%s", (title, make) => {
  const model = make();
  const random = uniform(title.length * 7 + 1);
  const p = model.dense.X[0].length;
  const nothing = model.terms.map(({ size }) => new Float64Array(size * size));
  const points = [...[1, 2, 3].map(() => randomPoint(random, model.terms)), nothing].map((lambda) => ({
    lambda,
    beta: Array.from({ length: p }, () => 4 * random() - 1),
  }));

  test.each([true, false])("estimates at given fixed effects are the dense ones (reml %s)", (reml) => {
    for (const [, engine] of enginesFor(model))
      for (const { lambda, beta } of points) {
        const ours = estimatesAt(engine(), lambda, reml, beta)!;
        const dense = denseAt(model, model.relative(lambda), beta, reml);
        expect(Math.abs(ours.objective - dense.objective)).toBeLessThan(1e-9 * (1 + Math.abs(dense.objective)));
        expect(Math.abs(ours.sigma2 / dense.sigma2 - 1)).toBeLessThan(1e-9);
        expect(Array.from(ours.beta)).toEqual(beta);
        model.places.forEach(({ factor, at }, j) => {
          expect(Math.abs(ours.b[factor][at] - dense.b[j])).toBeLessThan(1e-8 * (1 + Math.abs(dense.b[j])));
        });
      }
  });

  test.each([true, false])("the score is the derivative of the dense likelihood (reml %s)", (reml) => {
    const engines = enginesFor(model).map(([, engine]) => engine());
    for (const { lambda, beta } of points) {
      const { fixed, covariance } = denseScore(model, lambda, beta, reml);
      for (const engine of engines) {
        const score = pointScore(engine, lambda, beta, reml)!;
        expect(score.covariance).toHaveLength(covariance.length);
        for (const [j, slope] of fixed.entries())
          expect(Math.abs(score.fixed[j] - slope)).toBeLessThan(1e-7 * (1 + Math.abs(slope)));
        for (const [j, slope] of covariance.entries())
          expect(Math.abs(score.covariance[j] - slope)).toBeLessThan(1e-5 * (1 + Math.abs(slope)));
      }
    }
  });
});

/** The score by differences: in the fixed effects, and in the lower triangle of each relative covariance row by row. */
function denseScore(model: TestModel, lambda: Lambda, beta: readonly number[], reml: boolean) {
  const G = model.relative(lambda);
  const logLik = (H: number[][], b: readonly number[]): number => -denseAt(model, H, b, reml).objective / 2;
  const movedBeta = (j: number, by: number): number[] => beta.map((v, i) => (i === j ? v + by : v));
  return {
    fixed: beta.map((_, j) => difference((by) => logLik(G, movedBeta(j, by)), 1e-3)),
    covariance: model.terms.flatMap(({ size }, t) =>
      lowerEntriesByRow(size).map(({ row, column }) =>
        // steps so small that V stays positive definite on both sides of a singular covariance
        difference((by) => logLik(movedCovariance(model, lambda, t, row, column, by), beta), 1e-4),
      ),
    ),
  };
}
