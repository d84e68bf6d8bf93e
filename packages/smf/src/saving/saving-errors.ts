// Messages about saved results, and results without their rows.
import { shownValue } from "@mixedlm/formula";
import { SmfError } from "../errors.ts";

/** The rows were removed, and something needs them. */
export function dataRemoved(column: string): SmfError {
  const text = `the data were removed from this result, and \`${column}\` is needed; save it with its data, or fit again`;
  return new SmfError("data-removed", text, { column });
}

/** A text that is no saved result, or a damaged one. */
export function savedFormat(reason: string, cause?: unknown): SmfError {
  return new SmfError("saved-format", `this is not a saved result: ${reason}`, { reason, cause });
}

/** A saved result of a newer version. */
export function savedVersion(found: unknown, known: number): SmfError {
  const text = `this result was saved in version ${shownValue(found)} of the format, but only versions up to ${known} are known; load it with the program that saved it`;
  return new SmfError("saved-version", text, { found, known });
}
