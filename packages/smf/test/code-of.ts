// The code of the error that an action throws; anything but a `SmfError` fails the test.
import { SmfError, type SmfErrorCode } from "../src/errors.ts";

/** Runs an action that must throw. */
export function codeOf(action: () => unknown): SmfErrorCode {
  try {
    action();
  } catch (error) {
    if (error instanceof SmfError) return error.code;
    throw error;
  }
  throw new Error("nothing was thrown");
}
