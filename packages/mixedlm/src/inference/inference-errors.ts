// Messages of the inference of fixed effects and of variance parameters.
import { FitError } from "../errors.ts";

/** Codes of these. */
export type InferenceErrorCode =
  | "needs-reml"
  | "contrast-length"
  | "contrast-value"
  | "contrast-empty"
  | "contradictory";

/** `needs-reml`: a method that is made for fits by REML. */
export function needsReml(): FitError {
  return new FitError(
    "needs-reml",
    'degrees of freedom by "kenward-roger" need a fit by REML; fit with lmm(..., { reml: true }), or use "satterthwaite"',
    { ddf: "kenward-roger" },
  );
}
