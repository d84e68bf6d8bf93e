// Structures of covariance matrices against their definitions, and their derivatives against differences.
import { describe, expect, test } from "vitest";
import { COVARIANCE_STRUCTURES, correlationOf } from "../../src/parameters/covariance-structures.ts";
import type { TermStructure } from "../../src/parameters/covariance-terms.ts";
import { covarianceOf, lowerEntries } from "../../src/parameters/triangular-root.ts";
import { uniform } from "../models.ts";

const STRUCTURES = Object.keys(COVARIANCE_STRUCTURES) as TermStructure[];

const cases = STRUCTURES.flatMap((structure) => [2, 3, 5].map((s): [TermStructure, number] => [structure, s])).concat([
  ["us", 1],
]);

/** Psi of a structure, s x s. */
function psiOf(structure: TermStructure, par: Float64Array, s: number): Float64Array {
  return covarianceOf(COVARIANCE_STRUCTURES[structure].lambda(par, s), s);
}

/** Psi from standard deviations and a correlation for each distance. */
function fromDefinition(sds: readonly number[], correlation: (distance: number) => number): number[] {
  return sds.flatMap((b, j) => sds.map((a, i) => a * b * (i === j ? 1 : correlation(Math.abs(i - j)))));
}

function expectClose(values: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(values.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs(values[i] - expected[i])).toBeLessThanOrEqual(tolerance * (1 + Math.abs(expected[i])));
}

describe("definitions", () => {
  test("us: the lower triangle of lambda, column by column", () => {
    expect([...COVARIANCE_STRUCTURES.us.lambda(Float64Array.of(1, 2, 3, 4, 5, 6), 3)]).toEqual([
      1, 2, 3, 0, 4, 5, 0, 0, 6,
    ]);
  });

  test("cs: a standard deviation for each column, and one correlation", () => {
    for (const angle of [0.2, 0.9, 1.4]) {
      const rho = 1 - 1.5 * Math.cos(angle) ** 2;
      const par = Float64Array.of(1.5, 0.3, 2, angle);
      expect(correlationOf("cs", par, 3)).toBeCloseTo(rho, 14);
      expectClose(
        psiOf("cs", par, 3),
        fromDefinition([1.5, 0.3, 2], () => rho),
        1e-14,
      );
    }
  });

  test("homcs: one standard deviation and one correlation", () => {
    for (const angle of [0.2, 0.9, 1.4]) {
      const rho = 1 - (4 / 3) * Math.cos(angle) ** 2;
      const par = Float64Array.of(0.7, angle);
      expect(correlationOf("homcs", par, 4)).toBeCloseTo(rho, 14);
      expectClose(
        psiOf("homcs", par, 4),
        fromDefinition([0.7, 0.7, 0.7, 0.7], () => rho),
        1e-14,
      );
    }
  });

  test("ar1: correlations are powers of the distance", () => {
    for (const rho of [-0.9, -0.2, 0, 0.6, 0.99]) {
      const par = Float64Array.of(1.3, Math.asin(rho));
      expect(correlationOf("ar1", par, 4)).toBeCloseTo(rho, 14);
      expectClose(
        psiOf("ar1", par, 4),
        fromDefinition([1.3, 1.3, 1.3, 1.3], (d) => rho ** d),
        1e-14,
      );
    }
  });

  test("at the ends of its range a correlation matrix is singular, and nothing is NaN", () => {
    const ones = [1, 1, 1];
    const ends: [TermStructure, number, number[]][] = [
      ["homcs", Math.PI / 2, fromDefinition(ones, () => 1)],
      ["homcs", 0, fromDefinition(ones, () => -0.5)],
      ["ar1", Math.PI / 2, fromDefinition(ones, () => 1)],
      ["ar1", -Math.PI / 2, fromDefinition(ones, (d) => (-1) ** d)],
    ];
    for (const [structure, angle, psi] of ends) expectClose(psiOf(structure, Float64Array.of(1, angle), 3), psi, 1e-15);
  });
});

describe.each(cases)("%s of size %i", (structure, s) => {
  const map = COVARIANCE_STRUCTURES[structure];
  const count = map.count(s);
  const next = uniform(10 * s + structure.length);
  const points = Array.from({ length: 6 }, () => Float64Array.from({ length: count }, () => 3 * next() - 1.5));
  // one entry zero, and all of them
  points.push(
    points[0].map((v, k) => (k === 0 ? 0 : v)),
    new Float64Array(count),
  );

  test("has as many parameters as its definition", () => {
    expect(count).toBe({ us: (s * (s + 1)) / 2, cs: s + 1, homcs: 2, ar1: 2 }[structure]);
  });

  test("slopes are derivatives of Psi", () => {
    for (const par of points)
      map.slopes(par, s).forEach((slope, k) => {
        const moved = (h: number) =>
          psiOf(
            structure,
            par.map((v, j) => (j === k ? v + h : v)),
            s,
          );
        const h = 1e-3;
        const [a, b, c, d] = [moved(h), moved(-h), moved(2 * h), moved(-2 * h)];
        expectClose(
          slope,
          a.map((v, e) => (8 * (v - b[e]) - (c[e] - d[e])) / (12 * h)),
          1e-10,
        );
      });
  });

  test("the curvature is the derivative of the slopes, weighted with a symmetric matrix", () => {
    const half = Float64Array.from({ length: s * s }, () => 2 * next() - 1);
    const G = half.map((v, at) => v + half[(at % s) * s + Math.floor(at / s)]);
    const gradient = (par: Float64Array): number[] =>
      map.slopes(par, s).map((slope) => slope.reduce((sum, v, e) => sum + v * G[e], 0));
    for (const par of points) {
      const curvature = map.curvature(par, s, G);
      for (let k = 0; k < count; k++) {
        const moved = (h: number) => gradient(par.map((v, j) => (j === k ? v + h : v)));
        const h = 1e-3;
        const [a, b, c, d] = [moved(h), moved(-h), moved(2 * h), moved(-2 * h)];
        expectClose(
          curvature.subarray(k * count, (k + 1) * count),
          a.map((v, e) => (8 * (v - b[e]) - (c[e] - d[e])) / (12 * h)),
          1e-9,
        );
      }
    }
  });

  test("canonical parameters give the same Psi, and are canonical already", () => {
    for (const par of points) {
      const usual = map.canonical(par, s);
      expectClose(psiOf(structure, usual, s), psiOf(structure, par, s), 1e-14);
      expectClose(map.canonical(usual, s), usual, 1e-13);
    }
  });

  test("canonical parameters have signs and angles in their usual range", () => {
    for (const par of points) {
      const usual = map.canonical(par, s);
      if (structure === "us") {
        for (const [t, { row, column }] of lowerEntries(s).entries())
          if (row === column) expect(usual[t]).toBeGreaterThanOrEqual(0);
        continue;
      }
      const sds = usual.subarray(0, count - 1);
      const angle = usual[count - 1];
      expect(sds.reduce((sum, v) => sum + v, 0)).toBeGreaterThanOrEqual(0);
      expect(Math.abs(angle)).toBeLessThanOrEqual(Math.PI / 2);
      if (structure !== "ar1") expect(angle).toBeGreaterThanOrEqual(0);
      // the correlation of two columns takes up the sign of one of them
      if (structure === "cs" && s === 2) expect(Math.min(...sds)).toBeGreaterThanOrEqual(0);
    }
  });

  test("what is nearly at the boundary is taken there: the boundary says so, and Psi hardly moves", () => {
    const inside = map.canonical(points[1], s);
    const places =
      structure === "us" ? lowerEntries(s).flatMap(({ row, column }, t) => (row === column ? [t] : [])) : [];
    for (const place of structure === "us" ? places : inside.keys()) {
      const isAngle = structure !== "us" && place === count - 1;
      const edge = isAngle ? Math.PI / 2 : 0;
      const near = inside.map((v, k) => (k === place ? edge + (isAngle ? -1e-6 : 1e-6) : v));
      expect(map.atBoundary(near, s)).not.toContain(place);
      const there = map.canonical(near, s, 1e-4);
      expect(map.atBoundary(there, s).length).toBeGreaterThan(0);
      const [psi, moved] = [psiOf(structure, near, s), psiOf(structure, there, s)];
      expectClose(moved, psi, 1e-5);
    }
  });

  test("the interior is not at the boundary, all zero is", () => {
    const identity = Float64Array.from({ length: s * s }, (_, at) => (at % (s + 1) === 0 ? 1 : 0));
    expect(map.atBoundary(map.parameters(identity, s), s)).toEqual([]);
    expect(map.atBoundary(new Float64Array(count), s).length).toBeGreaterThanOrEqual(1);
  });

  test("parameters of a matrix that has the structure give it back", () => {
    for (const par of points.slice(0, 6)) {
      // away from the boundary, which starts keep off
      const inner = map.canonical(par, s).map((v, k) => {
        if (structure === "us") return v;
        return k === count - 1 ? Math.sign(v) * (0.4 + (0.5 * Math.abs(v)) / 1.6) : 0.2 + Math.abs(v);
      });
      const psi = psiOf(structure, inner, s);
      expectClose(psiOf(structure, map.parameters(psi, s), s), psi, 1e-12);
    }
  });
});

test("an entry that moves to the diagonal when another becomes zero, and is as small, is zero too", () => {
  const nearly = COVARIANCE_STRUCTURES.us.canonical(Float64Array.of(1e-30, 1e-25, 1e-40), 2, 1e-4);
  expect([...nearly]).toEqual([0, 0, 0]);
});
