// Messages of profiles and intervals.
import { didYouMean, nearest, shownValue } from "@mixedlm/formula";
import { FitError } from "../errors.ts";

/** Codes of these messages. */
export type ProfileErrorCode = "unknown-parameter";

/** `unknown-parameter`: a name that no parameter of the fit has. */
export function unknownParameter(name: unknown, known: readonly string[]): FitError {
  const candidates = nearest(name, known);
  return new FitError(
    "unknown-parameter",
    `${typeof name === "string" ? `\`${name}\`` : shownValue(name)} is not a parameter of this fit${didYouMean(candidates)} (parameters: ${known.join("; ")}; or "fixed", "variance")`,
    { name, candidates, known },
  );
}
