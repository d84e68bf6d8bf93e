// Messages about residuals and shares of variance.
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

/** `no-table`: averages over the rows of a fit with weights, which has no rows. */
export function weightedWithoutRows(): FitError {
  return new FitError(
    "no-table",
    "shares of variance are averages over the rows, and sums with row weights do not tell them: this fit has weights and no rows; ask the fit that `lmm` returned",
  );
}
