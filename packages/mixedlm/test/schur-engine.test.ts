// The engine of crossed structures against matrices written out in full, over structures and points.
import { describe, expect, test } from "vitest";
import type { Lambda } from "../src/engine.ts";
import { schurEngine } from "../src/schur/schur-engine.ts";
import { type Model, makeModel, type Recipe } from "./schur-models.ts";
import { densePoint, linearDerivatives, times, trace, transpose } from "./schur-oracle.ts";

const any = (levels: number) => ({ levels, code: (_: number, next: () => number) => Math.floor(next() * levels) });
const within = (levels: number, rows: number) => ({ levels, code: (row: number) => Math.floor(row / rows) % levels });

/** Structures: name and recipe. */
const structures: Record<string, Recipe> = {
  "two crossed factors": {
    seed: 1,
    rows: 60,
    groups: [any(9), any(6)],
    terms: [
      { group: 0, columns: "1" },
      { group: 1, columns: "1" },
    ],
  },
  "slopes on two crossed factors": {
    seed: 2,
    rows: 90,
    groups: [any(5), any(9)],
    terms: [
      { group: 0, columns: "1x" },
      { group: 1, columns: "1zu" },
    ],
    fixed: "1xz",
  },
  "three factors, two of them nested": {
    seed: 3,
    rows: 80,
    groups: [within(16, 5), within(4, 20), any(7)],
    terms: [
      { group: 0, columns: "1" },
      { group: 1, columns: "1" },
      { group: 2, columns: "1" },
    ],
  },
  "nested factors with slopes and weights": {
    seed: 4,
    rows: 72,
    groups: [within(4, 18), within(12, 6)],
    terms: [
      { group: 0, columns: "1x" },
      { group: 1, columns: "1x" },
    ],
    weighted: true,
  },
  "several terms on one factor, one variance for two columns": {
    seed: 5,
    rows: 90,
    groups: [any(8), any(6)],
    terms: [
      { group: 0, columns: "1x" },
      { group: 0, columns: "zu", covariance: "homdiag" },
      { group: 1, columns: "1z", covariance: "diag" },
      { group: 1, columns: "uv", covariance: "homdiag" },
    ],
    weighted: true,
  },
  "rows outside every level, and levels without rows": {
    seed: 6,
    rows: 60,
    groups: [
      { levels: 9, code: (_, next) => Math.floor(next() * 10) - 1 },
      { levels: 7, code: (_, next) => (next() < 0.2 ? -1 : 1 + Math.floor(next() * 5)) },
    ],
    terms: [
      { group: 0, columns: "1x" },
      { group: 1, columns: "1" },
    ],
  },
  "no constant among the random columns": {
    seed: 7,
    rows: 60,
    groups: [any(7), any(5)],
    terms: [
      { group: 0, columns: "x" },
      { group: 1, columns: "zu" },
    ],
  },
  "levels of single rows beside many columns": {
    seed: 8,
    rows: 40,
    groups: [any(25), any(4)],
    terms: [
      { group: 0, columns: "1xz" },
      { group: 1, columns: "1" },
    ],
  },
};

/** Points of a model: interior, large, all zero, one term zero, singular. */
function points({ products: { terms } }: Model): Record<string, Lambda> {
  const root = (size: number, diagonal: (k: number) => number) =>
    Float64Array.from({ length: size * size }, (_, e) => {
      const [row, column] = [e % size, Math.floor(e / size)];
      if (row < column) return 0;
      return row === column ? diagonal(row) : 0.3 * diagonal(column) + 0.1 * (diagonal(column) === 0 ? 0 : row);
    });
  const all = (diagonal: (k: number, t: number) => number) =>
    terms.map(({ size }, t) => root(size, (k) => diagonal(k, t)));
  return {
    interior: all((k, t) => 0.5 + 0.2 * k + 0.3 * t),
    small: all((k, t) => 0.01 * (1 + k + t)),
    large: all((k, t) => 30 + k + 10 * t),
    "all zero": all(() => 0),
    "first term zero": all((k, t) => (t === 0 ? 0 : 0.6 + 0.1 * k)),
    "last term zero": all((k, t) => (t === terms.length - 1 ? 0 : 0.6 + 0.1 * k)),
    singular: all((k) => (k === 0 ? 0.8 : 0)),
    "nearly singular": all((k) => (k === 0 ? 0.8 : 1e-7)),
  };
}

/** Largest difference, as a share of the largest value. */
function distance(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  expect(found.length).toBe(wanted.length);
  let largest = 0;
  let most = 0;
  for (let k = 0; k < wanted.length; k++) {
    largest = Math.max(largest, Math.abs(wanted[k]));
    most = Math.max(most, Number.isFinite(found[k]) ? Math.abs(found[k] - wanted[k]) : Infinity);
  }
  return largest === 0 ? most : most / largest;
}

describe.each(Object.entries(structures))("%s", (_, recipe) => {
  const model = makeModel(recipe);
  const { products, start } = model;
  const p = products.p;
  describe.each(["dense", "sparse"] as const)("%s Schur complement", (form) => {
    const engine = schurEngine(products, form);
    describe.each(Object.entries(points(model)))("%s", (_, lambda) => {
      test.each([true, false])("is what the definitions give, REML %s", (reml) => {
        const oracle = densePoint(model, lambda, reml);
        const at = engine.factorise(lambda)!;
        expect(Math.abs(at.logdetV - oracle.logdetV)).toBeLessThan(1e-11 * (1 + Math.abs(oracle.logdetV)));
        expect(Math.abs(at.logdetX - oracle.logdetX)).toBeLessThan(1e-10 * (1 + Math.abs(oracle.logdetX)));
        expect(distance([at.r2], [oracle.r2])).toBeLessThan(1e-11);

        const nu = reml ? products.n - p : products.n;
        const c = oracle.ZF.map((row) => row[p] - oracle.beta.reduce((sum, b, j) => sum + row[j] * b, 0));
        const E = linearDerivatives(model);
        const cc = c.map((a) => c.map((b) => a * b));
        const score = engine.score(at, reml);
        let j = 0;
        products.terms.forEach(({ size }, t) => {
          const wanted = new Float64Array(size * size);
          const magnitude = new Float64Array(size * size);
          for (let row = 0; row < size; row++)
            for (let column = 0; column <= row; column++, j++) {
              const half = row === column ? 1 : 0.5;
              const parts = [trace(times(oracle.MP, E[j])), trace(times(cc, E[j]))];
              const value = half * (parts[0] - (nu / oracle.r2) * parts[1]);
              wanted[column * size + row] = value;
              wanted[row * size + column] = value;
              magnitude[column * size + row] = Math.abs(half * parts[0]) + (half * nu * Math.abs(parts[1])) / oracle.r2;
            }
          const scale = Math.max(...magnitude);
          wanted.forEach((value, e) => {
            expect(Math.abs(score[t][e] - value)).toBeLessThan(1e-9 * scale);
          });
        });

        const beta = Float64Array.from(oracle.beta, (b, k) => b + 0.1 * k);
        const own = oracle.ZF.map((row) => row[p] - beta.reduce((sum, b, k) => sum + row[k] * b, 0));
        const solved = engine.solvedResiduals(at, beta);
        expect(
          distance(
            solved.flatMap((part) => [...part]),
            own,
          ),
        ).toBeLessThan(1e-9);
        const second = engine.secondOrder(at, beta, reml, true);
        expect(second.m).toBe(E.length);
        expect(
          distance(
            second.traceP,
            E.map((e) => trace(times(oracle.MP, e))),
          ),
        ).toBeLessThan(1e-9);
        const moved = E.map((e) =>
          times(
            e,
            own.map((value) => [value]),
          ).map(([v]) => v),
        );
        const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, k) => sum + value * b[k], 0);
        expect(
          distance(
            second.quadratic,
            moved.map((g) => dot(g, own)),
          ),
        ).toBeLessThan(1e-9);
        expect(
          distance(
            second.fixedCross,
            moved.flatMap((g) =>
              Array.from(beta, (_, k) =>
                dot(
                  oracle.ZF.map((row) => row[k]),
                  g,
                ),
              ),
            ),
          ),
        ).toBeLessThan(1e-9);
        const M0g = transpose(times(oracle.M0, transpose(moved)));
        expect(
          distance(
            second.curvature,
            moved.flatMap((g) => M0g.map((mg) => 2 * dot(g, mg))),
          ),
        ).toBeLessThan(1e-8);
        const PE = E.map((e) => times(oracle.MP, e));
        expect(
          distance(
            second.tracePP!,
            PE.flatMap((a) => PE.map((b) => trace(times(a, b)))),
          ),
        ).toBeLessThan(1e-8);

        products.factors.forEach(({ levels, columns: s }, f) => {
          const blocks = engine.conditionalBlocks(at, f);
          const wanted = Array.from({ length: levels }, (_, l) =>
            Array.from(
              { length: s * s },
              (_, e) => oracle.conditional[start[f] + l * s + (e % s)][start[f] + l * s + Math.floor(e / s)],
            ),
          ).flat();
          expect(distance(blocks, wanted)).toBeLessThan(1e-9);
        });
        const wantedLevels = products.factors.flatMap((_, factor) => [
          { factor, level: 2 },
          { factor, level: 0 },
        ]);
        const rows = wantedLevels.flatMap(({ factor, level }) =>
          Array.from(
            { length: products.factors[factor].columns },
            (_, k) => start[factor] + level * products.factors[factor].columns + k,
          ),
        );
        expect(
          distance(
            engine.conditionalCovariance(at, wantedLevels),
            rows.flatMap((a) => rows.map((b) => oracle.conditional[a][b])),
          ),
        ).toBeLessThan(1e-9);
      });
    });
  });
});
