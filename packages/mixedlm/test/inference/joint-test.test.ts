// Several linear combinations of fixed effects at once: `jointTest`.
import { describe, expect, test } from "vitest";
import { fixedInference, jointTest } from "../../src/index.ts";
import { nativeFit } from "../native-fits.ts";
import { hasOneDf, matched, ourRows, RECORDED_MODELS, relative, unitRow } from "./inference-record.ts";

test.each(RECORDED_MODELS.filter(([, { tests, singular }]) => tests.length > 0 && !singular))(
  "F, degrees of freedom and p are lmerTest's: %s",
  (_, record) => {
    const { fit, order } = matched(record);
    for (const { L, sameUnit, satterthwaite } of record.tests) {
      // rows of several units: lmerTest's degrees of freedom depend on the units
      if (!sameUnit && !hasOneDf(fixedInference(fit), ourRows(L, order))) continue;
      const ours = jointTest(fit, ourRows(L, order));
      expect(relative(ours.denDf, satterthwaite.denDf)).toBeLessThan(1e-7);
      // below 1e-300 lmerTest has 0; elsewhere the relative error of p grows with its exponent
      if (satterthwaite.pValue > 1e-290)
        expect(Math.abs(Math.log(ours.pValue / satterthwaite.pValue))).toBeLessThan(1e-4);
    }
  },
);

test("texts and rows make the same test, and values move it", () => {
  const fit = nativeFit("cake");
  const rows = [unitRow(18, 1), unitRow(18, 2)];
  expect(jointTest(fit, "recipe[T.B] = recipe[T.C] = 0").statistic).toBeCloseTo(jointTest(fit, rows).statistic, 10);
  const exact = jointTest(fit, rows, { value: [fit.beta[1]!, fit.beta[2]!] });
  expect(exact.statistic).toBeCloseTo(0, 12);
  expect(exact.pValue).toBeCloseTo(1, 12);
});

test("hypotheses that follow from others count once", () => {
  const fit = nativeFit("sleepstudy");
  const plain = jointTest(fit, ["Days = 10", "Intercept = 250"]);
  const redundant = jointTest(fit, ["Days = 10", "3*Days = 30", "Intercept = 250", "Intercept + Days = 260"]);
  expect(redundant.numDf).toBe(2);
  expect(relative(redundant.statistic, plain.statistic)).toBeLessThan(1e-9);
  expect(redundant.hypotheses[3]).toBe("Intercept + Days = 260");
});

describe("what is refused", () => {
  test("hypotheses that no fixed effects can meet, with their values", () => {
    const fit = nativeFit("sleepstudy");
    const error = expect.objectContaining({
      code: "contradictory",
      message: expect.stringContaining("Days = 10, 2*Days = 30"),
    });
    expect(() => jointTest(fit, ["Days = 10", "2*Days = 30", "Intercept = 0"])).toThrow(error as Error);
    expect(() => jointTest(fit, ["Days = 0", "Days = 1e-9"])).toThrow(
      expect.objectContaining({ code: "contradictory" }) as Error,
    );
  });
  test("what is no fit, and what is no option", () => {
    expect(() => jointTest(null as never, "x")).toThrow(expect.objectContaining({ code: "not-a-fit" }) as Error);
    expect(() => jointTest(nativeFit("sleepstudy"), "Days", { alpha: 0.1 } as never)).toThrow(
      expect.objectContaining({ code: "unknown-option" }) as Error,
    );
  });
});

test("a test prints as a table that names its hypotheses and its method", () => {
  const text = String(jointTest(nativeFit("cake"), "recipe[T.B] = recipe[T.C] = 0", { ddf: "kenward-roger" }));
  expect(text).toContain("recipe[T.C] = 0");
  expect(text).toContain("kenward-roger");
});
