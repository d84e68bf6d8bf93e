// Responses that are drawn as products have the distribution of responses that are drawn row by row. Their means and
// variances are known from dense n x n matrices: of y'W^-1 y, of its residual part and of the fixed effects that follow from
// it, W any covariance, not only the one that was drawn from.
import {
  choleskyFactorInPlace,
  choleskyInverse,
  choleskyLogdet,
  fromRows,
  type Matrix,
  matrix,
  multiply,
  multiplyTransposed,
} from "@mixedlm/linalg";
import { describe, expect, test } from "vitest";
import { internalLambda } from "../../src/coordinates/coordinates.ts";
import { countedFrom, rawCoefficients } from "../../src/coordinates/fixed-basis.ts";
import type { Engine, Lambda } from "../../src/engine/engine.ts";
import { internalBeta } from "../../src/engine/generalised-least-squares.ts";
import { replicateDraws } from "../../src/engine/replicate-draws.ts";
import { uniform } from "../models.ts";
import { crossedDesign, oneFactorDesign, randomPoint } from "../random-designs.ts";
import { bothForms, enginesOf, type TestModel } from "../written-model.ts";
import { balancedDesign } from "./balanced-design.ts";

const DRAWS = 800;
/** Of some thousand comparisons, the largest distance in standard errors that chance explains. */
const FAR = 5;

/** Means and covariances that theory gives, V the covariance that is drawn from, W the one that is assumed. */
function expected({ dense: { X, Z } }: TestModel, G: number[][], H: number[][], sigma: number) {
  const n = X.length;
  const z = fromRows(Z.map((row) => [...row]));
  const covariance = (psi: number[][]): Matrix => {
    const V = multiply(multiply(z, fromRows(psi)), transposedOf(z));
    for (let i = 0; i < n; i++) V.data[i * (n + 1)] += 1;
    return V;
  };
  const V = covariance(G);
  const W = covariance(H);
  choleskyFactorInPlace(W.data, n);
  const inverse = choleskyInverse(W.data, n);
  const x = fromRows(X.map((row) => [...row]));
  const A = multiplyTransposed(x, multiply(inverse, x));
  const p = A.nrow;
  choleskyFactorInPlace(A.data, p);
  expect(Number.isFinite(choleskyLogdet(A.data, p))).toBe(true);
  const solve = multiply(choleskyInverse(A.data, p), multiplyTransposed(x, inverse));
  const P = multiply(inverse, x);
  const projected = multiply(P, solve).data.map((value, at) => inverse.data[at] - value);
  const whole = multiply(inverse, V);
  const left = multiply(matrix(n, n, projected), V);
  const spread = multiply(multiply(solve, V), transposedOf(solve));
  return {
    square: { mean: trace(whole), variance: 2 * trace(multiply(whole, whole)) },
    residual: { mean: trace(left), variance: 2 * trace(multiply(left, left)) },
    beta: spread.data.map((value) => value * sigma ** 2),
  };
}

function transposedOf({ nrow, ncol, data }: Matrix): Matrix {
  const out = matrix(ncol, nrow);
  for (let j = 0; j < ncol; j++) for (let i = 0; i < nrow; i++) out.data[i * ncol + j] = data[j * nrow + i];
  return out;
}

function trace({ nrow, data }: Matrix): number {
  let sum = 0;
  for (let i = 0; i < nrow; i++) sum += data[i * (nrow + 1)];
  return sum;
}

/** The largest distance of what draws give from what theory says, in standard errors. */
function furthest(model: TestModel, engine: Engine, drawn: Lambda, assumed: Lambda, seed: number): number {
  const { products } = engine;
  const { p } = products;
  const beta = Float64Array.from({ length: p }, (_, j) => j + 0.5);
  const sigma = 3;
  const theory = expected(model, model.relative(drawn), model.relative(assumed), sigma);
  const { engine: own, draw } = engine.drawnResponses(
    internalLambda(products, drawn),
    countedFrom(products.fixed, beta, sigma),
  );
  const at = internalLambda(products, assumed);
  const sums = { square: 0, residual: 0, beta: new Float64Array(p), cross: new Float64Array(p * p) };
  for (let k = 0; k < DRAWS; k++) {
    draw(replicateDraws(seed, k));
    const point = own.factorise(at)!;
    let square = point.r2;
    for (let j = 0; j < p; j++) square += point.R[j * (p + 1) + p] ** 2;
    sums.square += square / DRAWS;
    sums.residual += point.r2 / DRAWS;
    const error = rawCoefficients(own.products.fixed, internalBeta(point, p)).map((value, j) => value - beta[j]);
    for (let j = 0; j < p; j++) {
      sums.beta[j] += error[j] / DRAWS;
      for (let i = 0; i < p; i++) sums.cross[j * p + i] += (error[i] * error[j]) / DRAWS;
    }
  }
  const far = (value: number, mean: number, variance: number): number =>
    Math.abs(value - mean) / Math.sqrt(variance / DRAWS + 1e-18 * mean * mean);
  const distances = [
    far(sums.square, theory.square.mean, theory.square.variance),
    far(sums.residual, theory.residual.mean, theory.residual.variance),
  ];
  for (let j = 0; j < p; j++) {
    const own = theory.beta[j * (p + 1)];
    distances.push(far(sums.beta[j], 0, own));
    for (let i = 0; i < p; i++) {
      const cross = theory.beta[j * p + i];
      distances.push(far(sums.cross[j * p + i], cross, own * theory.beta[i * (p + 1)] + cross ** 2));
    }
  }
  return Math.max(...distances);
}

const DESIGNS = [
  ["one grouping factor", oneFactorDesign, ["blocks", "dense", "sparse"]],
  ["several grouping factors", crossedDesign, ["blocks", "dense", "sparse"]],
  ["many equal groups", balancedDesign, ["blocks", "sparse"]],
] as const;

describe("a drawn response", () => {
  for (const [name, design, engines] of DESIGNS)
    for (const kind of engines)
      test(`has the means and covariances of rows: ${name}, ${kind}`, () => {
        let seen = 0;
        for (let seed = 1; seed <= 8; seed++) {
          const random = uniform(seed);
          const model = bothForms(design(random));
          let engine: Engine;
          try {
            engine = enginesOf(model)[kind]();
          } catch {
            continue;
          }
          seen += 1;
          const drawn = randomPoint(random, model.terms);
          for (const assumed of [drawn, randomPoint(random, model.terms)])
            expect(furthest(model, engine, drawn, assumed, seed), `seed ${seed}`).toBeLessThan(FAR);
        }
        expect(seen).toBeGreaterThan(4);
      });
});
