// Random terms as they were written: covariances of every structure against recorded optima (glmmTMB, nlme and an
// independent computation, see the fixtures), and what follows from a covariance matrix.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type FittedTerm, lmm } from "../../src/index.ts";
import { lmmOf, table } from "../lmm-record.ts";
import { OPTIMUM_TOLERANCE } from "../tolerances.ts";

interface Recorded {
  formula: string;
  reml: boolean;
  objective: number;
  df: number;
  sigma: number;
  terms: { group: string; structure: string; covariance: number[][] }[];
}

const structured = (name: string): Recorded => {
  const [dataset, file] = name.split("/");
  const url = new URL(`../../../../fixtures/${dataset}/expected/engine-structured/${file}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, "utf8"));
};

describe.each([
  "machines/cs-reml",
  "machines/cs-ml",
  "machines/diag-reml",
  "machines/homcs-ml",
  "machines/homdiag-reml",
  "machines/intercept-and-homdiag-ml",
  "sleepstudy/ar1-reml",
  "sleepstudy/us-ml",
])("%s", (name) => {
  const record = structured(name);
  const fit = lmm(record.formula, table(name.split("/")[0]!), { reml: record.reml });

  test("has the recorded optimum and degrees of freedom", () => {
    expect(Math.abs(fit.logLik + record.objective / 2)).toBeLessThanOrEqual(
      OPTIMUM_TOLERANCE.llf * Math.abs(record.objective / 2),
    );
    expect(fit.df).toBe(record.df);
    expect(Math.abs(fit.sigma / record.sigma - 1)).toBeLessThanOrEqual(OPTIMUM_TOLERANCE.scale);
  });

  test("has the recorded covariances, with standard deviations and correlations that belong to them", () => {
    record.terms.forEach((recorded, t) => {
      const term = fit.terms[t]!;
      expect([term.group, term.structure]).toEqual([recorded.group, recorded.structure]);
      recorded.covariance.forEach((row, i) => {
        row.forEach((value, j) => {
          const scale = term.stdDev[i]! * term.stdDev[j]!;
          expect(Math.abs(term.covariance[i]![j]! - value)).toBeLessThanOrEqual(OPTIMUM_TOLERANCE.covRe * scale);
          expect(term.correlation[i]![j]! * scale).toBeCloseTo(term.covariance[i]![j]!, 8);
        });
      });
      expect(term.rho).toBe(term.rho === null ? null : rhoOf(term));
    });
  });
});

/** The correlation of the first two columns, to the digits that the matrix has it. */
function rhoOf({ rho, correlation, structure }: FittedTerm): number | null {
  expect(["cs", "homcs", "ar1"]).toContain(structure);
  expect(rho).toBeCloseTo(correlation[0]![1]!, 10);
  return rho;
}

test("terms are in the order of the formula, each with its text", () => {
  const { fit } = lmmOf("pastes/labels-reused-ml");
  expect(fit.terms.map(({ label, group, structure }) => [label, group, structure])).toEqual([
    ["(1 | batch/cask)", "cask:batch", "us"],
    ["(1 | batch/cask)", "batch", "us"],
  ]);
  expect(lmmOf("sleepstudy/uncorrelated-ml").fit.terms.map(({ names }) => names)).toEqual([["Intercept"], ["Days"]]);
});

test("a perfect correlation is 1 or -1 and no more, with the sign that lme4 has", () => {
  for (const name of ["cake/slope-reml", "early/slope-reml"]) {
    const { fit, record } = lmmOf(name);
    const [{ correlation }] = fit.terms as [FittedTerm];
    expect(Math.abs(correlation[0]![1]!)).toBeCloseTo(1, 12);
    expect(Math.abs(correlation[0]![1]!)).toBeLessThanOrEqual(1);
    expect(Math.sign(correlation[0]![1]!)).toBe(Math.sign(record.terms[0]!.covariance[0]![1]!));
  }
});

test("a correlation with a variance of zero is null", () => {
  // x says nothing of y, in no group
  const x = [-1, 0, 1, -1, 0, 1, -1, 0, 1, -1, 0, 1];
  const y = [1, 3, 1, 5, 7, 5, 2, 4, 2, 8, 10, 8];
  const { terms } = lmm("y ~ x + (x | g)", { x, y, g: x.map((_, i) => Math.floor(i / 3)) });
  expect(terms[0]!.stdDev[1]).toBe(0);
  expect(terms[0]!.correlation).toEqual([
    [1, null],
    [null, 1],
  ]);
});
