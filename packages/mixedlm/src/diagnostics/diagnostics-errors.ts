// Messages about residuals.
import { FitError } from "../errors.ts";

/** Codes of errors about diagnostics; stable. */
export type DiagnosticsErrorCode = "residual-type";

/** `residual-type`: studentized residuals from the marginal fitted values. */
export function noMarginalStudentized(): FitError {
  return new FitError(
    "residual-type",
    'there are no residuals of type "studentized" at level "marginal": leverages are those of the conditional fitted values; give type "scaled", or level "conditional"',
  );
}
