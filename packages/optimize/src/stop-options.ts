// When a minimiser is to stop: by its gradient, by the count of its iterations, or by its caller.

/** The part of AbortSignal that a minimiser looks at, once an iteration. */
export interface Signal {
  /** Whether the run is to end before its next iteration. */
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

/** Stopping of {@link bfgs} and of conjugate gradients. */
export interface GradientStopOptions extends StopOptions {
  /** The norm of the gradient that `gtol` bounds: 1, 2, ...; by default infinite, the largest absolute entry. */
  readonly norm?: number;
}
