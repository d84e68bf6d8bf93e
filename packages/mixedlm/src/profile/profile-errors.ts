// Messages of profiles and intervals.
import { didYouMean, FitError, shown } from "../errors.ts";

/** Codes of these messages. */
export type ProfileErrorCode = "unknown-parameter";

/** `unknown-parameter`: a name that no parameter of the fit has. */
export function unknownParameter(name: unknown, known: readonly string[]): FitError {
  const { candidates, guess } = didYouMean(name, known);
  return new FitError(
    "unknown-parameter",
    `${typeof name === "string" ? `\`${name}\`` : shown(name)} is not a parameter of this fit${guess} (parameters: ${known.join("; ")}; or "fixed", "variance")`,
    { name, candidates, known },
  );
}
