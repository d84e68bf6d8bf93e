// The comparison with SciPy's runs. Its own runs under rounding noise say how closely a path can be followed: iterates
// must agree to ten times the distance that noise moved them, and counts must lie in the range that noise gave.
import { expect } from "vitest";
import type { Minimum, StopReason } from "../src/index.ts";
import type { ScipyRun } from "./problems.ts";

/** Largest relative distance from SciPy's iterates where noise moved nothing. */
const FLOOR = 1e-11;
/** Noise that moves an iterate by more than this has changed the path: what follows is not compared. */
const LOST = 1e-3;

const FLAGS = new Map<StopReason, number>([
  ["gradient", 0],
  ["value", 0],
  ["max-iterations", 1],
  ["line-search", 2],
]);

/** Asserts that a run took the path of SciPy's. */
export function expectSamePath(minimum: Minimum, run: ScipyRun): void {
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
  // SciPy has two flags for numbers that are not finite, by where it notices them
  if (minimum.reason === "not-finite") expect([2, 3]).toContain(run.flag);
  else expect(flags).toContain(FLAGS.get(minimum.reason));
}

function distance(x: Float64Array, reference: readonly number[]): number {
  const gaps = reference.map((entry, i) => (Object.is(entry, x[i]) ? 0 : Math.abs(entry - x[i])));
  return Math.max(...gaps) / (Math.max(...reference.map(Math.abs)) || 1);
}

function expectInRange(what: string, count: number, [low, high]: readonly [number, number]): void {
  expect(count, what).toBeGreaterThanOrEqual(low);
  expect(count, what).toBeLessThanOrEqual(high);
}
