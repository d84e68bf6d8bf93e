// The search for the optimum: Newton in theta, internal coordinates, with the boundary handled as what it is. At a zero
// the theta-gradient vanishes by symmetry, whether the zero is the best value or the worst; so a zero is believed only
// when the score of the covariance itself says so, and is left along the steepest direction otherwise.
import { type Matrix, matrix, maxAbs, symmetricEigen } from "@mixedlm/linalg";
import { newton } from "@mixedlm/optimize";
import type { CrossProducts } from "./cross-products.ts";
import { type Factorisation, factorise } from "./factor.ts";
import { objective } from "./objective.ts";
import {
  boundaryPositions,
  covarianceOf,
  factorOf,
  lowerRoot,
  type RelativeFactor,
  thetaOf,
  triangularRoot,
} from "./theta.ts";
import { type ThetaDerivatives, thetaDerivatives } from "./theta-derivatives.ts";

/** An entry this small (in units of the residual, per unit-size column) is tried at zero. */
const NEARLY_ZERO = 1e-4;
/** What counts as a difference of two values of the criterion: 1e-9, and more than the rounding error of a value. */
const worthwhile = (value: number): number => Math.max(1e-9, 2e-11 * Math.abs(value));
/** How often a search may be sent off the boundary again. */
const DEPARTURES = 5;

/** Where a search ended. */
export interface SearchResult {
  /** Internal coordinates. */
  readonly theta: Float64Array;
  readonly objective: number;
  readonly converged: boolean;
  /** Largest absolute entry of the theta-gradient. */
  readonly gradient: number;
  readonly evaluations: number;
  readonly log: readonly number[];
}

/** The criterion as a function of theta; one factorisation serves value and derivatives of a point. */
interface Criterion {
  /** Factorisations so far. */
  evaluations(): number;
  value(theta: Float64Array): number;
  gradient(theta: Float64Array): Float64Array;
  hessian(theta: Float64Array): Matrix;
  derivatives(theta: Float64Array): ThetaDerivatives | null;
}

function criterion(cp: CrossProducts, reml: boolean): Criterion {
  let at: Factorisation | null = null;
  let workspace: Factorisation | undefined;
  let point: Float64Array | null = null;
  let derived: ThetaDerivatives | null = null;
  let evaluations = 0;
  const move = (theta: Float64Array): Factorisation | null => {
    if (point?.every((v, i) => v === theta[i])) return at;
    at = factorise(cp, factorOf(theta, cp.k), workspace);
    workspace = at ?? workspace;
    evaluations += 1;
    point = theta.slice();
    derived = null;
    return at;
  };
  const derivatives = (theta: Float64Array): ThetaDerivatives | null => {
    const there = move(theta);
    if (there !== null) derived ??= thetaDerivatives(cp, there, reml);
    return derived;
  };
  return {
    evaluations: () => evaluations,
    value(theta) {
      const there = move(theta);
      return there === null ? Number.POSITIVE_INFINITY : objective(cp, there, reml);
    },
    gradient: (theta) => derivatives(theta)?.gradient ?? new Float64Array(theta.length).fill(Number.NaN),
    hessian: (theta) => derivatives(theta)?.hessian ?? matrix(theta.length, theta.length),
    derivatives,
  };
}

/**
 * Minimises the criterion from a start.
 *
 * @param start - theta, internal coordinates.
 */
export function search(cp: CrossProducts, reml: boolean, start: Float64Array): SearchResult {
  const f = criterion(cp, reml);
  const positions = boundaryPositions(cp.k, cp.components);
  const log: number[] = [];
  let theta = start;
  for (let departures = 0; ; departures++) {
    const found = newton(f, theta, { gtol: 1e-9, gain: 1e-20, maxiter: 100 });
    log.push(...found.log.map((iterate) => iterate.value));
    theta = settle(f, canonical(found.x, cp.k), positions, cp.k);
    const better = departures < DEPARTURES ? offTheBoundary(cp, f, theta, positions) : null;
    if (better === null) {
      const gradient = maxAbs(f.gradient(theta));
      const { converged } = found;
      return { theta, objective: f.value(theta), converged, gradient, evaluations: f.evaluations(), log };
    }
    theta = better;
  }
}

/** The same point with a diagonal that is not negative, and nothing below a zero of the diagonal. */
function canonical(theta: Float64Array, k: number): Float64Array {
  const { lambda, tau } = factorOf(theta, k);
  return thetaOf({ lambda: triangularRoot(lambda, k), tau: tau.map(Math.abs) }, k);
}

/** Takes entries that are nearly zero to zero, where the criterion does not mind. */
function settle(f: Criterion, theta: Float64Array, positions: readonly number[], k: number): Float64Array {
  let settled = theta;
  for (const j of positions) {
    if (settled[j] === 0 || settled[j] > NEARLY_ZERO) continue;
    const zeroed = settled.map((v, i) => (i === j ? 0 : v));
    const candidate = canonical(zeroed, k);
    const value = f.value(settled);
    if (f.value(candidate) <= value + worthwhile(value)) settled = candidate;
  }
  return settled;
}

/**
 * From a point with zeros, the best point along the steepest direction off the boundary, or null when there is none:
 * with G = d criterion / d Psi, Psi + t v v' is better for small t exactly when v'Gv < 0.
 */
function offTheBoundary(
  cp: CrossProducts,
  f: Criterion,
  theta: Float64Array,
  positions: readonly number[],
): Float64Array | null {
  const { k, components } = cp;
  if (positions.every((j) => theta[j] !== 0)) return null;
  const derivatives = f.derivatives(theta);
  if (derivatives === null) return null;
  const { score } = derivatives;
  const factor = factorOf(theta, k);
  let best: Float64Array | null = null;
  const value = f.value(theta);
  let bestValue = value - worthwhile(value);
  const attempt = (candidate: RelativeFactor): void => {
    const x = thetaOf(candidate, k);
    const there = f.value(x);
    if (there >= bestValue) return;
    best = x;
    bestValue = there;
  };
  const steps = [1, 0.1, 1e-2, 1e-3, 1e-4, 1e-5];
  for (let c = 0; c < components; c++)
    if (factor.tau[c] === 0 && -score.tau[c] > worthwhile(value))
      for (const t of steps)
        attempt({ lambda: factor.lambda, tau: factor.tau.map((v, i) => (i === c ? Math.sqrt(t) : v)) });
  if (k === 0) return best;
  const { values, vectors } = symmetricEigen(matrix(k, k, score.psi));
  if (-values[0] <= worthwhile(value)) return best;
  const v = vectors.data.subarray(0, k);
  const psi = covarianceOf(factor.lambda, k);
  for (const t of steps) {
    const wider = psi.map((entry, i) => entry + t * v[i % k] * v[Math.floor(i / k)]);
    attempt({ lambda: lowerRoot(wider, k), tau: factor.tau });
  }
  return best;
}
