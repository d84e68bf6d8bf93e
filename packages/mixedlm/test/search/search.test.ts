// One optimum, whichever engine, start or second derivatives lead to it: on random tables of several factors and structures.
import { buildDesign } from "@mixedlm/design";
import { parseMixedFormula } from "@mixedlm/formula";
import { accumulate } from "@mixedlm/moments";
import { describe, expect, test } from "vitest";
import { blockEngine } from "../../src/blocks/block-engine.ts";
import { fixedBasis } from "../../src/coordinates/fixed-basis.ts";
import { internalProducts } from "../../src/coordinates/internal-products.ts";
import { criterion } from "../../src/criterion/criterion.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { lambdaOf } from "../../src/parameters/covariance-parameters.ts";
import { covarianceTerms } from "../../src/parameters/covariance-terms.ts";
import { covarianceOf } from "../../src/parameters/triangular-root.ts";
import { schurEngine } from "../../src/schur/schur-engine.ts";
import { momentStart } from "../../src/search/moment-start.ts";
import { defaultStart } from "../../src/search/other-starts.ts";
import { search } from "../../src/search/search.ts";
import { type CrossedTable, crossedTable } from "../crossed-table.ts";
import { uniform } from "../models.ts";

const FORMULAS = [
  "y ~ x + (1 | u) + (1 | i)",
  "y ~ x + (x | u) + (1 | i)",
  "y ~ x + (x || u) + (x || i)",
  "y ~ x + (1 | u) + (1 | u:v) + (1 | i)",
  "y ~ x + (x | u) + (0 + z | u) + (1 | i)",
  "y ~ x + cs(1 + x | u) + (1 | i)",
  "y ~ x + cs(0 + f | u) + (1 | i)",
  "y ~ x + homcs(0 + f | u) + (1 | i)",
  "y ~ x + ar1(0 + f | u) + (1 | i)",
];

const cases = FORMULAS.flatMap((formula) => [21, 22, 23].map((seed): [string, number] => [formula, seed]));

function productsOf(table: CrossedTable, formula: string) {
  const design = buildDesign(parseMixedFormula(formula), table);
  const moments = accumulate(design, table);
  const fixed = fixedBasis(moments, design.fixed.names, "y");
  return internalProducts(moments, covarianceTerms(design, moments.layout), fixed);
}

describe.each(cases)("%s, table %i", (formula, seed) => {
  const products = productsOf(crossedTable(seed), formula);
  const engines: [string, () => Engine][] = [
    ["blocks", () => blockEngine(products)],
    ["a dense Schur complement", () => schurEngine(products, "dense")],
    ["a sparse Schur complement", () => schurEngine(products, "sparse")],
    ["a Schur complement without second derivatives", () => ({ ...schurEngine(products), exactHessian: false })],
  ];
  const reference = blockEngine(products);
  const best = search(reference, true, momentStart(reference, "y").parameters);

  test("the search converges, with a gradient of zero", () => {
    expect(best.converged).toBe(true);
    expect(best.gradient).toBeLessThan(1e-6);
    expect(best.curvature).toBeGreaterThan(-1e-6);
  });

  test.each(engines)("the optimum is the same by %s", (_, make) => {
    const engine = make();
    const found = search(engine, true, momentStart(engine, "y").parameters);
    expect(found.converged).toBe(true);
    expect(Math.abs(found.objective - best.objective)).toBeLessThan(1e-8);
  });

  test.each([0.01, 1, 30])("and from a start of %d times the identity", (size) => {
    const start = defaultStart(products.terms).map((value, t) => (isAngle(t) ? value : size * value));
    const found = search(reference, true, start);
    expect(found.converged).toBe(true);
    expect(Math.abs(found.objective - best.objective)).toBeLessThan(1e-8);
  });

  test("no covariance nearby is better", () => {
    const value = (lambda: readonly Float64Array[]): number => {
      const at = reference.factorise(lambda)!;
      const nu = products.n - products.p;
      return at.logdetV + at.logdetX + nu * Math.log(at.r2);
    };
    const lambda = lambdaOf(products.terms, best.parameters);
    const here = value(lambda);
    products.terms.forEach(({ structure, size }, t) => {
      if (structure !== "us") return;
      const psi = covarianceOf(lambda[t], size);
      for (let k = 0; k < 2 * size; k++)
        for (const step of [1e-2, 1e-4]) {
          // one more column of a root: Psi + step v v'
          const v = Array.from({ length: size }, (_, j) => (j === k % size ? 1 : k < size ? 0 : 0.5));
          const moved = psi.map((entry, at) => entry + step * v[at % size] * v[Math.floor(at / size)]);
          const there = lambda.map((own, u) => (u === t ? rootOf(moved, size) : own));
          expect(value(there)).toBeGreaterThan(here - 1e-9);
        }
    });
  });

  /** Whether a parameter is the angle of a correlation, which has no size. */
  function isAngle(place: number): boolean {
    let start = 0;
    for (const { structure, size } of products.terms) {
      const count = structure === "us" ? (size * (size + 1)) / 2 : structure === "cs" ? size + 1 : 2;
      start += count;
      if (structure !== "us" && place === start - 1) return true;
    }
    return false;
  }
});

/** Lower triangular root of a positive semi-definite matrix, by its definition. */
function rootOf(psi: Float64Array, size: number): Float64Array {
  const L = new Float64Array(size * size);
  for (let j = 0; j < size; j++)
    for (let i = j; i < size; i++) {
      let value = psi[j * size + i];
      for (let m = 0; m < j; m++) value -= L[m * size + i] * L[m * size + j];
      L[j * size + i] =
        i === j ? Math.sqrt(Math.max(value, 0)) : L[j * (size + 1)] === 0 ? 0 : value / L[j * (size + 1)];
    }
  return L;
}

test.each([7, 31])("beside a standard deviation of 0 no other correlation is better (table %i)", (seed) => {
  const random = uniform(seed);
  const table = Array.from({ length: 36 }, (_, i) => ({
    ...{ y: random() + random() + random(), x: random() - 0.5, z: random() - 0.5 },
    ...{ f: `f${i % 3}`, g: `g${Math.floor(i / 6)}` },
  }));
  const design = buildDesign(parseMixedFormula("y ~ x + cs(0 + f | g)"), table);
  const moments = accumulate(design, table);
  const fixed = fixedBasis(moments, design.fixed.names, "y");
  const engine = blockEngine(internalProducts(moments, covarianceTerms(design, moments.layout), fixed));
  const { parameters, objective } = search(engine, true, momentStart(engine, "y").parameters);
  expect(parameters.slice(0, 3)).toContain(0);
  const { value } = criterion(engine, true);
  for (let angle = 0; angle <= Math.PI / 2; angle += 0.05)
    expect(value(Float64Array.of(...parameters.slice(0, 3), angle))).toBeGreaterThan(objective - 1e-9);
});
