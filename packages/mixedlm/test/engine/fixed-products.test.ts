// The products with X that `blocks/block-fixed-products.ts` and `schur/schur-fixed-products.ts` make, against the same products
// of dense n x n matrices, on designs that nobody would write down (`random-designs.ts`) at random points, some of them singular.
import {
  luFactor,
  luInverse,
  type Matrix,
  matrix,
  multiply,
  multiplyByTransposed,
  multiplyTransposed,
} from "@mixedlm/linalg";
import { describe, expect, test } from "vitest";
import { internalLambda } from "../../src/coordinates/coordinates.ts";
import { coefficientMap, residualUnit } from "../../src/coordinates/fixed-basis.ts";
import type { Engine, Factorisation, Lambda } from "../../src/engine/engine.ts";
import { lowerEntriesByRow } from "../../src/parameters/triangular-root.ts";
import { uniform } from "../models.ts";
import type { Rows } from "../oracle.ts";
import { crossedDesign, oneFactorDesign, randomPoint } from "../random-designs.ts";
import { bothForms, type EngineName, engineOf, type TestModel, type WrittenModel } from "../written-model.ts";

const designs: [name: string, design: (random: () => number) => WrittenModel, engines: EngineName[]][] = [
  ["one grouping factor", oneFactorDesign, ["blocks"]],
  ["several grouping factors", crossedDesign, ["blocks", "dense", "sparse"]],
];

describe.each(designs)("30 random designs with %s", (_, design, names) => {
  test.each(names)("products are the dense ones: %s", (name) => {
    let compared = 0;
    for (let seed = 1; seed <= 30; seed++) {
      const random = uniform(seed);
      const model = bothForms(design(random));
      const lambda = randomPoint(random, model.terms);
      const engine = engineOf(model, name);
      const at = engine?.factorise(internalLambda(engine.products, lambda)) ?? null;
      if (engine === null || at === null) continue;
      compared += 1;
      const { first, second } = engine.fixedProducts(at, true);
      expect(engine.fixedProducts(at, false).second).toBeNull();
      const dense = denseProducts(model, engine, at, lambda);
      const most = Math.max(1, ...dense.first.flatMap((own) => [...own.data].map(Math.abs)));
      first.forEach((own, j) => {
        expect(distance(own, dense.first[j]!), `seed ${seed}, ${j}`).toBeLessThan(1e-9 * most);
      });
      second!.forEach((row, j) => {
        row.forEach((own, k) => {
          expect(distance(own, dense.second(j, k)), `seed ${seed}, ${j}, ${k}`).toBeLessThan(1e-9 * most ** 2);
        });
      });
    }
    expect(compared).toBeGreaterThan(24);
  });
});

const inverse = (A: Matrix): Matrix => luInverse(luFactor(A));
const fromRows = (rows: Rows): Matrix =>
  matrix(rows.length, rows[0]!.length, Float64Array.from(rows[0]!.flatMap((_, j) => rows.map((row) => row[j]!))));

/** The same products by their definition, in the engine's coordinates. */
function denseProducts({ dense, relative, terms }: TestModel, engine: Engine, { R }: Factorisation, lambda: Lambda) {
  const { p, fixed, bases } = engine.products;
  const Z = fromRows(dense.Z);
  const covariance = (roots: Lambda): Matrix => multiply(Z, multiplyByTransposed(fromRows(relative(roots)), Z));
  const V = covariance(lambda);
  for (let i = 0; i < V.nrow; i++) V.data[i * (V.nrow + 1)]! += 1;
  const Vi = inverse(V);
  // internal columns in the units of R
  const X = multiply(
    fromRows(dense.X),
    matrix(
      p,
      p,
      coefficientMap(fixed).map((value) => value / residualUnit(fixed)),
    ),
  );
  const L = matrix(p, p);
  for (let j = 0; j < p; j++) for (let i = j; i < p; i++) L.data[j * p + i] = R[j * (p + 1) + i]!;
  const W = multiplyByTransposed(multiply(Vi, X), inverse(L));
  // E_j of internal columns, from squares of vectors
  const parts = terms.flatMap(({ size }, t) => {
    const square = (...rows: number[]): Matrix => {
      const own = new Float64Array(size * size);
      for (let i = 0; i < size; i++) own[i] = rows.reduce((sum, k) => sum + bases[t]!.inverseK[k * size + i]!, 0);
      return covariance(terms.map((term, u) => (u === t ? own : new Float64Array(term.size ** 2))));
    };
    return lowerEntriesByRow(size).map(({ row, column }) => {
      if (row === column) return square(row);
      const [both, a, b] = [square(row, column), square(row), square(column)];
      return { ...both, data: both.data.map((value, e) => value - a.data[e]! - b.data[e]!) };
    });
  });
  const symmetric = (A: Matrix): Matrix => {
    return { ...A, data: A.data.map((value, e) => (value + A.data[(e % p) * p + Math.floor(e / p)]!) / 2) };
  };
  return {
    first: parts.map((own) => symmetric(multiplyTransposed(W, multiply(own, W)))),
    second: (j: number, k: number): Matrix =>
      symmetric(multiplyTransposed(W, multiply(parts[j]!, multiply(Vi, multiply(parts[k]!, W))))),
  };
}

function distance(ours: Float64Array, { data }: Matrix): number {
  return ours.reduce((most, value, e) => Math.max(most, Math.abs(value - data[e]!)), 0);
}
