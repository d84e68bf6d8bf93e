// Columns of X that are combinations of others: which ones, by name, and the fit that is left is that of the model without
// them. And columns that only look like combinations.
import { buildDesign } from "@mixedlm/design";
import { parseMixedFormula } from "@mixedlm/formula";
import { accumulate } from "@mixedlm/moments";
import { describe, expect, test } from "vitest";
import { type Fit, FitError, fitMoments } from "../../src/index.ts";
import { uniform } from "../models.ts";
import { simulate } from "../simulate.ts";

const table = simulate({ seed: 71, sizes: [6, 5, 7, 4, 6, 5, 8, 6], between: 2, slopes: 0.4 });
const random = uniform(72);
const n = table.y.length;
const z = Array.from({ length: n }, () => 10 * random() - 3);
const first = table.x.map((x) => (x > 3 ? 1 : 0));

function fit(columns: Readonly<Record<string, number[]>>, fixed: string, dependent: "drop" | "error" = "drop"): Fit {
  const all = { ...table, z, ...columns };
  const design = buildDesign(parseMixedFormula(`y ~ ${fixed} + (1 | g)`), all);
  return fitMoments(accumulate(design, all), { dependent });
}

/** Cases: columns, the formula with them, those that are combinations of the ones before them, the formula without. */
const cases: Record<string, [Record<string, number[]>, string, string[], string]> = {
  "a multiple": [{ w: table.x.map((x) => 1.5 * x) }, "x + w", ["w"], "x"],
  "a multiple by a power of ten": [{ w: table.x.map((x) => 1e-9 * x) }, "x + w + z", ["w"], "x + z"],
  "a shifted multiple: dependent only together with the intercept": [
    { w: table.x.map((x) => 2 * x + 1000) },
    "x + w",
    ["w"],
    "x",
  ],
  "indicators that add up to the intercept": [{ a: first, b: first.map((v) => 1 - v) }, "a + b + z", ["b"], "a + z"],
  "a sum of two columns": [{ w: table.x.map((x, i) => x - 3 * z[i]) }, "x + z + w", ["w"], "x + z"],
  "a column of zeros": [{ w: table.x.map(() => 0) }, "w + x", ["w"], "x"],
  "another constant": [{ w: table.x.map(() => 7.3) }, "x + w", ["w"], "x"],
  "a repeated column among others": [{ w: table.x.slice() }, "x + z + w + x:z", ["w"], "x + z + x:z"],
  "several at once": [
    { v: table.x.map((x) => 3 * x), w: table.x.map((x, i) => 0.1 * x + z[i]) },
    "x + v + z + w",
    ["v", "w"],
    "x + z",
  ],
  "without an intercept": [{ w: table.x.map((x) => 1.5 * x) }, "0 + x + w + z", ["w"], "0 + x + z"],
  "without an intercept, a shifted column is no combination": [
    { w: table.x.map((x) => 2 * x + 1) },
    "0 + x + w",
    [],
    "0 + x + w",
  ],
};

describe.each(Object.entries(cases))("%s", (_, [columns, full, dropped, without]) => {
  const a = fit(columns, full);
  const b = fit(columns, without);

  test("the columns left out are named", () => {
    expect(a.dropped).toEqual(dropped);
    const warnings = a.warnings.filter(({ code }) => code === "dropped-columns");
    expect(warnings.map(({ data }) => data)).toEqual(dropped.length === 0 ? [] : [{ columns: dropped }]);
    expect(a.names).toEqual(b.names);
  });

  test("the fit is that of the model without them", () => {
    expect(a.objective).toBeCloseTo(b.objective, 10);
    expect(a.sigma / b.sigma).toBeCloseTo(1, 10);
    b.beta.forEach((value, j) => {
      expect(Math.abs(a.beta[j] - value)).toBeLessThan(1e-9 * b.stdError[j]);
      expect(a.stdError[j] / b.stdError[j]).toBeCloseTo(1, 10);
    });
    b.estimates.b[0].forEach((value, g) => {
      expect(a.estimates.b[0][g]).toBeCloseTo(value, 9);
    });
  });

  test("they are refused where that is asked for", () => {
    if (dropped.length === 0) {
      expect(fit(columns, full, "error").beta).toEqual(a.beta);
      return;
    }
    let refused: unknown;
    try {
      fit(columns, full, "error");
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(FitError);
    expect((refused as FitError).code).toBe("rank-deficient");
    expect((refused as FitError).data).toMatchObject({ column: dropped[0] });
  });
});

describe("columns that are no combinations are kept", () => {
  test("a year, and its square", () => {
    const year = table.x.map((_, i) => 2000 + (i % 12));
    const { dropped, names } = fit({ year, square: year.map((v) => v * v) }, "year + square");
    expect(dropped).toEqual([]);
    expect(names).toEqual(["Intercept", "year", "square"]);
  });

  test("a column and the same with a little noise", () => {
    const near = table.x.map((x) => x * (1 + 1e-4 * random()));
    expect(fit({ near }, "x + near").dropped).toEqual([]);
  });

  test("a constant far larger than what varies about it", () => {
    const far = table.x.map((x) => 1e9 + x);
    expect(fit({ far }, "far").dropped).toEqual([]);
  });

  test("columns of sizes 1e-8 and 1e8", () => {
    const columns = { small: table.x.map((x) => 1e-8 * x), large: z.map((v) => 1e8 * v) };
    const [a, b] = [fit(columns, "small + large"), fit({}, "x + z")];
    expect(a.dropped).toEqual([]);
    a.beta.forEach((value, j) => {
      expect(value / a.stdError[j] / (b.beta[j] / b.stdError[j])).toBeCloseTo(1, 9);
    });
  });
});

test("every column of a factor that repeats another one is left out", () => {
  const level = table.x.map((_, i) => i % 3);
  const columns = {
    a1: level.map((v) => +(v === 1)),
    a2: level.map((v) => +(v === 2)),
    b0: level.map((v) => +(v === 0)),
    b1: level.map((v) => +(v === 1)),
    b2: level.map((v) => +(v === 2)),
  };
  expect(fit(columns, "a1 + a2 + b0 + b1 + b2").dropped).toEqual(["b0", "b1", "b2"]);
});
