// Newton's method for a handful of parameters. The Hessian may be an approximation and may be indefinite: its
// eigenvalues are made positive, so that every step goes down. It stops where nothing is left to gain, which is a
// statement about the value and not about the scale of the gradient.
import { dot, type Matrix, maxAbs } from "@mixedlm/linalg";
import { descend, evaluate, type Point } from "./descend.ts";
import { hessianShape } from "./errors.ts";
import { pointAlong } from "./line-search/line.ts";
import type { GradientMinimum } from "./minimum.ts";
import { newtonStep } from "./newton-step.ts";
import type { Objective } from "./objective.ts";
import type { StopOptions } from "./stop-options.ts";

/** An objective with second derivatives, or a stand-in for them such as the average information. */
export interface SecondOrderObjective extends Objective {
  /** The Hessian at `x`, `n x n`; asked for once at each accepted point. */
  hessian(x: Float64Array): Matrix;
}

/** What can be chosen about a run of {@link newton}. */
export interface NewtonOptions extends StopOptions {
  /**
   * Converged only when half of g'H^-1 g, the gain that the quadratic model promises, is at most this. Default 1e-9.
   */
  readonly gain?: number;
  /**
   * How small the gradient is when nothing more is tried, once the promised gain is below the rounding error of the
   * value: its largest entry, each times its parameter where that is beyond 1. In a flat direction every step makes the
   * gradient smaller, and leads nowhere. Default 0.
   */
  readonly settled?: number;
  /** Longest step in any parameter, as a multiple of the point's largest one or of 1. Default 10. */
  readonly maxStep?: number;
}

/** Share of the promised decrease that a step must deliver (Armijo's rule). */
const SUFFICIENT = 1e-4;
/** The search has failed when even this share of the step does not lower the value. */
const SHORTEST = 1e-10;
/** Rounding error of a value, relative to max(1, |value|), after some thousand operations. */
const ROUNDING = 1e-11;
/** Where values have no digits left to compare, a step must bring the gradient down to this share. */
const FLATTER = 0.9;

/**
 * Minimises a function with gradient and Hessian.
 *
 * @param x0 - the start, kept.
 * @param options - `gtol` 1e-6 and `maxiter` 100 by default, and the fields of {@link NewtonOptions}.
 * @returns converged by `gradient` when gradient and promised gain are both small; by `precision` when the promised
 *   gain is below the rounding error of the value and a full step brings the gradient down no further.
 * @throws {@link OptimizeError} `gradient-length`, `hessian-shape`.
 * @see Nocedal & Wright (2006), Numerical Optimization, 2nd ed., sections 3.1 and 3.4.
 */
export function newton(
  objective: SecondOrderObjective,
  x0: ArrayLike<number>,
  options: NewtonOptions = {},
): GradientMinimum {
  const { gtol = 1e-6, gain = 1e-9, settled = 0, maxStep = 10, ...stop } = options;
  return descend(objective, x0, { maxiter: 100, ...stop }, (f) => (point) => {
    const H = objective.hessian(point.x);
    if (H.nrow !== x0.length || H.ncol !== x0.length) throw hessianShape(H.nrow, H.ncol, x0.length);
    if (!H.data.every(Number.isFinite)) return "not-finite";
    const whole = newtonStep(H, point.gradient);
    const promised = -dot(point.gradient, whole) / 2;
    if (maxAbs(point.gradient) <= gtol && promised <= gain) return "gradient";
    const step = shortened(whole, maxStep * Math.max(1, maxAbs(point.x)));
    const rounding = ROUNDING * Math.max(1, Math.abs(point.value));
    if (promised <= rounding)
      return maxAbs(relativeGradient(point)) <= settled
        ? "precision"
        : (flatterPoint(f, point, step, rounding) ?? "precision");
    return lowerPoint(f, point, step) ?? "line-search";
  });
}

// What the value changes by when a parameter does by its own size, or by 1.
function relativeGradient({ x, gradient }: Point): Float64Array {
  return gradient.map((slope, i) => slope * Math.max(1, Math.abs(x[i])));
}

// The step in the same direction with no entry longer than `longest`.
function shortened(step: Float64Array, longest: number): Float64Array {
  const excess = maxAbs(step) / longest;
  return excess > 1 ? step.map((entry) => entry / excess) : step;
}

// The full step where the value has no digits left to judge it by: taken when the gradient becomes flatter.
function flatterPoint(f: Objective, from: Point, step: Float64Array, rounding: number): Point | undefined {
  const next = evaluate(f, pointAlong(from.x, step, 1));
  const flatter = maxAbs(next.gradient) <= FLATTER * maxAbs(from.gradient);
  return flatter && next.value <= from.value + rounding ? next : undefined;
}

// Shortens the step until the value falls enough: to the minimum of the parabola through value, slope and the value
// tried, though not below a tenth or above a half; to a half where the value tried is not finite.
function lowerPoint(f: Objective, from: Point, step: Float64Array): Point | undefined {
  const slope = dot(from.gradient, step);
  let share = 1;
  while (share >= SHORTEST) {
    const x = pointAlong(from.x, step, share);
    const value = f.value(x);
    if (value < from.value && value <= from.value + SUFFICIENT * share * slope) return evaluate(f, x);
    const parabola = (-0.5 * slope) / ((value - from.value) / share - slope);
    share *= Number.isFinite(value) ? Math.min(0.5, Math.max(0.1, parabola)) : 0.5;
  }
  return undefined;
}
