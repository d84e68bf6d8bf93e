// Messages of adjustments for several tests.
import { shownValue } from "@mixedlm/formula";
import { FitError } from "../errors.ts";

/** Codes of errors about adjustments; stable. */
export type AdjustmentErrorCode = "adjustment-family" | "p-value";

/** `adjustment-family`: a method needs to know of the family of tests what it was not told. */
export function adjustmentFamily(method: string, needed: string, what: string): FitError {
  return new FitError(
    "adjustment-family",
    `the adjustment \`${method}\` needs \`${needed}\`: ${what}; or use \`bonferroni\` or \`holm\`, which hold for any tests`,
    { method, needed },
  );
}

/** `adjustment-family`: arrays that belong together have different lengths. */
export function adjustmentLength(name: string, length: number, statistics: number): FitError {
  return new FitError(
    "adjustment-family",
    `\`${name}\` has ${length} entries for ${statistics} statistics; give one for each`,
    { name, length, statistics },
  );
}

/** `adjustment-family`: an adjustment that does not exist. */
export function unknownAdjustment(found: unknown, known: readonly string[]): FitError {
  return new FitError("adjustment-family", `${shownValue(found)} is no adjustment (adjustments: ${known.join(", ")})`, {
    method: found,
    known,
  });
}

/** `adjustment-family`: what the statistics are is not told, or not in numbers. */
export function wrongFamily(name: string, found: unknown, expected: string): FitError {
  return new FitError("adjustment-family", `\`${name}\` is ${shownValue(found)}, expected ${expected}`, {
    name,
    found,
  });
}

/** `p-value`: something else where a probability belongs. */
export function notAPValue(at: number, value: unknown): FitError {
  return new FitError(
    "p-value",
    `p-value ${at} is ${shownValue(value)}, expected a number from 0 to 1, or NaN for none`,
    {
      at,
      value,
    },
  );
}
