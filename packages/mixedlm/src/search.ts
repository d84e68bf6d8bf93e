// The search for the optimum: Newton in the parameters of the covariance terms, internal coordinates, with the boundary
// handled as what it is. At a zero the gradient vanishes by symmetry, whether the zero is the best value or the worst;
// so a zero is believed only when the score of the covariance itself says so, and is left along the steepest
// direction otherwise.
import { type Matrix, matrix, maxAbs, symmetricEigen } from "@mixedlm/linalg";
import { newton } from "@mixedlm/optimize";
import { canonicalParameters, joinParameters, termAtBoundary, termParameters } from "./covariance-parameters.ts";
import { COVARIANCE_STRUCTURES } from "./covariance-structures.ts";
import { type Criterion, criterion, type Evaluation } from "./criterion.ts";
import type { Engine } from "./engine.ts";
import type { CovarianceTerm } from "./structure.ts";
import { covarianceOf } from "./triangular-root.ts";

/** An entry this small (in units of the residual, per unit-size column) is tried at zero. */
const NEARLY_ZERO = 1e-4;
/** What counts as a difference of two values of the criterion: 1e-9, and more than the rounding error of a value. */
const worthwhile = (value: number): number => Math.max(1e-9, 2e-11 * Math.abs(value));
/** How often a search may be sent off the boundary again. */
const DEPARTURES = 5;
/** Steps off the boundary that are tried. */
const STEPS = [1, 0.1, 1e-2, 1e-3, 1e-4, 1e-5];
/** When Newton stops: with an exact Hessian one more step costs little and leaves nothing. */
const STOP = { exact: { gtol: 1e-9, gain: 1e-20 }, average: { gtol: 1e-7, gain: 1e-11 } } as const;

/** The criterion up to which gradients can be as small as {@link STOP} says. */
const MANY_TERMS = 1e4;
/** Largest entry of the gradient at an optimum, in coordinates free of units. */
const LARGEST_GRADIENT = 1e-6;

/** Where a search ended. */
export interface SearchResult {
  /** Internal coordinates. */
  readonly parameters: Float64Array;
  readonly objective: number;
  readonly converged: boolean;
  /** Largest absolute entry of the gradient in the parameters. */
  readonly gradient: number;
  /** Smallest eigenvalue of the Hessian there, its diagonal scaled to 1. */
  readonly curvature: number;
  /** Whether some parameter is at a boundary. */
  readonly isBoundary: boolean;
  readonly evaluations: readonly Evaluation[];
}

/**
 * Minimises the criterion from a start.
 *
 * @param start - parameters of the covariance terms, internal coordinates.
 * @param visit - called after each evaluation; what it throws ends the search.
 */
export function search(
  engine: Engine,
  reml: boolean,
  start: Float64Array,
  visit?: (evaluation: Evaluation) => void,
): SearchResult {
  const { terms } = engine.products;
  const f = criterion(engine, reml, visit);
  const { gtol, gain } = STOP[engine.exactHessian ? "exact" : "average"];
  // rounding errors of the gradient grow with the sums that it is made of
  const size = Math.max(1, Math.abs(f.value(start)) / MANY_TERMS);
  const stop = { gtol: Math.min(gtol * size, LARGEST_GRADIENT), gain: gain * size ** 2, maxiter: 100 };
  let parameters = start;
  for (let departures = 0; ; departures++) {
    const found = newton(f, parameters, stop);
    parameters = settle(f, canonicalParameters(terms, found.x), terms);
    const better = departures < DEPARTURES ? offTheBoundary(f, parameters, terms) : null;
    if (better === null) {
      const objective = f.value(parameters);
      const gradient = maxAbs(f.gradient(parameters));
      const own = termParameters(terms, parameters);
      return {
        parameters,
        objective,
        converged: found.converged,
        gradient,
        curvature: smallestCurvature(f.hessian(parameters)),
        isBoundary: terms.some((term, t) => termAtBoundary(term, own[t])),
        evaluations: f.evaluations,
      };
    }
    parameters = better;
  }
}

/** Smallest eigenvalue of a symmetric matrix, its diagonal scaled to 1 or -1. */
function smallestCurvature({ data, nrow: n }: Matrix): number {
  const unit = Float64Array.from({ length: n }, (_, i) => 1 / Math.sqrt(Math.abs(data[i * (n + 1)]) || 1));
  return symmetricEigen(
    matrix(
      n,
      n,
      data.map((entry, at) => entry * unit[at % n] * unit[Math.floor(at / n)]),
    ),
  ).values[0];
}

/** Takes entries that are nearly at a boundary there, term by term, where the criterion does not mind. */
function settle(f: Criterion, parameters: Float64Array, terms: readonly CovarianceTerm[]): Float64Array {
  let settled = parameters;
  for (const [t, { structure, size }] of terms.entries()) {
    const own = termParameters(terms, settled)[t];
    const nearest = COVARIANCE_STRUCTURES[structure].canonical(own, size, NEARLY_ZERO);
    if (nearest.every((value, k) => value === own[k])) continue;
    const candidate = withTerm(terms, settled, t, nearest);
    const value = f.value(settled);
    if (f.value(candidate) <= value + worthwhile(value)) settled = candidate;
  }
  return settled;
}

function withTerm(
  terms: readonly CovarianceTerm[],
  parameters: Float64Array,
  term: number,
  own: Float64Array,
): Float64Array {
  return joinParameters(termParameters(terms, parameters).map((part, t) => (t === term ? own : part)));
}

/** From a point with terms at a boundary, the best of some points off it, or null when none is better. */
function offTheBoundary(f: Criterion, parameters: Float64Array, terms: readonly CovarianceTerm[]): Float64Array | null {
  const own = termParameters(terms, parameters);
  const bounded = terms.flatMap((term, t) => (termAtBoundary(term, own[t]) ? [t] : []));
  if (bounded.length === 0) return null;
  const score = f.score(parameters);
  if (score === null) return null;
  const value = f.value(parameters);
  let best: Float64Array | null = null;
  let bestValue = value - worthwhile(value);
  for (const t of bounded)
    for (const candidate of departures(terms[t], own[t], score[t], worthwhile(value))) {
      const x = withTerm(terms, parameters, t, candidate);
      const there = f.value(x);
      if (there >= bestValue) continue;
      best = x;
      bestValue = there;
    }
  return best;
}

/**
 * Parameters off the boundary that may be better. With G = d criterion / d Psi, Psi + t v v' is better for small t exactly
 * when v'Gv < 0; a structure with few parameters is tried at some.
 */
function departures(
  { structure, size }: CovarianceTerm,
  own: Float64Array,
  G: Float64Array,
  least: number,
): Float64Array[] {
  const map = COVARIANCE_STRUCTURES[structure];
  if (structure !== "us") {
    const moved = (k: number, by: number): Float64Array => own.map((value, j) => (j === k ? value + by : value));
    return map.atBoundary(own, size).flatMap((k) => STEPS.flatMap((step) => [moved(k, step), moved(k, -step)]));
  }
  const { values, vectors } = symmetricEigen(matrix(size, size, G.slice()));
  if (-values[0] <= least) return [];
  const v = vectors.data.subarray(0, size);
  const psi = covarianceOf(map.lambda(own, size), size);
  return STEPS.map((t) =>
    map.parameters(
      psi.map((entry, at) => entry + t * v[at % size] * v[Math.floor(at / size)]),
      size,
    ),
  );
}
