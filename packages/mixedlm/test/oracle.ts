// In: dense y, X, Z and the relative covariance G of the random effects. Out: -2 log-likelihood, ML or REML, profiled
// over beta and sigma, straight from the definition with V = Z G Z' + I. Slow (n^3) and plain on purpose: plain doubles,
// and nothing is shared with the engine that it judges. G may be singular, because V is factored and G never is.

/** Rows of numbers: `X[i][j]` is row i, column j. */
export type Rows = readonly (readonly number[])[];

/** A model as dense matrices: y of length n, X n x p of full column rank, Z n x q. */
export interface DenseModel {
  readonly y: readonly number[];
  readonly X: Rows;
  readonly Z: Rows;
}

/** The profiled criterion and its estimates: beta (p), the residual variance, and b = G Z'V^-1 (y - X beta) (q). */
export interface DenseFit {
  objective: number;
  beta: number[];
  sigma2: number;
  b: number[];
}

/**
 * Computes the profiled criterion from its definition.
 *
 * With L the Cholesky factor of V and a tilde for a solve by L, `log|V| + nu (1 + log(2 pi r2 / nu)) (+ log|X'V^-1 X|)`,
 * where r2 is the residual sum of squares of y~ on X~ and nu is n (ML) or n - p (REML).
 *
 * @param model - y, X and Z.
 * @param G - q x q, symmetric, positive semidefinite, in units of the residual variance.
 * @see Lindstrom & Bates (1988), J. Am. Stat. Assoc. 83, 1014-1022, section 3; Laird & Ware (1982).
 */
export function denseFit({ y, X, Z }: DenseModel, G: Rows, reml: boolean): DenseFit {
  const n = y.length;
  const p = X[0]!.length;
  const nu = reml ? n - p : n;
  const L = cholesky(marginalCovariance(Z, G));
  const whitened = solveLower(
    L,
    X.map((row, i) => [...row, y[i]!]),
  );
  // the factor of [X y]'V^-1[X y] holds that of X'V^-1 X, its right-hand side and the residual norm
  const R = cholesky(crossProduct(whitened));
  const r2 = R[p]![p]! ** 2;
  const beta = solveTransposed(R.slice(0, p), R[p]!.slice(0, p));
  const logdetX = 2 * sum(range(p).map((j) => Math.log(R[j]![j]!)));
  const logdetV = 2 * sum(range(n).map((i) => Math.log(L[i]![i]!)));
  return {
    objective: logdetV + nu * (1 + Math.log((2 * Math.PI * r2) / nu)) + (reml ? logdetX : 0),
    beta,
    sigma2: r2 / nu,
    b: randomEffects(
      Z,
      G,
      solveTransposed(
        L,
        whitened.map((row) => row[p]! - dot(row.slice(0, p), beta)),
      ),
    ),
  };
}

/**
 * Computes the covariance of b given y, relative to the residual variance, beta taken as known: G - G Z'V^-1 Z G.
 *
 * @returns q x q.
 */
export function denseConditional({ Z }: DenseModel, G: Rows): number[][] {
  const ZG = Z.map((z) => G.map((column) => dot(z, column)));
  const explained = crossProduct(solveLower(cholesky(marginalCovariance(Z, G)), ZG));
  return G.map((row, i) => row.map((value, j) => value - explained[i]![j]!));
}

/** G Z' of the solved residual V^-1 (y - X beta). */
function randomEffects(Z: Rows, G: Rows, solved: readonly number[]): number[] {
  const Zr = G.map((_, j) => sum(Z.map((row, i) => row[j]! * solved[i]!)));
  return G.map((row) => dot(row, Zr));
}

function marginalCovariance(Z: Rows, G: Rows): number[][] {
  const ZG = Z.map((z) => G.map((column) => dot(z, column)));
  return Z.map((_, i) => Z.map((z, j) => dot(ZG[i]!, z) + (i === j ? 1 : 0)));
}

function cholesky(A: Rows): number[][] {
  const L = A.map(() => new Array<number>(A.length).fill(0));
  for (let i = 0; i < A.length; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = A[i]![j]!;
      for (let k = 0; k < j; k++) rest -= L[i]![k]! * L[j]![k]!;
      L[i]![j] = i === j ? Math.sqrt(rest) : rest / L[j]![j]!;
    }
  }
  return L;
}

/** Solves L W = B. */
function solveLower(L: Rows, B: Rows): number[][] {
  const W = B.map((row) => [...row]);
  for (let i = 0; i < L.length; i++)
    for (let c = 0; c < W[i]!.length; c++) {
      for (let k = 0; k < i; k++) W[i]![c]! -= L[i]![k]! * W[k]![c]!;
      W[i]![c]! /= L[i]![i]!;
    }
  return W;
}

/** Solves L' x = b. */
function solveTransposed(L: Rows, b: readonly number[]): number[] {
  const x = [...b];
  for (let i = x.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < x.length; k++) x[i]! -= L[k]![i]! * x[k]!;
    x[i]! /= L[i]![i]!;
  }
  return x;
}

function crossProduct(A: Rows): number[][] {
  const columns = A[0]!.map((_, j) => A.map((row) => row[j]!));
  return columns.map((a) => columns.map((b) => dot(a, b)));
}

function dot(a: readonly number[], b: readonly number[]): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}
