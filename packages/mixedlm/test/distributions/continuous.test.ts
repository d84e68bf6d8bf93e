import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  chiSquareCdf,
  chiSquareQuantile,
  chiSquareSf,
  fisherCdf,
  fisherQuantile,
  fisherSf,
  normalCdf,
  normalLogSf,
  normalQuantile,
  normalSf,
  studentCdf,
  studentQuantile,
  studentSf,
} from "../../src/distributions/continuous.ts";

fc.configureGlobal({ seed: 20260803 });

type Point = readonly [name: string, args: number[], value: string];
type GridRow = { f: string; fn: string; a: number[]; v: string };

function read(file: string) {
  return JSON.parse(readFileSync(new URL(`../../../../fixtures/distributions/${file}`, import.meta.url), "utf8"));
}

const grid: Point[] = (read("grid.json") as GridRow[]).map(({ f, fn, a, v }) => [`${f}/${fn}`, a, v]);
const extended: Point[] = read("extended.json").cases;
const points = [...grid, ...extended];

// largest relative error that each function's documentation promises
const functions: [name: string, f: (...args: number[]) => number, bound: number][] = [
  ["norm/cdf", normalCdf, 1e-15],
  ["norm/sf", normalSf, 1e-15],
  ["norm/logsf", normalLogSf, 1e-15],
  ["norm/q", normalQuantile, 1e-15],
  ["t/cdf", studentCdf, 1e-13],
  ["t/sf", studentSf, 2e-13],
  ["t/q", studentQuantile, 1e-14],
  ["f/cdf", fisherCdf, 2e-13],
  ["f/sf", fisherSf, 4e-13],
  ["f/q", fisherQuantile, 2e-14],
  ["chisq/cdf", chiSquareCdf, 2e-13],
  ["chisq/sf", chiSquareSf, 3e-13],
  ["chisq/q", chiSquareQuantile, 3e-14],
];

describe("against arithmetic of 60 and 420 digits", () => {
  test.each(functions)("%s stays within its documented relative error", (name, f, bound) => {
    const chosen = points.filter((point) => point[0] === name);
    expect(chosen.length).toBeGreaterThan(20);
    const wrong = chosen
      .map(([, args, value]) => ({ args, value, ours: f(...args), error: relativeError(f(...args), Number(value)) }))
      .filter(({ error }) => !(error <= bound));
    expect(wrong).toEqual([]);
  });

  test("every reference value belongs to a function", () => {
    const known = new Set(functions.map(([name]) => name));
    expect(points.filter(([name]) => !known.has(name))).toEqual([]);
  });
});

function relativeError(ours: number, value: number): number {
  return ours === value ? 0 : Math.abs(ours / value - 1);
}

describe("relations between the distributions", () => {
  const df = fc.double({ min: 0.2, max: 1e5, noNaN: true });
  const positive = fc.double({ min: 1e-3, max: 50, noNaN: true });
  const probability = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true });

  test("t squared is F with 1 and df degrees of freedom", () => {
    fc.assert(
      fc.property(positive, df, (t, n) => {
        const sf = fisherSf(t * t, 1, n);
        return sf < 1e-290 || relativeError(2 * studentSf(t, n), sf) < 1e-10;
      }),
    );
  });

  test("1 / F swaps the degrees of freedom", () => {
    fc.assert(
      fc.property(positive, df, df, (f, a, b) => {
        const [cdf, sf] = [fisherCdf(f, a, b), fisherSf(1 / f, b, a)];
        return cdf < 1e-250 || relativeError(cdf, sf) < 1e-9;
      }),
    );
  });

  test("two degrees of freedom make chi-square exponential", () => {
    fc.assert(fc.property(positive, (x) => relativeError(chiSquareSf(x, 2), Math.exp(-x / 2)) < 1e-14));
  });

  test("infinite degrees of freedom make t normal and F chi-square over df1", () => {
    expect(studentSf(1.96, Infinity)).toBe(normalSf(1.96));
    expect(studentCdf(-9, Infinity)).toBe(normalCdf(-9));
    expect(studentQuantile(0.025, Infinity)).toBe(normalQuantile(0.025));
    expect(fisherSf(2.5, 4, Infinity)).toBe(chiSquareSf(10, 4));
    expect(relativeError(fisherQuantile(0.95, 4, Infinity), chiSquareQuantile(0.95, 4) / 4)).toBeLessThan(1e-14);
  });

  test("a quantile's tail is the probability it was asked for", () => {
    fc.assert(
      fc.property(probability, df, df, (p, a, b) => {
        const q = 1 - p;
        const tails = (cdf: number, sf: number) => (p <= q ? relativeError(cdf, p) : relativeError(sf, q)) < 1e-9;
        const [t, f, x] = [studentQuantile(p, a), fisherQuantile(p, a, b), chiSquareQuantile(p, a)];
        expect(tails(studentCdf(t, a), studentSf(t, a))).toBe(true);
        expect(tails(fisherCdf(f, a, b), fisherSf(f, a, b))).toBe(true);
        expect(tails(chiSquareCdf(x, a), chiSquareSf(x, a))).toBe(true);
      }),
    );
  });
});

describe("at the edges", () => {
  test("arguments outside the domain give NaN", () => {
    for (const bad of [0, -1, Number.NaN]) {
      expect([studentCdf(1, bad), fisherCdf(1, bad, 2), fisherSf(1, 2, bad), chiSquareSf(1, bad)]).toEqual(nans(4));
      expect([studentQuantile(0.5, bad), fisherQuantile(0.5, bad, 2), chiSquareQuantile(0.5, bad)]).toEqual(nans(3));
    }
    for (const p of [-0.1, 1.1, Number.NaN]) {
      expect([normalQuantile(p), studentQuantile(p, 3), fisherQuantile(p, 3, 4)]).toEqual(nans(3));
    }
    expect([normalCdf(NaN), normalLogSf(NaN), studentSf(NaN, 3), fisherSf(NaN, 3, 4)]).toEqual(nans(4));
  });

  test("infinite variates have tails 0 and 1, and probabilities 0 and 1 the ends of the range", () => {
    expect([normalSf(Infinity), normalLogSf(Infinity), normalCdf(Infinity)]).toEqual([0, -Infinity, 1]);
    expect([studentSf(Infinity, 3), studentSf(-Infinity, 3), fisherSf(Infinity, 2, 3)]).toEqual([0, 1, 0]);
    expect([chiSquareCdf(Infinity, 3), chiSquareCdf(0, 3), chiSquareSf(-1, 3)]).toEqual([1, 0, 1]);
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
    expect([studentQuantile(0, 3), studentQuantile(1, 3)]).toEqual([-Infinity, Infinity]);
    expect([chiSquareQuantile(0, 3), chiSquareQuantile(1, 3)]).toEqual([0, Infinity]);
  });

  test("a tail beyond the range of doubles is 0, and its logarithm still finite", () => {
    expect(normalSf(50)).toBe(0);
    // from erfc in arithmetic of 800 digits
    expect(relativeError(normalLogSf(50), -1254.83136113942)).toBeLessThan(1e-15);
  });

  test("the median of t is 0", () => {
    expect(studentQuantile(0.5, 7)).toBe(0);
    expect(studentSf(0, 7)).toBe(0.5);
  });
});

function nans(count: number): number[] {
  return new Array(count).fill(Number.NaN);
}
