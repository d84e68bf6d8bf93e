// NIST's one-way analyses of variance, from the table to the fit: data near 1, 1e6 and 1e12 whose digits are all in the
// differences. Expected values are exact closed forms of the doubles that the data become (fixtures/nist).
import { readCsv } from "@mixedlm/design";
import { describe, expect, test } from "vitest";
import { loadData } from "../../../tools/fixtures/load.ts";
import { lmm } from "../src/index.ts";
import { listNist, loadNist } from "./engine-record.ts";

/** Right digits: minus log10 of the relative error; 16 where there is none. */
function digits(value: number, exact: string): number {
  const expected = Number(exact);
  return value === expected ? 16 : -Math.log10(Math.abs(value - expected) / Math.abs(expected));
}

test("all eleven sets are there", () => {
  expect(listNist()).toHaveLength(11);
});

describe.each(listNist())("%s", (name) => {
  const expected = loadNist(name);
  const table = readCsv(loadData(`nist/${name}`));

  describe.each(["reml", "ml"] as const)("%s", (method) => {
    const fit = lmm(expected.formula as string, table, { reml: method === "reml" });
    const exact = expected[method];
    const [{ covariance }] = fit.terms;

    test("both variances have nine right digits and more", () => {
      expect(digits(fit.sigma ** 2, exact.sigma2)).toBeGreaterThan(9);
      if (exact.singular) expect(covariance[0]![0]).toBe(0);
      else expect(digits(covariance[0]![0]!, exact.tau2)).toBeGreaterThan(9);
    });

    test("so have theta and the standard error, and the criterion has twelve", () => {
      if (exact.singular) expect(fit.theta).toEqual([0]);
      else expect(digits(fit.theta[0]!, exact.theta)).toBeGreaterThan(9);
      expect(digits(fit.stdError[0]!, exact.se)).toBeGreaterThan(9);
      expect(digits(fit.objective, exact.objective)).toBeGreaterThan(12);
    });

    test("the mean has all its digits, the group effects nine of a standard deviation's", () => {
      expect(digits(fit.beta[0]!, expected.beta)).toBeGreaterThan(15);
      const unit = Number(exact.tau) || 1;
      const [effects] = fit.ranef();
      expect(effects!.levels).toHaveLength(expected.groups.length);
      expected.groups.forEach((level, g) => {
        expect(Math.abs(effects!.of(level)![0]! - Number(exact.b[g]))).toBeLessThan(1e-9 * unit);
      });
    });

    test("the status says whether the groups differ", () => {
      expect(fit.status.kind).toBe(exact.singular ? "boundary" : "interior");
    });
  });
});
