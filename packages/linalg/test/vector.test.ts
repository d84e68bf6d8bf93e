import { expect, test } from "vitest";
import { axpyInPlace, dot, maxAbs, norm2 } from "../src/index.ts";

const f = (...values: number[]) => Float64Array.from(values);

test("dot and norm2 are exact where the arithmetic is", () => {
  expect(dot(f(1, 2, 3), f(4, -5, 6))).toBe(12);
  expect(norm2(f(3, 4))).toBe(5);
  expect(norm2(f())).toBe(0);
});

test("norm2 neither overflows nor underflows", () => {
  expect(norm2(f(3e200, 4e200)) / 5e200).toBeCloseTo(1, 15);
  expect(norm2(f(3e-200, 4e-200)) / 5e-200).toBeCloseTo(1, 15);
  expect(norm2(f(Number.POSITIVE_INFINITY, 1))).toBe(Number.POSITIVE_INFINITY);
});

test("a NaN anywhere shows in norm2 and maxAbs", () => {
  expect(norm2(f(1, Number.NaN))).toBeNaN();
  expect(maxAbs(f(Number.NaN, 7))).toBeNaN();
});

test("maxAbs finds the largest magnitude, 0 of nothing", () => {
  expect(maxAbs(f(1, -7, 3))).toBe(7);
  expect(maxAbs(f())).toBe(0);
});

test("axpyInPlace adds a multiple to its second vector", () => {
  const y = f(1, 2);
  axpyInPlace(2, f(10, 20), y);
  expect([...y]).toEqual([21, 42]);
});
