// The error that an action throws; another error, and none, fail the test.
import { DesignError } from "../src/index.ts";

/** Runs an action that must throw a `DesignError`. */
export function thrown(action: () => unknown): DesignError {
  try {
    action();
  } catch (error) {
    if (error instanceof DesignError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
