// An objective for methods that need no gradient: it counts its values and refuses to go beyond a limit. The refusal is
// thrown, since it comes from the depth of a line search and ends the run wherever it is; it does not leave this
// package.
import type { StopReason } from "./minimum.ts";
import type { ValueObjective } from "./objective.ts";
import type { StopOptions } from "./stop-options.ts";

/** When methods without gradients stop, beside their own tolerances. */
export interface DirectStopOptions extends Omit<StopOptions, "gtol"> {
  /** Largest number of values asked for. */
  readonly maxfun?: number;
}

/** Thrown instead of one value too many. */
class ValueLimit extends Error {}

/** A function that counts. */
export interface LimitedValue {
  (x: Float64Array): number;
  count(): number;
}

/**
 * Wraps an objective. The first value is always given.
 *
 * @throws `ValueLimit` from the function, once it has given `maxfun` values.
 */
export function limitedValue(objective: ValueObjective, maxfun: number): LimitedValue {
  let values = 0;
  const value = (x: Float64Array): number => {
    if (values >= maxfun && values > 0) throw new ValueLimit();
    values++;
    return objective.value(x);
  };
  return Object.assign(value, { count: () => values });
}

/** The two limits as SciPy has them: `byDefault` for both when neither is given, else none for the one left out. */
export function directLimits(
  { maxiter, maxfun }: DirectStopOptions,
  byDefault: number,
): { readonly maxiter: number; readonly maxfun: number } {
  const otherwise = maxiter === undefined && maxfun === undefined ? byDefault : Number.POSITIVE_INFINITY;
  return { maxiter: maxiter ?? otherwise, maxfun: maxfun ?? otherwise };
}

/** Runs `iterate` until it gives a reason to stop, or until the values are used up. */
export function untilStopped(iterate: () => StopReason | undefined): StopReason {
  try {
    for (;;) {
      const reason = iterate();
      if (reason !== undefined) return reason;
    }
  } catch (error) {
    if (error instanceof ValueLimit) return "max-evaluations";
    throw error;
  }
}
