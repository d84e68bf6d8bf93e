// What every minimiser takes and gives. Value and gradient are asked for separately, since the reference paths ask for
// them separately and a value alone is cheaper; an objective that computes both at once may cache. Methods that need no
// gradient give none.

/** A function to be minimised over vectors of fixed length, with its gradient. Neither may keep or change `x`. */
export interface Objective {
  /** The value at `x`; NaN or infinite outside the domain. */
  value(x: Float64Array): number;
  /** The gradient at `x`, the length of `x`. */
  gradient(x: Float64Array): Float64Array;
}

/** What a method without gradients asks of an {@link Objective}. */
export type ValueObjective = Pick<Objective, "value">;

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
 * to gain is below the rounding error of the value), `simplex` (small in points and values), `hops` (all made, or enough
 * of them without a lower minimum). Not converged: `max-iterations`, `max-evaluations`, `line-search` (no acceptable
 * step), `not-finite` (value or gradient), `aborted` (by the caller's signal).
 */
export type StopReason =
  | "gradient"
  | "value"
  | "precision"
  | "simplex"
  | "hops"
  | "max-iterations"
  | "max-evaluations"
  | "line-search"
  | "not-finite"
  | "aborted";

/** One accepted point of a run. */
export interface Iterate {
  readonly x: Float64Array;
  readonly value: number;
  /** Largest absolute entry of the gradient; null from a method without gradients. */
  readonly maxGradient: number | null;
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
  /** The gradient at `x`; null from a method without gradients. */
  readonly gradient: Float64Array | null;
  readonly converged: boolean;
  readonly reason: StopReason;
  readonly iterations: number;
  readonly evaluations: Evaluations;
  /** The start and the point after each iteration: `iterations + 1` entries; `nelderMead` counts its first simplex. */
  readonly log: readonly Iterate[];
}

/** Where and why a run of a method with gradients ended. */
export interface GradientMinimum extends Minimum {
  readonly gradient: Float64Array;
}

const CONVERGED: ReadonlySet<StopReason> = new Set(["gradient", "value", "precision", "simplex", "hops"]);

/** Tells whether a reason to stop means that a minimum was reached. */
export function isConverged(reason: StopReason): boolean {
  return CONVERGED.has(reason);
}
