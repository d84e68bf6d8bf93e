import fc from "fast-check";
import { expect, test } from "vitest";
import { absorbConstraints } from "../../src/bases/absorb-constraints.ts";

const identity = (p: number) =>
  Array.from({ length: p }, (_, j) => Float64Array.from({ length: p }, (_, i) => +(i === j)));
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, value, i) => sum + value * b[i]!, 0);

const constraints = fc.integer({ min: 2, max: 7 }).chain((p) =>
  fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: p, maxLength: p }), {
    minLength: 1,
    maxLength: p - 1,
  }),
);

test("whatever the free coefficients, those of the basis satisfy the constraints; the new columns are orthonormal", () => {
  fc.assert(
    fc.property(constraints, (rows) => {
      const columns = absorbConstraints(identity(rows[0]!.length), rows);
      expect(columns.length).toBe(rows[0]!.length - rows.length);
      for (const [j, column] of columns.entries()) {
        for (const row of rows) expect(dot(column, row)).toBeCloseTo(0, 12);
        for (const [k, other] of columns.entries()) expect(dot(column, other)).toBeCloseTo(+(j === k), 12);
      }
    }),
    { numRuns: 200 },
  );
});

test("a constraint of zeros takes the first column", () => {
  expect(absorbConstraints(identity(3), [[0, 0, 0]]).map((column) => [...column])).toEqual([
    [0, 1, 0],
    [0, 0, 1],
  ]);
});
