// A fit beside the dense oracle at the fit's own covariance parameters: is every number of it what the definition gives, is
// the point an optimum, does the status tell the truth, is nothing NaN. Deviations are measured in what they matter by:
// standard errors, standard deviations, the unit of a likelihood.
import { type Fit, FitError } from "mixedlm";
import { type DenseDesign, denseDesign } from "./dense-model.ts";
import { type DenseFit, denseFit } from "./dense-oracle.ts";
import { kindOfPoint, steepness } from "./optimality.ts";
import type { RandomModel } from "./random-models.ts";

/** How far a fit is from the oracle, by quantity. */
export type Deviations = Readonly<Record<string, number>>;

/** What was found. */
export interface FitCheck {
  readonly problems: readonly string[];
  readonly deviations: Deviations;
  /** Relative precision that the numbers of this model leave in double arithmetic; see {@link precision}. */
  readonly precision: number;
}

/** Relative precision that is asked for where the data allow it. */
const PRECISE = 1e-9;
/** Precision at which numbers mean nothing any more, and are not compared. */
const USELESS = 1e-3;

/** What each deviation may be, as a multiple of the precision. */
const ALLOWED: Readonly<Record<string, number>> = {
  objective: 1,
  sigma: 10,
  beta: 1e3,
  vcov: 1e3,
  b: 1e3,
  fitted: 1e3,
  covariance: 10,
  gradient: 1e4,
  departure: 1e4,
};

/** A slope that may be left in the valley of terms that say the same: a warning says that they do. */
const IN_A_VALLEY = 1e-3;

function allowedOf(name: string, own: number, fit: Fit): number {
  const allowed = (ALLOWED[name] as number) * own;
  const isValley = name === "gradient" && fit.warnings.some(({ code }) => code === "unidentified-components");
  return isValley ? Math.max(allowed, IN_A_VALLEY) : allowed;
}

/** Compares a fit with the definition. */
export function checkFit(model: RandomModel, fit: Fit): FitCheck {
  const problems = notNumbers(fit);
  const design = denseDesign(model, fit);
  problems.push(...design.problems);
  if (problems.length > 0) return { problems, deviations: {}, precision: Number.NaN };
  const oracle = denseFit(design.model, model.options.reml);
  const own = precision(design, oracle);
  const deviations = { ...differences(fit, design, oracle), ...steepness(design, oracle) };
  if (own < USELESS && fit.status.kind !== "not-converged")
    for (const [name, value] of Object.entries(deviations)) {
      const allowed = allowedOf(name, own, fit);
      if (!(value <= allowed))
        problems.push(`${name} is off by ${value.toExponential(1)}, allowed ${allowed.toExponential(1)}`);
    }
  problems.push(...kindOfPoint(design, fit));
  return { problems, deviations, precision: own };
}

/** Numbers of a fit that are none. A correlation without a variance is null. */
function notNumbers(fit: Fit): string[] {
  const all: Record<string, readonly number[]> = {
    beta: fit.beta,
    stdError: fit.stdError,
    vcov: [...fit.vcov.data],
    theta: fit.theta,
    sigma: [fit.sigma],
    criterion: [fit.objective, fit.logLik, fit.aic, fit.bic],
    fitted: fit.fitted,
    residuals: fit.residuals,
    b: fit.ranef().flatMap(({ values }) => values.flat()),
    condVar: conditionalCovariances(fit),
    covariance: fit.terms.flatMap(({ covariance }) => covariance.flat()),
    stdDev: fit.terms.flatMap(({ stdDev }) => stdDev),
    correlation: fit.terms.flatMap(({ correlation }) => correlation.flat().map((value) => value ?? 0)),
  };
  return Object.entries(all).flatMap(([name, values]) =>
    values.every(Number.isFinite) ? [] : [`${name} holds ${values.find((value) => !Number.isFinite(value))}`],
  );
}

/** Covariances of random effects given the data; a fit that says that it did not converge may refuse them. */
function conditionalCovariances(fit: Fit): readonly number[] {
  try {
    return fit.ranef().flatMap(({ covariances }) => covariances.flat(2));
  } catch (error) {
    if (!(error instanceof FitError)) throw error;
    return fit.status.kind === "not-converged" ? [] : [Number.NaN];
  }
}

/**
 * Relative precision that a model's numbers have in doubles.
 *
 * Rounding errors of double numbers are multiples of the largest squares that are added, and what is left of them is the
 * residual: the ratio of the two says how many digits there are.
 */
function precision({ model }: DenseDesign, { sigma2 }: DenseFit): number {
  const { y, weights, terms, offset } = model;
  const own = y.map((value, i) => value - (offset[i] as number));
  const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
  const largest = own.map((value, i) => {
    const random = terms.map(({ Z, root }) => {
      const z = Z[i] as readonly number[];
      // where parts cancel, their own rounding is left of them, once
      const parts = (m: number): number[] => z.map((value, j) => value * (root[j]?.[m] as number));
      const squares = root[0]?.map((_, m) => {
        const own = parts(m);
        return Math.abs(own.reduce((sum, part) => sum + part, 0)) * own.reduce((sum, part) => sum + Math.abs(part), 0);
      });
      return squares?.reduce((sum, square) => sum + square, 0) ?? 0;
    });
    return Math.max((value - mean) ** 2 / sigma2, ...random, 1);
  });
  // a column or response far from its origin has as many digits less
  const far = [own, ...terms.flatMap(({ Z }) => (Z[0] ?? []).map((_, j) => Z.map((row) => row[j] as number)))].map(
    (column, k) => distance(column, k === 0 ? Math.sqrt(sigma2) : 0),
  );
  return Math.max(PRECISE, 1e-14 * Math.max(...largest) * Math.max(...weights), 1e-12 * Math.max(...far));
}

/** How many times its own spread, or a unit given, a column is from zero; 0 for a constant. */
function distance(column: readonly number[], unit: number): number {
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  const spread = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length);
  return spread > 0 ? Math.abs(mean) / (unit || spread) : 0;
}

function differences(fit: Fit, { model, terms }: DenseDesign, oracle: DenseFit): Record<string, number> {
  const largest = (values: readonly number[]): number =>
    values.reduce((most, v) => (Number.isNaN(v) ? v : Math.max(most, Math.abs(v))), 0);
  const { p, vcov, stdError } = fit;
  const se = (i: number): number => stdError[i] as number;
  const reach = largest(model.y) || 1;
  return {
    objective: Math.abs(fit.objective - oracle.objective) / (1 + Math.abs(oracle.objective) + fit.n),
    sigma: Math.abs(fit.sigma / Math.sqrt(oracle.sigma2) - 1),
    beta: largest(fit.beta.map((value, j) => (value - (oracle.beta[j] as number)) / (se(j) + 1e-9 * Math.abs(value)))),
    vcov: largest(
      [...vcov.data].map(
        (value, at) =>
          (value - (oracle.vcov[at % p]?.[Math.floor(at / p)] as number)) / (se(at % p) * se(Math.floor(at / p))),
      ),
    ),
    b: largest(terms.flatMap((term, t) => effectDifferences(fit, term, oracle, t))),
    fitted: largest(fit.fitted.map((value, i) => (value - (oracle.fitted[i] as number)) / (fit.sigma + 1e-9 * reach))),
    covariance: largest(
      model.terms.flatMap(({ root }, t) => {
        const sd = fit.terms[t]?.stdDev as readonly number[];
        return root.flatMap((a, i) =>
          root.map((b, j) => {
            const entry = fit.sigma ** 2 * a.reduce((sum, value, m) => sum + value * (b[m] as number), 0);
            const scale = (sd[i] as number) * (sd[j] as number);
            return scale === 0 ? entry : ((fit.terms[t]?.covariance[i]?.[j] as number) - entry) / scale;
          }),
        );
      }),
    ),
  };
}

/** Random effects, in standard deviations; of levels whose label is a text that only they have. */
function effectDifferences(
  fit: Fit,
  { labels, names }: DenseDesign["terms"][number],
  oracle: DenseFit,
  t: number,
): number[] {
  const own = fit.ranef()[t];
  const sd = fit.terms[t]?.stdDev as readonly number[];
  return labels.flatMap((label, l) => {
    const values = own?.levels.map(String).filter((text) => text === label).length === 1 ? own.of(label) : undefined;
    if (values === undefined) return [];
    return names.map((_, j) => {
      const difference = (values[j] as number) - (oracle.terms[t]?.b[l]?.[j] as number);
      return difference / ((sd[j] as number) + 1e-9 * Math.max(...sd) || 1);
    });
  });
}
