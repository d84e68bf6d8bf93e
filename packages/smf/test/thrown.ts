// The error that an action throws; an action that throws nothing fails the test.
import { SmfError, type SmfErrorCode } from "../src/errors.ts";

/** An error of any package, with what all of them carry. */
export function thrown(action: () => unknown): Error & { code?: string; data?: Record<string, unknown> } {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}

/** The same of an action that must throw a `SmfError`; another one is thrown again. */
export function smfError(action: () => unknown): SmfError {
  const error = thrown(action);
  if (error instanceof SmfError) return error;
  throw error;
}

/** Its code alone. */
export function codeOf(action: () => unknown): SmfErrorCode {
  return smfError(action).code;
}
