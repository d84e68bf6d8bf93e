// The loop that the gradient methods share: stop or step, and keep the log. A method is its `advance`: from one point
// to the next, with whatever memory it needs in its closure.
import { dot, maxAbs, power } from "@mixedlm/linalg";
import { type CountedObjective, countedObjective } from "./counted.ts";
import { type GradientMinimum, type Iterate, isConverged, type StopReason } from "./minimum.ts";
import type { Objective } from "./objective.ts";
import type { StopOptions } from "./stop-options.ts";

/** A point of a run. */
export interface Point {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

/**
 * One iteration of a method: gives the next point, or the reason to stop at this one.
 *
 * `previousValue` is the value one iteration before `point`; at the first, `value + |gradient| / 2`.
 */
export type Advance = (point: Point, previousValue: number) => Point | StopReason;

/** Stopping rules; without `gtol` the method judges the gradient itself. */
export interface StopRules extends StopOptions {
  readonly maxiter: number;
  /** Stops after the iteration that took the count of values beyond this. */
  readonly maxfun?: number;
  /** Order of the norm that `gtol` is compared with: see {@link gradientNorm}. Infinite by default. */
  readonly norm?: number;
  /** Converged when the value falls by at most this fraction of max(|before|, |after|, 1). */
  readonly valueTolerance?: number;
}

/**
 * Runs a method from `x0` until a stopping rule holds.
 *
 * @param method - makes the method's `advance` for the counted objective.
 * @throws {@link OptimizeError} `gradient-length`.
 */
export function descend(
  objective: Objective,
  x0: ArrayLike<number>,
  rules: StopRules,
  method: (f: CountedObjective) => Advance,
): GradientMinimum {
  const f = countedObjective(objective);
  const advance = method(f);
  let point = evaluate(f, Float64Array.from(x0));
  let previousValue: number | undefined;
  const log: Iterate[] = [];
  for (;;) {
    log.push({ x: point.x, value: point.value, maxGradient: maxAbs(point.gradient) });
    const reason = reasonToStop(log, point.gradient, f.evaluations().values, rules);
    if (reason !== undefined) return minimum(f, point, log, reason);
    const next = advance(point, previousValue ?? valueBefore(point));
    if (typeof next === "string") return minimum(f, point, log, next);
    previousValue = point.value;
    point = next;
  }
}

// As if the step that led here had been a unit step downhill. Where |g|^2 overflows this is infinite, as in SciPy.
function valueBefore({ value, gradient }: Point): number {
  return value + Math.sqrt(dot(gradient, gradient)) / 2;
}

/** Evaluates value and gradient at `x`, which is kept. */
export function evaluate(f: Objective, x: Float64Array): Point {
  return { x, value: f.value(x), gradient: f.gradient(x) };
}

/**
 * The size of a gradient: `(sum |g_i|^order)^(1 / order)`, for an infinite order the largest |g_i|, for `-Infinity` the
 * smallest.
 */
export function gradientNorm(gradient: Float64Array, order: number = Number.POSITIVE_INFINITY): number {
  if (order === Number.POSITIVE_INFINITY) return maxAbs(gradient);
  const sizes = gradient.map(Math.abs);
  if (order === Number.NEGATIVE_INFINITY) return Math.min(...sizes);
  return power(
    sizes.reduce((sum, size) => sum + power(size, order), 0),
    1 / order,
  );
}

// The limits come first: as in SciPy, a run that converges in the very last iteration has not converged.
function reasonToStop(
  log: readonly Iterate[],
  gradient: Float64Array,
  values: number,
  rules: StopRules,
): StopReason | undefined {
  const { value } = log[log.length - 1];
  if (log.length > rules.maxiter) return "max-iterations";
  if (rules.maxfun !== undefined && log.length > 1 && values > rules.maxfun) return "max-evaluations";
  if (!Number.isFinite(value) || !gradient.every(Number.isFinite)) return "not-finite";
  if (rules.gtol !== undefined && gradientNorm(gradient, rules.norm) <= rules.gtol) return "gradient";
  if (rules.valueTolerance !== undefined && log.length > 1) {
    const before = log[log.length - 2].value;
    const scale = Math.max(Math.abs(before), Math.abs(value), 1);
    if (before - value <= rules.valueTolerance * scale) return "value";
  }
  return rules.signal?.aborted ? "aborted" : undefined;
}

function minimum(f: CountedObjective, point: Point, log: readonly Iterate[], reason: StopReason): GradientMinimum {
  return {
    ...point,
    converged: isConverged(reason),
    reason,
    iterations: log.length - 1,
    evaluations: f.evaluations(),
    log,
  };
}
