// What is to be said of degrees of freedom that take a variance for known because its estimate is 0.
import type { Fit } from "../results.ts";
import { covarianceInformation } from "./covariance-information.ts";
import type { FixedInference } from "./wald-inference.ts";

/** Notes of tests of the fixed effects of a singular fit; none by methods that do not depend on how sure the variances are. */
export function boundaryNotes(fit: Fit, { method }: FixedInference): string[] {
  if (method !== "satterthwaite" || covarianceInformation(fit).held.length === 0) return [];
  const { directions } = fit.status;
  const what = directions.length === 0 ? "a variance or correlation is at its boundary" : directions.join("; ");
  return [
    `${what}: satterthwaite takes that for known, and may give far too many degrees of freedom; kenward-roger${fit.reml ? "" : " (of a fit by REML)"} counts the groups`,
  ];
}
