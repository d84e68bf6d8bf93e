// What every minimiser takes and gives. Value and gradient are asked for separately, since the reference paths ask for
// them separately and a value alone is cheaper; an objective that computes both at once may cache.

/** A function to be minimised over vectors of fixed length, with its gradient. Neither may keep or change `x`. */
export interface Objective {
  /** The value at `x`; NaN or infinite outside the domain. */
  value(x: Float64Array): number;
  /** The gradient at `x`, the length of `x`. */
  gradient(x: Float64Array): Float64Array;
}

/** The part of AbortSignal that a minimiser looks at, once an iteration. */
export interface Signal {
  readonly aborted: boolean;
}

/** When to stop. */
export interface StopOptions {
  /** Converged when the largest absolute entry of the gradient is at most this. */
  readonly gtol?: number;
  /** Largest number of iterations. */
  readonly maxiter?: number;
  /** Stops before the next iteration once `aborted` is true. */
  readonly signal?: Signal;
}

/**
 * Why a minimiser stopped. Converged: `gradient` (small enough), `value` (no longer falling), `precision` (what is left
 * to gain is below the rounding error of the value). Not converged: `max-iterations`, `line-search` (no acceptable
 * step), `not-finite` (value or gradient), `aborted` (by the caller's signal).
 */
export type StopReason =
  | "gradient"
  | "value"
  | "precision"
  | "max-iterations"
  | "line-search"
  | "not-finite"
  | "aborted";

/** One accepted point of a run. */
export interface Iterate {
  readonly x: Float64Array;
  readonly value: number;
  /** Largest absolute entry of the gradient. */
  readonly maxGradient: number;
}

/** How often the objective was asked. */
export interface Evaluations {
  readonly values: number;
  readonly gradients: number;
}

/** Where and why a run ended. */
export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly converged: boolean;
  readonly reason: StopReason;
  readonly iterations: number;
  readonly evaluations: Evaluations;
  /** The start and the point after each iteration: `iterations + 1` entries. */
  readonly log: readonly Iterate[];
}

/** Tells whether a reason to stop means that a minimum was reached. */
export function isConverged(reason: StopReason): boolean {
  return reason === "gradient" || reason === "value" || reason === "precision";
}
