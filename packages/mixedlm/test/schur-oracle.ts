// Everything that an engine answers, by n x n matrices straight from the definitions: V = I + Z Psi Z' is inverted by
// Gauss-Jordan elimination, derivatives are traces of products of whole matrices. Slow, and shares no line with the engine.
import type { Lambda } from "../src/engine/engine.ts";
import type { Model } from "./schur-models.ts";

type Dense = number[][];

/** A model at a point. */
export interface DensePoint {
  readonly logdetV: number;
  readonly logdetX: number;
  /** [X | y]'V^-1[X | y], and the generalised residual sum of squares. */
  readonly FF: Dense;
  readonly r2: number;
  readonly beta: number[];
  /** Z'V^-1 Z, Z'P Z (P = V^-1 under ML) and Z'V^-1[X | y]. */
  readonly M0: Dense;
  readonly MP: Dense;
  readonly ZF: Dense;
  /** Relative covariance of all random effects given the data: Lambda (1 + Lambda'Z'Z Lambda)^-1 Lambda'. */
  readonly conditional: Dense;
}

/** Evaluates a model at a point. */
export function densePoint({ products, y, X, Z, start }: Model, lambda: Lambda, reml: boolean): DensePoint {
  const q = Z[0].length;
  const root = zeros(q, q);
  for (const [t, { size, placements }] of products.terms.entries())
    for (const { factor, column } of placements) {
      const { levels, columns } = products.factors[factor];
      for (let l = 0; l < levels; l++)
        for (let i = 0; i < size; i++)
          for (let j = 0; j < size; j++) {
            const at = start[factor] + l * columns + column;
            root[at + i][at + j] = lambda[t][j * size + i];
          }
    }
  const G = times(root, transpose(root));
  const V = times(times(Z, G), transpose(Z));
  for (let i = 0; i < V.length; i++) V[i][i] += 1;
  const { inverse: W, logdet: logdetV } = invert(V);
  const F = X.map((row, i) => [...row, y[i]]);
  const WF = times(W, F);
  const FF = times(transpose(F), WF);
  const p = X[0].length;
  const { inverse: Phi, logdet: logdetX } = invert(FF.slice(0, p).map((row) => row.slice(0, p)));
  const beta = times(
    Phi,
    FF.slice(0, p).map((row) => [row[p]]),
  ).map(([b]) => b);
  const residual = y.map((value, i) => value - X[i].reduce((sum, x, j) => sum + x * beta[j], 0));
  const Wr = times(
    W,
    residual.map((r) => [r]),
  );
  const r2 = residual.reduce((sum, r, i) => sum + r * Wr[i][0], 0);
  const Zt = transpose(Z);
  const M0 = times(Zt, times(W, Z));
  const ZF = times(Zt, WF);
  const C = ZF.map((row) => row.slice(0, p));
  const CPC = times(times(C, Phi), transpose(C));
  const MP = M0.map((row, i) => row.map((value, j) => value - (reml ? CPC[i][j] : 0)));
  const ZL = times(Z, root);
  const A = times(transpose(ZL), ZL).map((row, i) => row.map((value, j) => value + (i === j ? 1 : 0)));
  const conditional = times(times(root, invert(A).inverse), transpose(root));
  return { logdetV, logdetX, FF, r2, beta, M0, MP, ZF, conditional };
}

/** The sums of `SecondOrder` from their definitions, with residuals at `beta`; matrices column by column. */
export interface DenseDerivatives {
  readonly traceP: number[];
  readonly tracePP: number[];
  readonly quadratic: number[];
  readonly curvature: number[];
  readonly fixedCross: number[];
  /** Z'V^-1(y - X beta). */
  readonly solved: number[];
}

/** Computes them entry by entry. */
export function denseDerivatives(model: Model, { M0, MP, ZF }: DensePoint, beta: readonly number[]): DenseDerivatives {
  const E = linearDerivatives(model);
  const p = beta.length;
  const solved = ZF.map((row) => row[p] - dot(row.slice(0, p), beta));
  const moved = E.map((ones) => {
    const g = solved.map(() => 0);
    for (const [a, b] of ones) g[a] += solved[b];
    return g;
  });
  const MM = moved.map((g) => M0.map((row) => dot(row, g)));
  const C = transpose(ZF).slice(0, p);
  return {
    solved,
    traceP: E.map((ones) => ones.reduce((sum, [a, b]) => sum + MP[b][a], 0)),
    tracePP: E.flatMap((j) => E.map((k) => traceOfProducts(MP, j, k))),
    quadratic: moved.map((g) => dot(g, solved)),
    curvature: moved.flatMap((g) => MM.map((mg) => 2 * dot(g, mg))),
    fixedCross: moved.flatMap((g) => C.map((column) => dot(column, g))),
  };
}

/** tr(M E_j M E_k), E given by the places of their ones. */
function traceOfProducts(M: Dense, j: Places, k: Places): number {
  let sum = 0;
  for (const [a, b] of j) for (const [c, d] of k) sum += M[b][c] * M[d][a];
  return sum;
}

/** Rows and columns of the ones of a matrix of zeros and ones. */
type Places = readonly (readonly [row: number, column: number])[];

/** E_j of each linear parameter, over all random columns. */
function linearDerivatives({ products: { terms, factors }, start }: Model): Places[] {
  return terms.flatMap(({ size, placements }) => {
    const out: Places[] = [];
    for (let r = 0; r < size; r++)
      for (let c = 0; c <= r; c++) {
        const ones: [number, number][] = [];
        for (const { factor, column } of placements)
          for (let l = 0; l < factors[factor].levels; l++) {
            const at = start[factor] + l * factors[factor].columns + column;
            ones.push([at + r, at + c]);
            if (r !== c) ones.push([at + c, at + r]);
          }
        out.push(ones);
      }
    return out;
  });
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

function times(A: Dense, B: Dense): Dense {
  const columns = transpose(B);
  return A.map((row) => columns.map((column) => dot(row, column)));
}

function transpose(A: Dense): Dense {
  return (A[0] ?? []).map((_, j) => A.map((row) => row[j]));
}

function zeros(rows: number, columns: number): Dense {
  return Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
}

/** Gauss-Jordan elimination of a positive definite matrix, with its log-determinant. */
function invert(A: Dense): { inverse: Dense; logdet: number } {
  const n = A.length;
  const M = A.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  let logdet = 0;
  for (let k = 0; k < n; k++) {
    const pivot = M[k][k];
    logdet += Math.log(pivot);
    for (let j = 0; j < 2 * n; j++) M[k][j] /= pivot;
    for (let i = 0; i < n; i++) {
      const factor = M[i][k];
      if (i === k || factor === 0) continue;
      for (let j = k; j < 2 * n; j++) M[i][j] -= factor * M[k][j];
    }
  }
  return { inverse: M.map((row) => row.slice(n)), logdet };
}
