import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { studentizedRangeCdf, studentizedRangeQuantile, studentizedRangeSf, studentSf } from "../../src/index.ts";

type Case = readonly [q: number, means: number, df: number, lower: string, upper: string];
const { cases } = JSON.parse(
  readFileSync(new URL("../../../../fixtures/distributions/studentized-range.json", import.meta.url), "utf8"),
) as { cases: readonly Case[] };
const points = cases.map(([q, means, df, lower, upper]) => {
  return { q, means, df: df === -1 ? Number.POSITIVE_INFINITY : df, lower: Number(lower), upper: Number(upper) };
});

/** What the documentation promises. */
const BOUND = 1e-12;

function relative(ours: number, value: number): number {
  return Math.abs(ours / value - 1);
}

describe("against arithmetic of 30 digits", () => {
  test.each(points)("both tails at $q of $means means, df $df, have their digits", ({ q, means, df, lower, upper }) => {
    expect(relative(studentizedRangeCdf(q, means, df), lower)).toBeLessThan(BOUND);
    expect(relative(studentizedRangeSf(q, means, df), upper)).toBeLessThan(BOUND);
  });

  test.each(points.filter(({ lower }) => lower < 0.999))(
    "the quantile of $lower of $means means, df $df, is $q",
    (point) => {
      expect(relative(studentizedRangeQuantile(point.lower, point.means, point.df), point.q)).toBeLessThan(BOUND);
    },
  );
});

test("the range of two means is the root of 2 times |t|", () => {
  for (const df of [0.7, 3, 40, Number.POSITIVE_INFINITY])
    for (const t of [0.1, 2, 11])
      expect(relative(studentizedRangeSf(Math.SQRT2 * t, 2, df), 2 * studentSf(t, df))).toBeLessThan(1e-12);
});

test("a table of the studentized range is met to its digits", () => {
  // upper 5 % points, Pearson & Hartley, Biometrika Tables for Statisticians I, table 29
  for (const [means, df, value] of [
    [3, 10, 3.88],
    [5, 20, 4.23],
    [10, 30, 4.82],
    [20, 120, 5.13],
  ] as const)
    expect(studentizedRangeQuantile(0.95, means, df)).toBeCloseTo(value, 2);
});

test("what is outside the domain is NaN, and the ends of the range are 0 and infinity", () => {
  for (const [means, df] of [
    [1, 5],
    [Number.POSITIVE_INFINITY, 5],
    [3, 0],
    [3, Number.NaN],
  ] as const) {
    expect(studentizedRangeSf(3, means, df)).toBeNaN();
    expect(studentizedRangeQuantile(0.9, means, df)).toBeNaN();
  }
  expect(studentizedRangeQuantile(1.1, 3, 5)).toBeNaN();
  expect([studentizedRangeSf(0, 3, 5), studentizedRangeCdf(-1, 3, 5), studentizedRangeSf(Infinity, 3, 5)]).toEqual([
    1, 0, 0,
  ]);
  expect([studentizedRangeQuantile(0, 3, 5), studentizedRangeQuantile(1, 3, 5)]).toEqual([0, Infinity]);
});
