// In: a fit with its rows. Out: Satterthwaite's and Kenward and Roger's numbers straight from their definitions with dense
// matrices, n x n: V as a function of its parameters, everything else by inverses, products, traces and differences. Slow and
// plain on purpose; nothing is shared with the code that it judges but the rows and the estimates.
import {
  luFactor,
  luInverse,
  type Matrix,
  matrix,
  multiply,
  multiplyByTransposed,
  multiplyTransposed,
  symmetricEigen,
} from "@mixedlm/linalg";
import type { Fit } from "../../src/index.ts";
import { fitRows } from "../../src/rows/model-rows.ts";

/** V(parameters) = sigma^2 W^-1 + Z Psi Z', and its derivatives. */
export interface DenseModel {
  readonly X: Matrix;
  readonly y: Matrix;
  /** Values of the parameters, sigma^2 the last. */
  readonly parameters: readonly number[];
  covariance(parameters: readonly number[]): Matrix;
}

/** How a term's covariance matrix follows from its own parameters. */
export interface DenseTerm {
  /** Values at the fit. */
  readonly parameters: readonly number[];
  covariance(own: readonly number[]): number[][];
  /** The term's columns of a row, level after level: n x (levels x size). */
  readonly Z: Matrix;
  readonly size: number;
}

/** Writes a fit out; `terms` gives the parameters of each covariance, absolute units. */
export function denseModel(fit: Fit, terms: readonly DenseTerm[]): DenseModel {
  const { X, y, weights, offset, n } = fitRows(fit);
  const parameters = [...terms.flatMap((term) => term.parameters), fit.sigma ** 2];
  return {
    X,
    y: matrix(
      n,
      1,
      y.map((value, i) => value - (offset?.[i] ?? 0)),
    ),
    parameters,
    covariance(own) {
      const V = matrix(n, n);
      for (let i = 0; i < n; i++) V.data[i * (n + 1)] = own[own.length - 1]! / (weights?.[i] ?? 1);
      let at = 0;
      for (const {
        Z,
        size,
        parameters: { length },
        covariance,
      } of terms) {
        const psi = covariance(own.slice(at, at + length));
        at += length;
        const half = matrix(Z.nrow, Z.ncol);
        for (let column = 0; column < Z.ncol; column++)
          for (let k = 0; k < size; k++) {
            const from = column - (column % size) + k;
            const value = psi[k]![column % size]!;
            if (value !== 0) for (let i = 0; i < n; i++) half.data[column * n + i]! += Z.data[from * n + i]! * value;
          }
        multiplyByTransposed(half, Z).data.forEach((value, e) => {
          V.data[e]! += value;
        });
      }
      return V;
    },
  };
}

/** The random columns of one factor's rows: `column .. column + size - 1` of each level. */
export function denseColumns(fit: Fit, factor: number, column: number, size: number): Matrix {
  const { Z, n } = fitRows(fit);
  const s = fit.blocks.factors[factor]!.s;
  const { levels } = fit.engine.products.factors[factor]!;
  const out = matrix(n, levels * size);
  for (let i = 0; i < n; i++)
    for (let e = Z.start[i]!; e < Z.start[i + 1]!; e++) {
      const k = (Z.at[e]! % s) - column;
      if (Z.factor[e] !== factor || k < 0 || k >= size) continue;
      out.data[(Math.floor(Z.at[e]! / s) * size + k) * n + i] = Z.value[e]!;
    }
  return out;
}

const inverse = (A: Matrix): Matrix => luInverse(luFactor(A));
const plus = (A: Matrix, B: Matrix, factor = 1): Matrix => ({
  ...A,
  data: A.data.map((v, e) => v + factor * B.data[e]!),
});
const times = (A: Matrix, factor: number): Matrix => ({ ...A, data: A.data.map((v) => factor * v) });
const trace = (A: Matrix): number =>
  Array.from({ length: A.nrow }, (_, i) => A.data[i * (A.nrow + 1)]!).reduce((a, b) => a + b, 0);

/** Second-order differences whose error falls with the sixth power of the step are not needed: V is a polynomial. */
function derivatives({ covariance, parameters }: DenseModel): { first: Matrix[]; second: Matrix[][] } {
  const step = parameters.map((value) => 1e-3 * Math.max(Math.abs(value), 1e-2));
  const at = (...moves: (readonly [number, number])[]): Matrix =>
    covariance(
      parameters.map((value, k) => value + moves.reduce((sum, [of, by]) => sum + (of === k ? by * step[k]! : 0), 0)),
    );
  const first = parameters.map((_, k) => {
    // five points: exact to the fourth degree
    const near = plus(at([k, 1]), at([k, -1]), -1);
    const far = plus(at([k, 2]), at([k, -2]), -1);
    return times(plus(times(near, 8), far, -1), 1 / (12 * step[k]!));
  });
  const second = parameters.map((_, a) =>
    parameters.map((__, b) => {
      const cross = plus(
        plus(at([a, 1], [b, 1]), at([a, -1], [b, -1])),
        plus(at([a, 1], [b, -1]), at([a, -1], [b, 1])),
        -1,
      );
      return times(cross, 1 / (4 * step[a]! * step[b]!));
    }),
  );
  return { first, second };
}

/** Kenward and Roger's quantities as in their papers of 1997 and 2009. */
export interface DenseKenwardRoger {
  readonly vcov: Matrix;
  df(l: readonly number[]): number;
}

/** Phi_A and degrees of freedom of one combination. */
export function denseKenwardRoger(model: DenseModel): DenseKenwardRoger {
  const { X, parameters } = model;
  const Vi = inverse(model.covariance(parameters));
  const Phi = inverse(multiplyTransposed(X, multiply(Vi, X)));
  const { first, second } = derivatives(model);
  const between = (...middle: Matrix[]): Matrix =>
    multiplyTransposed(
      X,
      middle.reduce((right, M) => multiply(Vi, multiply(M, right)), multiply(Vi, X)),
    );
  const P = first.map((D) => times(between(D), -1));
  const Q = first.map((A) => first.map((B) => between(B, A)));
  const k = parameters.length;
  const info = matrix(k, k);
  const ViD = first.map((D) => multiply(Vi, D));
  for (let a = 0; a < k; a++)
    for (let b = 0; b < k; b++)
      info.data[b * k + a] =
        (trace(multiply(ViD[a]!, ViD[b]!)) -
          2 * trace(multiply(Phi, Q[a]![b]!)) +
          trace(multiply(multiply(Phi, P[a]!), multiply(Phi, P[b]!)))) /
        2;
  const W = inverse(info);
  // the curvature of V, and what of it is outside the derivatives of V in the metric tr(P A P B), P the projection
  const ViX = multiply(Vi, X);
  const R = plus(Vi, multiply(ViX, multiplyByTransposed(Phi, ViX)), -1);
  let bend = matrix(X.nrow, X.nrow);
  for (let a = 0; a < k; a++) for (let b = 0; b < k; b++) bend = plus(bend, second[a]![b]!, W.data[b * k + a]!);
  const product = (A: Matrix, B: Matrix): number => trace(multiply(multiply(R, A), multiply(R, B)));
  const gram = matrix(k, k, Float64Array.from(first.flatMap((A) => first.map((B) => product(A, B)))));
  const share = multiply(
    inverse(gram),
    matrix(
      k,
      1,
      Float64Array.from(first, (A) => product(A, bend)),
    ),
  );
  const normal = first.reduce((rest, A, a) => plus(rest, A, -share.data[a]!), bend);
  let sum = times(between(normal), -1 / 4);
  for (let a = 0; a < k; a++)
    for (let b = 0; b < k; b++) {
      const own = plus(Q[a]![b]!, multiply(P[a]!, multiply(Phi, P[b]!)), -1);
      sum = plus(sum, own, W.data[b * k + a]!);
    }
  return {
    vcov: plus(Phi, increase(multiply(Phi, multiply(sum, Phi)), Phi), 2),
    df(l) {
      const row = matrix(1, l.length, Float64Array.from(l));
      const form = (M: Matrix): number => multiplyByTransposed(multiply(row, M), row).data[0]!;
      const t = P.map((own) => form(multiply(Phi, multiply(own, Phi))) / form(Phi));
      let A = 0;
      for (let a = 0; a < k; a++) for (let b = 0; b < k; b++) A += W.data[b * k + a]! * t[a]! * t[b]!;
      return 2 / A;
    },
  };
}

/** What of a change of Phi increases it: without its negative eigenvalues relative to Phi. */
function increase(change: Matrix, Phi: Matrix): Matrix {
  const root = (power: number): Matrix => {
    const { values, vectors } = symmetricEigen(Phi);
    const scaled = { ...vectors, data: vectors.data.map((v, e) => v * values[Math.floor(e / Phi.nrow)]! ** power) };
    return multiplyByTransposed(scaled, vectors);
  };
  const { values, vectors } = symmetricEigen(multiply(root(-0.5), multiply(change, root(-0.5))));
  const scaled = { ...vectors, data: vectors.data.map((v, e) => v * Math.max(0, values[Math.floor(e / Phi.nrow)]!)) };
  return multiply(root(0.5), multiply(multiplyByTransposed(scaled, vectors), root(0.5)));
}

/** Satterthwaite's degrees of freedom from the analytic Hessian of -2 log-likelihood in the given parameters. */
export function denseSatterthwaite(
  model: DenseModel,
  reml: boolean,
): { df(l: readonly number[]): number; covariance: Matrix } {
  const { X, y, parameters } = model;
  const Vi = inverse(model.covariance(parameters));
  const ViX = multiply(Vi, X);
  const Phi = inverse(multiplyTransposed(X, ViX));
  const P = plus(Vi, multiply(ViX, multiplyByTransposed(Phi, ViX)), -1);
  const { first, second } = derivatives(model);
  const Py = multiply(P, y);
  const k = parameters.length;
  const H = matrix(k, k);
  const M = reml ? P : Vi;
  const MD = first.map((D) => multiply(M, D));
  for (let a = 0; a < k; a++)
    for (let b = 0; b < k; b++) {
      const bend = second[a]![b]!;
      const both = multiply(first[a]!, multiply(P, multiply(first[b]!, Py)));
      H.data[b * k + a] =
        -trace(multiply(MD[a]!, MD[b]!)) +
        trace(multiply(M, bend)) +
        2 * multiplyTransposed(Py, both).data[0]! -
        multiplyTransposed(Py, multiply(bend, Py)).data[0]!;
    }
  const covariance = times(inverse(H), 2);
  const slopes = first.map((D) => multiply(Phi, multiply(multiplyTransposed(ViX, multiply(D, ViX)), Phi)));
  return {
    covariance,
    df(l) {
      const row = matrix(1, l.length, Float64Array.from(l));
      const form = (A: Matrix): number => multiplyByTransposed(multiply(row, A), row).data[0]!;
      const g = matrix(1, k, Float64Array.from(slopes, form));
      return (2 * form(Phi) ** 2) / multiplyByTransposed(multiply(g, covariance), g).data[0]!;
    },
  };
}
