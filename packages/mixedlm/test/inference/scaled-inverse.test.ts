// Inverses of information matrices that may be singular.
import { matrix } from "@mixedlm/linalg";
import { expect, test } from "vitest";
import { scaledInverse } from "../../src/inference/scaled-inverse.ts";

test("of a regular matrix it is the inverse, whatever the units of its rows", () => {
  // [4 2; 2 3] in units of 1 and 1e-9: its inverse is [3 -2; -2 4] / 8
  const { inverse, isDetermined } = scaledInverse(
    matrix(2, 2, Float64Array.of(4, 2e9, 2e9, 3e18)),
    Float64Array.of(2, 1e9),
    1e-8,
  );
  expect(inverse.data[0]).toBeCloseTo(3 / 8, 12);
  expect(inverse.data[1]! * 1e9).toBeCloseTo(-2 / 8, 12);
  expect(inverse.data[3]! * 1e18).toBeCloseTo(4 / 8, 12);
  expect(isDetermined([1, -5e9])).toBe(true);
});

test("a direction without information is left out, and functions that vary in it are not determined", () => {
  const { inverse, isDetermined } = scaledInverse(
    matrix(2, 2, Float64Array.of(1, 1, 1, 1)),
    Float64Array.of(1, 1),
    1e-8,
  );
  // the projection on (1, 1) over its eigenvalue 2
  for (const value of inverse.data) expect(value).toBeCloseTo(0.25, 12);
  expect(isDetermined([1, 1])).toBe(true);
  expect(isDetermined([1, 0])).toBe(false);
});

test("a parameter of size 0 is known, and what depends on it is not determined", () => {
  const { inverse, isDetermined } = scaledInverse(
    matrix(2, 2, Float64Array.of(4, 1, 1, 4)),
    Float64Array.of(2, 0),
    1e-8,
  );
  expect(Array.from(inverse.data)).toEqual([0.25, 0, 0, 0]);
  expect(isDetermined([1, 0])).toBe(true);
  expect(isDetermined([0, 1])).toBe(false);
});
