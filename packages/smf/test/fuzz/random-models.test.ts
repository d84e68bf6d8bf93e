// A few of the random models of `tools/fuzz`, by both front doors: each gives a typed error or a fit that agrees with the dense
// definition of the likelihood in pairs of doubles; and the oracle's own derivatives are those of its criterion.
import { randomGenerator } from "@mixedlm/linalg";
import { describe, expect, test } from "vitest";
import { checkModel, modelOf } from "../../../../tools/fuzz/check-model.ts";
import { type DenseModel, denseFit } from "../../../../tools/fuzz/dense-oracle.ts";

/** Numbers of models that are small enough for a test: few rows, at most one category's columns among the random ones. */
const small = Array.from({ length: 800 }, (_, i) => i).filter((i) => {
  const { table, bars } = modelOf("test", i);
  const categories = bars.flatMap(({ terms }) => terms.flat()).filter((factor) => !/x\d/.test(factor));
  return (table.y as readonly unknown[]).length <= 25 && bars.length <= 2 && categories.length <= 1;
});
const runs = Array.from({ length: 30 }, (_, run) => small.slice(5 * run, 5 * run + 5));

describe("150 random models", () => {
  const outcomes = new Set<string>();

  test.each(runs)("are typed errors, or fits that are what the definition says: from model %i on", (...indices) => {
    expect(indices).toHaveLength(5);
    for (const index of indices) {
      const model = modelOf("test", index);
      const { problems, outcome } = checkModel(model, index);
      expect(problems, `${index}: ${model.describe()}`).toEqual([]);
      for (const name of outcome) outcomes.add(name);
    }
  });

  test("are errors and fits of every kind", () => {
    expect(outcomes).toContain("lmm: interior");
    expect(outcomes).toContain("lmm: boundary");
    expect(outcomes).toContain("smf: converged");
    expect([...outcomes].filter((name) => name.includes("FitError")).length).toBeGreaterThan(2);
  });
});

test("the oracle's scores are the slopes of its criterion", () => {
  const random = randomGenerator("scores");
  const n = 20;
  const normals = (): number[] => Array.from({ length: n }, () => random.normal());
  const [x, z] = [normals(), normals()];
  const root = [
    [0.8, 0],
    [-0.3, 0.5],
  ];
  const model = (change: readonly (readonly number[])[]): DenseModel => ({
    y,
    offset: x,
    X: x.map((value) => [1, value]),
    weights: x.map((_, i) => 1 + (i % 3)),
    terms: [
      { Z: z.map((value) => [1, value]), codes: z.map((_, i) => i % 5), levels: 5, root: change },
      { Z: z.map(() => [1]), codes: z.map((_, i) => i % 3), levels: 3, root: [[0.4]] },
    ],
  });
  const y = normals();
  for (const reml of [true, false]) {
    const at = denseFit(model(root), reml);
    // the score of the root's entries is twice G times the root
    const G = at.terms[0]?.score as readonly (readonly number[])[];
    for (const [i, j] of [
      [0, 0],
      [1, 0],
      [1, 1],
    ] as const) {
      const moved = (by: number): number => {
        const change = root.map((row, r) => row.map((value, c) => (r === i && c === j ? value + by : value)));
        return denseFit(model(change), reml).objective;
      };
      const slope = (moved(1e-5) - moved(-1e-5)) / 2e-5;
      const score =
        2 * (G[i] as readonly number[]).reduce((sum, value, m) => sum + value * (root[m]?.[j] as number), 0);
      expect(Math.abs(slope - score)).toBeLessThan(1e-7 * (1 + Math.abs(score)));
    }
  }
});
