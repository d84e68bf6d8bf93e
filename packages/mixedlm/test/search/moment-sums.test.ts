// The sums of the moment equations by one pass over levels and cells against those that the engines take from a
// factorisation at zero; both of them against the dense matrices is what random-structures and schur-engine do.
import { describe, expect, test } from "vitest";
import type { Engine } from "../../src/engine/engine.ts";
import { internalBeta } from "../../src/engine/generalised-least-squares.ts";
import { FitError } from "../../src/errors.ts";
import { momentSums } from "../../src/search/moment-sums.ts";
import { uniform } from "../models.ts";
import { crossedDesign, oneFactorDesign } from "../random-designs.ts";
import { bothForms, enginesOf, type WrittenModel } from "../written-model.ts";

const designs: [string, (random: () => number) => WrittenModel][] = [
  ["one grouping factor", oneFactorDesign],
  ["several grouping factors", crossedDesign],
];

describe.each(designs)("200 random designs with %s", (_, design) => {
  test("traces and quadratic forms are the engine's at zero", () => {
    let compared = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const engine = engineOf(design(uniform(seed)));
      if (engine === null) continue;
      compared += 1;
      const { products } = engine;
      const sums = momentSums(products)!;
      const at = engine.factorise(products.terms.map(({ size }) => new Float64Array(size * size)))!;
      const beta = internalBeta(at, products.p);
      const reml = engine.secondOrder(at, beta, { reml: true, exact: true });
      const ml = engine.secondOrder(at, beta, { reml: false, exact: true });
      const { m } = reml;
      expect(sums.m).toBe(m);
      close([sums.r2], [at.r2], seed);
      close(sums.traceP, reml.traceP, seed);
      close(sums.quadratic, reml.quadratic, seed);
      close(sums.tracePP, reml.tracePP!, seed);
      close(
        sums.unprojected,
        Array.from({ length: m }, (_, j) => ml.tracePP![j * (m + 1)]),
        seed,
      );
    }
    expect(compared).toBeGreaterThan(150);
  });
});

/** Entries agree to 1e-10 of the largest. */
function close(values: ArrayLike<number>, expected: ArrayLike<number>, seed: number): void {
  expect(values.length).toBe(expected.length);
  const largest = Array.from(expected).reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs(values[i] - expected[i]), `seed ${seed}`).toBeLessThanOrEqual(1e-10 * largest);
}

function engineOf(written: WrittenModel): Engine | null {
  try {
    return enginesOf(bothForms(written)).blocks();
  } catch (error) {
    if (error instanceof FitError) return null;
    throw error;
  }
}
