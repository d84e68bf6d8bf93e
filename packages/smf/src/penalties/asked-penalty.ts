// A method of a penalty -> what it returns, or an error that says whose method failed. Penalties may be a caller's own
// code, which can throw anything.
import { SmfError } from "../errors.ts";
import { penaltyFailed } from "./penalty-errors.ts";

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
