// The functions of one and two numbers against those of this engine, whose errors are below one unit or two, and in the
// places where numpy has an answer of its own.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as own from "../../src/functions/elementary-functions.ts";

const FUNCTIONS = [
  ["log2", own.log2, Math.log2, 1e-300, 1e300],
  ["log10", own.log10, Math.log10, 1e-300, 1e300],
  ["cbrt", own.cbrt, Math.cbrt, -1e300, 1e300],
  ["tan", own.tan, Math.tan, -1e5, 1e5],
  ["sinh", own.sinh, Math.sinh, -710, 710],
  ["cosh", own.cosh, Math.cosh, -710, 710],
  ["tanh", own.tanh, Math.tanh, -30, 30],
] as const;

describe.each(FUNCTIONS)("%s", (_, f, reference, min, max) => {
  test("agrees with the engine's to four units in the last place", () => {
    const near = (x: number): boolean => Math.abs(f(x) - reference(x)) <= 9e-16 * Math.abs(reference(x));
    const wide = fc.double({ min, max, noNaN: true });
    const narrow = fc.double({ min: Math.max(min, -3), max: 3, noNaN: true });
    fc.assert(
      fc.property(fc.oneof(wide, narrow), (x) => near(x)),
      { numRuns: 2000, seed: 1 },
    );
  });

  test("has the engine's answers at zero, infinity and what is no number", () => {
    for (const x of [0, -0, Infinity, -Infinity, Number.NaN]) expect(f(x)).toBe(reference(x));
  });
});

test("logarithms of powers of their base are whole", () => {
  for (let k = -1022; k <= 1023; k++) expect(own.log2(2 ** k)).toBe(k);
  for (let k = 0; k <= 22; k++) expect(own.log10(Number(`1e${k}`))).toBe(k);
});

test("cube roots of cubes are whole", () => {
  for (let k = -1000; k <= 1000; k++) expect(own.cbrt(k * k * k)).toBe(k);
});

test("a hypotenuse is infinite as soon as one side is", () => {
  expect(own.hypotenuse(Infinity, Number.NaN)).toBe(Infinity);
  expect(own.hypotenuse(Number.NaN, 1)).toBeNaN();
  expect(own.hypotenuse(3e200, 4e200)).toBeCloseTo(5e200, -186);
});
