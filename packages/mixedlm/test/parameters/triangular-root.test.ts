import { describe, expect, test } from "vitest";
import {
  covarianceOf,
  lowerEntries,
  lowerEntriesByRow,
  lowerRoot,
  triangularRoot,
} from "../../src/parameters/triangular-root.ts";
import { uniform } from "../models.ts";

test("entries of a lower triangle: theta's order is column by column, statsmodels' row by row", () => {
  const pairs = (entries: ReturnType<typeof lowerEntries>) => entries.map(({ row, column }) => [row, column]);
  expect(pairs(lowerEntries(3)).join(" ")).toBe("0,0 1,0 2,0 1,1 2,1 2,2");
  expect(pairs(lowerEntriesByRow(3)).join(" ")).toBe("0,0 1,0 1,1 2,0 2,1 2,2");
});

describe.each([1, 2, 3, 5])("roots of a %i x %i matrix", (k) => {
  const next = uniform(k);
  const root = Float64Array.from({ length: k * k }, () => next() - 0.5);

  test("both are lower triangular with a positive diagonal, and give the matrix back", () => {
    for (const L of [triangularRoot(root, k), lowerRoot(covarianceOf(root, k), k)]) {
      for (let j = 0; j < k; j++) {
        expect(L[j * k + j]).toBeGreaterThan(0);
        for (let i = 0; i < j; i++) expect(L[j * k + i]).toBe(0);
      }
      const [psi, back] = [covarianceOf(root, k), covarianceOf(L, k)];
      for (let at = 0; at < k * k; at++) expect(Math.abs(psi[at]! - back[at]!)).toBeLessThanOrEqual(1e-15 * k);
    }
  });

  test("zero columns stay exactly zero, wherever they are", () => {
    for (let zero = 0; zero < k; zero++) {
      const singular = root.map((entry, at) => (Math.floor(at / k) === zero ? 0 : entry));
      const L = triangularRoot(singular, k);
      expect([...L.slice((k - 1) * k)]).toEqual(new Array(k).fill(0));
      const [psi, back] = [covarianceOf(singular, k), covarianceOf(L, k)];
      for (let at = 0; at < k * k; at++) expect(Math.abs(psi[at]! - back[at]!)).toBeLessThanOrEqual(1e-15 * k);
    }
  });
});

test("a row of zeros gets a zero column, and later rows keep their place", () => {
  const L = triangularRoot(Float64Array.of(0, 3, 1, 0, 4, 2, 0, 0, 0), 3);
  expect([...L.slice(0, 4)]).toEqual([0, 0, 0, 0]);
  expect(L[4]).toBeCloseTo(5, 14);
  expect(L[5]).toBeCloseTo(11 / 5, 14);
  expect(L[8]).toBeCloseTo(2 / 5, 14);
});

test("a nearly perfect correlation keeps its digits: nothing is squared", () => {
  const L = triangularRoot(Float64Array.of(1, 1, 0, 1e-12), 2);
  expect([...L]).toEqual([1, 1, 0, 1e-12]);
});
