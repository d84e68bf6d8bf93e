import { expect, test } from "vitest";
import { countedObjective } from "../src/counted.ts";

const square = { value: ([x]: Float64Array) => x * x, gradient: ([x]: Float64Array) => Float64Array.of(2 * x) };

test("asking twice at one point evaluates once, and only the last point is remembered", () => {
  const f = countedObjective(square);
  expect(f.value(Float64Array.of(3))).toBe(9);
  expect(f.value(Float64Array.of(3))).toBe(9);
  expect([...f.gradient(Float64Array.of(3))]).toEqual([6]);
  expect(f.evaluations()).toEqual({ values: 1, gradients: 1 });
  f.value(Float64Array.of(4));
  f.value(Float64Array.of(3));
  expect(f.evaluations()).toEqual({ values: 3, gradients: 1 });
});

test("a gradient alone does not ask for the value", () => {
  const f = countedObjective(square);
  f.gradient(Float64Array.of(1));
  expect(f.evaluations()).toEqual({ values: 0, gradients: 1 });
});

test("a point with NaN is evaluated every time", () => {
  const f = countedObjective(square);
  f.value(Float64Array.of(Number.NaN));
  f.value(Float64Array.of(Number.NaN));
  expect(f.evaluations().values).toBe(2);
});
