// The parts of the Schur engine that stand by themselves: square roots in their graded form, and left inverses.
import { expect, test } from "vitest";
import type { InternalProducts } from "../../src/coordinates/internal-products.ts";
import { factorRoots } from "../../src/schur/factor-roots.ts";
import { leftInverse } from "../../src/schur/left-inverse.ts";

const SIZE = 3;

/** One term of three columns on one factor. */
const products = {
  factors: [{ columns: SIZE }],
  terms: [{ structure: "us", size: SIZE, placements: [{ factor: 0, column: 0 }] }],
} as unknown as InternalProducts;

const columnsOf = (M: Float64Array): number[][] => [0, 1, 2].map((k) => [...M.subarray(k * SIZE, (k + 1) * SIZE)]);
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, k) => sum + value * b[k], 0);
const square = (M: Float64Array): number[] => {
  const columns = columnsOf(M);
  return [0, 1, 2].flatMap((j) => [0, 1, 2].map((i) => columns.reduce((sum, c) => sum + c[i] * c[j], 0)));
};

const lambdas: Record<string, number[]> = {
  "a full root": [1, 0.5, -0.3, 0, 0.8, 0.2, 0, 0, 0.4],
  "a root of rank one": [1, 0.5, -0.3, 0, 0, 0, 0, 0, 0],
  "columns of very different sizes": [1e6, 3, 1e-5, 0, 1e-4, 2, 0, 0, 1e-7],
  zeros: new Array<number>(9).fill(0),
};

test.each(Object.entries(lambdas))("the turned root of %s has the same square and orthogonal columns", (_, entries) => {
  const lambda = Float64Array.from(entries);
  const { exact, lifted, terms } = factorRoots(products, [lambda]);
  const wanted = square(lambda);
  const largest = Math.max(...wanted.map(Math.abs));
  square(exact[0]).forEach((value, k) => {
    expect(Math.abs(value - wanted[k])).toBeLessThanOrEqual(4e-15 * largest);
  });
  expect(terms[0]).toEqual(lifted[0]);
  const columns = columnsOf(lifted[0]);
  columns.forEach((a, j) => {
    expect(Math.hypot(...a)).toBeGreaterThan(0.99e-9);
    for (const b of columns.slice(j + 1))
      expect(Math.abs(dot(a, b))).toBeLessThan(1e-14 * Math.hypot(...a) * Math.hypot(...b));
  });
});

test("lifting adds no more than rounding errors", () => {
  const { exact, lifted } = factorRoots(products, [Float64Array.from(lambdas["a root of rank one"])]);
  const wanted = square(exact[0]);
  square(lifted[0]).forEach((value, k) => {
    expect(Math.abs(value - wanted[k])).toBeLessThan(2e-16 * 1.34);
  });
});

test("a left inverse takes T to the identity on its rank", () => {
  // two columns, then one of zeros, from place 2
  const T = Float64Array.of(9, 9, 1, 2, 3, 1, 2.001, 2.9, 0, 0, 0);
  const H = columnsOf(leftInverse(T, 2, SIZE));
  const columns = columnsOf(T.slice(2));
  const product = [0, 1, 2].map((i) =>
    columns.map((column) => column.reduce((sum, value, k) => sum + H[k][i] * value, 0)),
  );
  product.forEach((row, i) => {
    row.forEach((value, j) => {
      expect(Math.abs(value - (i === j && i < 2 ? 1 : 0))).toBeLessThan(1e-12);
    });
  });
});
