import { describe, expect, test } from "vitest";
import { estimatesAt } from "../../src/criterion/estimates.ts";
import { residualVarianceScore } from "../../src/criterion/residual-variance-score.ts";
import type { Engine, Lambda } from "../../src/engine/engine.ts";
import { lowerEntriesByRow } from "../../src/parameters/triangular-root.ts";
import { uniform } from "../models.ts";
import { crossedDesign, oneFactorDesign, randomPoint } from "../random-designs.ts";
import { bothForms, enginesOf, type TestModel } from "../written-model.ts";

const designs: [string, () => TestModel][] = [
  ...[1, 2, 3].map((seed): [string, () => TestModel] => [
    `one factor ${seed}`,
    () => bothForms(oneFactorDesign(uniform(seed))),
  ]),
  ...[11, 12, 15].map((seed): [string, () => TestModel] => [
    `several factors ${seed}`,
    () => bothForms(crossedDesign(uniform(seed))),
  ]),
];

describe.each(designs)("%s", (title, make) => {
  const model = make();
  const random = uniform(title.length * 11 + 1);
  const points = [1, 2, 3].map(() => randomPoint(random, model.terms));

  test.each([true, false])("the slopes are those of the logarithm of the estimate (reml %s)", (reml) => {
    for (const make of Object.values(enginesOf(model))) {
      const engine = make();
      for (const lambda of points) {
        const slopes = rootSlopes(lambda, residualVarianceScore(engine, lambda)!);
        for (const [t, root] of lambda.entries())
          for (const e of root.keys()) {
            const slope = difference((by) => logVariance(engine, moved(lambda, t, e, by), reml), 1e-3);
            expect(Math.abs(slopes[t][e] - slope)).toBeLessThan(1e-7 * (1 + Math.abs(slope)));
          }
      }
    }
  });
});

function logVariance(engine: Engine, lambda: Lambda, reml: boolean): number {
  return Math.log(estimatesAt(engine, lambda, reml)!.sigma2);
}

function moved(lambda: Lambda, term: number, entry: number, by: number): Lambda {
  return lambda.map((root, t) => root.map((value, e) => (t === term && e === entry ? value + by : value)));
}

/** Fourth-order central difference. */
function difference(f: (by: number) => number, h: number): number {
  return (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);
}

/** The chain rule from lower triangles of covariances to all entries of their roots: 2 G lambda. */
function rootSlopes(lambda: Lambda, score: Float64Array): number[][] {
  let start = 0;
  return lambda.map((root) => {
    const k = Math.sqrt(root.length);
    const G = Array.from({ length: k }, () => new Array<number>(k).fill(0));
    for (const { row, column } of lowerEntriesByRow(k)) {
      G[row][column] = score[start++] / (row === column ? 1 : 2);
      G[column][row] = G[row][column];
    }
    return Array.from(root, (_, at) => {
      const [i, j] = [at % k, Math.floor(at / k)];
      return 2 * G[i].reduce((sum, g, m) => sum + g * root[j * k + m], 0);
    });
  });
}
