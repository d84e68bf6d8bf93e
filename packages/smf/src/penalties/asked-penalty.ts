// A method of a penalty -> what it returns, or an error that says whose method failed. Penalties may be a caller's own
// code, which can throw anything.
import { isArrayLike } from "@mixedlm/formula";
import { SmfError } from "../errors.ts";
import { penaltyEntry, penaltyFailed, penaltyResult } from "./penalty-errors.ts";

/**
 * Calls a method of a penalty. What it returns is not checked.
 *
 * @param option - the argument of the fit that the penalty was given as.
 * @param method - the method's name, for the message.
 * @throws {@link SmfError} `penalty-failed` with what was thrown as `cause`; an {@link SmfError} as it is.
 */
export function askedPenalty(option: "fe_pen" | "cov_pen", method: string, call: () => unknown): unknown {
  try {
    return call();
  } catch (cause) {
    throw cause instanceof SmfError ? cause : penaltyFailed(option, method, cause);
  }
}

/**
 * Reads the derivatives that a penalty returned.
 *
 * @param length - how many there have to be.
 * @param expected - what they are, for the message.
 * @throws {@link SmfError} `penalty-result` for another number of them, or one that is no finite number.
 */
export function finiteSlopes(
  option: "fe_pen" | "cov_pen",
  slopes: unknown,
  length: number,
  expected: string,
): Float64Array {
  if (!isArrayLike(slopes) || slopes.length !== length) throw penaltyResult(option, "deriv", expected, slopes);
  const given = Array.from(slopes);
  const at = given.findIndex((slope) => !Number.isFinite(slope));
  if (at >= 0) throw penaltyEntry(option, "deriv", at, given[at]);
  return Float64Array.from(given as number[]);
}
