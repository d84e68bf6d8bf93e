// Messages of profiles and intervals.
import { nearest } from "@mixedlm/formula";
import { FitError, shown } from "../errors.ts";

/** Codes of these messages. */
export type ProfileErrorCode = "unknown-parameter";

/** `unknown-parameter`: a name that no parameter of the fit has. */
export function unknownParameter(name: unknown, known: readonly string[]): FitError {
  const candidates = typeof name === "string" ? nearest(name, known) : [];
  const guess = candidates.length === 0 ? "" : `; did you mean ${candidates.map((own) => `\`${own}\``).join(" or ")}?`;
  return new FitError(
    "unknown-parameter",
    `${typeof name === "string" ? `\`${name}\`` : shown(name)} is not a parameter of this fit${guess} (parameters: ${known.join("; ")}; or "fixed", "variance")`,
    { name, candidates, known },
  );
}
