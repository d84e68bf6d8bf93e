// Linear combinations of fixed effects, one by one: `contrast`.
import { FormulaError } from "@mixedlm/formula";
import { describe, expect, test } from "vitest";
import { contrast, jointTest } from "../../src/index.ts";
import { fixedInference } from "../../src/inference/fixed-inference.ts";
import { nativeFit } from "../native-fits.ts";
import { matched, RECORDED_MODELS, relative, unitRow } from "./inference-record.ts";

const failing = (code: string, text = "") =>
  expect.objectContaining({ code, message: expect.stringContaining(text) }) as Error;

test("by text, the same row by numbers, and the value on either side", () => {
  const fit = nativeFit("sleepstudy");
  const [text] = contrast(fit, "2 * Days = 20 - Intercept / 10").rows;
  const [row] = contrast(fit, [0.1, 2], { value: 20 }).rows;
  expect(text).toEqual(row);
  expect(text!.contrast).toBe("0.1 Intercept + 2 Days");
  expect(text!.estimate).toBeCloseTo(0.1 * fit.beta[0]! + 2 * fit.beta[1]!, 10);
});

test("each of several texts and rows gets a row, with its label", () => {
  const fit = nativeFit("cake");
  const { rows, ddf } = contrast(fit, ["recipe[T.B] - recipe[T.C]", "-recipe[T.B] = recipe[T.C] = 0"]);
  expect(ddf).toBe("satterthwaite");
  expect(rows.map((row) => row.contrast)).toEqual([
    "recipe[T.B] - recipe[T.C]",
    "-recipe[T.B] - recipe[T.C]",
    "recipe[T.C]",
  ]);
});

// R's summary of lmerTest's fit; the optimum that lmer stops at by itself is right to six digits
test("the slope of sleepstudy: t of R's summary", () => {
  const fit = nativeFit("sleepstudy");
  for (const ddf of ["satterthwaite", "kenward-roger"] as const) {
    const [row] = contrast(fit, "Days", { ddf }).rows;
    expect(row!.stdError).toBeCloseTo(1.545789644, 5);
    expect(row!.df).toBeCloseTo(17, 7);
    expect(row!.statistic).toBeCloseTo(6.7714837, 5);
    expect(relative(row!.pValue, 3.2637972e-6)).toBeLessThan(1e-4);
    // 10.467286 -+ 2.109816 * 1.545790
    expect(row!.lower).toBeCloseTo(7.2059, 3);
    expect(row!.upper).toBeCloseTo(13.7287, 3);
  }
});

test.each(RECORDED_MODELS.slice(0, 8))("rows agree with the F test of one row: %s", (_, record) => {
  const { fit } = matched(record);
  for (let j = 0; j < fit.p; j++) {
    const row = unitRow(fit.p, j);
    const [t] = contrast(fit, row).rows;
    const F = fixedInference(fit).fTest([row]);
    expect(relative(F.statistic, t!.statistic ** 2)).toBeLessThan(1e-9);
    expect(relative(F.denDf, t!.df)).toBeLessThan(1e-9);
  }
});

test("normal and residual degrees of freedom", () => {
  const fit = nativeFit("sleepstudy");
  expect(contrast(fit, "Days", { ddf: "normal" }).rows[0]!.df).toBe(Number.POSITIVE_INFINITY);
  expect(contrast(fit, "Days", { ddf: "residual" }).rows[0]!.df).toBe(178);
  const [row] = contrast(fit, "Days", { ddf: "normal", alpha: 0.05 }).rows;
  // lme4's confint(method = "Wald")
  expect(row!.lower).toBeCloseTo(7.437592, 4);
  expect(row!.upper).toBeCloseTo(13.49698, 4);
});

describe("what is refused", () => {
  const fit = nativeFit("sleepstudy");
  test("rows of a wrong length, naming the columns", () => {
    expect(() => contrast(fit, [1, 2, 3])).toThrow(failing("contrast-length", "`Intercept`, `Days`"));
    expect(() => contrast(fit, [[1, 0], [1]])).toThrow(failing("contrast-length", "hypothesis 1 has 1"));
  });
  test("what is no number, or no row", () => {
    expect(() => contrast(fit, [1, Number.NaN])).toThrow(failing("contrast-value", "NaN"));
    expect(() => contrast(fit, [[1, 0], "Days"] as never)).toThrow(failing("contrast-value", '"Days"'));
    expect(() => contrast(fit, {} as never)).toThrow(failing("contrast-value", "an object"));
    for (const odd of [1n, Symbol("x"), new Date(0), {}, null, [1]])
      for (const call of [contrast, jointTest])
        expect(() => call(fit, [[odd, 1]] as never)).toThrow(failing("contrast-value", "hypothesis 0 holds"));
  });
  test("rows of zeros, and none at all", () => {
    expect(() => contrast(fit, [0, 0])).toThrow(failing("contrast-empty", "only zeros"));
    expect(() => contrast(fit, "Days - Days = 0")).toThrow(FormulaError);
    expect(() => contrast(fit, [])).toThrow(failing("contrast-empty", "at least one"));
  });
  test("values that do not go with the hypotheses", () => {
    expect(() => contrast(fit, "Days", { value: 10 })).toThrow(failing("contrast-value", "Days = 10"));
    expect(() => contrast(fit, [1, 0], { value: [1, 2] })).toThrow(failing("contrast-length", "`value`"));
    expect(() => contrast(fit, [1, 0], { value: Number.POSITIVE_INFINITY })).toThrow(failing("contrast-value"));
  });
  test("unknown names", () => {
    expect(() => contrast(fit, "Dais = 1")).toThrow(FormulaError);
  });
  test("unknown options and methods", () => {
    expect(() => contrast(fit, "Days", { dff: "normal" } as never)).toThrow(failing("unknown-option", "ddf"));
    expect(() => contrast(fit, "Days", { ddf: "kenward" as never })).toThrow(failing("option-type", "kenward-roger"));
    expect(() => contrast(nativeFit("sleepstudy", false), "Days", { ddf: "kenward-roger" })).toThrow(
      failing("needs-reml"),
    );
    expect(() => contrast({} as never, "Days")).toThrow(failing("not-a-fit"));
  });
});

test("results are frozen data that print as a table", () => {
  const result = contrast(nativeFit("sleepstudy"), "Days = 10");
  expect(Object.isFrozen(result.rows[0])).toBe(true);
  expect(String(result)).toContain("Value");
  expect(String(contrast(nativeFit("sleepstudy"), "Days"))).not.toContain("Value");
  expect(result.toMarkdown()).toContain("| Days");
});
