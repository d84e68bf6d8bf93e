// The engine of crossed structures against matrices written out in full, over structures and points.
import { describe, expect, test } from "vitest";
import { blockEngine } from "../../src/blocks/block-engine.ts";
import type { Lambda } from "../../src/engine/engine.ts";
import { internalBeta } from "../../src/engine/generalised-least-squares.ts";
import { eliminate } from "../../src/schur/eliminate.ts";
import { schurEngine } from "../../src/schur/schur-engine.ts";
import { schurPattern } from "../../src/schur/schur-pattern.ts";
import { type Model, makeModel, type Recipe } from "../schur-models.ts";
import { denseDerivatives, densePoint } from "../schur-oracle.ts";

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
  "one variance for two factors": {
    seed: 9,
    rows: 60,
    groups: [any(9), any(6)],
    terms: [
      { group: 0, columns: "x" },
      { group: 1, columns: "1" },
    ],
    shared: true,
  },
  "one factor": { seed: 10, rows: 50, groups: [any(9)], terms: [{ group: 0, columns: "1x" }] },
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

describe.each(Object.entries(structures))("%s", (_, recipe) => {
  const model = makeModel(recipe);
  const { products, start } = model;
  const engines = (["dense", "sparse"] as const).map((form) => schurEngine(products, form));

  describe.each(Object.entries(points(model)))("%s", (_, lambda) => {
    test.each([true, false])("likelihood and derivatives are what the definitions give, REML %s", (reml) => {
      const oracle = densePoint(model, lambda, reml);
      const optimal = denseDerivatives(model, oracle, oracle.beta);
      const nu = reml ? products.n - products.p : products.n;
      const beta = oracle.beta.map((b, k) => b + 0.1 * (k + 1));
      const wanted = denseDerivatives(model, oracle, beta);
      for (const engine of engines) {
        const at = engine.factorise(lambda)!;
        expect(distance([at.logdetV], [oracle.logdetV], 1)).toBeLessThan(1e-11);
        expect(distance([at.logdetX], [oracle.logdetX], 1)).toBeLessThan(1e-10);
        expect(distance([at.r2], [oracle.r2])).toBeLessThan(1e-11);
        // against the larger of the two parts that the score is the difference of
        const part = optimal.traceP.map((value, j) => Math.max(value, (nu / oracle.r2) * optimal.quadratic[j]));
        const score = linearOrder(model, engine.score(at, reml));
        const slopes = optimal.traceP.map((value, j) => value - (nu / oracle.r2) * optimal.quadratic[j]);
        expect(distance(score, slopes, Math.max(...part))).toBeLessThan(1e-9);

        const found = engine.secondOrder(at, Float64Array.from(beta), { reml, exact: true });
        expect(found.m).toBe(wanted.traceP.length);
        expect(distance(found.traceP, wanted.traceP)).toBeLessThan(1e-9);
        expect(distance(found.tracePP!, wanted.tracePP)).toBeLessThan(1e-9);
        expect(distance(found.quadratic, wanted.quadratic)).toBeLessThan(1e-9);
        expect(distance(found.curvature, wanted.curvature)).toBeLessThan(1e-9);
        expect(distance(found.fixedCross, wanted.fixedCross)).toBeLessThan(1e-9);
        const solved = engine.solvedResiduals(at, Float64Array.from(beta));
        expect(
          distance(
            solved.flatMap((part) => [...part]),
            wanted.solved,
          ),
        ).toBeLessThan(1e-9);
      }
    });

    test("covariances of random effects are what the definitions give", () => {
      const { conditional } = densePoint(model, lambda, false);
      const rowsOf = (factor: number, level: number): number[] => {
        const { columns } = products.factors[factor];
        return Array.from({ length: columns }, (_, k) => start[factor] + level * columns + k);
      };
      const block = (rows: readonly number[]) => rows.flatMap((b) => rows.map((a) => conditional[a][b]));
      const some = products.factors.flatMap((_, factor) => [2, 0].map((level) => ({ factor, level })));
      for (const engine of engines) {
        const at = engine.factorise(lambda)!;
        products.factors.forEach(({ levels }, f) => {
          const wanted = Array.from({ length: levels }, (_, l) => block(rowsOf(f, l))).flat();
          expect(distance(engine.conditionalBlocks(at, f), wanted)).toBeLessThan(1e-9);
        });
        const rows = some.flatMap(({ factor, level }) => rowsOf(factor, level));
        expect(distance(engine.conditionalCovariances(at, [some])[0], block(rows))).toBeLessThan(1e-9);
      }
    });
  });
});

/** Largest difference, as a share of the largest value wanted, or of `scale` where that is larger. */
function distance(found: ArrayLike<number>, wanted: ArrayLike<number>, scale: number = 0): number {
  expect(found.length).toBe(wanted.length);
  const values = Array.from(wanted);
  const largest = Math.max(scale, ...values.map(Math.abs));
  const most = Math.max(...values.map((value, k) => Math.abs(found[k] - value)));
  return largest === 0 ? most : most / largest;
}

/** Entries of a symmetric matrix for each term -> slopes in the linear parameters. */
function linearOrder({ products: { terms } }: Model, score: readonly Float64Array[]): number[] {
  return terms.flatMap(({ size }, t) => {
    const slopes: number[] = [];
    for (let row = 0; row < size; row++)
      for (let column = 0; column <= row; column++) {
        expect(score[t][column * size + row]).toBe(score[t][row * size + column]);
        slopes.push((row === column ? 1 : 2) * score[t][column * size + row]);
      }
    return slopes;
  });
}

const two = makeModel(structures["slopes on two crossed factors"]);
const at = (size: number) =>
  two.products.terms.map((term) =>
    Float64Array.from({ length: term.size ** 2 }, (_, e) => (e % (term.size + 1) === 0 ? size : 0)),
  );

test("a zero variance leaves no variance to its effects, exactly", () => {
  const engine = schurEngine(two.products);
  const point = engine.factorise([at(0)[0], at(1)[1]])!;
  expect(engine.conditionalBlocks(point, 0).every((value) => value === 0)).toBe(true);
  expect(engine.conditionalBlocks(point, 1).some((value) => value > 0)).toBe(true);
});

test("an earlier point is still answered for after another one", () => {
  const engine = schurEngine(two.products);
  const first = engine.factorise(at(0.5))!;
  const score = engine.score(first, true);
  engine.factorise(at(2));
  expect(engine.score(first, true)).toEqual(score);
});

test("an infinite factor, and one whose square overflows, have no factorisation", () => {
  for (const form of ["dense", "sparse"] as const) {
    const engine = schurEngine(two.products, form);
    for (const size of [Infinity, 1e200, Number.NaN]) {
      expect(engine.factorise(at(size))).toBeNull();
      expect(engine.factorise([at(1)[0], at(size)[1]])).toBeNull();
    }
  }
});

describe("many levels that meet few others", () => {
  const many = makeModel({
    seed: 21,
    rows: 3000,
    groups: [any(900), any(700)],
    terms: [
      { group: 0, columns: "1" },
      { group: 1, columns: "1" },
    ],
    dense: false,
  });
  const { products } = many;
  const lambda = [Float64Array.of(0.8), Float64Array.of(0.6)];

  test("are held sparse, and give the same numbers as held dense", () => {
    const elimination = eliminate(products);
    expect(schurPattern(elimination, undefined).isFull).toBe(false);
    const [chosen, dense] = [schurEngine(products), schurEngine(products, "dense")];
    const [a, b] = [chosen.factorise(lambda)!, dense.factorise(lambda)!];
    expect(distance([a.logdetV, a.logdetX, a.r2], [b.logdetV, b.logdetX, b.r2])).toBeLessThan(1e-12);
    expect(
      distance(
        chosen.score(a, true).map(([G]) => G),
        dense.score(b, true).map(([G]) => G),
      ),
    ).toBeLessThan(1e-12);
    const beta = internalBeta(a, products.p);
    const [found, wanted] = [chosen.secondOrder(a, beta, { reml: true }), dense.secondOrder(b, beta, { reml: true })];
    expect(distance(found.curvature, wanted.curvature)).toBeLessThan(1e-12);
  });
});

test("a dense matrix of thousands of columns, of which only the inverse is kept, answers as a sparse one", () => {
  const { products } = makeModel({
    seed: 23,
    rows: 200,
    groups: [any(2200), any(2100)],
    terms: [
      { group: 0, columns: "1" },
      { group: 1, columns: "1" },
    ],
    dense: false,
  });
  const lambda = [Float64Array.of(0.8), Float64Array.of(0.6)];
  const answers = (["dense", "sparse"] as const).map((form) => {
    const engine = schurEngine(products, form);
    const point = engine.factorise(lambda)!;
    const [score] = engine.score(point, true);
    const { curvature } = engine.secondOrder(point, internalBeta(point, products.p), { reml: true });
    const levels = [0, 1].map((factor) => ({
      factor,
      level: products.factors[factor].weight.findIndex((weight) => weight > 1),
    }));
    return [point.r2, point.logdetV, ...score, ...curvature, ...engine.conditionalCovariances(point, [levels])[0]];
  });
  answers[0].forEach((value, k) => {
    expect(distance([value], [answers[1][k]], 1e-3)).toBeLessThan(1e-12);
  });
}, 30_000);

test("traces of products are differences for many random columns, right to six digits", () => {
  // most levels have no rows, so that the exact engine is quick
  const { products } = makeModel({
    seed: 22,
    rows: 150,
    groups: [any(900), any(700)],
    terms: [
      { group: 0, columns: "1" },
      { group: 1, columns: "1" },
    ],
    dense: false,
  });
  const lambda = [Float64Array.of(0.8), Float64Array.of(0.6)];
  const engine = schurEngine(products);
  expect(engine.exactHessian).toBe(false);
  const point = engine.factorise(lambda)!;
  const beta = internalBeta(point, products.p);
  const found = engine.secondOrder(point, beta, { reml: true, exact: true }).tracePP!;
  const exact = blockEngine(products);
  const wanted = exact.secondOrder(exact.factorise(lambda)!, beta, { reml: true, exact: true }).tracePP!;
  expect(distance(found, wanted)).toBeLessThan(1e-6);
});
