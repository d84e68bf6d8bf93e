// Newton's method for a handful of parameters. The Hessian may be an approximation and may be indefinite: its
// eigenvalues are made positive, so that every step goes down. It stops where nothing is left to gain, which is a
// statement about the value and not about the scale of the gradient.
import { dot, type Matrix, maxAbs, symmetricEigen } from "@mixedlm/linalg";
import { countedObjective } from "./counted.ts";
import { type Iterate, isConverged, type Minimum, type Objective, type StopOptions, type StopReason } from "./types.ts";

/** An objective with second derivatives, or a stand-in for them such as the average information. */
export interface SecondOrderObjective extends Objective {
  /** The Hessian at `x`, symmetric. */
  hessian(x: Float64Array): Matrix;
}

/** What can be chosen about a run. */
export interface NewtonOptions extends StopOptions {
  /** Converged only when half of g'H^-1 g, what the model promises to gain, is at most this. Default 1e-9. */
  readonly gain?: number;
  /** Longest step, in each parameter's own unit. Default 10. */
  readonly maxStep?: number;
  /** May shorten or bend a step before it is tried, in place. */
  readonly restrict?: (x: Float64Array, step: Float64Array) => void;
}

/** Eigenvalues of the Hessian are raised to this share of the largest one. */
const EIGENVALUE_FLOOR = 1e-7;
/** Share of the promised decrease that a step must deliver (Armijo's rule). */
const SUFFICIENT = 1e-4;
/** Halvings of a step before the value is taken to have no more digits. */
const HALVINGS = 40;

/**
 * Minimises a function with gradient and Hessian.
 *
 * @param x0 - the start, kept.
 * @param options - `gtol` 1e-6 and `maxiter` 100 by default, and the fields of {@link NewtonOptions}.
 * @returns converged by `gradient` when gradient and promised gain are both small, by `precision` when no step along a
 *   descent direction lowers the value any more although the promised gain is below its rounding error.
 * @throws {@link OptimizeError} `gradient-length`.
 * @see Nocedal & Wright (2006), Numerical Optimization, 2nd ed., sections 3.1 and 3.4.
 */
export function newton(objective: SecondOrderObjective, x0: ArrayLike<number>, options: NewtonOptions = {}): Minimum {
  const { gtol = 1e-6, gain = 1e-9, maxiter = 100, maxStep = 10, restrict, signal } = options;
  const f = countedObjective(objective);
  let x = Float64Array.from(x0);
  let value = f.value(x);
  let gradient = f.gradient(x);
  const log: Iterate[] = [{ x, value, maxGradient: maxAbs(gradient) }];
  let reason: StopReason | undefined;

  while (reason === undefined) {
    if (!Number.isFinite(value) || !gradient.every(Number.isFinite)) reason = "not-finite";
    else if (signal?.aborted) reason = "aborted";
    else {
      const step = descentStep(objective.hessian(x), gradient, maxStep);
      const promised = -dot(gradient, step) / 2;
      if (maxAbs(gradient) <= gtol && promised <= gain) reason = "gradient";
      else if (log.length > maxiter) reason = "max-iterations";
      else {
        restrict?.(x, step);
        const blind = promised <= precision(value);
        const next = blind ? flatter(f, x, step, gradient) : backtrack(f, x, value, dot(gradient, step), step);
        if (next === undefined) reason = blind ? "precision" : "line-search";
        else {
          x = next;
          value = f.value(x);
          gradient = f.gradient(x);
          log.push({ x, value, maxGradient: maxAbs(gradient) });
        }
      }
    }
  }
  return {
    x,
    value,
    gradient,
    converged: isConverged(reason),
    reason,
    iterations: log.length - 1,
    evaluations: f.evaluations(),
    log,
  };
}

/** -H^-1 g with H's eigenvalues taken by size and kept off zero, each entry at most `maxStep`. */
function descentStep(H: Matrix, gradient: Float64Array, maxStep: number): Float64Array {
  const n = gradient.length;
  const { values, vectors } = symmetricEigen(H);
  const largest = Math.max(...values.map(Math.abs), Number.MIN_VALUE);
  const step = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const v = vectors.data.subarray(k * n, (k + 1) * n);
    const along = dot(v, gradient) / Math.max(Math.abs(values[k]), EIGENVALUE_FLOOR * largest);
    for (let i = 0; i < n; i++) step[i] -= along * v[i];
  }
  const longest = maxAbs(step);
  return longest > maxStep ? step.map((s) => (s * maxStep) / longest) : step;
}

/** Halves the step until the value falls enough; undefined when it never does. */
function backtrack(
  f: Objective,
  x: Float64Array,
  value: number,
  slope: number,
  step: Float64Array,
): Float64Array | undefined {
  let share = 1;
  for (let halvings = 0; halvings < HALVINGS; halvings++) {
    const trial = x.map((entry, i) => entry + share * step[i]);
    if (f.value(trial) <= value + SUFFICIENT * share * slope) return trial;
    share /= 2;
  }
  return undefined;
}

/** The full step where the value has no digits left to judge it by: taken when it at least halves the gradient. */
function flatter(f: Objective, x: Float64Array, step: Float64Array, gradient: Float64Array): Float64Array | undefined {
  const trial = x.map((entry, i) => entry + step[i]);
  return maxAbs(f.gradient(trial)) <= maxAbs(gradient) / 2 ? trial : undefined;
}

/** Rounding error that a value of this size carries after some thousand operations. */
function precision(value: number): number {
  return 1e-11 * Math.max(1, Math.abs(value));
}
