// Where a spline's knots may be: its bounds, and the check that inner knots lie between them.
import type { Expression } from "@mixedlm/formula";
import type { CallContext } from "../expressions/calls.ts";
import { finiteArgument } from "./arguments.ts";
import * as errors from "./stateful-errors.ts";

/** The bounds of a spline. */
export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Reads the bounds of a spline; those that are not given are the least and the greatest value.
 *
 * @param sorted - gives the values to learn from, ascending; asked only when a bound is not given.
 * @throws {@link DesignError} `arguments` when the lower bound is above the upper one.
 */
export function boundsArguments(
  lowerArgument: Expression | undefined,
  upperArgument: Expression | undefined,
  sorted: () => Float64Array,
  context: CallContext,
): Bounds {
  const lower = finiteArgument(lowerArgument, "lower_bound", context) ?? sorted()[0]!;
  const upper = finiteArgument(upperArgument, "upper_bound", context) ?? sorted().at(-1)!;
  if (lower <= upper) return { lower, upper };
  throw errors.boundsOrder(context.call.function, lower, upper, context.at(lowerArgument ?? upperArgument));
}

/**
 * Checks that knots lie between the bounds.
 *
 * @param at - the argument that gave them.
 * @throws {@link DesignError} `arguments`.
 */
export function checkInside(
  knots: readonly number[],
  { lower, upper }: Bounds,
  at: Expression | undefined,
  context: CallContext,
): void {
  const outside = knots.filter((knot) => knot < lower || knot > upper);
  if (outside.length > 0) {
    throw errors.knotsOutside(context.call.function, outside, lower, upper, context.at(at));
  }
}
