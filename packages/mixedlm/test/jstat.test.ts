// The kernels against jstat, which shares no code with them, at arguments that no grid has chosen.
// It is the coarser of the two: a bound has the size of jstat's own error against 60 digits, and a range ends where it
// fails (the normal tail at z = 10 is 0, the chi-square quantile of 1e-50 for 3 degrees is 8e-12 instead of 1e-33, and
// t with a million degrees is wrong in the second digit). That is why the package itself does not use it.
import fc from "fast-check";
import jStat from "jstat";
import { describe, expect, test } from "vitest";
import {
  chiSquareCdf,
  chiSquareQuantile,
  chiSquareSf,
  fisherCdf,
  fisherQuantile,
  fisherSf,
  normalCdf,
  normalQuantile,
  normalSf,
  studentCdf,
  studentQuantile,
  studentSf,
} from "../src/distributions/continuous.ts";

type Kernel = (x: number, a: number, b: number) => number;
type Range = readonly [min: number, max: number];

/** Our function, jstat's, the ranges of their arguments, and the largest relative difference. */
type Comparison = [name: string, ours: Kernel, theirs: Kernel, ranges: readonly Range[], bound: number];

const { normal, studentt, centralF, chisquare } = jStat;

// the median's quantile may be 0, which has no relative error
const lower: Range = [1e-6, 0.4];
const upper: Range = [0.6, 1 - 1e-6];
const studentDf: Range = [1, 20];
const fisherDf: readonly Range[] = [
  [1, 50],
  [1, 200],
];
const chiSquareDf: Range = [0.5, 100];

// jstat has no upper tails: symmetry gives them, 1 / F, and for chi-square, where they are not small, the complement
const comparisons: Comparison[] = [
  ["normalCdf", normalCdf, (z) => normal.cdf(z, 0, 1), [[-5, 5]], 1e-10],
  ["normalSf", normalSf, (z) => normal.cdf(-z, 0, 1), [[-5, 5]], 1e-10],
  ["normalQuantile, lower half", normalQuantile, (p) => normal.inv(p, 0, 1), [lower], 2e-12],
  ["normalQuantile, upper half", normalQuantile, (p) => normal.inv(p, 0, 1), [upper], 2e-12],
  ["studentCdf", studentCdf, (t, n) => studentt.cdf(t, n), [[-30, 30], studentDf], 5e-8],
  ["studentSf", studentSf, (t, n) => studentt.cdf(-t, n), [[-30, 30], studentDf], 5e-8],
  ["studentQuantile, lower half", studentQuantile, (p, n) => studentt.inv(p, n), [lower, studentDf], 1e-7],
  ["studentQuantile, upper half", studentQuantile, (p, n) => studentt.inv(p, n), [upper, studentDf], 1e-7],
  ["fisherCdf", fisherCdf, (f, m, n) => centralF.cdf(f, m, n), [[0.02, 50], ...fisherDf], 2e-7],
  ["fisherSf", fisherSf, (f, m, n) => centralF.cdf(1 / f, n, m), [[0.02, 50], ...fisherDf], 2e-7],
  ["fisherQuantile", fisherQuantile, (p, m, n) => centralF.inv(p, m, n), [[1e-6, 0.99], ...fisherDf], 1e-7],
  ["chiSquareCdf", chiSquareCdf, (x, k) => chisquare.cdf(x, k), [[0.01, 300], chiSquareDf], 1e-10],
  ["chiSquareSf", sfOfRatio, (r, k) => 1 - chisquare.cdf(r * k, k), [[0.1, 1.5], chiSquareDf], 1e-10],
  ["chiSquareQuantile", chiSquareQuantile, (p, k) => chisquare.inv(p, k), [[1e-6, 0.9999], chiSquareDf], 1e-9],
];

describe("against jstat, where it is good", () => {
  test.each(comparisons)("%s agrees", (_name, ours, theirs, ranges, bound) => {
    const one = ([min, max]: Range) => fc.double({ min, max, noNaN: true });
    const [first, second = [0, 0], third = [0, 0]] = ranges;
    fc.assert(
      fc.property(one(first!), one(second), one(third), (x, a, b) => {
        const [value, reference] = [ours(x, a, b), theirs(x, a, b)];
        expect(Math.abs(value - reference)).toBeLessThanOrEqual(bound * Math.abs(reference));
      }),
      { seed: 20260806, numRuns: 2000 },
    );
  });
});

// x as a multiple of its mean, so that the tail is not small
function sfOfRatio(ratio: number, df: number): number {
  return chiSquareSf(ratio * df, df);
}
