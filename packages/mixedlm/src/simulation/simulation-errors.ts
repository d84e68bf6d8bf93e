// Messages about simulated fits.
import { FitError } from "../errors.ts";

/** Codes of this part. */
export type SimulationErrorCode = "not-a-bootstrap" | "statistic-value";

/** `not-a-bootstrap`: something else was given. */
export function notABootstrap(value: unknown): FitError {
  return new FitError("not-a-bootstrap", `expected what \`bootstrap(fit)\` returns, not ${typeof value}`, {
    type: typeof value,
  });
}

/** `statistic-value`: a statistic of the fit itself is no record of numbers. */
export function statisticValue(value: unknown): FitError {
  return new FitError(
    "statistic-value",
    "`statistic` has to return a record of numbers, such as { ratio: 0.3 }, for the fit itself and for every replicate",
    { value },
  );
}
