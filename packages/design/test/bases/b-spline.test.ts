import fc from "fast-check";
import { expect, test } from "vitest";
import { bSplineBasis } from "../../src/bases/b-spline.ts";

/** A spline with its full knots, and positions between them. */
const spline = fc
  .record({
    degree: fc.integer({ min: 0, max: 5 }),
    inner: fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 6 }),
    x: fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 20 }),
  })
  .map(({ degree, inner, x }) => {
    const ends = (knot: number) => new Array<number>(degree + 1).fill(knot);
    const knots = Float64Array.from([...ends(0), ...inner, ...ends(100)]).sort();
    return { degree, knots, x: Float64Array.from([0, 100, ...x]) };
  });

test("the functions are not negative and sum to one, both ends and repeated knots included", () => {
  fc.assert(
    fc.property(spline, ({ degree, knots, x }) => {
      const columns = bSplineBasis(x, knots, degree);
      expect(columns.length).toBe(knots.length - degree - 1);
      for (let i = 0; i < x.length; i++) {
        const row = columns.map((column) => column[i]!);
        expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
        expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
      }
    }),
    { numRuns: 100 },
  );
});

test("a straight line is the sum of the functions with Greville's abscissae as coefficients", () => {
  fc.assert(
    fc.property(spline, ({ degree, knots, x }) => {
      fc.pre(degree > 0);
      const columns = bSplineBasis(x, knots, degree);
      const coefficients = columns.map((_, j) => {
        return knots.subarray(j + 1, j + 1 + degree).reduce((sum, knot) => sum + knot, 0) / degree;
      });
      for (let i = 0; i < x.length; i++) {
        const line = columns.reduce((sum, column, j) => sum + column[i]! * coefficients[j]!, 0);
        expect(line).toBeCloseTo(x[i]!, 9);
      }
    }),
    { numRuns: 100 },
  );
});

test("a missing position is missing in each column", () => {
  const columns = bSplineBasis(Float64Array.of(Number.NaN, 1), [0, 0, 2, 2], 1);
  expect(columns.map((column) => [...column])).toEqual([
    [Number.NaN, 0.5],
    [Number.NaN, 0.5],
  ]);
});
