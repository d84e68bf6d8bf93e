// The loop that the gradient methods share: stop or step, and keep the log. A method is its `advance`: from one point
// to the next, with whatever memory it needs in its closure.
import { dot, maxAbs } from "@mixedlm/linalg";
import { type CountedObjective, countedObjective } from "./counted.ts";
import { type Iterate, isConverged, type Minimum, type Objective, type StopOptions, type StopReason } from "./types.ts";

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
): Minimum {
  const f = countedObjective(objective);
  const advance = method(f);
  let point = evaluate(f, Float64Array.from(x0));
  let previousValue: number | undefined;
  const log: Iterate[] = [];
  for (;;) {
    log.push({ x: point.x, value: point.value, maxGradient: maxAbs(point.gradient) });
    const reason = reasonToStop(log, rules);
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

// The limit on iterations comes first: as in SciPy, a run that converges in the very last one has not converged.
function reasonToStop(log: readonly Iterate[], rules: StopRules): StopReason | undefined {
  const { value, maxGradient } = log[log.length - 1];
  if (log.length > rules.maxiter) return "max-iterations";
  if (!Number.isFinite(value) || !Number.isFinite(maxGradient)) return "not-finite";
  if (rules.gtol !== undefined && maxGradient <= rules.gtol) return "gradient";
  if (rules.valueTolerance !== undefined && log.length > 1) {
    const before = log[log.length - 2].value;
    const scale = Math.max(Math.abs(before), Math.abs(value), 1);
    if (before - value <= rules.valueTolerance * scale) return "value";
  }
  return rules.signal?.aborted ? "aborted" : undefined;
}

function minimum(f: CountedObjective, point: Point, log: readonly Iterate[], reason: StopReason): Minimum {
  return {
    ...point,
    converged: isConverged(reason),
    reason,
    iterations: log.length - 1,
    evaluations: f.evaluations(),
    log,
  };
}
