// Everything that follows from a point of the covariance parameters, in the data's own units: fixed effects and their
// covariance, residual variance, covariances of the random effects, and their conditional means and covariances.
import { choleskyInverse, log, type Matrix, matrix, multiply, multiplyByTransposed, scaled } from "@mixedlm/linalg";
import { checkEngine, checkFactor, checkLevels } from "../calls/stage-checks.ts";
import { effectMap, internalLambda } from "../coordinates/coordinates.ts";
import { coefficientMap, internalCoefficients, residualUnit } from "../coordinates/fixed-basis.ts";
import type { Engine, Factorisation, Lambda, LevelOf } from "../engine/engine.ts";
import { factorised } from "../engine/factorised.ts";
import {
  internalBeta,
  profiledEstimates,
  residualDf,
  residualVariance,
  squareOf,
} from "../engine/generalised-least-squares.ts";
import { sandwich } from "../parameters/square.ts";
import { covarianceOf } from "../parameters/triangular-root.ts";
import { objective } from "./objective.ts";

/** Estimates at a point of the covariance parameters; see the fields' units. */
export interface Estimates {
  /** Square root of each term's relative covariance, raw units. */
  readonly lambda: Lambda;
  /** Minus twice the (restricted) log-likelihood. */
  readonly objective: number;
  /** Fixed effects, length p, units of y per unit of the column. */
  readonly beta: Float64Array;
  /** Their covariance matrix sigma^2 (X'V^-1X)^-1, p x p. */
  readonly vcov: Matrix;
  /** Residual variance, units of y squared. */
  readonly sigma2: number;
  /** Each Psi = lambda lambda', relative to sigma2. */
  readonly psi: readonly Matrix[];
  /** Conditional means of the random effects of each factor, levels x columns, level after level. */
  readonly b: readonly Float64Array[];
}

/**
 * Computes the estimates at a point.
 *
 * @param lambda - raw units.
 * @param beta - fixed effects to be taken as they are, length p; default: those of generalised least squares.
 * @returns null where the likelihood does not exist.
 * @throws {@link FitError} `not-of-stage` for anything but an engine, `lambda-shape`, `beta-length`.
 */
export function estimatesAt(engine: Engine, lambda: Lambda, reml: boolean, beta?: ArrayLike<number>): Estimates | null {
  checkEngine("estimatesAt", engine);
  const at = engine.factorise(internalLambda(engine.products, lambda));
  if (at === null) return null;
  return beta === undefined ? estimatesOf(engine, at, lambda, reml) : estimatesGiven(engine, at, lambda, reml, beta);
}

/** The residual variance, and what hangs on it, with the fixed effects given. */
function estimatesGiven(
  engine: Engine,
  at: Factorisation,
  lambda: Lambda,
  reml: boolean,
  beta: ArrayLike<number>,
): Estimates {
  const { products } = engine;
  const internal = internalCoefficients(products.fixed, beta);
  const ratio = squareOf(at, internal) / at.r2;
  const free = estimatesOf(engine, at, lambda, reml);
  const point = copied(at.lambda);
  let effects: readonly Float64Array[] | null = null;
  return {
    lambda,
    psi: free.psi,
    objective: free.objective + residualDf(products, reml) * log(ratio),
    beta: Float64Array.from(beta),
    sigma2: ratio * free.sigma2,
    vcov: scaled(free.vcov, ratio),
    get b() {
      effects ??= conditionalMeans(engine, point, internal);
      return effects;
    },
  };
}

/** The same from a factorisation at the point. @param lambda - any square roots of the same matrices, raw units. */
export function estimatesOf(engine: Engine, at: Factorisation, lambda: Lambda, reml: boolean): Estimates {
  const { products } = engine;
  const { beta, sigma2 } = profiledEstimates(products, at, reml);
  // worked out when first asked for: with many levels they cost as much as an evaluation
  const point = copied(at.lambda);
  let effects: readonly Float64Array[] | null = null;
  return {
    lambda,
    objective: objective(products, at, reml),
    beta,
    vcov: fixedCovariance(engine, at, reml),
    sigma2,
    psi: lambda.map((own, t) => matrix(products.terms[t].size, products.terms[t].size, relativeCovariance(own))),
    get b() {
      effects ??= conditionalMeans(engine, point);
      return effects;
    },
  };
}

function relativeCovariance(lambda: Float64Array): Float64Array {
  return covarianceOf(lambda, Math.sqrt(lambda.length));
}

/** sigma^2 M (X'V^-1X)^-1 M' with M the map from internal to raw coefficients, p x p. */
function fixedCovariance({ products }: Engine, at: Factorisation, reml: boolean): Matrix {
  const { p, fixed } = products;
  const M = matrix(p, p, coefficientMap(fixed));
  const vcov = multiplyByTransposed(multiply(M, choleskyInverse(at.R, p, 0, p + 1)), M);
  return scaled(vcov, residualVariance(products, at, reml));
}

function copied(lambda: Lambda): Lambda {
  return lambda.map((own) => own.slice());
}

/**
 * b = Psi Z'V^-1(y - X beta) of every factor, raw units.
 *
 * @param point - internal square roots that could be factored: by way of raw units they might round to some that
 *   cannot.
 * @param beta - internal; default: generalised least squares.
 */
function conditionalMeans(engine: Engine, point: Lambda, beta?: Float64Array): Float64Array[] {
  const { products } = engine;
  const at = factorised(engine, point);
  const { terms, factors, fixed } = products;
  const unit = residualUnit(fixed);
  const solved = engine.solvedResiduals(at, beta ?? internalBeta(at, products.p));
  const psi = at.lambda.map(relativeCovariance);
  return solved.map((c, f) => {
    const { levels, columns: s } = factors[f];
    const map = effectMap(products, f);
    const b = new Float64Array(c.length);
    const internal = new Float64Array(s);
    for (let l = 0; l < levels; l++) {
      for (const [t, { size, placements }] of terms.entries())
        for (const { factor, column } of placements)
          for (let i = 0; factor === f && i < size; i++) {
            let sum = 0;
            for (let j = 0; j < size; j++) sum += psi[t][j * size + i] * c[l * s + column + j];
            internal[column + i] = sum;
          }
      for (let i = 0; i < s; i++) {
        let sum = 0;
        for (let j = 0; j < s; j++) sum += map[j * s + i] * internal[j];
        b[l * s + i] = unit * sum;
      }
    }
    return b;
  });
}

/**
 * Computes the covariance matrix of the random effects of each of some sets of levels given the data, fixed effects
 * taken as known: sigma^2 F (I + F'Z'Z F)^-1 F', raw units. Several sets cost what the largest does.
 *
 * @param sets - the levels whose columns are the rows and columns of each result, in this order; no row may be in
 *   levels of two sets, such as those of different groups.
 * @returns null where the likelihood does not exist.
 * @throws {@link FitError} `not-of-stage` for anything but an engine and levels that it has, `lambda-shape`.
 * @see Bates, Maechler, Bolker & Walker (2015), section 2.2 (lme4's `condVar`).
 */
export function conditionalCovariances(
  engine: Engine,
  lambda: Lambda,
  reml: boolean,
  sets: readonly (readonly LevelOf[])[],
): Matrix[] | null {
  checkEngine("conditionalCovariances", engine);
  checkLevels("conditionalCovariances", engine, sets);
  const { products } = engine;
  const at = engine.factorise(internalLambda(products, lambda));
  if (at === null) return null;
  const maps = products.factors.map((_, factor) => effectMap(products, factor));
  const variance = residualUnit(products.fixed) ** 2 * residualVariance(products, at, reml);
  return engine
    .conditionalCovariances(at, sets)
    .map((internal, set) => mapBlocks(maps, products.factors, internal, sets[set], variance));
}

/** Takes a matrix of internal columns to raw ones, level by level. */
function mapBlocks(
  maps: readonly Float64Array[],
  factors: Engine["products"]["factors"],
  internal: Float64Array,
  levels: readonly LevelOf[],
  variance: number,
): Matrix {
  const size = Math.sqrt(internal.length);
  const raw = new Float64Array(size * size);
  const widest = Math.max(0, ...factors.map(({ columns }) => columns));
  const work = new Float64Array(widest * widest);
  let column = 0;
  for (const { factor: right } of levels) {
    let row = 0;
    for (const { factor: left } of levels) {
      const place = { at: column * size + row, stride: size };
      const [a, b] = [factors[left].columns, factors[right].columns];
      sandwich(maps[left], a, { data: internal, ...place }, maps[right], b, { data: raw, ...place }, work);
      row += a;
    }
    column += factors[right].columns;
  }
  return scaled(matrix(size, size, raw), variance);
}

/**
 * The same of each level of a factor by itself: levels x (s x s), level after level, column-major.
 *
 * @param factor - its number, in the order of `fit.blocks.factors`.
 * @throws {@link FitError} `not-of-stage` for anything but an engine and a factor that it has, `lambda-shape`.
 */
export function conditionalBlocks(engine: Engine, lambda: Lambda, reml: boolean, factor: number): Float64Array | null {
  checkEngine("conditionalBlocks", engine);
  checkFactor("conditionalBlocks", engine, factor);
  const { products } = engine;
  const at = engine.factorise(internalLambda(products, lambda));
  if (at === null) return null;
  const s = products.factors[factor].columns;
  const map = matrix(s, s, effectMap(products, factor));
  const variance = residualUnit(products.fixed) ** 2 * residualVariance(products, at, reml);
  const blocks = engine.conditionalBlocks(at, factor);
  for (let start = 0; start < blocks.length; start += s * s) {
    const own = matrix(s, s, blocks.slice(start, start + s * s));
    const raw = multiplyByTransposed(multiply(map, own), map);
    for (let i = 0; i < s * s; i++) blocks[start + i] = variance * raw.data[i];
  }
  return blocks;
}
