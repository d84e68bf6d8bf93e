// Every model that lme4 fitted for tools/fixtures/engine-cases.json, through the front door: 96 models by REML and ML. Its
// optima are polished beyond lme4's own tolerance, so that what is compared is the optimum and not where a search ended.
import { describe, expect, test } from "vitest";
import { type Fit, likelihood } from "../src/index.ts";
import { distance, fitOf, lowerSquare, type MatchedTerm, matchedTerms, positions, unitsOf } from "./engine-fits.ts";
import {
  type EngineRecord,
  type EngineTerm,
  listEngineCases,
  loadEngineRecord,
  loadReferenceValues,
} from "./engine-record.ts";
import { ENGINE_TOLERANCE as CLOSE, SEARCH_LIMITS } from "./tolerances.ts";

const cases = listEngineCases().map(({ dataset, case: name }) => `${dataset}/${name}`);
/** A model of 73,421 rows takes seconds where the machine is busy. */
const PATIENCE = { timeout: 60_000 };
/** The source of a lot never changes: one of the slope's variance and covariance is as good as another. */
const UNIDENTIFIED = "constant in a group";

test("there are 96 models, by REML and ML", () => {
  expect(cases).toHaveLength(192);
});

describe.each(cases)("lme4's fit %s", PATIENCE, (name) => {
  const record = recordOf(name);

  test("is no lower than ours, and no higher", () => {
    const { objective } = fitOf(record);
    expect(Math.abs(objective - record.objective)).toBeLessThanOrEqual(CLOSE.objective * Math.abs(record.objective));
  });

  test("has our criterion at its theta", () => {
    const fit = fitOf(record);
    const roots = matchedTerms(fit, record.terms).map(({ theirs, columns }) => root(theirs, columns));
    const lambda = fit.engine.products.terms.map(({ source }) => roots[source.index]!);
    const there = -2 * likelihood(fit.engine, fit.reml)(lambda).logLik;
    expect(Math.abs(there - record.objective)).toBeLessThanOrEqual(CLOSE.criterion * Math.abs(record.objective));
    expect(fit.objective).toBeLessThanOrEqual(there + CLOSE.worse);
  });

  test("has our information criteria and counts", () => {
    const fit = fitOf(record);
    const { objective } = record;
    expect([fit.n, fit.df]).toEqual([record.n, record.df]);
    for (const [ours, theirs] of [
      [fit.logLik, record.logLik],
      [fit.aic, record.AIC],
      [fit.bic, record.BIC],
    ] as const)
      expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(CLOSE.objective * Math.abs(objective));
  });

  test("has our fixed effects and their covariances", () => {
    const { names, beta, stdError, vcov, p } = fitOf(record);
    const order = positions(names, record.beta.names);
    order.forEach((r, j) => {
      expect(Math.abs(beta[j]! - record.beta.values[r]!) / record.se[r]!).toBeLessThanOrEqual(CLOSE.fixef);
      expect(Math.abs(stdError[j]! / record.se[r]! - 1)).toBeLessThanOrEqual(CLOSE.se);
    });
    const entry = (i: number, j: number): number => vcov.data[j * p + i]!;
    expect(distance(entry, record.vcov, order, (r) => record.se[r]!)).toBeLessThanOrEqual(2 * CLOSE.se);
  });

  test("has our residual standard deviation", () => {
    expect(Math.abs(fitOf(record).sigma / record.sigma - 1)).toBeLessThanOrEqual(CLOSE.sigma);
  });

  test("is singular where ours is on the boundary", () => {
    const { status, warnings } = fitOf(record);
    expect(status.kind).toBe(record.singular ? "boundary" : "interior");
    expect(warnings.some(({ code }) => code === "singular")).toBe(record.singular);
  });

  test("was found in few evaluations, to the end", () => {
    const { optimization } = fitOf(record);
    expect(optimization.evaluations).toBeLessThanOrEqual(SEARCH_LIMITS.evaluations);
    expect(optimization.gradient).toBeLessThanOrEqual(SEARCH_LIMITS.gradient);
  });

  if (!record.tags.includes(UNIDENTIFIED))
    test("has our covariances of the random effects", () => {
      const fit = fitOf(record);
      for (const { index, theirs, columns } of matchedTerms(fit, record.terms)) {
        const own = fit.terms[index]!.covariance;
        const far = distance((i, j) => own[i]![j]!, theirs.covariance, columns, unitsOf(theirs.covariance));
        expect(far).toBeLessThanOrEqual(CLOSE.covariance);
      }
    });

  if (!record.tags.includes(UNIDENTIFIED))
    test("has our random effects and their conditional covariances", () => {
      const fit = fitOf(record);
      for (const term of matchedTerms(fit, record.terms)) {
        const { effects, conditional } = farthestLevels(fit, term);
        expect(effects).toBeLessThanOrEqual(CLOSE.covariance);
        expect(conditional).toBeLessThanOrEqual(CLOSE.covariance);
      }
    });
});

describe("a category that is constant in its groups has two variances, whatever the slope's are:", () => {
  test.each(cases.filter((name) => recordOf(name).tags.includes(UNIDENTIFIED)))("%s", (name) => {
    const record = recordOf(name);
    const fit = fitOf(record);
    for (const { index, theirs, columns } of matchedTerms(fit, record.terms)) {
      const own = fit.terms[index]!.covariance;
      const recorded = theirs.covariance;
      // of the first source, and of the second
      expect(Math.abs(own[0]![0]! / recorded[columns[0]!]![columns[0]!]! - 1)).toBeLessThanOrEqual(CLOSE.covariance);
      expect(Math.abs(total(own) / total(recorded) - 1)).toBeLessThanOrEqual(CLOSE.covariance);
    }
  });
});

test("half of the models take at most eight evaluations", PATIENCE, () => {
  const counts = cases.map((name) => fitOf(recordOf(name)).optimization.evaluations).sort((a, b) => a - b);
  expect(counts[counts.length / 2]).toBeLessThanOrEqual(SEARCH_LIMITS.median);
});

// here, because the fits take seconds: the other values are in reference.test.ts
describe("what MixedModels.jl and lme4 print for insteval", PATIENCE, () => {
  const printed = loadReferenceValues().filter(({ dataset }) => dataset === "insteval");
  test.each(printed.map((value) => [value.source, value.formula, value.reml ? "REML" : "ML", value] as const))(
    "%s: %s by %s",
    (_source, _formula, _method, { values, note, ...model }) => {
      const fit = fitOf({ ...model, offset: null });
      // four decimals of the smaller ones are printed
      const rounding = Number.isInteger(values.objective! * 1e4) ? 5e-5 : 0;
      expect(Math.abs(fit.objective - values.objective!)).toBeLessThanOrEqual(rounding + 1e-7);
      const { sizes, fitted_first, residual_first } = values as {
        sizes?: { n: number; p: number; q: number; terms: number };
        fitted_first?: number;
        residual_first?: number;
      };
      if (sizes !== undefined) expect({ n: fit.n, p: fit.p, q: fit.q, terms: fit.terms.length }).toEqual(sizes);
      if (fitted_first !== undefined) expect(fit.fitted[0]).toBeCloseTo(fitted_first, 6);
      if (residual_first !== undefined) expect(fit.residuals[0]).toBeCloseTo(residual_first, 6);
    },
  );
});

function recordOf(name: string): EngineRecord {
  const [dataset, file] = name.split("/") as [string, string];
  return loadEngineRecord(dataset, file);
}

/** A term's relative factor with its columns in our order; a square root need not be triangular. */
function root({ theta, names }: EngineTerm, columns: readonly number[]): Float64Array {
  const size = names.length;
  const square = lowerSquare(theta, size);
  return square.map((_, at) => square[Math.floor(at / size) * size + columns[at % size]!]!);
}

/** Largest distances of a term's effects, in standard deviations, and of their conditional covariances. */
function farthestLevels(
  fit: Fit,
  { index, theirs, columns }: MatchedTerm<EngineTerm>,
): { effects: number; conditional: number } {
  const own = fit.ranef()[index]!;
  const unit = unitsOf(theirs.covariance);
  expect(own.levels).toHaveLength(theirs.level_count);
  const place = new Map(own.levels.map((level, at) => [String(level), at]));
  let [effects, conditional] = [0, 0];
  theirs.levels.forEach((level, l) => {
    const at = place.get(level);
    if (at === undefined) throw new Error(`no level ${level} of ${own.group}`);
    columns.forEach((r, j) => {
      effects = Math.max(effects, Math.abs(own.values[at]![j]! - theirs.b[l]![r]!) / unit(r));
    });
    const matrix = own.covariances[at]!;
    conditional = Math.max(
      conditional,
      distance((i, j) => matrix[i]![j]!, theirs.condVar[l]!, columns, unit),
    );
  });
  return { effects, conditional };
}

function total(rows: readonly (readonly number[])[]): number {
  return rows.flat().reduce((sum, value) => sum + value, 0);
}
