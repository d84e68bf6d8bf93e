// The simplex method of Nelder and Mead: n + 1 points walk and shrink towards lower values. On the path of SciPy's
// fmin: its first simplex, its order of comparisons, its counts. Needs no gradient.
import { maxAbs } from "@mixedlm/linalg";
import {
  type DirectStopOptions,
  directLimits,
  type LimitedValue,
  limitedValue,
  untilStopped,
} from "./limited-value.ts";
import { type Iterate, isConverged, type Minimum, type StopReason } from "./minimum.ts";
import type { ValueObjective } from "./objective.ts";

/** Stopping of {@link nelderMead}. */
export interface NelderMeadOptions extends DirectStopOptions {
  /** Converged when no coordinate of a point differs by more from the best one's ... Default 1e-4. */
  readonly xatol?: number;
  /** ... and no value by more than this. Default 1e-4. */
  readonly fatol?: number;
}

/** Where a run of {@link nelderMead} ended. */
export interface NelderMeadMinimum extends Minimum {
  /** The last simplex, best point first. */
  readonly simplex: readonly Vertex[];
}

/** A point of the simplex. */
export interface Vertex {
  /** Its coordinates, length n. */
  readonly x: Float64Array;
  /** The objective there. */
  readonly value: number;
}

/** How far a coordinate of the first simplex is moved: this share of it, or `ZERO_STEP` from zero. */
const SHARE = 0.05;
const ZERO_STEP = 0.00025;

/**
 * Minimises a function without gradient.
 *
 * The log holds the start and the best point after each iteration. `iterations` counts as SciPy does, from 1 at the
 * first simplex, so it is the length of the log; `maxiter` bounds that count.
 *
 * @param x0 - the start, kept.
 * @param options - `maxiter` and `maxfun` are 200 times the number of parameters if neither is given, else no limit.
 * @returns where the run ended, `gradient` null. A run that meets a limit has not converged, even if it met its
 *   tolerances, too. Where the values are used up within an iteration, `x` may be lower than the last entry of the log.
 * @see Nelder & Mead (1965), Comput. J. 7, 308-313; Lagarias, Reeds, Wright & Wright (1998), SIAM J. Optim. 9, 112-147.
 */
export function nelderMead(
  objective: ValueObjective,
  x0: ArrayLike<number>,
  options: NelderMeadOptions = {},
): NelderMeadMinimum {
  const { xatol = 1e-4, fatol = 1e-4, signal } = options;
  const { maxiter, maxfun } = directLimits(options, 200 * x0.length);
  const f = limitedValue(objective, maxfun);
  // in place, so that a run whose values are used up keeps what it has
  const simplex: Vertex[] = [evaluated(f, Float64Array.from(x0))];
  const log: Iterate[] = [{ ...simplex[0], maxGradient: null }];
  const reason = untilStopped(() => {
    if (simplex.length === 1) {
      addFirstSimplex(f, simplex);
      sortByValue(simplex);
    } else {
      moveSimplex(f, simplex);
      sortByValue(simplex);
      log.push({ ...simplex[0], maxGradient: null });
    }
    const isUsedUp = { values: f.count() >= maxfun, iterations: log.length >= maxiter };
    const settled = reasonToStop(simplex, xatol, fatol, isUsedUp);
    return settled ?? (signal?.aborted ? "aborted" : undefined);
  });
  sortByValue(simplex);
  return {
    ...simplex[0],
    gradient: null,
    converged: isConverged(reason),
    reason,
    iterations: log.length,
    evaluations: { values: f.count(), gradients: 0 },
    log,
    simplex,
  };
}

function addFirstSimplex(f: LimitedValue, simplex: Vertex[]): void {
  const x0 = simplex[0].x;
  for (let i = 0; i < x0.length; i++) {
    const x = x0.slice();
    x[i] = x[i] === 0 ? ZERO_STEP : (1 + SHARE) * x[i];
    simplex.push(evaluated(f, x));
  }
}

function evaluated(f: LimitedValue, x: Float64Array): Vertex {
  return { x, value: f(x) };
}

// Values that are no numbers come last; equal ones keep their order.
function sortByValue(simplex: Vertex[]): void {
  simplex.sort((a, b) => {
    if (Number.isNaN(a.value) || Number.isNaN(b.value))
      return Number(Number.isNaN(a.value)) - Number(Number.isNaN(b.value));
    return a.value < b.value ? -1 : Number(a.value > b.value);
  });
}

function reasonToStop(
  simplex: readonly Vertex[],
  xatol: number,
  fatol: number,
  isUsedUp: { readonly values: boolean; readonly iterations: boolean },
): StopReason | undefined {
  if (isUsedUp.values) return "max-evaluations";
  if (isUsedUp.iterations) return "max-iterations";
  const [best, ...others] = simplex;
  const width = maxAbs(Float64Array.from(others, ({ x }) => maxAbs(x.map((entry, i) => entry - best.x[i]))));
  const drop = maxAbs(Float64Array.from(others, ({ value }) => value - best.value));
  return width <= xatol && drop <= fatol ? "simplex" : undefined;
}

// Puts a point in the worst one's place, or shrinks the simplex towards the best one.
function moveSimplex(f: LimitedValue, simplex: Vertex[]): void {
  const n = simplex.length - 1;
  const worst = simplex[n];
  const centre = centroid(simplex.slice(0, n));
  const beyond = (factor: number) =>
    evaluated(
      f,
      centre.map((entry, i) => (1 + factor) * entry - factor * worst.x[i]),
    );
  const reflected = beyond(1);
  if (reflected.value < simplex[0].value) {
    const expanded = beyond(2);
    simplex[n] = expanded.value < reflected.value ? expanded : reflected;
  } else if (reflected.value < simplex[n - 1].value) {
    simplex[n] = reflected;
  } else {
    const isOutside = reflected.value < worst.value;
    const contracted = beyond(isOutside ? 0.5 : -0.5);
    const isBetter = isOutside ? contracted.value <= reflected.value : contracted.value < worst.value;
    if (isBetter) simplex[n] = contracted;
    else shrink(f, simplex);
  }
}

function centroid(vertices: readonly Vertex[]): Float64Array {
  const sum = new Float64Array(vertices[0].x.length);
  for (const { x } of vertices) for (let i = 0; i < sum.length; i++) sum[i] += x[i];
  return sum.map((entry) => entry / vertices.length);
}

function shrink(f: LimitedValue, simplex: Vertex[]): void {
  const best = simplex[0].x;
  for (let j = 1; j < simplex.length; j++) {
    const { x } = simplex[j];
    simplex[j] = evaluated(
      f,
      best.map((entry, i) => entry + 0.5 * (x[i] - entry)),
    );
  }
}
