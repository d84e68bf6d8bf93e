import { expect, test } from "vitest";
import { goldenSection } from "../src/index.ts";

test("finds the maximum to the root of the rounding error, at either side of the middle and at an end", () => {
  for (const top of [0.1, 0.5, 0.9]) expect(goldenSection((x) => -((x - top) ** 2), 0, 1, 45).x).toBeCloseTo(top, 7);
  expect(goldenSection((x) => x, 2, 3, 45)).toMatchObject({ x: expect.closeTo(3, 8), value: expect.closeTo(3, 8) });
});

test("asks for as many values as sections and two more, none of them outside the ends", () => {
  const asked: number[] = [];
  goldenSection(
    (x) => {
      asked.push(x);
      return Math.sin(x);
    },
    0,
    2,
    16,
  );
  expect(asked).toHaveLength(18);
  expect(asked.every((x) => x > 0 && x < 2)).toBe(true);
  // what is left of the interval holds the maximum: 2 * 0.618^16
  const { x } = goldenSection(Math.sin, 0, 2, 16);
  expect(Math.abs(x - Math.PI / 2)).toBeLessThan(1e-3);
});
