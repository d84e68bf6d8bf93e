import { FormulaError } from "../src/index.ts";

/** The error that an action throws; anything but a `FormulaError` fails the test. */
export function errorOf(action: () => unknown): FormulaError {
  try {
    action();
  } catch (error) {
    if (error instanceof FormulaError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
