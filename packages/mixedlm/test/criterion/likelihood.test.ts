import { describe, expect, test } from "vitest";
import { estimatesAt } from "../../src/criterion/estimates.ts";
import { likelihood } from "../../src/criterion/likelihood.ts";
import { profileHessian } from "../../src/criterion/profile-hessian.ts";
import type { Lambda } from "../../src/engine/engine.ts";
import { linearStarts } from "../../src/parameters/covariance-terms.ts";
import { covarianceOf, lowerRoot } from "../../src/parameters/triangular-root.ts";
import { SHAPES, testModel, uniform } from "../models.ts";
import { denseFit } from "../oracle.ts";
import { crossedDesign } from "../random-designs.ts";
import { bothForms, enginesOf, type TestModel } from "../written-model.ts";

/** Three points: plain, uneven, and one on the boundary (a zero in lambda's diagonal and a zero component). */
function points({ terms }: TestModel): Lambda[] {
  const lower = (size: number, entry: (i: number, j: number) => number): Float64Array =>
    Float64Array.from({ length: size * size }, (_, at) => {
      const [i, j] = [at % size, Math.floor(at / size)];
      return i < j ? 0 : entry(i, j);
    });
  const component = (t: number): number => terms.slice(0, t).filter(({ source }) => source.kind === "component").length;
  const isComponent = (t: number): boolean => terms[t].source.kind === "component";
  return [
    terms.map(({ size }) => lower(size, (i, j) => (i === j ? 1 : 0))),
    terms.map(({ size }, t) =>
      isComponent(t) ? Float64Array.of(0.2 + component(t)) : lower(size, (i, j) => (i === j ? 0.3 + i : 0.4 - j)),
    ),
    terms.map(({ size }, t) =>
      isComponent(t) ? new Float64Array(1) : lower(size, (i, j) => (i === j ? (i === size - 1 ? 0 : 0.7) : 0.2)),
    ),
  ];
}

/** Minus half the dense criterion at a point. */
function denseLogLik(model: TestModel, lambda: Lambda, reml: boolean): number {
  return -(denseFit(model.dense, model.relative(lambda), reml).objective - model.logWeight) / 2;
}

/** The models of one grouping factor, and some of several with weights and shared variances. */
const models: [name: string, model: TestModel][] = [
  ...Object.entries(SHAPES).map(([name, shape]): [string, TestModel] => [name, testModel(shape)]),
  ...[11, 12, 15, 16].map((seed): [string, TestModel] => [
    `several factors ${seed}`,
    bothForms(crossedDesign(uniform(seed))),
  ]),
];

describe.each(models)("%s", (_, model) => {
  const engine = enginesOf(model).blocks();
  const { p } = engine.products;

  test.each([true, false])("the criterion and the estimates are the dense ones (reml %s)", (reml) => {
    for (const lambda of points(model)) {
      const dense = denseFit(model.dense, model.relative(lambda), reml);
      const ours = estimatesAt(engine, lambda, reml)!;
      expect(ours.objective).toBeCloseTo(dense.objective - model.logWeight, 9);
      expect(likelihood(engine, reml)(lambda).logLik).toBeCloseTo(-(dense.objective - model.logWeight) / 2, 9);
      for (let j = 0; j < p; j++) expect(ours.beta[j]).toBeCloseTo(dense.beta[j], 9);
      expect(ours.sigma2).toBeCloseTo(dense.sigma2, 10);
      model.places.forEach(({ factor, at }, j) => {
        expect(ours.b[factor][at]).toBeCloseTo(dense.b[j], 8);
      });
    }
  });

  test.each([true, false])("the score is the derivative of the dense likelihood (reml %s)", (reml) => {
    for (const lambda of points(model)) {
      const { score } = likelihood(engine, reml)(lambda);
      const h = 1e-4;
      const slope = (f: (by: number) => number): number => (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);
      lambda.forEach((own, t) => {
        own.forEach((_, at) => {
          const bumped = (by: number): Lambda =>
            lambda.map((root, u) => (u === t ? root.map((v, i) => (i === at ? v + by : v)) : root));
          expect(score[t][at]).toBeCloseTo(
            slope((by) => denseLogLik(model, bumped(by), reml)),
            6,
          );
        });
      });
    }
  });

  test.each([true, false])(
    "the Hessian's covariance block is the derivative of the dense likelihood (reml %s)",
    (reml) => {
      const lambda = points(model)[1];
      const { beta } = estimatesAt(engine, lambda, reml)!;
      const H = profileHessian(engine, lambda, beta, reml)!;
      const starts = linearStarts(model.terms);
      const m = starts[model.terms.length];
      const psi = lambda.map((own, t) => covarianceOf(own, model.terms[t].size));
      const value = (x: readonly number[]): number => {
        const moved = psi.map((own, t) => {
          const { size } = model.terms[t];
          const out = own.slice();
          for (let row = 0, j = starts[t]; row < size; row++)
            for (let column = 0; column <= row; column++, j++) {
              out[column * size + row] += x[j];
              if (row !== column) out[row * size + column] += x[j];
            }
          return lowerRoot(out, size);
        });
        return denseLogLik(model, moved, reml);
      };
      // profiled over beta: Schur complement of the joint Hessian
      const h = 2e-3;
      for (let a = 0; a < m; a++)
        for (let b = 0; b < m; b++) {
          const f = (s: number, t: number): number => {
            const x = new Array<number>(m).fill(0);
            x[a] += s;
            x[b] += t;
            return value(x);
          };
          const d = (s: number): number => (f(s, s) - f(s, -s) - f(-s, s) + f(-s, -s)) / (4 * s * s);
          const numeric = (4 * d(h / 2) - d(h)) / 3;
          const unit = scale(H.data, p, m, a, b);
          expect(profiledEntry(H.data, p, m, a, b) / unit).toBeCloseTo(numeric / unit, 5);
        }
    },
  );
});

/** Entry (a, b) of H_gg - H_gb H_bb^-1 H_bg. */
function profiledEntry(H: Float64Array, p: number, m: number, a: number, b: number): number {
  const size = p + m;
  const A = Array.from({ length: p }, (_, i) => [
    ...Array.from({ length: p }, (_, j) => H[j * size + i]),
    H[(p + b) * size + i],
  ]);
  for (let i = 0; i < p; i++)
    for (let r = 0; r < p; r++) {
      if (r === i) continue;
      const f = A[r][i] / A[i][i];
      for (let j = i; j <= p; j++) A[r][j] -= f * A[i][j];
    }
  let value = H[(p + b) * size + p + a];
  for (let i = 0; i < p; i++) value -= H[i * size + p + a] * (A[i][p] / A[i][i]);
  return value;
}

function scale(H: Float64Array, p: number, m: number, a: number, b: number): number {
  const size = p + m;
  return 1 + Math.sqrt(Math.abs(H[(p + a) * size + p + a] * H[(p + b) * size + p + b]));
}
