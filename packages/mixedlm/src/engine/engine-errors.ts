// The messages of engines: of what can only go wrong by a defect of this package, or of an engine made by hand.
import { FitError } from "../errors.ts";

/** Codes of the messages here; stable. */
export type EngineErrorCode = "no-factorisation" | "no-levels" | "no-traces";

/** `no-factorisation`: the likelihood does not exist at a point where it did before. */
export function noFactorisation(): FitError {
  return new FitError(
    "no-factorisation",
    "the likelihood does not exist at a point where it was found to: estimates that follow from it would be wrong; please report this model as a defect",
  );
}

/** `no-levels`: residuals level by level of a response that was drawn as products. */
export function noLevels(): FitError {
  return new FitError(
    "no-levels",
    "this response was drawn as its products and has no residuals of single levels; draw it row by row where these are wanted",
  );
}

/** `no-traces`: differences that the information of the covariances is made of end where there is no likelihood. */
export function noTraces(method: string): FitError {
  return new FitError(
    "no-traces",
    `${method} needs the information of the covariances, which cannot be worked out at these estimates: beside them the likelihood does not exist; use Satterthwaite's degrees of freedom`,
    { method },
  );
}
