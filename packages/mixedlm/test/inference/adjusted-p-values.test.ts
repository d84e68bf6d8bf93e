import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  type Adjustment,
  adjustPValues,
  FitError,
  multivariateTQuantile,
  multivariateTSf,
  type PValueAdjustment,
  studentQuantile,
  studentSf,
} from "../../src/index.ts";
import { adjusted } from "../../src/inference/adjusted-p-values.ts";

interface Recorded {
  readonly p: readonly number[];
  readonly adjusted: Readonly<Record<PValueAdjustment, readonly number[]>>;
  readonly emmeans: { readonly t: readonly number[]; readonly df: readonly number[] } & Readonly<
    Record<
      "dunnettx" | "tukey" | "scheffe" | "sidak" | "bonferroni",
      { p?: readonly number[]; critical?: readonly number[] }
    >
  >;
}
const recorded = JSON.parse(
  readFileSync(new URL("../../../../fixtures/distributions/multivariate-t.json", import.meta.url), "utf8"),
) as Recorded;

describe("adjustPValues", () => {
  test.each(Object.entries(recorded.adjusted))("%s is R's p.adjust", (method, expected) => {
    const ours = adjustPValues(recorded.p, method as PValueAdjustment);
    ours.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 14);
    });
  });

  test("what is not tested stays NaN and is not counted", () => {
    const ours = adjustPValues([0.01, Number.NaN, 0.2], "bonferroni");
    expect(ours).toEqual([0.02, Number.NaN, 0.4]);
  });

  test("something that is no probability is refused", () => {
    expect(() => adjustPValues([0.1, 1.2], "holm")).toThrow(FitError);
    expect(() => adjustPValues([0.1, 1.2], "holm")).toThrowErrorMatchingInlineSnapshot(
      `[FitError: p-value 1 is 1.2, expected a number from 0 to 1, or NaN for none]`,
    );
  });
});

describe("adjusted", () => {
  const { t, df } = recorded.emmeans;
  const family = { statistics: t, df, means: 3, rank: 2 };

  test.each(["dunnettx", "tukey", "scheffe", "sidak", "bonferroni"] as const)("%s is emmeans'", (method) => {
    const { pValues, critical } = adjusted({ ...family, method });
    const theirs = recorded.emmeans[method];
    // ptukey and qtukey have some six digits, and dunnettx is made of them
    theirs.p?.forEach((value, i) => {
      expect(Math.abs(pValues[i]! - value)).toBeLessThan(1e-6);
    });
    theirs.critical?.forEach((value, i) => {
      expect(Math.abs(critical[i]! - value)).toBeLessThan(1e-5);
    });
  });

  test("mvt is the largest |t| of correlated statistics, each with its own degrees of freedom", () => {
    const correlation = [
      [1, 0.5, -0.5],
      [0.5, 1, 0.5],
      [-0.5, 0.5, 1],
    ];
    const { pValues, critical } = adjusted({ statistics: t, df, correlation, method: "mvt" });
    t.forEach((own, i) => {
      expect(pValues[i]).toBe(multivariateTSf(own, correlation, df[i]!).value);
      expect(critical[i]).toBeCloseTo(multivariateTQuantile(0.95, correlation, df[i]!), 12);
    });
    // these are the three differences of three equal means
    const tukey = adjusted({ ...family, method: "tukey" });
    tukey.pValues.forEach((value, i) => {
      expect(pValues[i]).toBeCloseTo(value, 10);
    });
    tukey.critical.forEach((value, i) => {
      expect(critical[i]).toBeCloseTo(value, 8);
    });
  });

  test("an adjusted p-value is alpha where |t| is the critical value", () => {
    const correlation = [
      [1, 0.3],
      [0.3, 1],
    ];
    for (const method of ["none", "sidak", "bonferroni", "tukey", "scheffe", "dunnettx", "mvt"] as const) {
      const base = { df: 9, means: 4, rank: 3, correlation, method, alpha: 0.1 };
      const [value] = adjusted({ ...base, statistics: [1, 1] }).critical;
      const [own] = adjusted({ ...base, statistics: [value!, value!] }).pValues;
      expect(own).toBeCloseTo(0.1, 8);
    }
  });

  test("methods without intervals of their own get Bonferroni's", () => {
    const [bonferroni, ...others] = (["bonferroni", "holm", "hochberg", "fdr", "by"] as const).map(
      (method) => adjusted({ ...family, method }).critical,
    );
    for (const own of others) expect(own).toEqual(bonferroni);
  });

  test("a single statistic is not adjusted, but by Scheffe's method", () => {
    const one = { statistics: [2.2, Number.NaN], df: 7, means: 3, rank: 2 };
    for (const method of ["tukey", "mvt", "holm", "sidak"] as const) {
      const { pValues, critical } = adjusted({ ...one, method });
      expect(pValues).toEqual([2 * studentSf(2.2, 7), Number.NaN]);
      expect(critical[0]).toBe(-studentQuantile(0.025, 7));
    }
    expect(adjusted({ ...one, method: "scheffe" }).critical[0]).toBeGreaterThan(studentQuantile(0.975, 7));
  });

  test("a method that lacks what it needs says so", () => {
    for (const [method, needed] of [
      ["tukey", "means"],
      ["scheffe", "rank"],
      ["mvt", "correlation"],
    ] as readonly (readonly [Adjustment, string])[])
      expect(() => adjusted({ statistics: [1, 2], df: 5, method })).toThrow(
        expect.objectContaining({ code: "adjustment-family", data: { method, needed } }),
      );
    expect(() => adjusted({ statistics: [1, 2], df: 5, method: "tukey" })).toThrowErrorMatchingInlineSnapshot(
      `[FitError: the adjustment \`tukey\` needs \`means\`: how many means are compared; or use \`bonferroni\` or \`holm\`, which hold for any tests]`,
    );
    expect(() => adjusted({ statistics: [1, 2], df: [5], method: "holm" })).toThrowErrorMatchingInlineSnapshot(
      `[FitError: \`df\` has 1 entries for 2 statistics; give one for each]`,
    );
  });

  test("what is no family of tests is refused by what is wrong with it", () => {
    const refused = (family: unknown): string => {
      try {
        adjusted(family as Parameters<typeof adjusted>[0]);
        return "accepted";
      } catch (error) {
        return error instanceof FitError ? error.message : String(error);
      }
    };
    const right = { statistics: [1, 2], df: 5, method: "none" };
    expect(refused(null)).toBe("`family` is null, expected an object of statistics, df and method");
    expect(refused({})).toBe("`statistics` is undefined, expected an array of numbers");
    expect(refused({ ...right, method: "tuky" })).toMatch(/^"tuky" is no adjustment \(adjustments: none, bonferroni,/);
    expect(refused({ ...right, df: 0 })).toBe("`df` is 0, expected more than 0");
    expect(refused({ ...right, df: [3, Number.NaN] })).toBe("`df` is NaN, expected more than 0");
    expect(refused({ ...right, statistics: [1, Number.NaN], df: [3, Number.NaN] })).toBe("accepted");
    expect(refused({ ...right, alpha: 2 })).toBe("`alpha` is 2, expected a number more than 0 and less than 1");
    expect(() => adjustPValues([0.1], "tukey" as PValueAdjustment)).toThrow(/"tukey" is no adjustment/);
    expect(() => adjustPValues(null as unknown as number[], "holm")).toThrow(/`pValues` is null/);
  });
});
