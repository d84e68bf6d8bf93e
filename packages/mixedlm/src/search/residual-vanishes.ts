// Whether a point is on the way to a residual variance of zero: asked by searches, which are not to go on for ever
// there, and of answers, which say so.
import { maxAbs } from "@mixedlm/linalg";
import type { Engine } from "../engine/engine.ts";

/** Relative standard deviation, in units of the residual's, beyond which the residual is as good as none. */
const BEYOND = 1e3;

/** Whether the residual variance runs to zero: it may where the random effects leave no rows to tell it by. */
export function residualVanishes(
  { varianceOutside }: Pick<Engine, "varianceOutside">,
  { parameters }: { readonly parameters: Float64Array },
): boolean {
  return varianceOutside === null && maxAbs(parameters) > BEYOND;
}
