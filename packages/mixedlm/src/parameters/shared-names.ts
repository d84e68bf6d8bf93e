// Columns that share one variance have one entry of theta, one standard deviation and one name: the rule and the
// spelling, so that entries of theta and parameters of tables cannot come to differ.
import type { RandomEffectsSpec } from "@mixedlm/design";
import type { TermStructure } from "./covariance-terms.ts";

/**
 * Whether all columns of a random term have one variance.
 *
 * @param structure - of its covariance term; `covariance`: as the formula says it.
 */
export function sharesVariance(structure: TermStructure, covariance: RandomEffectsSpec["covariance"]): boolean {
  return covariance === "homdiag" || structure === "homcs" || structure === "ar1";
}

/** Up to three names, or the first and the last. */
export function shortList(names: readonly string[]): string {
  return names.length > 3 ? `${names[0]}, …, ${names[names.length - 1]}` : names.join(", ");
}
