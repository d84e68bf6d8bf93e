// What every minimiser gives: where it ended, why, at what cost, and on which path.

/**
 * Why a minimiser stopped. Converged: `gradient` (small enough), `value` (no longer falling), `precision` (what is left
 * to gain is below the rounding error of the value), `simplex` (small in points and values), `hops` (all made, or
 * enough of them without a lower minimum). Not converged: `max-iterations`, `max-evaluations`, `line-search` (no
 * acceptable step), `not-finite` (value or gradient), `aborted` (by the caller's signal).
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
  /** The point, length n. */
  readonly x: Float64Array;
  /** The objective there. */
  readonly value: number;
  /** Largest absolute entry of the gradient; null from a method without gradients. */
  readonly maxGradient: number | null;
}

/** How often the objective was asked. */
export interface Evaluations {
  /** For its value. */
  readonly values: number;
  /** For its gradient; 0 by a method without gradients. */
  readonly gradients: number;
}

/** Where and why a run ended. */
export interface Minimum {
  /** The last point, length n: the minimum where the run converged. */
  readonly x: Float64Array;
  /** The objective there. */
  readonly value: number;
  /** The gradient at `x`; null from a method without gradients. */
  readonly gradient: Float64Array | null;
  /** Whether `reason` is one of those that mean a minimum. */
  readonly converged: boolean;
  /** Why the run ended. */
  readonly reason: StopReason;
  /** How many steps were made, or tried. */
  readonly iterations: number;
  /** How often the objective was asked. */
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
