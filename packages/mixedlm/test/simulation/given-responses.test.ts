// A response is nothing but y's columns of the engines' coordinates. When those of another response of the same rows are put
// where drawn ones go, the likelihood is that of an engine made from the rows with that response.
import {
  choleskyFactorInPlace,
  matrix,
  multiply,
  multiplyTransposed,
  svdPseudoInverse,
  transpose,
} from "@mixedlm/linalg";
import { describe, expect, test } from "vitest";
import { blockProducts, type WholeBlocks } from "../../src/blocks/block-products.ts";
import { type DrawnBlocks, drawnBlocks } from "../../src/blocks/block-responses.ts";
import { factoriseBlocks } from "../../src/blocks/factorise-blocks.ts";
import { internalLambda } from "../../src/coordinates/coordinates.ts";
import type { InternalProducts } from "../../src/coordinates/internal-products.ts";
import type { Engine, Factorisation } from "../../src/engine/engine.ts";
import { eliminate } from "../../src/schur/eliminate.ts";
import { factoriseSchur, schurWorkspace } from "../../src/schur/factorise-schur.ts";
import { withDrawnResponse } from "../../src/schur/schur-responses.ts";
import { uniform } from "../models.ts";
import { crossedDesign, oneFactorDesign, randomPoint } from "../random-designs.ts";
import { bothForms, enginesOf, type TestModel, type WrittenModel } from "../written-model.ts";
import { balancedDesign } from "./balanced-design.ts";

type Design = (random: () => number) => WrittenModel;

/** A model, and the same rows with another response. */
function pair(design: Design, seed: number): { own: TestModel; other: TestModel; random: () => number } | null {
  const random = uniform(seed);
  const written = design(random);
  const own = bothForms(written);
  const other = bothForms({ ...written, y: written.y.map((value) => 3 + value * random() - 2 * random()) });
  try {
    for (const model of [own, other]) for (const make of Object.values(enginesOf(model))) make();
  } catch {
    return null;
  }
  return { own, other, random };
}

function expectSame(found: Factorisation | null, engine: Engine, lambda: Factorisation["lambda"]): void {
  const expected = engine.factorise(lambda)!;
  const { p } = engine.products;
  expect(found!.logdetV).toBeCloseTo(expected.logdetV, 9);
  expect(Math.abs(found!.r2 / expected.r2 - 1)).toBeLessThan(1e-9);
  for (let j = 0; j <= p; j++)
    for (let i = j; i <= p; i++) {
      const at = j * (p + 1) + i;
      // rounding errors are of the size of the row
      const size = Math.hypot(...Array.from({ length: i + 1 }, (_, k) => expected.R[k * (p + 1) + i]!));
      expect(Math.abs(found!.R[at]! - expected.R[at]!)).toBeLessThan(1e-9 * size);
    }
}

/** Puts y's columns of whole blocks where drawn ones go. */
function give({ blocks }: DrawnBlocks, whole: WholeBlocks, p: number): void {
  let from = 0;
  for (let s = 0; s < blocks.count; s++) {
    const { q } = blocks.layouts[blocks.layout[s]!]!;
    const r = blocks.rank[s]!;
    const copies = blocks.copies[s]!;
    const stride = q * (p + 1);
    const at = blocks.cStart[s]!;
    if (blocks.multiplicity[s] === copies) {
      for (let c = 0; c < copies; c++, from++)
        for (let k = 0; k < r; k++) blocks.C[at + c * stride + p * q + k] = whole.C[whole.cStart[from]! + p * q + k]!;
      continue;
    }
    throw new Error("merged");
  }
  for (let j = 0; j <= p; j++) blocks.E[j * (p + 1) + p] = whole.E[j * (p + 1) + p]!;
}

describe("a response that is given in place of a drawn one has the likelihood of its rows", () => {
  test("blocks", () => {
    let seen = 0;
    for (const design of [oneFactorDesign, crossedDesign])
      for (let seed = 1; seed <= 40; seed++) {
        const models = pair(design, seed);
        if (models === null) continue;
        const { own, other, random } = models;
        const engine = enginesOf(other).blocks();
        const drawn = drawnBlocks(blockProducts(productsOf(own)), engine.products, zero(engine));
        if (drawn.blocks.count !== (engine as unknown as { whole: WholeBlocks }).whole.count) continue;
        give(drawn, blockProducts(engine.products), engine.products.p);
        seen += 1;
        const { terms, p } = engine.products;
        const lambda = internalLambda(engine.products, randomPoint(random, own.terms));
        expectSame(factoriseBlocks(drawn.blocks, terms, p, lambda, null), engine, lambda);
      }
    expect(seen).toBeGreaterThan(40);
  });

  for (const form of ["dense", "sparse"] as const)
    test(`the Schur complement, ${form}`, () => {
      let seen = 0;
      for (const design of [oneFactorDesign, crossedDesign])
        for (let seed = 1; seed <= 40; seed++) {
          const models = pair(design, seed);
          if (models === null) continue;
          const { own, other, random } = models;
          const engine = enginesOf(other)[form]();
          const { products } = engine;
          const given = eliminate(products);
          const work = schurWorkspace(withDrawnResponse(eliminate(productsOf(own)), products.fixed), form);
          const { elimination } = work;
          // what is taken away from X's columns follows y: it has to be the same
          const isSame = (a: Float64Array | null, b: Float64Array): boolean =>
            b.every((value, k) => k >= products.p * given.rest.order || Math.abs(value - (a?.[k] ?? 0)) < 1e-12);
          if (!isSame(given.shift, elimination.shift!)) continue;
          seen += 1;
          for (const name of ["CF", "EFF", "ERF"] as const) {
            const [to, from] = [elimination[name], given[name]];
            if (name === "EFF")
              for (let j = 0; j <= products.p; j++)
                to[j * (products.p + 1) + products.p] = from[j * (products.p + 1) + products.p]!;
            else
              to.set(
                from.subarray((to.length / (products.p + 1)) * products.p),
                (to.length / (products.p + 1)) * products.p,
              );
          }
          const at = products.p * given.rest.order;
          if (given.shift !== null) elimination.shift!.set(given.shift.subarray(at), at);
          const lambda = internalLambda(products, randomPoint(random, own.terms));
          expectSame(factoriseSchur(work, lambda), engine, lambda);
        }
      expect(seen).toBeGreaterThan(40);
    });

  test("many equal blocks, of which sums of products are all that counts", () => {
    for (let seed = 1; seed <= 10; seed++) {
      const models = pair(balancedDesign, seed);
      if (models === null) continue;
      const { own, other, random } = models;
      const engine = enginesOf(other).blocks();
      const { terms, p } = engine.products;
      const drawn = drawnBlocks(blockProducts(productsOf(own)), engine.products, zero(engine));
      expect(drawn.blocks.count).toBe(2);
      giveSums(drawn, blockProducts(engine.products), p);
      const lambda = internalLambda(engine.products, randomPoint(random, own.terms));
      expectSame(factoriseBlocks(drawn.blocks, terms, p, lambda, null), engine, lambda);
    }
  });
});

function productsOf(model: TestModel): InternalProducts {
  return enginesOf(model).blocks().products;
}

function zero({ products }: Engine): Float64Array[] {
  return products.terms.map(({ size }) => new Float64Array(size * size));
}

/** Rows of y that have the given blocks' sums of products: with X's rows, and among themselves. */
function giveSums({ blocks }: DrawnBlocks, whole: WholeBlocks, p: number): void {
  for (let s = 0; s < blocks.count; s++) {
    const { q } = blocks.layouts[blocks.layout[s]!]!;
    const r = blocks.rank[s]!;
    const copies = blocks.copies[s]!;
    const stride = q * (p + 1);
    const T = (from: Float64Array, at: number): Float64Array => from.slice(at, at + q * r);
    const own = T(blocks.T, blocks.tStart[s]!);
    const set = Array.from({ length: whole.count }, (_, b) => b).filter((b) =>
      T(whole.T, whole.tStart[b]!).every((value, k) => Math.abs(value - own[k]!) < 1e-9),
    );
    expect(set.length).toBe(blocks.multiplicity[s]);
    expect(copies).toBeLessThan(set.length);
    const column = (from: Float64Array, at: number, j: number) => from.subarray(at + j * q, at + j * q + r);
    const stacked = (j: readonly number[], C: Float64Array, starts: readonly number[]) => {
      const out = matrix(starts.length, j.length * r);
      for (const [row, at] of starts.entries())
        for (const [b, own] of j.entries())
          for (const [k, value] of column(C, at, own).entries()) out.data[(b * r + k) * starts.length + row] = value;
      return out;
    };
    const fixed = Array.from({ length: p }, (_, j) => j);
    const starts = set.map((b) => whole.cStart[b]!);
    const [X, Y] = [stacked(fixed, whole.C, starts), stacked([p], whole.C, starts)];
    const rows = Array.from({ length: copies }, (_, c) => blocks.cStart[s]! + c * stride);
    const withX = rows.slice(0, copies - r);
    const P = stacked(fixed, blocks.C, withX);
    // rows may depend on each other
    const first = multiply(svdPseudoInverse(transpose(P), 1e-10), multiplyTransposed(X, Y));
    const left = multiplyTransposed(Y, Y);
    multiplyTransposed(first, first).data.forEach((value, at) => {
      left.data[at]! -= value;
    });
    choleskyFactorInPlace(left.data, r);
    for (let k = 0; k < r; k++) {
      for (const [c, at] of withX.entries()) blocks.C[at + p * q + k] = first.data[k * withX.length + c]!;
      for (let c = 0; c < r; c++) blocks.C[rows[withX.length + c]! + p * q + k] = k < c ? 0 : left.data[c * r + k]!;
    }
  }
  for (let j = 0; j <= p; j++) blocks.E[j * (p + 1) + p] = whole.E[j * (p + 1) + p]!;
}
