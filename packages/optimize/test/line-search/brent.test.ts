import { expect, test } from "vitest";
import { bracketMinimum } from "../../src/line-search/bracket-minimum.ts";
import { brent } from "../../src/line-search/brent.ts";

test("the minimum of a parabola takes one parabola, from either end of the bracket", () => {
  const f = (x: number) => 2 + 3 * (x - 0.7) ** 2;
  for (const ends of [
    [0, 3],
    [3, 0],
  ] as const) {
    const found = brent(f, { ends, middle: { step: 1, value: f(1) } }, 1e-6);
    expect(found.step).toBeCloseTo(0.7, 6);
    expect(found.value).toBe(f(found.step));
  }
});

test("the step is enclosed to its tolerance, and loosely when asked loosely", () => {
  const f = (x: number) => Math.exp(x) - 3 * x;
  const bracket = bracketMinimum(f)!;
  expect(Math.abs(brent(f, bracket, 1e-8).step - Math.log(3))).toBeLessThan(3e-8);
  const count = (tolerance: number) => {
    let asked = 0;
    brent(
      (x) => {
        asked++;
        return f(x);
      },
      bracket,
      tolerance,
    );
    return asked;
  };
  expect(count(1e-1)).toBeLessThan(count(1e-8));
});

test("the lowest step seen is given where the function is flat", () => {
  const found = brent(() => 4, { ends: [0, 2], middle: { step: 1, value: 4 } }, 1e-2);
  expect(found.value).toBe(4);
  expect(found.step).toBeGreaterThan(0);
  expect(found.step).toBeLessThan(2);
});
