import fc from "fast-check";
import { expect, test } from "vitest";
import { cubicRegressionBasis } from "../../src/bases/cubic-regression-spline.ts";

const knotsOf = (least: number) =>
  fc
    .uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: least, maxLength: 9 })
    .map((knots) => knots.sort((a, b) => a - b));

const rowOf = (columns: readonly Float64Array[], i: number) => columns.map((column) => column[i]!);

test("each function is one at its knot and zero at the others", () => {
  fc.assert(
    fc.property(knotsOf(3), (knots) => {
      const columns = cubicRegressionBasis(Float64Array.from(knots), { knots, isCyclic: false });
      for (const [i] of knots.entries()) {
        for (const [j, value] of rowOf(columns, i).entries()) expect(value).toBeCloseTo(i === j ? 1 : 0, 12);
      }
    }),
  );
});

test("a natural spline through the points of a straight line is that line, beyond the knots too", () => {
  fc.assert(
    fc.property(knotsOf(3), fc.double({ min: -200, max: 200, noNaN: true }), (knots, at) => {
      const columns = cubicRegressionBasis(Float64Array.of(at), { knots, isCyclic: false });
      const line = rowOf(columns, 0).reduce((sum, value, j) => sum + value * (3 * knots[j]! - 2), 0);
      expect(line).toBeCloseTo(3 * at - 2, 8);
    }),
  );
});

test("a cyclic spline repeats itself, and its functions sum to one", () => {
  fc.assert(
    fc.property(knotsOf(4), fc.double({ min: 0, max: 1, noNaN: true }), (knots, part) => {
      const [first, period] = [knots[0]!, knots.at(-1)! - knots[0]!];
      const at = first + part * period;
      const columns = cubicRegressionBasis(Float64Array.of(at, at + 2 * period, at - period), {
        knots,
        isCyclic: true,
      });
      expect(rowOf(columns, 0).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 10);
      for (const column of columns) {
        expect(column[1]).toBeCloseTo(column[0]!, 9);
        expect(column[2]).toBeCloseTo(column[0]!, 9);
      }
    }),
  );
});
