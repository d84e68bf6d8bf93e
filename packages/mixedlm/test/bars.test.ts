// Fits of lme4's formulas: the same numbers as those of statsmodels' spelling of the same model, to the last bit.
import { buildDesign } from "@mixedlm/design";
import { parseMixedFormula } from "@mixedlm/formula";
import { accumulate } from "@mixedlm/moments";
import { describe, expect, test } from "vitest";
import { fitMoments } from "../src/index.ts";
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
