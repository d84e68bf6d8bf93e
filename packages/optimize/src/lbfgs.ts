// Limited-memory BFGS on the path that L-BFGS-B takes when no parameter is bounded: the product of the last m updates
// with the gradient, More and Thuente's search with its own limits, and a restart from steepest descent when the search
// fails. It also stops, as converged, when the value hardly falls any more. L-BFGS-B forms the product in a compact
// form that rounds differently: where the updates become numerically dependent it restarts, and the two paths part.
import { axpyInPlace, dot, norm2 } from "@mixedlm/linalg";
import { descend, evaluate, type Point } from "./descend.ts";
import { type Line, lineFrom, tryStep } from "./line-search/line.ts";
import { advanceSearch, startSearch } from "./line-search/more-thuente.ts";
import type { GradientMinimum } from "./minimum.ts";
import type { Objective } from "./objective.ts";
import type { StopOptions } from "./stop-options.ts";

/** Stopping and memory of {@link lbfgs}. */
export interface LbfgsOptions extends StopOptions {
  /** Converged when the relative fall of the value is at most `factr` times 2^-52; 1e7 by default. */
  readonly factr?: number;
  /** Number of updates remembered; 10 by default. */
  readonly maxcor?: number;
  /** Trials of one line search; 20 by default. */
  readonly maxls?: number;
  /** Stops after the iteration that takes the count of values beyond this; 15000 by default. */
  readonly maxfun?: number;
}

interface Update {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly curvature: number;
}

const LIMITS = { decrease: 1e-3, curvature: 0.9, width: 0.1, minStep: 0, maxStep: 1e10 };

/**
 * Minimises a function with gradient, in memory proportional to the number of parameters.
 *
 * @param x0 - the start, kept.
 * @param options - by default `gtol` 1e-5 and `maxiter` 15000.
 * @returns where the run ended; a failed line search from steepest descent ends it as not converged.
 * @throws {@link OptimizeError} `gradient-length`.
 * @see Byrd, Lu, Nocedal & Zhu (1995), SIAM J. Sci. Comput. 16, 1190-1208; for the product Nocedal & Wright (2006),
 *   algorithm 7.4.
 */
export function lbfgs(objective: Objective, x0: ArrayLike<number>, options: LbfgsOptions = {}): GradientMinimum {
  const { factr = 1e7, maxcor = 10, maxls = 20, ...stop } = options;
  const rules = { gtol: 1e-5, maxiter: 15000, maxfun: 15000, ...stop, valueTolerance: factr * Number.EPSILON };
  return descend(objective, x0, rules, (f) => {
    let updates: readonly Update[] = [];
    let first = true;
    return (point) => {
      for (;;) {
        const direction = roundedAt(point.x, quasiNewtonDirection(updates, point.gradient));
        const line = lineFrom(f, point.x, direction);
        const firstStep = first ? Math.min(1 / norm2(direction), LIMITS.maxStep) : 1;
        const step = search(line, point, direction, firstStep, maxls);
        if (step !== undefined) {
          first = false;
          const next = evaluate(f, line.point(step));
          const moved = direction.map((entry) => step * entry);
          updates = remembered(updates, moved, point, next, maxcor);
          return next;
        }
        if (updates.length === 0) return "line-search";
        updates = [];
      }
    };
  });
}

// The direction as L-BFGS-B has it: the difference of two points, x and the minimiser of the quadratic model.
function roundedAt(x: Float64Array, direction: Float64Array): Float64Array {
  return direction.map((entry, i) => x[i] + entry - x[i]);
}

// The accepted step: also the last trial of a search that ended because its interval became too small to matter.
function search(
  line: Line,
  point: Point,
  direction: Float64Array,
  firstStep: number,
  maxls: number,
): number | undefined {
  const origin = { step: 0, value: point.value, slope: dot(point.gradient, direction) };
  const state = startSearch(origin, firstStep, LIMITS);
  if (state.status !== "searching") return undefined;
  for (let k = 1; k <= maxls; k++) {
    const { step } = state;
    if (advanceSearch(state, tryStep(line, step)) !== "searching") return step;
  }
  return undefined;
}

// Leaves out an update whose curvature is not safely positive beside the slope that the step started with.
function remembered(
  updates: readonly Update[],
  s: Float64Array,
  from: Point,
  to: Point,
  maxcor: number,
): readonly Update[] {
  const y = to.gradient.map((entry, i) => entry - from.gradient[i]);
  const curvature = dot(y, s);
  if (curvature <= Number.EPSILON * -dot(from.gradient, s)) return updates;
  return [...updates, { s, y, curvature }].slice(-maxcor);
}

// -H g by the two-loop recursion, H starting from the identity over the curvature of the last update.
function quasiNewtonDirection(updates: readonly Update[], gradient: Float64Array): Float64Array {
  const q = gradient.map((entry) => -entry);
  const weights = new Float64Array(updates.length);
  for (let k = updates.length - 1; k >= 0; k--) {
    const { s, y, curvature } = updates[k];
    weights[k] = dot(s, q) / curvature;
    axpyInPlace(-weights[k], y, q);
  }
  const last = updates.at(-1);
  const scale = last === undefined ? 1 : last.curvature / dot(last.y, last.y);
  const direction = q.map((entry) => entry * scale);
  updates.forEach(({ s, y, curvature }, k) => {
    axpyInPlace(weights[k] - dot(y, direction) / curvature, s, direction);
  });
  return direction;
}
