// The fixed effects that minimise (b - beta)'B(b - beta) + sum alpha |b|, B = X'V^-1X: statsmodels' cyclic coordinate
// descent, digit for digit, and the exact minimum beside it. Both need beta and its covariance matrix only.
import { luFactor, luInverse, type Matrix, matrix } from "@mixedlm/linalg";
import { coefficientSubspace, standardErrors } from "../penalties/coefficient-subspace.ts";

/** What is minimised. */
export interface L1Loss {
  /** Estimates by generalised least squares, length p. */
  readonly beta: Float64Array;
  /** Their covariance matrix, B^-1. */
  readonly vcov: Matrix;
  /** Weight of each coefficient. */
  readonly alpha: Float64Array;
}

/** When the descent stops. */
export interface DescentOptions {
  /** Coefficients below this in magnitude are left as they are. */
  readonly ceps: number;
  /** Largest change of a coefficient in the last round. */
  readonly ptol: number;
  /** Most rounds. */
  readonly maxit: number;
}

/** Where a descent ended. */
export interface Descent {
  readonly coefficients: Float64Array;
  readonly converged: boolean;
}

/** Rounds of the exact search between two attempts to solve for the coefficients with their signs given. */
const ROUNDS = 5;
/** The exact search gives up after so many attempts. */
const ATTEMPTS = 2000;
/** Slack of the conditions of a minimum, relative to the slopes involved. */
const SLACK = 1e-9;

/**
 * Walks statsmodels' path: one coefficient after the other to its minimum, the others given. A coefficient that has
 * reached zero stays there, and one below `ceps` is never touched.
 *
 * @see Friedman, Hastie & Tibshirani (2010), J. Stat. Softw. 33(1), section 2.
 */
export function coordinateDescent(
  loss: L1Loss,
  start: ArrayLike<number>,
  { ceps, ptol, maxit }: DescentOptions,
): Descent {
  const B = curvature(loss.vcov);
  const b = Float64Array.from(start);
  for (let round = 0; round < maxit; round++) {
    const before = b.slice();
    for (let j = 0; j < b.length; j++) if (Math.abs(b[j]!) >= ceps) b[j] = ownMinimum(loss, B, b, j);
    if (b.every((value, j) => Math.abs(value - before[j]!) < ptol)) return { coefficients: b, converged: true };
  }
  return { coefficients: b, converged: b.length === 0 };
}

/**
 * Finds the exact minimum: rounds of descent, in which zeros may be left again, until the coefficients with the signs
 * so found solve their linear equations and no zero wants to move.
 */
export function exactMinimum(loss: L1Loss): Float64Array {
  const B = curvature(loss.vcov);
  const b = loss.beta.slice();
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const solved = withSigns(loss, b);
    if (isMinimum(loss, B, solved, b)) return solved;
    for (let round = 0; round < ROUNDS; round++) for (let j = 0; j < b.length; j++) b[j] = ownMinimum(loss, B, b, j);
  }
  return b;
}

/** Makes the function that is the value of the loss, up to what does not depend on the coefficients. */
export function lossFunction({ beta, vcov, alpha }: L1Loss): (b: Float64Array) => number {
  const B = curvature(vcov);
  return (b) => {
    const gap = b.map((value, j) => value - beta[j]!);
    return gap.reduce((sum, own, j) => sum + own * slope(B, gap, j) + alpha[j]! * Math.abs(b[j]!), 0);
  };
}

/** B, inverted where every coefficient has variance one. */
function curvature(vcov: Matrix): Matrix {
  const p = vcov.nrow;
  const sizes = standardErrors(vcov);
  const product = (at: number): number => sizes[at % p]! * sizes[Math.floor(at / p)]!;
  const unit = luInverse(
    luFactor(
      matrix(
        p,
        p,
        vcov.data.map((v, at) => v / product(at)),
      ),
    ),
  );
  return matrix(
    p,
    p,
    unit.data.map((v, at) => v / product(at)),
  );
}

/** (B gap)_j. */
function slope({ data, nrow }: Matrix, gap: ArrayLike<number>, j: number): number {
  let sum = 0;
  for (let k = 0; k < nrow; k++) sum += data[j * nrow + k]! * gap[k]!;
  return sum;
}

/** The minimum of a x^2 + c x + alpha |x|, what the loss is in coefficient j. */
function ownMinimum({ beta, alpha }: L1Loss, B: Matrix, b: Float64Array, j: number): number {
  const a = B.data[j * (B.nrow + 1)]!;
  const gap = b.map((value, k) => value - beta[k]!);
  const c = 2 * (slope(B, gap, j) - a * b[j]!);
  if (c > alpha[j]!) return -(c - alpha[j]!) / (2 * a);
  return c < -alpha[j]! ? -(c + alpha[j]!) / (2 * a) : 0;
}

/** The minimum over coefficients of the signs of `b`, zeros held: beta given the zeros, less C alpha sign / 2. */
function withSigns({ beta, vcov, alpha }: L1Loss, b: Float64Array): Float64Array {
  const p = b.length;
  const zeros = Array.from(b, (_, j) => j).filter((j) => b[j] === 0);
  const { origin, M } = coefficientSubspace(beta, vcov, zeros);
  const pulls = alpha.map((weight, j) => (weight * Math.sign(b[j]!)) / 2);
  return origin.map((value, i) => {
    let sum = 0;
    for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) sum += M.data[k * p + i]! * M.data[k * p + j]! * pulls[j]!;
    return value - sum;
  });
}

/** Whether the signs are those that were assumed, and no zero gains by moving. */
function isMinimum({ beta, alpha }: L1Loss, B: Matrix, solved: Float64Array, assumed: Float64Array): boolean {
  const gap = solved.map((value, j) => value - beta[j]!);
  return solved.every((value, j) => {
    if (assumed[j] !== 0) return alpha[j] === 0 || Math.sign(value) === Math.sign(assumed[j]!);
    return 2 * Math.abs(slope(B, gap, j)) <= alpha[j]! * (1 + SLACK);
  });
}
