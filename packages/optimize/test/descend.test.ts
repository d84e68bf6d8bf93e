import { expect, test } from "vitest";
import { gradientNorm } from "../src/descend.ts";

const gradient = Float64Array.of(3, -4, 1);

test("the norm of a gradient is of the order asked for: the largest entry, the smallest, or a sum of powers", () => {
  expect(gradientNorm(gradient)).toBe(4);
  expect(gradientNorm(gradient, Number.POSITIVE_INFINITY)).toBe(4);
  expect(gradientNorm(gradient, Number.NEGATIVE_INFINITY)).toBe(1);
  expect(gradientNorm(gradient, 1)).toBe(8);
  expect(gradientNorm(gradient, 2)).toBeCloseTo(Math.sqrt(26), 14);
  expect(gradientNorm(gradient, 3)).toBeCloseTo(92 ** (1 / 3), 14);
});

test("a NaN in a gradient is in its norm", () => {
  const broken = Float64Array.of(1, Number.NaN);
  for (const order of [1, 2, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    expect(gradientNorm(broken, order)).toBeNaN();
  }
});
