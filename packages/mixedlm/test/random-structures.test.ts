// Designs that nobody would write down, see `random-designs.ts`. At random points, some with zero variances, the likelihood,
// the fixed effects, the random effects and their conditional covariances are those of the dense covariance matrix,
// whichever engine computes them.
import { describe, expect, test } from "vitest";
import { conditionalBlocks, conditionalCovariances, estimatesAt } from "../src/criterion/estimates.ts";
import type { Engine } from "../src/engine/engine.ts";
import { uniform } from "./models.ts";
import { denseConditional, denseFit } from "./oracle.ts";
import { crossedDesign, oneFactorDesign, randomPoint } from "./random-designs.ts";
import { bothForms, type EngineName, engineOf, type TestModel, type WrittenModel } from "./written-model.ts";

const designs: [name: string, design: (random: () => number) => WrittenModel, engines: EngineName[]][] = [
  ["one grouping factor", oneFactorDesign, ["blocks"]],
  ["several grouping factors", crossedDesign, ["blocks", "dense", "sparse"]],
];
/** 400 seeds in runs of 50. */
const runs = Array.from({ length: 8 }, (_, run) => Array.from({ length: 50 }, (_, i) => 50 * run + i + 1));

describe.each(designs)("400 random designs with %s", (_, design, names) => {
  test.each(runs)("likelihood and estimates are the dense ones: from design %i on, by every engine", (...seeds) => {
    let compared = 0;
    for (const seed of seeds) {
      const random = uniform(seed);
      const model = bothForms(design(random));
      const lambda = randomPoint(random, model.terms);
      const engines = names.flatMap((name) => engineOf(model, name) ?? []);
      if (engines.length === 0) continue;
      expect(engines).toHaveLength(names.length);
      compared += 1;
      const G = model.relative(lambda);
      for (const reml of [true, false]) {
        const theirs = denseFit(model.dense, G, reml);
        for (const engine of engines) {
          const ours = estimatesAt(engine, lambda, reml)!;
          const close = closeAt(`seed ${seed}`);
          close(ours.objective, theirs.objective - model.logWeight);
          close(ours.sigma2, theirs.sigma2);
          theirs.beta.forEach((value, j) => {
            close(ours.beta[j], value);
          });
          const { b } = ours;
          model.places.forEach(({ factor, at }, j) => {
            close(b[factor][at], theirs.b[j]);
          });
        }
      }
    }
    expect(compared).toBeGreaterThan(37);
  });

  test.each(names)("conditional covariances are the dense ones: %s", (name) => {
    let compared = 0;
    for (let seed = 1; seed <= 400; seed += 16) {
      const random = uniform(seed);
      const model = bothForms(design(random));
      const lambda = randomPoint(random, model.terms);
      const engine = engineOf(model, name);
      if (engine === null) continue;
      compared += 1;
      const theirs = denseConditional(model.dense, model.relative(lambda));
      const ours = allConditional(engine, lambda, seed % 32 === 1);
      const close = closeAt(`seed ${seed}`);
      model.places.forEach((row, i) => {
        model.places.forEach((column, j) => {
          close(ours.joint(row, column), theirs[i][j]);
          if (ours.isSameLevel(row, column)) close(ours.single(row, column), theirs[i][j]);
        });
      });
    }
    expect(compared).toBeGreaterThan(18);
  });
});

/** Makes a comparison that is relative to 1 + |b|; `expect` is too slow for the many numbers that agree. */
function closeAt(where: string): (a: number, b: number) => void {
  return (a, b) => {
    if (!(Math.abs(a - b) < 1e-8 * (1 + Math.abs(b)))) expect.fail(`${where}: ${a} is not ${b}`);
  };
}

/** Conditional covariances of all levels at once, and of each by itself, relative to the residual variance. */
function allConditional(engine: Engine, lambda: readonly Float64Array[], reml: boolean) {
  const { factors } = engine.products;
  const { sigma2 } = estimatesAt(engine, lambda, reml)!;
  const starts = [0];
  for (const { levels, columns } of factors) starts.push(starts[starts.length - 1] + levels * columns);
  const levels = factors.flatMap((own, factor) =>
    Array.from({ length: own.levels }, (_, level) => ({ factor, level })),
  );
  const joint = conditionalCovariances(engine, lambda, reml, [levels])![0];
  const blocks = factors.map((_, f) => conditionalBlocks(engine, lambda, reml, f)!);
  type At = TestModel["places"][number];
  const levelOf = ({ factor, at }: At): number => Math.floor(at / factors[factor].columns);
  return {
    joint: (a: At, b: At): number =>
      joint.data[(starts[b.factor] + b.at) * joint.nrow + starts[a.factor] + a.at] / sigma2,
    isSameLevel: (a: At, b: At): boolean => a.factor === b.factor && levelOf(a) === levelOf(b),
    single: (a: At, b: At): number => {
      const { columns: s } = factors[a.factor];
      return blocks[a.factor][(levelOf(a) * s + (b.at % s)) * s + (a.at % s)] / sigma2;
    },
  };
}
