// The fit as one row: the definitions of its numbers, by both criteria.
import { describe, expect, test } from "vitest";
import { glance } from "../../src/index.ts";
import { nativeFit } from "../native-fits.ts";

describe.each([true, false])("by REML: %s", (reml) => {
  // two fixed effects, two standard deviations and a correlation, sigma
  const own = glance(nativeFit("sleepstudy", reml));

  test("criteria are minus twice the log-likelihood and their penalties", () => {
    const { logLik, npar, nobs } = own;
    expect([npar, nobs, own.dfResidual]).toEqual([6, 180, 174]);
    expect(own.aic).toBeCloseTo(-2 * logLik + 12, 10);
    expect(own.aicc).toBeCloseTo(-2 * logLik + 12 + (2 * 6 * 7) / (nobs - 7), 10);
    expect(own.bic).toBeCloseTo(-2 * logLik + 6 * Math.log(nobs), 10);
  });

  test("what was minimised stands under its name, and null under the other", () => {
    expect([own.remlCriterion === null, own.deviance === null]).toEqual([!reml, reml]);
    expect(own.remlCriterion ?? own.deviance).toBeCloseTo(-2 * own.logLik, 10);
  });

  test("prints as a table of one row, and is frozen", () => {
    const lines = String(own).split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(own.aic.toFixed(2));
    expect(Object.isFrozen(own)).toBe(true);
  });
});
