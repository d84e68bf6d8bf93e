// Models with structured covariances (us, diag, homdiag, cs, homcs, ar1) against a dense computation of the same likelihood,
// and against what glmmTMB or nlme answers. The dense optimum is exact to some 1e-9 of its parameters.
import { describe, expect, test } from "vitest";
import { distance, fitOf, matchedTerms, positions, unitsOf } from "./engine-fits.ts";
import { listStructuredCases, loadStructuredRecord, type StructuredRecord } from "./engine-record.ts";
import { ENGINE_TOLERANCE as CLOSE, SEARCH_LIMITS } from "./tolerances.ts";

const cases = listStructuredCases().map(({ dataset, case: name }) => `${dataset}/${name}`);

/** How far below the optimum, in log-likelihood, the other engines stop; at a correlation of one, where theirs ends. */
const SHORT = { interior: 1e-5, boundary: 1e-2 } as const;

test("there are 23 models of all six structures, by REML and ML", () => {
  expect(cases).toHaveLength(46);
  const structures = cases.flatMap((name) => recordOf(name).terms.map(({ structure }) => structure));
  expect(new Set(structures)).toEqual(new Set(["us", "diag", "homdiag", "cs", "homcs", "ar1"]));
});

describe.each(cases)("the fit %s", (name) => {
  const record = recordOf(name);

  test("is the optimum of the dense computation", () => {
    const { objective } = fitOf(record);
    expect(Math.abs(objective - record.objective)).toBeLessThanOrEqual(CLOSE.objective * Math.abs(record.objective));
  });

  test(`is no worse than that of ${record.engine.name}, and as near to it as that comes`, () => {
    const above = fitOf(record).logLik - record.engine.logLik;
    expect(above).toBeGreaterThanOrEqual(-1e-9);
    expect(above).toBeLessThanOrEqual(SHORT[record.singular ? "boundary" : "interior"]);
  });

  test("has its fixed effects and their covariances", () => {
    const { names, beta, stdError, vcov, p, n, df } = fitOf(record);
    expect([n, df]).toEqual([record.n, record.df]);
    const order = positions(names, record.beta.names);
    order.forEach((r, j) => {
      expect(Math.abs(beta[j]! - record.beta.values[r]!) / record.se[r]!).toBeLessThanOrEqual(CLOSE.fixef);
      expect(Math.abs(stdError[j]! / record.se[r]! - 1)).toBeLessThanOrEqual(CLOSE.se);
    });
    const entry = (i: number, j: number): number => vcov.data[j * p + i]!;
    expect(distance(entry, record.vcov, order, (r) => record.se[r]!)).toBeLessThanOrEqual(2 * CLOSE.se);
  });

  test("has its variances and correlations, term by term", () => {
    const fit = fitOf(record);
    expect(Math.abs(fit.sigma / record.sigma - 1)).toBeLessThanOrEqual(CLOSE.se);
    for (const { index, theirs, columns } of matchedTerms(fit, record.terms)) {
      const { covariance, structure } = fit.terms[index]!;
      expect(structure).toBe(theirs.structure);
      const entry = (i: number, j: number): number => covariance[i]![j]!;
      expect(distance(entry, theirs.covariance, columns, unitsOf(theirs.covariance))).toBeLessThanOrEqual(
        CLOSE.covariance,
      );
    }
  });

  test("is on the boundary where a correlation is perfect or a variance zero, and nowhere else", () => {
    expect(fitOf(record).status.kind).toBe(record.singular ? "boundary" : "interior");
  });

  test("was found in few evaluations, to the end", () => {
    const { evaluations, gradient } = fitOf(record).optimization;
    expect(evaluations).toBeLessThanOrEqual(SEARCH_LIMITS.structured);
    expect(gradient).toBeLessThanOrEqual(SEARCH_LIMITS.gradient);
  });
});

function recordOf(name: string): StructuredRecord {
  const [dataset, file] = name.split("/") as [string, string];
  return loadStructuredRecord(dataset, file);
}
