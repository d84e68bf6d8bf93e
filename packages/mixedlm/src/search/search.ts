// The search for the optimum: Newton in the parameters of the covariance terms, internal coordinates, with the boundary
// handled as what it is. At a zero the gradient vanishes by symmetry, whether the zero is the best value or the worst;
// so a zero is believed only when the score of the covariance itself says so, and is left along the steepest
// direction otherwise.
import { matrix, maxAbs, symmetricEigen } from "@mixedlm/linalg";
import { type NewtonOptions, newton } from "@mixedlm/optimize";
import { type Criterion, criterion, type Evaluation } from "../criterion/criterion.ts";
import type { Engine } from "../engine/engine.ts";
import {
  canonicalParameters,
  type Frames,
  oneSidedParameters,
  straightFrames,
  termAtBoundary,
  termParameters,
  withoutFrames,
  withTerm,
} from "../parameters/covariance-parameters.ts";
import {
  COVARIANCE_STRUCTURES,
  type CovarianceStructureMap,
  lowerParameters,
} from "../parameters/covariance-structures.ts";
import type { CovarianceTerm } from "../parameters/covariance-terms.ts";
import { multiplySquare } from "../parameters/square.ts";
import { covarianceOf, triangularRoot } from "../parameters/triangular-root.ts";
import { beyondTheStop } from "./beyond-the-stop.ts";
import { leastCurvature, pick, placed, restricted } from "./free-variables.ts";
import { residualVanishes } from "./residual-vanishes.ts";

/** An entry this small (in units of the residual, per unit-size column) is tried at zero. */
const NEARLY_ZERO = 1e-4;
/** What counts as a difference of two values of the criterion: 1e-9, and more than the rounding error of a value. */
export function worthwhile(value: number): number {
  return Math.max(1e-9, 2e-11 * Math.abs(value));
}
/** How often a search may be sent off the boundary again. */
const DEPARTURES = 5;
/** Share of a score's largest eigenvalue that is rounding error, or what a search leaves. */
const ROUNDING = 1e-7;
/** Steps off the boundary that are tried. */
const STEPS = [1, 0.1, 1e-2, 1e-3, 1e-4, 1e-5];
/**
 * When Newton stops: with an exact Hessian one more step costs little and leaves nothing. Estimates are reported to all
 * their digits; a profile, which is interpolated, stops earlier.
 */
const STOP = { exact: { gtol: 1e-9, gain: 1e-20 }, average: { gtol: 5e-7, gain: 1e-10 } } as const;

/** The criterion up to which gradients can be as small as {@link STOP} says. */
const MANY_TERMS = 1e4;
/** Largest entry of the gradient at an optimum, in coordinates free of units. */
const LARGEST_GRADIENT = 1e-6;
/** The same where values have no digits left to tell better from worse. */
const SETTLED = 1e-7;
/** How often a search goes on from where it stopped with a larger one. */
const REFINEMENTS = 3;
/** Parameters of which eigenvalues, and looks around a point, cost more than a search. */
export const MANY = 40;
/** Steps after which a search looks whether something flat is in its way. */
const STEPS_AT_ONCE = 100;
/** How often one that gave up looks further. */
const LOOKS = 12;
/**
 * What rounding may move a criterion by whose optimum is believed: parameters are then known to a thirtieth of their
 * standard errors.
 */
const LEGIBLE = 1e-3;

/** Where a search ended. */
export interface SearchResult {
  /** Internal coordinates. */
  readonly parameters: Float64Array;
  readonly objective: number;
  readonly converged: boolean;
  /** Largest absolute entry of the gradient in the parameters. */
  readonly gradient: number;
  /** Smallest eigenvalue of the Hessian there, its diagonal scaled to 1; NaN of many parameters that converged. */
  readonly curvature: number;
  /** What rounding moves the criterion by, where nothing else kept the search from going on; otherwise null. */
  readonly rounding: number | null;
  /** Whether some parameter is at a boundary. */
  readonly isBoundary: boolean;
  readonly evaluations: readonly Evaluation[];
}

/**
 * Minimises the criterion from a start.
 *
 * @param start - parameters of the covariance terms, internal coordinates.
 * @param visit - called after each evaluation; what it throws ends the search.
 * @param held - positions of parameters that stay as they are.
 */
export function search(
  engine: Engine,
  reml: boolean,
  start: Float64Array,
  visit?: (evaluation: Evaluation) => void,
  held: readonly number[] = [],
): SearchResult {
  const { terms } = engine.products;
  const evaluations: Evaluation[] = [];
  const f = criterion(engine, reml, { visit, evaluations });
  const framed = (frames: Frames): Criterion => criterion(engine, reml, { visit, evaluations, frames });
  const { gtol, gain } = STOP[engine.exactHessian ? "exact" : "average"];
  // rounding errors of the gradient grow with the sums that it is made of
  const size = Math.max(1, Math.abs(f.value(start)) / MANY_TERMS);
  const stop = {
    gtol: Math.min(gtol * size, LARGEST_GRADIENT),
    gain: gain * size ** 2,
    settled: SETTLED,
    maxiter: STEPS_AT_ONCE,
  };
  const minimised = (from: Float64Array): Settled => {
    const found = minimise(f, framed, from, stop, terms, held);
    return { ...found, parameters: settle(f, found.parameters, terms) };
  };
  const descend = (from: Float64Array): Settled => {
    let found = minimised(from);
    // what is taken to a boundary is not yet the best point there; and a step that was refused has corrected the
    // Hessian
    for (let again = 0; again < REFINEMENTS && found.converged; again++) {
      if (steepest(f, found.parameters, found.fixed) <= LARGEST_GRADIENT) break;
      found = minimised(found.parameters);
    }
    return lookedBeyond(f, found, minimised, engine, held);
  };
  let best = descend(start);
  for (let departures = 0; departures < DEPARTURES; departures++) {
    const off = offTheBoundary(f, best.parameters, terms);
    if (off === null) break;
    const value = f.value(best.parameters);
    const next = descend(off);
    // back on the boundary where it came from, or on another point as good: the rounding error of values decides
    // nothing
    if (f.value(next.parameters) >= value - worthwhile(value)) break;
    best = next;
  }
  const { parameters, converged, rounding, fixed } = best;
  const own = termParameters(terms, parameters);
  return {
    parameters,
    objective: f.value(parameters),
    converged,
    gradient: steepest(f, parameters, fixed),
    curvature: converged && parameters.length > MANY ? Number.NaN : leastCurvature(f.hessian(parameters)),
    rounding,
    isBoundary: terms.some((term, t) => termAtBoundary(term, own[t])),
    evaluations,
  };
}

/** Where Newton's method ended, with what is at a bound there. */
interface Settled {
  readonly parameters: Float64Array;
  readonly converged: boolean;
  /** Parameters held at their bounds. */
  readonly fixed: ReadonlySet<number>;
  /** As in {@link SearchResult}. */
  readonly rounding: number | null;
}

/** Goes on where a search gave up, as long as something lower is seen from there. */
function lookedBeyond(
  f: Criterion,
  stopped: Settled,
  minimised: (from: Float64Array) => Settled,
  engine: Engine,
  held: readonly number[],
): Settled {
  const { terms } = engine.products;
  let found = stopped;
  if (found.parameters.length > MANY) return found;
  for (let looks = 0; looks < LOOKS && !found.converged; looks++) {
    // there is always something lower on that way, until no digits are left
    if (residualVanishes(engine, found)) break;
    const { parameters, fixed } = found;
    const free = freePositions(parameters, fixed, held);
    const { lower, rounding } = beyondTheStop(f, parameters, terms, free, worthwhile(f.value(parameters)));
    if (lower === null) return { ...found, converged: rounding <= LEGIBLE, rounding };
    found = minimised(lower);
  }
  return found;
}

function freePositions(parameters: Float64Array, fixed: ReadonlySet<number>, held: readonly number[]): Int32Array {
  return Int32Array.from(parameters.keys()).filter((k) => !fixed.has(k) && !held.includes(k));
}

/** Largest slope; at a bound of a parameter its slope points out of the region, and is none of the optimum's. */
function steepest(f: Criterion, parameters: Float64Array, fixed: ReadonlySet<number>): number {
  return f.gradient(parameters).reduce((most, slope, k) => (fixed.has(k) ? most : Math.max(most, Math.abs(slope))), 0);
}

/** Where parameters go that are to leave a bound: the first that is lower. */
const OFF_BOUND = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6];
/** Slope at which a parameter is let go from its bound. */
const INWARDS = 1e-7;

/**
 * Newton's method with the standard deviations of `cs`, which must not be negative, held at zero where they would
 * become so: the only bounds there are.
 */
function minimise(
  f: Criterion,
  framed: (frames: Frames) => Criterion,
  start: Float64Array,
  stop: NewtonOptions,
  terms: readonly CovarianceTerm[],
  held: readonly number[],
): Settled {
  const bounded = oneSidedParameters(terms);
  // what is at its bound stays there until its slope says otherwise: a step through it would take the others along
  const fixed = new Set<number>(bounded.filter((k) => start[k] === 0));
  // frames know of no bounds
  const isFramed =
    held.length === 0 && bounded.length === 0 && terms.some(({ structure, size }) => structure === "us" && size > 1);
  let parameters = isFramed ? inFrames(f, framed, start, stop, terms) : start;
  for (let round = 0; ; round++) {
    const free = freePositions(start, fixed, held);
    const { x, converged } = newton(restricted(f, parameters, free), pick(parameters, free), stop);
    const reached = canonicalParameters(terms, placed(parameters, free, x));
    const negative = bounded.filter((k) => reached[k] < 0);
    for (const k of negative) fixed.add(k);
    const inside = (point: Float64Array): Float64Array => point.map((value, k) => (fixed.has(k) ? 0 : value));
    // beyond a bound the others may have gone where they are no good at it
    const isLost = negative.length > 0 && f.value(inside(reached)) > f.value(inside(parameters));
    parameters = inside(isLost ? parameters : reached);
    if (negative.length > 0) continue;
    const slopes = fixed.size === 0 ? parameters : f.gradient(parameters);
    const inwards = [...fixed].filter((k) => slopes[k] < -INWARDS);
    if (inwards.length === 0 || round > 2 * bounded.length) return { parameters, converged, fixed, rounding: null };
    const from = parameters;
    const moved = OFF_BOUND.map((off) => from.map((value, k) => (inwards.includes(k) ? off : value)));
    const lower = moved.find((point) => f.value(point) < f.value(from));
    if (lower === undefined) return { parameters, converged, fixed, rounding: null };
    for (const k of inwards) fixed.delete(k);
    parameters = lower;
  }
}

/** Steps taken before frames are chosen anew, and how often that may be. */
const [FRAME_STEPS, FRAMES] = [5, 25];

/**
 * Newton's method, in the axes of each Psi wherever parameters would lead along a curved valley.
 */
function inFrames(
  f: Criterion,
  framed: (frames: Frames) => Criterion,
  start: Float64Array,
  stop: NewtonOptions,
  terms: readonly CovarianceTerm[],
  frames: number = FRAMES,
): Float64Array {
  let parameters = start;
  for (let round = 0; round < frames; round++) {
    const straight = straightFrames(terms, parameters);
    const inside = { ...stop, maxiter: FRAME_STEPS };
    const run =
      straight === null ? newton(f, parameters, inside) : newton(framed(straight.frames), straight.parameters, inside);
    parameters = straight === null ? run.x : withoutFrames(terms, run.x, straight.frames);
    if (run.reason !== "max-iterations") break;
  }
  return parameters;
}

/** How far a scout goes. */
export interface Scouting {
  /** Promised decrease at which it stops. */
  readonly gain: number;
  /** Most steps, and most choices of frames before them. */
  readonly steps: number;
  readonly frames: number;
  /** How much lower than the known value a point must be to be better; by default what can be told apart. */
  readonly least?: number;
}
/** As far as it takes to tell. */
const SCOUT: Scouting = { gain: 1e-4, steps: 50, frames: FRAMES };

/**
 * Looks whether another start leads to a better optimum than a value known already: as far as it takes to tell.
 *
 * @param how - by default as far as it takes to tell.
 * @returns where a search should go on from, or null when the other start leads no lower.
 */
export function scout(
  engine: Engine,
  reml: boolean,
  start: Float64Array,
  known: number,
  visit?: (evaluation: Evaluation) => void,
  { gain, steps, frames, least = 0 }: Scouting = SCOUT,
): { readonly better: Float64Array | null; readonly value: number; readonly evaluations: readonly Evaluation[] } {
  const { terms } = engine.products;
  const evaluations: Evaluation[] = [];
  const stop = { gtol: Number.POSITIVE_INFINITY, gain, maxiter: steps };
  const framed = (axes: Frames): Criterion => criterion(engine, reml, { visit, evaluations, frames: axes });
  const f = criterion(engine, reml, { visit, evaluations });
  const { x, value } = newton(f, inFrames(f, framed, start, stop, terms, frames), stop);
  return { better: value < known - Math.max(worthwhile(known), least) ? x : null, value, evaluations };
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

/** From a point with terms at a boundary, the best of some points off it, or null when none is better. */
function offTheBoundary(f: Criterion, parameters: Float64Array, terms: readonly CovarianceTerm[]): Float64Array | null {
  const own = termParameters(terms, parameters);
  const bounded = terms.flatMap((term, t) => (termAtBoundary(term, own[t]) ? [t] : []));
  if (bounded.length === 0) return null;
  const score = f.score(parameters);
  // far out a criterion may exist that has no slopes
  if (score === null || !score.every((G) => G.every(Number.isFinite))) return null;
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
 * Parameters off the boundary that may be better. With G = d criterion / d Psi, Psi + t v v' is better for small t
 * exactly when v'Gv < 0; a structure with few parameters is tried at some.
 */
function departures(
  { structure, size }: CovarianceTerm,
  own: Float64Array,
  G: Float64Array,
  least: number,
): Float64Array[] {
  const map = COVARIANCE_STRUCTURES[structure];
  if (structure !== "us") return structuredDepartures(map, size, own);
  const lambda = map.lambda(own, size);
  const { values, vectors } = symmetricEigen(matrix(size, size, G.slice()));
  const along = alongTheRoot(lambda, G, size, maxAbs(values));
  // a slope this small beside the others is the rounding error of the score
  if (-values[0] <= Math.max(least, ROUNDING * maxAbs(values))) return along;
  const v = vectors.data.subarray(0, size);
  const psi = covarianceOf(lambda, size);
  const off = STEPS.map((t) =>
    map.parameters(
      psi.map((entry, at) => entry + t * v[at % size] * v[Math.floor(at / size)]),
      size,
    ),
  );
  return [...along, ...off];
}

/**
 * Steps down the derivative in a whole root, 2 G lambda: where a row of lambda is zero, Psi may change at first order
 * by an entry above the diagonal, which the parameters do not have.
 *
 * @param largest - size of G.
 */
function alongTheRoot(lambda: Float64Array, G: Float64Array, size: number, largest: number): Float64Array[] {
  const slope = multiplySquare(G, lambda, size).map((value) => 2 * value);
  if (maxAbs(slope) <= LARGEST_GRADIENT) return [];
  return STEPS.map((t) => {
    const moved = lambda.map((entry, at) => entry - (t / largest) * slope[at]);
    return lowerParameters(triangularRoot(moved, size), size);
  });
}

/**
 * Angles that are tried where all are the same; one evaluation each, so there are more than searches are started from.
 */
const ANGLES = [-1.2, -0.6, 0, 0.4, 0.8, 1.2];

/**
 * Standard deviations off zero, and angles off their bounds; with every kind of correlation where there is none yet.
 */
function structuredDepartures(map: CovarianceStructureMap, size: number, own: Float64Array): Float64Array[] {
  const last = own.length - 1;
  const oneSided = map.oneSided(size);
  const isFree = map.slopes(own, size)[last].every((slope) => slope === 0);
  return map.atBoundary(own, size).flatMap((k) => {
    const steps = oneSided.includes(k) ? STEPS : STEPS.flatMap((step) => [step, -step]);
    const moved = steps.map((step) => own.map((value, j) => (j === k ? value + step : value)));
    if (k === last || !isFree) return moved;
    return [...moved, ...moved.flatMap((par) => ANGLES.map((a) => par.map((value, j) => (j === last ? a : value))))];
  });
}
