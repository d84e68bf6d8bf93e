// What is to be said of degrees of freedom that take a variance for known because its estimate is 0.
import type { Fit } from "../results/fit.ts";
import type { FixedInference } from "./wald-inference.ts";

/**
 * Notes of tests of the fixed effects of a singular fit; none by methods that do not depend on how sure the variances
 * are.
 */
export function boundaryNotes({ status, reml }: Fit, { method }: FixedInference): string[] {
  const { directions } = status;
  if (method !== "satterthwaite" || directions.length === 0) return [];
  const other = reml ? "kenward-roger" : "kenward-roger (of a fit by REML)";
  return [
    `${directions.join("; ")}: satterthwaite takes that for known, and may give far too many degrees of freedom; ${other} counts the groups`,
  ];
}
