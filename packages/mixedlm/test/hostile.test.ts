// Data on which floating-point engines lose digits, against arithmetic of 100 digits (fixtures/hostile): y near 1e9, raw
// years and their cubes, units 1e12 apart, weights 1e6 apart, groups 1e6 residual standard deviations apart. Twice: at
// points whose theta is given, where nothing but arithmetic is between, and at the optimum that the search finds.
import { readCsv } from "@mixedlm/design";
import { describe, expect, test } from "vitest";
import { loadData } from "../../../tools/fixtures/load.ts";
import { type Estimates, estimatesAt, type Fit, likelihood, lmm } from "../src/index.ts";
import { lowerSquare, unitsOf } from "./engine-fits.ts";
import { type ExactPoint, type HostilePoints, listHostile, loadHostile } from "./engine-record.ts";

/** How close we come. */
interface Closeness {
  /** The criterion, absolute: its values are of size 1e3. */
  readonly criterion: number;
  /** Fixed effects in standard errors (or a unit of their last place), standard errors and sigma relative. */
  readonly fixed: number;
  /** Covariances in their units, random effects in standard deviations. */
  readonly random: number;
}

/** What rounding alone leaves, and what the search does: theta moves by 1e-10 where the gradient is 1e-8. */
const ROUNDING: Closeness = { criterion: 1e-10, fixed: 1e-9, random: 1e-9 };

/** Where digits are lost, and why. */
const LOST: Readonly<Record<string, Closeness>> = {
  // log|X'X| of columns that agree to 1e-5 and 1e-9 of their size has so many digits
  collinear: { ...ROUNDING, criterion: 1e-9 },
  "collinear-y-near-1e9": { ...ROUNDING, criterion: 1e-9 },
  "year-cubic": { ...ROUNDING, criterion: 1e-9 },
  "year-cubic-slope": { ...ROUNDING, criterion: 1e-9 },
  // the Schur complement is a difference of terms that are the squared ratio of the deviations apart
  "crossed-between-1e6": { criterion: 1e-7, fixed: 1e-9, random: 1e-8 },
};

describe.each(listHostile())("%s", (name) => {
  const { formula, weights, ...record } = loadHostile(name);
  const table = readCsv(loadData(`hostile/${name}`));
  const close = LOST[name] ?? ROUNDING;

  describe.each(["reml", "ml"] as const)("%s", (method) => {
    const reml = method === "reml";
    const fit = lmm(formula as string, table, { reml, weights: weights ?? undefined });
    const { optimum, given }: HostilePoints = record[method];

    test.each(given.map((exact, k) => [k, exact] as const))("the likelihood at the given point %i", (k, exact) => {
      // raw columns and a slope that varies by a million: the covariance of X's coefficients is a difference there
      const lost = name === "x-in-1e6" && k === 0;
      const { criterion, fixed } = lost ? { criterion: 1e-3, fixed: 1e-3 } : close;
      const lambda = rootsOf(fit, optimum, splitTheta(exact.given_theta, optimum));
      const found: Estimates = estimatesAt(fit.engine, lambda, reml)!;
      expect(Math.abs(found.objective - Number(exact.objective))).toBeLessThanOrEqual(criterion);
      expect(-2 * likelihood(fit.engine, reml)(lambda).logLik).toBe(found.objective);
      const stdError = Array.from(found.beta, (_, j) => Math.sqrt(found.vcov.data[j * (fit.p + 1)]!));
      compareFixed({ beta: found.beta, stdError, sigma: Math.sqrt(found.sigma2) }, exact, fixed);
    });

    test("the likelihood at the exact optimum", () => {
      const theta = optimum.terms.map((term) => term.theta.map(Number));
      const there = -2 * likelihood(fit.engine, reml)(rootsOf(fit, optimum, theta)).logLik;
      expect(Math.abs(there - Number(optimum.objective))).toBeLessThanOrEqual(close.criterion);
    });

    test("the optimum and its fixed effects", () => {
      expect(Math.abs(fit.objective - Number(optimum.objective))).toBeLessThanOrEqual(close.criterion);
      compareFixed(fit, optimum, close.fixed);
    });

    test("covariances and random effects", () => {
      optimum.terms.forEach((term, t) => {
        const covariance = term.covariance.map((row) => row.map(Number));
        const unit = unitsOf(covariance);
        covariance.forEach((row, i) => {
          row.forEach((value, j) => {
            const far = Math.abs(fit.terms[t]!.covariance[i]![j]! - value) / (unit(i) * unit(j));
            expect(far).toBeLessThanOrEqual(close.random);
          });
        });
        const effects = fit.ranef()[t]!;
        expect(effects.levels).toHaveLength(term.levels.length);
        term.levels.forEach((level, l) => {
          term.b[l]!.forEach((value, j) => {
            expect(Math.abs(effects.of(level)![j]! - Number(value)) / unit(j)).toBeLessThanOrEqual(close.random);
          });
        });
      });
    });

    test("a variance is zero where it is best so, and nowhere else", () => {
      const isZero = optimum.terms.some(({ theta, names }) => diagonal(theta, names.length).includes(0));
      expect(fit.status.kind).toBe(isZero ? "boundary" : "interior");
    });
  });
});

test("there are 25 sets, and every exception is one of them", () => {
  expect(listHostile()).toHaveLength(25);
  expect(listHostile()).toEqual(expect.arrayContaining(Object.keys(LOST)));
});

interface Fixed {
  readonly beta: ArrayLike<number>;
  readonly stdError: readonly number[];
  readonly sigma: number;
}

function compareFixed({ beta, stdError, sigma }: Fixed, exact: ExactPoint, close: number): void {
  exact.beta.forEach((text, j) => {
    const value = Number(text);
    const se = Number(exact.se[j]);
    expect(Math.abs(beta[j]! - value)).toBeLessThanOrEqual(Math.max(close * se, Number.EPSILON * Math.abs(value)));
    expect(Math.abs(stdError[j]! / se - 1)).toBeLessThanOrEqual(close);
  });
  expect(Math.abs(sigma / Number(exact.sigma) - 1)).toBeLessThanOrEqual(close);
}

/** Square roots for the engine's terms, from theta in the order of the formula. */
function rootsOf(fit: Fit, { terms }: ExactPoint, theta: readonly (readonly number[])[]): Float64Array[] {
  const roots = terms.map(({ names }, t) => lowerSquare(theta[t]!, names.length));
  return fit.engine.products.terms.map(({ source }) => roots[source.index]!);
}

function splitTheta(theta: readonly number[], { terms }: ExactPoint): number[][] {
  let at = 0;
  return terms.map(({ theta: own }) => {
    at += own.length;
    return theta.slice(at - own.length, at);
  });
}

function diagonal(theta: readonly string[], size: number): number[] {
  const square = lowerSquare(theta.map(Number), size);
  return Array.from({ length: size }, (_, j) => square[j * (size + 1)]!);
}
