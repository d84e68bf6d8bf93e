import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bracketAndZoom } from "../../src/line-search/bracket-and-zoom.ts";
import type { Line } from "../../src/line-search/line.ts";

const LIMITS = { decrease: 1e-4, curvature: 0.9, maxStep: 1e100 };
const always = () => true;

function line(value: (step: number) => number, slope: (step: number) => number): Line {
  return { value, slope, point: (step) => Float64Array.of(step) };
}

function search(along: Line, firstStep: number, limits = LIMITS, accept: (step: number) => boolean = always) {
  return bracketAndZoom(along, { step: 0, value: along.value(0), slope: along.slope(0) }, firstStep, limits, accept);
}

describe("bracketAndZoom", () => {
  test("finds steps that meet both Wolfe conditions on quartics, from any first step", () => {
    const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(number(0.1, 5), number(0.1, 5), number(0.05, 20), (center, bend, firstStep) => {
        const quartic = line(
          (a) => (a - center) ** 4 + bend * (a - center) ** 2,
          (a) => 4 * (a - center) ** 3 + 2 * bend * (a - center),
        );
        const found = search(quartic, firstStep, { ...LIMITS, curvature: 0.4 });
        const slope = quartic.slope(0);
        expect(found).toBeDefined();
        expect(found!.value).toBe(quartic.value(found!.step));
        expect(found!.value).toBeLessThanOrEqual(quartic.value(0) + 1e-4 * found!.step * slope);
        expect(Math.abs(quartic.slope(found!.step))).toBeLessThanOrEqual(-0.4 * slope);
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  test("a parabola's minimum is met exactly by the first interpolation", () => {
    const parabola = line(
      (a) => (a - 1) ** 2,
      (a) => 2 * (a - 1),
    );
    expect(search(parabola, 4)).toEqual({ step: 1, value: 0 });
  });

  test("keeps off infinite values", () => {
    const wall = line(
      (a) => (a < 1 ? -Math.log(1 - a) - 3 * a : Number.POSITIVE_INFINITY),
      (a) => (a < 1 ? 1 / (1 - a) - 3 : Number.NaN),
    );
    const found = search(wall, 1);
    expect(found!.step).toBeLessThan(1);
    expect(found!.value).toBeLessThan(0);
  });

  test("goes on until the further condition holds too", () => {
    const bowl = line(
      (a) => (a - 1) ** 2,
      (a) => 2 * (a - 1),
    );
    expect(search(bowl, 0.1)!.step).toBe(0.1);
    const found = search(bowl, 0.1, LIMITS, (step) => Math.abs(step - 1) < 0.25);
    expect(Math.abs(found!.step - 1)).toBeLessThan(0.25);
  });

  test("gives the last of ten doublings on a curve that only falls", () => {
    const fall = line(
      (a) => -a,
      () => -1,
    );
    expect(search(fall, 1)).toEqual({ step: 1024, value: -1024 });
  });

  test("finds nothing at step 0, at the longest step, or where the slope is wrong", () => {
    const fall = line(
      (a) => -a,
      () => -1,
    );
    const lie = line(
      (a) => a,
      () => -1,
    );
    expect(search(fall, 0)).toBeUndefined();
    expect(search(fall, 1, { ...LIMITS, maxStep: 4 })).toBeUndefined();
    expect(search(lie, 1)).toBeUndefined();
  });
});
