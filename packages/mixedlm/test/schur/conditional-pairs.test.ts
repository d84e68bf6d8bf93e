// Covariances of pairs of levels given the data, and Z'V^-1 X, on random designs, see `random-designs.ts`: every pair of levels,
// observed together or not, at random points, some with zero variances, by both engines, against dense matrices.
import { describe, expect, test } from "vitest";
import { effectMap, internalLambda } from "../../src/coordinates/coordinates.ts";
import { coefficientMap, residualUnit } from "../../src/coordinates/fixed-basis.ts";
import type { Engine, Lambda, LevelPairs } from "../../src/engine/engine.ts";
import { uniform } from "../models.ts";
import { denseConditional, denseSolved } from "../oracle-joint.ts";
import { crossedDesign, oneFactorDesign, randomPoint } from "../random-designs.ts";
import { bothForms, type EngineName, engineOf, type Place, type WrittenModel } from "../written-model.ts";

const designs: [name: string, design: (random: () => number) => WrittenModel, engines: EngineName[]][] = [
  ["one grouping factor", oneFactorDesign, ["blocks", "sparse"]],
  ["several grouping factors", crossedDesign, ["blocks", "dense", "sparse"]],
];

describe.each(designs)("random designs with %s", (_, design, names) => {
  test.each(names)("covariances of all pairs of levels are the dense ones: %s", (name) => {
    let compared = 0;
    for (let seed = 3; seed <= 400; seed += 9) {
      const random = uniform(seed);
      const model = bothForms(design(random));
      const lambda = randomPoint(random, model.terms);
      const engine = engineOf(model, name);
      if (engine === null) continue;
      compared += 1;
      const theirs = denseConditional(model.dense, model.relative(lambda));
      const ours = allPairs(engine, lambda);
      model.places.forEach((row, i) => {
        model.places.forEach((column, j) => {
          const own = ours(row, column);
          if (own !== null) closeTo(own, theirs[i]![j]!, `seed ${seed}`);
        });
      });
    }
    expect(compared).toBeGreaterThan(30);
  });

  test.each(names)("Z'V^-1 X is the dense one: %s", (name) => {
    let compared = 0;
    for (let seed = 5; seed <= 400; seed += 9) {
      const random = uniform(seed);
      const model = bothForms(design(random));
      const lambda = randomPoint(random, model.terms);
      const engine = engineOf(model, name);
      if (engine === null) continue;
      compared += 1;
      // Psi Z'V^-1 X in raw units, as Psi is the same whatever basis a zero variance hides
      const theirs = denseSolved(model.dense, model.relative(lambda));
      const ours = rawGains(engine, lambda);
      model.places.forEach((place, i) => {
        for (let j = 0; j < model.moments.layout.p; j++)
          closeTo(ours(place, j), theirs[i]![j]!, `seed ${seed}, column ${j}`);
      });
    }
    expect(compared).toBeGreaterThan(30);
  });
});

function closeTo(a: number, b: number, where: string): void {
  if (!(Math.abs(a - b) < 1e-8 * (1 + Math.abs(b)))) expect.fail(`${where}: ${a} is not ${b}`);
}

/** Raw covariances relative to the residual variance, of all pairs of levels; null for two levels of one factor. */
function allPairs(engine: Engine, lambda: Lambda): (a: Place, b: Place) => number | null {
  const { products } = engine;
  const { factors } = products;
  const requests: LevelPairs[] = factors.flatMap((left, a) =>
    factors.flatMap((right, b) => {
      const pairs = Array.from({ length: left.levels }, (_, l) => l).flatMap((l) =>
        Array.from({ length: right.levels }, (_, m): [number, number] => [l, m]).filter(([, m]) => a !== b || l === m),
      );
      return [{ a, b, levelA: Int32Array.from(pairs, ([l]) => l), levelB: Int32Array.from(pairs, ([, m]) => m) }];
    }),
  );
  const found = engine.conditionalPairs(engine.factorise(internalLambda(products, lambda))!, requests);
  const maps = factors.map((_, f) => effectMap(products, f));
  return (row, column) => {
    const [sa, sb] = [factors[row.factor]!.columns, factors[column.factor]!.columns];
    const [la, lb] = [Math.floor(row.at / sa), Math.floor(column.at / sb)];
    if (row.factor === column.factor && la !== lb) return null;
    const r = row.factor * factors.length + column.factor;
    const k = row.factor === column.factor ? la : la * factors[column.factor]!.levels + lb;
    const block = found[r]!.subarray(k * sa * sb, (k + 1) * sa * sb);
    let sum = 0;
    for (let j = 0; j < sb; j++)
      for (let i = 0; i < sa; i++)
        sum +=
          maps[row.factor]![i * sa + (row.at % sa)]! *
          block[j * sa + i]! *
          maps[column.factor]![j * sb + (column.at % sb)]!;
    return sum;
  };
}

/** Psi Z'V^-1 X in raw units: a random effect's place, and a column of X. */
function rawGains(engine: Engine, lambda: Lambda): (place: Place, column: number) => number {
  const { products } = engine;
  const { factors, terms, fixed, p } = products;
  const at = engine.factorise(internalLambda(products, lambda))!;
  const solved = engine.solvedFixed(at);
  const maps = factors.map((_, f) => effectMap(products, f));
  const M = coefficientMap(fixed);
  const unit = residualUnit(fixed);
  return ({ factor, at: place }, column) => {
    const { levels, columns: s } = factors[factor]!;
    const level = Math.floor(place / s);
    // internal X = raw X M / unit, so raw X = internal X (M / unit)^-1: solved by elimination below
    const internal = Array.from({ length: p }, (_, j) => {
      let sum = 0;
      terms.forEach(({ size, placements }, t) => {
        for (const { factor: f, column: first } of placements)
          for (let i = 0; f === factor && i < size; i++)
            for (let m = 0; m < size; m++) {
              let psi = 0;
              for (let k = 0; k < size; k++) psi += at.lambda[t]![k * size + i]! * at.lambda[t]![k * size + m]!;
              const z = solved[factor]![j * levels * s + level * s + first + m]!;
              sum += maps[factor]![(first + i) * s + (place % s)]! * psi * z;
            }
      });
      return sum;
    });
    return solveLeft(M, unit, internal)[column]!;
  };
}

/** Solves x' (M / unit) = v' for x. */
function solveLeft(M: Float64Array, unit: number, v: readonly number[]): number[] {
  const p = v.length;
  const rows = Array.from({ length: p }, (_, j) => [
    ...Array.from({ length: p }, (__, i) => M[j * p + i]! / unit),
    v[j]!,
  ]);
  for (let k = 0; k < p; k++) {
    const pivot = rows
      .slice(k)
      .reduce((best, row, i) => (Math.abs(row[k]!) > Math.abs(rows[best]![k]!) ? i + k : best), k);
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    for (let i = 0; i < p; i++) {
      if (i === k) continue;
      const share = rows[i]![k]! / rows[k]![k]!;
      for (let j = k; j <= p; j++) rows[i]![j]! -= share * rows[k]![j]!;
    }
  }
  return rows.map((row, k) => row[p]! / row[k]!);
}
