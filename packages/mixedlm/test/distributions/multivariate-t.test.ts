import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { largestT } from "../../src/distributions/multivariate-t.ts";
import {
  multivariateTQuantile,
  multivariateTSf,
  studentizedRangeQuantile,
  studentizedRangeSf,
  studentQuantile,
  studentSf,
} from "../../src/index.ts";

interface Case {
  readonly loadings: readonly (readonly number[])[];
  readonly df: number | "Inf";
  readonly t: number;
  readonly p: number;
  readonly error: number;
}
const { cases } = JSON.parse(
  readFileSync(new URL("../../../../fixtures/distributions/multivariate-t.json", import.meta.url), "utf8"),
) as { cases: readonly Case[] };

/** Products of rows that are scaled to length 1. */
function correlationOf(rows: readonly (readonly number[])[]): number[][] {
  const unit = rows.map((row) => {
    const length = Math.hypot(...row);
    return row.map((value) => value / length);
  });
  return unit.map((a) => unit.map((b) => a.reduce((sum, value, d) => sum + value * b[d]!, 0)));
}

/** All differences of k means of equal size. */
function pairs(k: number): number[][] {
  const rows: number[][] = [];
  for (let i = 0; i < k; i++)
    for (let j = i + 1; j < k; j++) rows.push(Array.from({ length: k }, (_, d) => (d === i ? 1 : d === j ? -1 : 0)));
  return correlationOf(rows);
}

describe("against mvtnorm", () => {
  test.each(cases.map((own) => [own.loadings.length, own.df, own.t, own] as const))(
    "P(max |T_i| > t) of %s variables, df %s, at %s",
    (_k, df, t, { loadings, p, error }) => {
      const ours = multivariateTSf(t, correlationOf(loadings), df === "Inf" ? Infinity : df);
      // mvtnorm's error is three and a half standard errors, ours is three
      expect(Math.abs(ours.value - p)).toBeLessThan(error + ours.error + 1e-9);
      expect(ours.error).toBeLessThan(2e-4);
    },
  );
});

describe("all comparisons of equal means are Tukey's", () => {
  test("exactly for three means, from large probabilities to tiny ones", () => {
    for (const df of [1.5, 12, Number.POSITIVE_INFINITY])
      for (const t of [0.3, 2.5, 7]) {
        const { value, error } = multivariateTSf(t, pairs(3), df);
        expect(error).toBe(0);
        expect(Math.abs(value / studentizedRangeSf(Math.SQRT2 * t, 3, df) - 1)).toBeLessThan(1e-11);
      }
  });

  test("to seven digits for four means", () => {
    for (const df of [3.3, Number.POSITIVE_INFINITY])
      for (const t of [0.8, 3, 9]) {
        const { value } = multivariateTSf(t, pairs(4), df);
        expect(Math.abs(value / studentizedRangeSf(Math.SQRT2 * t, 4, df) - 1)).toBeLessThan(1e-7);
      }
  });

  test("to a share of a thousandth for more, also of p-values that a difference from 1 would lose", () => {
    for (const [k, df, t] of [
      [5, 20, 3],
      [6, 9.5, 4],
      [8, 30, 8],
    ] as const) {
      const { value, error } = multivariateTSf(t, pairs(k), df, { tolerance: 1e-4 });
      const expected = studentizedRangeSf(Math.SQRT2 * t, k, df);
      expect(Math.abs(value / expected - 1)).toBeLessThan(1e-3);
      expect(Math.abs(value - expected)).toBeLessThan(error);
    }
  });

  test("their critical values are those of the studentized range", () => {
    for (const [k, digits] of [
      [3, 1e-10],
      [4, 1e-7],
      [5, 1e-4],
    ] as const) {
      const expected = studentizedRangeQuantile(0.95, k, 14) * Math.SQRT1_2;
      expect(Math.abs(multivariateTQuantile(0.95, pairs(k), 14) - expected)).toBeLessThan(digits);
    }
  });
});

describe("comparisons with one control", () => {
  const equal = (k: number, rho: number): number[][] =>
    Array.from({ length: k }, (_, i) => Array.from({ length: k }, (__, j) => (i === j ? 1 : rho)));

  test("a table of Dunnett's is met to its digits", () => {
    // two-sided upper 5 % points: Dunnett (1964), Biometrics 20, 482-491, table II; k treatments
    for (const [k, df, value] of [
      [2, 10, 2.57],
      [3, 10, 2.76],
      [5, 20, 2.7],
      [9, 30, 2.86],
    ] as const)
      expect(multivariateTQuantile(0.95, equal(k, 0.5), df)).toBeCloseTo(value, 1);
  });

  test("independent normal variables have the product of their probabilities", () => {
    const inside = 1 - 2 * studentSf(2.2, Infinity);
    const { value, error } = multivariateTSf(2.2, equal(6, 0), Infinity);
    expect(error).toBe(0);
    expect(Math.abs(value - (1 - inside ** 6))).toBeLessThan(1e-14);
  });

  test("unequal numbers of rows are a single integral, as exact as directions are", () => {
    const loadings = [0.3, -0.6, 0.8, 0.5];
    const rho = loadings.map((a, i) => loadings.map((b, j) => (i === j ? 1 : a * b)));
    const exact = multivariateTSf(2.4, rho, 11);
    expect(exact.error).toBe(0);
    // no longer a product, by a hair: the general way
    const general = multivariateTSf(
      2.4,
      rho.map((row, i) => row.map((r, j) => (i + j === 1 ? r + 1e-7 : r))),
      11,
    );
    expect(general.error).toBeGreaterThan(0);
    expect(Math.abs(general.value - exact.value)).toBeLessThan(general.error + 1e-7);
  });
});

describe("at the edges", () => {
  test("one variable, or several that are the same, is one t statistic", () => {
    const same = [
      [1, 1, -1],
      [1, 1, -1],
      [-1, -1, 1],
    ];
    for (const rho of [[[1]], same]) {
      expect(multivariateTSf(2, rho, 5)).toEqual({ value: 2 * studentSf(2, 5), error: 0 });
      expect(multivariateTQuantile(0.95, rho, 5)).toBeCloseTo(studentQuantile(0.975, 5), 12);
    }
  });

  test("a repeated variable changes nothing", () => {
    const four = pairs(4);
    const repeated = [...four, four[2]!].map((row) => [...row, row[2]!]);
    repeated[6]![6] = 1;
    expect(multivariateTSf(2.5, repeated, 8).value).toBeCloseTo(multivariateTSf(2.5, four, 8).value, 7);
  });

  test("the same question has the same answer, and another seed another one within the errors", () => {
    const [a, b, c] = [0, 0, 7].map((seed) => multivariateTSf(2.5, pairs(5), 8, { seed, tolerance: 1e-4 }));
    expect(a).toEqual(b);
    expect(c!.value).not.toBe(a!.value);
    expect(Math.abs(c!.value - a!.value)).toBeLessThan(c!.error + a!.error);
  });

  test("what no variables can have as correlations is refused, by whom it was given to", () => {
    const failing = (text: string) =>
      expect.objectContaining({ code: "not-a-correlation", message: expect.stringContaining(text) });
    // each pair may be, all three together have the eigenvalue 1 - 1.8, and mvtnorm refuses them
    const impossible = [
      [1, 0.9, -0.9],
      [0.9, 1, 0.9],
      [-0.9, 0.9, 1],
    ];
    const wrong: readonly [unknown, string][] = [
      [impossible, "an eigenvalue is -0.800"],
      [{ nrow: 3, ncol: 3, data: Float64Array.from(impossible.flat()) }, "an eigenvalue is -0.800"],
      [
        [
          [1, 3],
          [3, 1],
        ],
        "that of 1 and 0 is 3",
      ],
      [
        [
          [2, 0],
          [0, 1],
        ],
        "entry 0 of the diagonal is 2",
      ],
      [{ nrow: 2 }, "expected a matrix"],
      [{ nrow: 2, ncol: 2, data: [1, Number.NaN, Number.NaN, 1] }, "expected a matrix"],
      [{ nrow: 2, ncol: 1, data: [1, 0] }, "expected a matrix"],
      [{ nrow: 0, ncol: 0, data: [] }, "expected a matrix"],
      [[[1, 0], [0]], "expected a matrix"],
      [
        [
          [1, 0n],
          [0n, 1],
        ],
        "expected a matrix",
      ],
      [[], "expected a matrix"],
      [null, "expected a matrix"],
      [7, "expected a matrix"],
    ];
    for (const [correlation, text] of wrong) {
      expect(() => multivariateTSf(2, correlation as never, 10)).toThrow(failing(text));
      expect(() => multivariateTQuantile(0.95, correlation as never, 10)).toThrow(failing(text));
    }
    const misspelt = { tolerence: 1e-4 } as object;
    expect(() => multivariateTSf(2, [[1]], 10, misspelt)).toThrow("multivariateTSf");
    expect(() => multivariateTQuantile(0.9, [[1]], 10, misspelt)).toThrow("multivariateTQuantile");
  });

  test("0 and infinity have tails 1 and 0, and what is no number has none", () => {
    const family = largestT(pairs(4));
    expect([family.sf(0, 3).value, family.sf(Infinity, 3).value]).toEqual([1, 0]);
    expect(family.sf(Number.NaN, 3).value).toBeNaN();
    expect(family.sf(2, 0).value).toBeNaN();
    expect(family.critical(0, 3)).toBeNaN();
  });
});
