// Powell's method: minimise along each direction of a set in turn, and put the way gone in their place, one at a time.
// On the path of SciPy's fmin_powell: its line searches, its tolerances, its tests. Needs no gradient.

import {
  type DirectStopOptions,
  directLimits,
  type LimitedValue,
  limitedValue,
  untilStopped,
} from "./limited-value.ts";
import { bracketMinimum } from "./line-search/bracket-minimum.ts";
import { brent } from "./line-search/brent.ts";
import { pointAlong } from "./line-search/line.ts";
import { type Iterate, isConverged, type Minimum, type StopReason } from "./minimum.ts";
import type { ValueObjective } from "./objective.ts";

/** Stopping and start of {@link powell}. */
export interface PowellOptions extends DirectStopOptions {
  /** Relative tolerance of the steps along a line, times 100. Default 1e-4. */
  readonly xtol?: number;
  /** Converged when twice the fall of the value in an iteration is at most this, relative. Default 1e-4. */
  readonly ftol?: number;
  /** The first directions, one for each parameter. By default the axes. */
  readonly directions?: readonly ArrayLike<number>[];
}

/** Where a run of {@link powell} ended. */
export interface PowellMinimum extends Minimum {
  /** The last set of directions. */
  readonly directions: readonly Float64Array[];
}

interface State {
  x: Float64Array;
  value: number;
  readonly directions: Float64Array[];
}

/**
 * Minimises a function without gradient.
 *
 * @param x0 - the start, kept.
 * @param options - `maxiter` and `maxfun` are 1000 times the number of parameters if neither is given, else no limit.
 * @returns where the run ended, `gradient` null. A run that meets a limit has not converged, even if it met its
 *   tolerance, too. Where the values are used up within an iteration, `x` lies beyond the last entry of the log.
 * @see Powell (1964), Comput. J. 7, 155-162; Brent (1973), chapter 7.
 */
export function powell(objective: ValueObjective, x0: ArrayLike<number>, options: PowellOptions = {}): PowellMinimum {
  const { xtol = 1e-4, ftol = 1e-4, signal } = options;
  const { maxiter, maxfun } = directLimits(options, 1000 * x0.length);
  const f = limitedValue(objective, maxfun);
  const x = Float64Array.from(x0);
  const directions = options.directions?.map((direction) => Float64Array.from(direction)) ?? axes(x.length);
  const state: State = { x, value: f(x), directions };
  const log: Iterate[] = [{ x, value: state.value, maxGradient: null }];
  const reason = untilStopped(() => {
    if (signal?.aborted) return "aborted";
    const origin = log[log.length - 1].x;
    const before = state.value;
    const steepest = minimiseAlongEach(f, state, 100 * xtol);
    log.push({ x: state.x, value: state.value, maxGradient: null });
    const stop = reasonToStop(before, state, ftol, { values: f.count() >= maxfun, iterations: log.length > maxiter });
    if (stop === undefined) replaceDirection(f, state, origin, before, steepest, 100 * xtol);
    return stop;
  });
  return {
    x: state.x,
    value: state.value,
    gradient: null,
    converged: isConverged(reason),
    reason,
    iterations: log.length - 1,
    evaluations: { values: f.count(), gradients: 0 },
    log,
    directions,
  };
}

function axes(n: number): Float64Array[] {
  return Array.from({ length: n }, (_, i) => Float64Array.from({ length: n }, (_, j) => Number(i === j)));
}

interface Steepest {
  readonly index: number;
  readonly fall: number;
}

// Gives the direction along which the value fell most.
function minimiseAlongEach(f: LimitedValue, state: State, tolerance: number): Steepest {
  let steepest: Steepest = { index: 0, fall: 0 };
  state.directions.forEach((direction, index) => {
    const before = state.value;
    minimiseAlong(f, state, direction, tolerance);
    if (before - state.value > steepest.fall) steepest = { index, fall: before - state.value };
  });
  return steepest;
}

// Moves to the minimum along a direction, and gives the way there.
function minimiseAlong(f: LimitedValue, state: State, direction: Float64Array, tolerance: number): Float64Array {
  if (direction.every((entry) => entry === 0)) return direction;
  const along = (step: number) => f(pointAlong(state.x, direction, step));
  const bracket = bracketMinimum(along);
  // a value that falls for ever: at the end of the bracket's walk it is no number
  const { step, value } =
    bracket === undefined ? { step: Number.NaN, value: Number.NaN } : brent(along, bracket, tolerance);
  const way = direction.map((entry) => step * entry);
  state.x = state.x.map((entry, i) => entry + way[i]);
  state.value = value;
  return way;
}

function reasonToStop(
  before: number,
  { x, value }: State,
  ftol: number,
  isUsedUp: { readonly values: boolean; readonly iterations: boolean },
): StopReason | undefined {
  if (isUsedUp.values) return "max-evaluations";
  if (isUsedUp.iterations) return "max-iterations";
  // one more iteration may lead out of a region where the value is no number
  if (Number.isNaN(value) && !Number.isNaN(before)) return undefined;
  if (!Number.isFinite(value) || x.some(Number.isNaN)) return "not-finite";
  // a fall from infinity has not settled, though both sides are infinite
  const isSmall = 2 * (before - value) <= ftol * (Math.abs(before) + Math.abs(value)) + 1e-20;
  return isSmall && Number.isFinite(before) ? "value" : undefined;
}

// The way of the whole iteration takes the place of the direction that gave most, unless going on that way gains
// nothing or the steepest direction made up the iteration (Powell's section 4): the set must not become dependent.
function replaceDirection(
  f: LimitedValue,
  state: State,
  origin: Float64Array,
  before: number,
  { index, fall }: Steepest,
  tolerance: number,
): void {
  const { directions, x, value } = state;
  const way = x.map((entry, i) => entry - origin[i]);
  const extrapolated = f(x.map((entry, i) => entry + way[i]));
  if (!(before > extrapolated)) return;
  const curvature = 2 * (before + extrapolated - 2 * value) * (before - value - fall) ** 2;
  if (!(curvature - fall * (before - extrapolated) ** 2 < 0)) return;
  const moved = minimiseAlong(f, state, way, tolerance);
  if (moved.every((entry) => entry === 0)) return;
  directions[index] = directions[directions.length - 1];
  directions[directions.length - 1] = moved;
}
