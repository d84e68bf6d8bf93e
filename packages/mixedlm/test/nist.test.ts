// NIST's one-way analyses of variance, from the table to the fit: data near 1, 1e6 and 1e12 whose digits are all in the
// differences. Expected values are exact closed forms of the doubles that the data become (fixtures/nist).
import { readFileSync } from "node:fs";
import { buildDesign, readCsv } from "@mixedlm/design";
import { parseMixedFormula } from "@mixedlm/formula";
import { accumulate } from "@mixedlm/moments";
import { describe, expect, test } from "vitest";
import { fitMoments } from "../src/index.ts";
import { groupEffects } from "./fit-parts.ts";

interface Exact {
  readonly objective: string;
  readonly theta: string;
  readonly tau2: string;
  readonly sigma2: string;
  readonly se: string;
  readonly singular: boolean;
  readonly b: readonly string[];
}

interface Expected {
  readonly formula: string;
  readonly groups: readonly string[];
  readonly beta: string;
  readonly reml: Exact;
  readonly ml: Exact;
}

const NAMES = ["atmwtag", "sirstv", ...Array.from({ length: 9 }, (_, i) => `smls0${i + 1}`)];
const NIST = new URL("../../../fixtures/nist/", import.meta.url);

/** Right digits: minus log10 of the relative error; 16 where there is none. */
function digits(value: number, exact: string): number {
  const expected = Number(exact);
  return value === expected ? 16 : -Math.log10(Math.abs(value - expected) / Math.abs(expected));
}

describe.each(NAMES)("%s", (name) => {
  const expected: Expected = JSON.parse(readFileSync(new URL(`${name}/expected.json`, NIST), "utf8"));
  const table = readCsv(readFileSync(new URL(`${name}/data.csv`, NIST), "utf8"));
  const design = buildDesign(parseMixedFormula(expected.formula), table);
  const moments = accumulate(design, table);

  test.each(["reml", "ml"] as const)("nine digits and more of both variances (%s)", (method) => {
    const fit = fitMoments(moments, { reml: method === "reml" });
    const exact = expected[method];
    const { psi, sigma2 } = fit.estimates;
    const tau2 = sigma2 * psi[0].data[0];
    expect(fit.status.kind).toBe(exact.singular ? "boundary" : "interior");
    expect(digits(sigma2, exact.sigma2)).toBeGreaterThan(9);
    if (exact.singular) expect(tau2).toBe(0);
    else {
      expect(digits(tau2, exact.tau2)).toBeGreaterThan(9);
      expect(digits(fit.theta[0], exact.theta)).toBeGreaterThan(9);
    }
    expect(digits(fit.stdError[0], exact.se)).toBeGreaterThan(9);
    expect(Math.abs(fit.objective / Number(exact.objective) - 1)).toBeLessThan(1e-12);
    // the mean itself has 16 digits; in standard errors it may have fewer far from zero
    expect(digits(fit.beta[0], expected.beta)).toBeGreaterThan(15);
    const unit = Math.sqrt(Number(exact.tau2)) || 1;
    for (const [g, b] of expected.groups.map((level, i): [number, number] => [
      design.groups[0].levels.indexOf(level),
      Number(exact.b[i]),
    ]))
      expect(Math.abs(groupEffects(fit, g)[0] - b)).toBeLessThan(1e-9 * unit);
  });
});
