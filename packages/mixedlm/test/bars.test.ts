// Fits of lme4's formulas: the same numbers as those of statsmodels' spelling of the same model, to the last bit.
import { buildDesign } from "@mixedlm/design";
import { parseMixedFormula } from "@mixedlm/formula";
import { accumulate } from "@mixedlm/moments";
import { describe, expect, test } from "vitest";
import { fitMoments, lmm } from "../src/index.ts";
import { covRe } from "./fit-parts.ts";
import { dataset, fitted } from "./model-cache.ts";

describe("a formula with a bar has the fit of statsmodels' spelling", () => {
  test.each([
    ["Reaction ~ Days + (Days | Subject)", "sleepstudy", "slope-reml", true],
    ["Reaction ~ Days + (1 + Days | Subject)", "sleepstudy", "slope-ml", false],
  ])("%s", (text, data, name, reml) => {
    const table = dataset(data);
    const fit = fitMoments(accumulate(buildDesign(parseMixedFormula(text), table), table), { reml });
    const { fit: theirs } = fitted(data, name);
    expect(fit.beta).toEqual(theirs.beta);
    expect(fit.theta).toEqual(theirs.theta);
    expect(fit.sigma).toBe(theirs.sigma);
    expect(covRe(fit)).toEqual(covRe(theirs));
    expect(fit.logLik).toBe(theirs.logLik);
  });
});

test("a category beside one number is not taken for it: the same model with the category as 0 and 1", () => {
  const rows = Array.from({ length: 60 }, (_, i) => {
    const [g, x] = [i % 6, (i * 37) % 11];
    const h = (i * 7) % 5 < 2 ? "b" : "a";
    const noise = Math.sin(12.9898 * (i + 1)) * 4;
    return { g, x, h, isB: h === "b" ? 1 : 0, y: 3 + 0.5 * x + (g - 2.5) * (h === "b" ? 2 : 0.5) + noise };
  });
  const [category, number] = ["y ~ x + (h | g)", "y ~ x + (isB | g)"].map((text) => lmm(text, rows));
  expect(category!.logLik).toBeCloseTo(number!.logLik, 9);
  expect(category!.logLik).not.toBeCloseTo(lmm("y ~ x + (x | g)", rows).logLik, 3);
});
