// Value, gradient and Hessian of the criterion with sigma as a parameter: against the profiled criterion, and against differences,
// in frames and out of them, with a combination of the fixed effects held or none.
import { describe, expect, test } from "vitest";
import { objective } from "../../src/criterion/objective.ts";
import { internalBeta, residualDf, squareOf } from "../../src/engine/generalised-least-squares.ts";
import { lambdaOf } from "../../src/parameters/covariance-parameters.ts";
import { covarianceOf, lowerRoot } from "../../src/parameters/triangular-root.ts";
import { columnFrame, pairFrame } from "../../src/profile/column-frames.ts";
import { type HeldCombination, unprofiledCriterion } from "../../src/profile/unprofiled-criterion.ts";
import { SHAPES, testModel, uniform } from "../models.ts";
import { enginesOf } from "../written-model.ts";

const cases = Object.entries(SHAPES).flatMap(([name, shape]) => {
  const engines = enginesOf(testModel(shape));
  return [
    [`${name}, in blocks`, engines.blocks()],
    [`${name}, by a Schur complement`, engines.dense()],
  ] as const;
});

describe.each(cases)("%s", (_, engine) => {
  const { products } = engine;
  const { terms, p } = products;
  const random = uniform(4);
  const size = terms.reduce((sum, { size: s }) => sum + (s * (s + 1)) / 2, 0);
  const x = Float64Array.from({ length: size + 1 }, (__, k) => (k === size ? 1.1 : 0.4 + 0.5 * random()));
  const par = x.slice(0, -1);
  const held: HeldCombination = {
    combination: Float64Array.from({ length: p }, () => 2 * random() - 1),
    estimate: internalBeta(engine.factorise(lambdaOf(terms, par))!, p).map((value) => value + 0.1),
    distance: 0.3,
  };
  const frames = terms.map(({ size: s }, t) => (s > 1 ? pairFrame(products.bases[t]!.inverseK, s, 1, 0).A : null));

  test.each([true, false])("at its own sigma it is the profiled criterion (reml %s)", (reml) => {
    const at = engine.factorise(lambdaOf(terms, par))!;
    const sigma = Math.sqrt(at.r2 / residualDf(products, reml));
    const own = unprofiledCriterion({ engine, reml, unit: sigma, frames: [], held: null, correction: null });
    const there = Float64Array.of(...par, 1);
    expect(own.value(there)).toBeCloseTo(objective(products, engine.factorise(lambdaOf(terms, par))!, reml), 9);
    expect(own.gradient(there)[size]).toBeCloseTo(0, 8);
  });

  test("a held combination costs the square of what is lost by it", () => {
    const options = { engine, reml: false, unit: 0.7, frames: [], correction: null };
    const [free, bound] = [null, held].map((own) => unprofiledCriterion({ ...options, held: own }));
    const beta = bound!.fixed(x);
    const along = (b: Float64Array): number => b.reduce((sum, value, j) => sum + held.combination[j]! * value, 0);
    expect(along(beta) - along(held.estimate)).toBeCloseTo(held.distance, 12);
    const at = engine.factorise(lambdaOf(terms, par))!;
    const loss = ((squareOf(at, beta) - at.r2) * x[size]! ** 2) / 0.49;
    expect(bound!.value(x) - free!.value(x)).toBeCloseTo(loss, 9);
    const moved = (by: number): number =>
      unprofiledCriterion({ ...options, held: { ...held, distance: held.distance + by } }).value(x);
    expect(bound!.heldSlope(x)).toBeCloseTo((moved(1e-4) - moved(-1e-4)) / 2e-4, 5);
  });

  test.each([
    [true, null, "none"],
    [false, held, "none"],
    [true, null, "all"],
    [false, held, "all"],
  ] as const)("gradient and Hessian are slopes (reml %s)", (reml, own, framed) => {
    const f = unprofiledCriterion({
      engine,
      reml,
      unit: 0.7,
      frames: framed === "all" ? frames : [],
      held: own,
      correction: null,
    });
    const h = 1e-4;
    const moved = (j: number, by: number): Float64Array => x.map((value, k) => (k === j ? value + by : value));
    const gradient = f.gradient(x).slice();
    const { data, nrow } = f.hessian(x);
    for (let j = 0; j <= size; j++) {
      const slope = (f.value(moved(j, h)) - f.value(moved(j, -h))) / (2 * h);
      expect(Math.abs(gradient[j]! - slope)).toBeLessThan(1e-5 * (1 + Math.abs(slope)));
      const [up, down] = [f.gradient(moved(j, h)).slice(), f.gradient(moved(j, -h)).slice()];
      for (let i = 0; i <= size; i++) {
        const bend = (up[i]! - down[i]!) / (2 * h);
        const scale = Math.sqrt(Math.abs(data[i * (nrow + 1)]! * data[j * (nrow + 1)]!)) + 1;
        expect(Math.abs(data[j * nrow + i]! - bend)).toBeLessThan(1e-5 * scale);
      }
    }
  });
});

test("where the first numbers of a frame stand are the raw standard deviation and correlation", () => {
  const random = uniform(8);
  const k = 3;
  const inverseK = Float64Array.from({ length: k * k }, () => 2 * random() - 1);
  const inner = Float64Array.from({ length: k * k }, () => 2 * random() - 1);
  const raw = covarianceOf(product(inverseK, inner, k), k);
  for (const [first, second] of [
    [0, 1],
    [2, 0],
    [1, 2],
  ] as const) {
    const one = columnFrame(inverseK, k, first);
    const own = rootIn(one.A, inner, k);
    expect(one.scale * own[0]!).toBeCloseTo(Math.sqrt(raw[first * (k + 1)]!), 12);
    const pair = rootIn(pairFrame(inverseK, k, first, second).A, inner, k);
    const rho = raw[first * k + second]! / Math.sqrt(raw[first * (k + 1)]! * raw[second * (k + 1)]!);
    expect(Math.sin(Math.atan2(pair[1]!, pair[k + 1]!))).toBeCloseTo(rho, 12);
  }
});

/** The lower root of a covariance in a frame: A^-1 M M' A^-T. */
function rootIn(A: Float64Array, M: Float64Array, k: number): Float64Array {
  return lowerRoot(covarianceOf(solved(A, M, k), k), k);
}

function product(A: Float64Array, B: Float64Array, k: number): Float64Array {
  return Float64Array.from({ length: k * k }, (_, at) => {
    const [i, j] = [at % k, Math.floor(at / k)];
    return Array.from({ length: k }, (__, m) => A[m * k + i]! * B[j * k + m]!).reduce((a, b) => a + b);
  });
}

/** A^-1 B by Gauss and Jordan. */
function solved(A: Float64Array, B: Float64Array, k: number): Float64Array {
  const rows = Array.from({ length: k }, (_, i) => [
    ...Array.from({ length: k }, (__, j) => A[j * k + i]!),
    ...Array.from({ length: k }, (__, j) => B[j * k + i]!),
  ]);
  for (let j = 0; j < k; j++) {
    const best = rows.slice(j).reduce((most, row) => (Math.abs(row[j]!) > Math.abs(most[j]!) ? row : most));
    const at = rows.indexOf(best);
    [rows[j], rows[at]] = [best, rows[j]!];
    rows[j] = best.map((value) => value / best[j]!);
    for (const [i, row] of rows.entries()) if (i !== j) rows[i] = row.map((value, m) => value - row[j]! * rows[j]![m]!);
  }
  return Float64Array.from({ length: k * k }, (_, at) => rows[at % k]![k + Math.floor(at / k)]!);
}
