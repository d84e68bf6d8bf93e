// Messages about penalties and what they return.
import { shownValue } from "@mixedlm/formula";
import { SmfError } from "../errors.ts";

/** An option that statsmodels names and does not have either. */
export function optionNotImplemented(option: string, penalty: string): SmfError {
  const text = `${option} is not implemented for ${penalty}, nor is it in statsmodels; leave it out, and give \`restriction\` and \`weights\``;
  return new SmfError("not-implemented", text, { option, penalty });
}

/** A method that a subclass must write. */
export function notImplemented(method: string): SmfError {
  const text = `${method} is not implemented; extend the class with a method of this name`;
  return new SmfError("not-implemented", text, { method });
}

/** A penalty's constant is outside its range. */
export function penaltyRange(penalty: string, option: string, found: unknown, expected: string): SmfError {
  const text = `${option} of ${penalty} is ${shownValue(found)}, expected ${expected}`;
  return new SmfError("penalty-range", text, { penalty, option, found, expected });
}

/** A penalty's numbers do not fit the coefficients. */
export function penaltyLength(what: string, length: number, expected: number): SmfError {
  const text = `${what} of the penalty has ${length} entries, but there are ${expected} coefficients; give one number, or one for each coefficient`;
  return new SmfError("penalty-length", text, { what, length, expected });
}

/** A penalty threw. */
export function penaltyFailed(option: string, method: string, cause: unknown): SmfError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SmfError("penalty-failed", `${method} of ${option} failed: ${reason}`, { option, method, cause });
}

/** A penalty gave something else than numbers of the right length. */
export function penaltyResult(option: string, method: string, expected: string, found: unknown): SmfError {
  const text = `${method} of ${option} returned ${shownValue(found)}, expected ${expected}`;
  return new SmfError("penalty-result", text, { option, method, expected, found });
}

/** An entry of what a penalty gave is no finite number. */
export function penaltyEntry(option: string, method: string, at: number, found: unknown): SmfError {
  const text = `${method} of ${option} returned ${shownValue(found)} at position ${at} (counted from 0), expected finite numbers`;
  return new SmfError("penalty-result", text, { option, method, at, found });
}

/** The search for penalised fixed effects got stuck where the gradient promises what the value does not keep. */
export function penaltySlopesWrong(promised: number, found: number): SmfError {
  const text = `deriv of fe_pen is not the derivative of its func: where the search ended, the slope by deriv is ${promised.toPrecision(4)}, by func ${found.toPrecision(4)}`;
  return new SmfError("penalty-slopes", text, { promised, found });
}
