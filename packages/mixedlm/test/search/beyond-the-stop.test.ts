// What is seen beyond a point at which a search stopped: the rounding of a criterion, and lower points along the valley
// of two variances that have a sum but no share. Expected: arithmetic on criteria written down here.
import { matrix } from "@mixedlm/linalg";
import { expect, test } from "vitest";
import type { Criterion } from "../../src/criterion/criterion.ts";
import { lmm } from "../../src/index.ts";
import type { CovarianceTerm } from "../../src/parameters/covariance-terms.ts";
import { beyondTheStop, roundingAt } from "../../src/search/beyond-the-stop.ts";

const scalar = (index: number): CovarianceTerm => ({
  source: { kind: "effects", index, column: 0 },
  structure: "us",
  size: 1,
  placements: [],
});
const TERMS = [scalar(0), scalar(1)];

/** (a^2 + b^2 - 1)^2 - share * b^2: a valley along a circle that falls slowly towards a = 0. */
function valley(share: number): Criterion {
  const rest = (a: number, b: number): number => a * a + b * b - 1;
  const value = ([a, b]: Float64Array): number => rest(a, b) ** 2 - share * b * b;
  return {
    evaluations: [],
    value,
    gradient: ([a, b]) => Float64Array.of(4 * a * rest(a, b), 4 * b * rest(a, b) - 2 * share * b),
    hessian: ([a, b]) => {
      const cross = 8 * a * b;
      const own = (v: number): number => 4 * rest(a, b) + 8 * v * v;
      return matrix(2, 2, Float64Array.of(own(a), cross, cross, own(b) - 2 * share));
    },
    score: () => null,
  };
}

test("one look along the variances goes far down a valley that bends, and does not leave it", () => {
  const f = valley(1e-6);
  const from = Float64Array.of(Math.SQRT1_2, Math.sqrt(0.5 + 5e-7));
  const { lower } = beyondTheStop(f, from, TERMS, Int32Array.of(0, 1), 1e-9);
  const [a, b] = lower as unknown as readonly [number, number];
  // a fifth of one variance is the other's; a straight step as long would end 0.01 off the circle, and higher
  expect(a * a).toBeLessThan(0.45);
  expect(Math.abs(a * a + b * b - 1)).toBeLessThan(1e-5);
  expect(f.value(lower as Float64Array)).toBeLessThan(f.value(from) - 5e-8);
});

test("nothing is seen below a minimum", () => {
  const { lower, rounding } = beyondTheStop(
    valley(1e-6),
    Float64Array.of(0, 1 + 2.5e-7),
    TERMS,
    Int32Array.of(0, 1),
    1e-9,
  );
  expect(lower).toBeNull();
  expect(rounding).toBeLessThan(1e-13);
});

test("the rounding of a criterion is what its last digits are worth", () => {
  const loses = { value: ([a]: Float64Array): number => 1e9 + a - 1e9 };
  const rounding = roundingAt(loses, Float64Array.of(1 / 3 + 2 ** -24));
  expect(rounding).toBeLessThanOrEqual(2 ** -23);
  expect(roundingAt({ value: ([a]) => 1e16 * a }, Float64Array.of(1 / 3))).toBeGreaterThan(0.5);
  expect(roundingAt({ value: ([a]) => (a === 1 ? 0 : Number.NaN) }, Float64Array.of(1))).toBe(Number.POSITIVE_INFINITY);
});

test("a slope far from its origin beside an uncorrelated intercept converges, and no variance is shared out badly", () => {
  // x is 1e6 and hardly varies: intercept and slope say the same, to six digits
  const levels = [..."abcdefghij"];
  const g = levels.flatMap((level) => [level, level, level]);
  const effect = [3, -2, 1, 0, -1, 2, -3, 1, 0, -1];
  const x = g.map((_, i) => 1e6 + ((i * 7) % 5) - 2);
  const y = g.map((_, i) => (effect[Math.floor(i / 3)] as number) + ((i * 11) % 7) / 7 - 0.4);
  const both = lmm("y ~ 1 + (1 + x || g)", { y, x, g });
  const one = lmm("y ~ 1 + (1 | g)", { y, x, g });
  expect(both.status.kind).not.toBe("not-converged");
  expect(both.objective).toBeLessThanOrEqual(one.objective + 1e-8);
});
