// The comparison with SciPy's runs. Its own runs under rounding noise say how closely a path can be followed: iterates
// must agree to ten times the distance that noise moved them, and counts must lie in the range that noise gave.
import { expect } from "vitest";
import type { Minimum, StopReason } from "../src/index.ts";
import type { ScipyRun } from "./problems.ts";

/** Largest relative distance from SciPy's iterates where noise moved nothing. */
const FLOOR = 1e-11;
/** Noise that moves an iterate by more than this has changed the path: what follows is not compared. */
const LOST = 1e-3;

type Flags = ReadonlyMap<StopReason, number>;

const GRADIENT_FLAGS: Flags = new Map<StopReason, number>([
  ["gradient", 0],
  ["value", 0],
  ["hops", 0],
  ["max-iterations", 1],
  ["max-evaluations", 1],
  ["line-search", 2],
]);

/** What SciPy's methods without gradients give as their flags. */
export const DIRECT_FLAGS: Flags = new Map<StopReason, number>([
  ["value", 0],
  ["simplex", 0],
  ["max-evaluations", 1],
  ["max-iterations", 2],
]);

/** Asserts that a run took the path of SciPy's. */
export function expectSamePath(minimum: Minimum, run: ScipyRun, meanings: Flags = GRADIENT_FLAGS): void {
  const { spread, iterations, values, gradients, flags } = run.noisy;
  const lost = spread.findIndex((distance) => !(Number(distance) <= LOST));
  const followed = lost < 0 ? spread.length : lost;
  expect(minimum.log.length).toBeGreaterThanOrEqual(followed);
  for (let k = 0; k < followed; k++) {
    const tolerance = FLOOR + 10 * Number(spread[k]);
    expect(distance(minimum.log[k].x, run.path[k].map(Number)), `iterate ${k}`).toBeLessThanOrEqual(tolerance);
  }
  expectInRange("iterations", minimum.iterations, iterations);
  expectInRange("values", minimum.evaluations.values, values);
  expectInRange("gradients", minimum.evaluations.gradients, gradients);
  if (run.x !== undefined) {
    expect(distance(minimum.x, run.x.map(Number)), "x").toBeLessThanOrEqual(FLOOR + 10 * Number(run.noisy.x));
    expectClose(minimum.value, Number(run.lowest), 1e-12, "value");
  }
  // SciPy has two flags for numbers that are not finite, by where it notices them
  if (minimum.reason === "not-finite") expect([2, 3]).toContain(run.flag);
  else expect(flags).toContain(meanings.get(minimum.reason));
}

/** Asserts that a matrix that a run ended with is SciPy's, entries in SciPy's order. */
export function expectSameMatrix(ours: ArrayLike<number>, theirs: readonly number[][], noise: number | string): void {
  expect(distance(Float64Array.from(ours), theirs.flat())).toBeLessThanOrEqual(FLOOR + 10 * Number(noise));
}

function expectClose(value: number, reference: number, tolerance: number, what: string): void {
  if (Number.isNaN(reference)) expect(value, what).toBeNaN();
  else expect(Math.abs(value - reference), what).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(reference)));
}

function distance(x: ArrayLike<number>, reference: readonly number[]): number {
  const gaps = reference.map((entry, i) => (Object.is(entry, x[i]) ? 0 : Math.abs(entry - x[i])));
  return Math.max(...gaps) / (Math.max(...reference.map(Math.abs)) || 1);
}

function expectInRange(what: string, count: number, [low, high]: readonly [number, number]): void {
  expect(count, what).toBeGreaterThanOrEqual(low);
  expect(count, what).toBeLessThanOrEqual(high);
}
