import { expect, test } from "vitest";
import { type MixedSummaryRecord, mixedSummary } from "../src/mixed-summary.ts";
import { thrown } from "./helpers.ts";

const record: MixedSummaryRecord = {
  dependent: "y",
  method: "REML",
  n: 20,
  groups: { count: 4, min: 4, max: 6, mean: 5 },
  scale: 1.00005,
  logLik: -30.5,
  converged: false,
  alpha: 0.05,
  fixed: [{ name: "x", estimate: 0.0625, stdError: Number.NaN, z: Number.NaN, p: Number.NaN, low: 0, high: Infinity }],
  random: [{ name: "g Var", estimate: 2.0005, stdError: Number.NaN }],
};

test("cells without a finite number are blank, and variances have two cells", () => {
  const { rows } = mixedSummary(record);
  expect(rows).toEqual([
    { name: "x", cells: ["0.062", "", "", "", "0.000", ""] },
    { name: "g Var", cells: ["2.001", "", "", "", "", ""] },
  ]);
});

test("the limits' titles follow alpha as Python prints it", () => {
  expect(mixedSummary({ ...record, alpha: 0.1 }).columns.slice(4)).toEqual(["[0.05", "0.95]"]);
  expect(mixedSummary({ ...record, alpha: 1e-5 }).columns.slice(4)).toEqual(["[5e-06", "0.999995]"]);
});

test("a given title replaces statsmodels'", () => {
  expect(mixedSummary(record).title).toBe("Mixed Linear Model Regression Results");
  expect(mixedSummary({ ...record, title: "Pigs" }).title).toBe("Pigs");
});

test.each([-0.1, 5, Number.NaN])("alpha = %s is refused", (alpha) => {
  expect(thrown(() => mixedSummary({ ...record, alpha }))).toMatchObject({ code: "alpha-range", data: { alpha } });
});
