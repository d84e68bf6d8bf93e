// Is it the optimum, and of what kind? Plain words and records from the point that the search returned.
import type { Design } from "@mixedlm/design";
import type { FitStatus, FitWarning } from "./results.ts";
import { covarianceOf, type RelativeFactor } from "./theta.ts";

/** Lists what lies on the boundary at a point: zero variances by name, and a dependence among the random effects. */
export function boundaryDirections(design: Design, factor: RelativeFactor, k: number): string[] {
  const names = design.randomEffects?.names ?? [];
  const psi = covarianceOf(factor.lambda, k);
  const directions: string[] = [];
  let singular = 0;
  for (let j = 0; j < k; j++) {
    if (factor.lambda[j * k + j] !== 0) continue;
    singular += 1;
    if (psi[j * k + j] === 0) directions.push(`${names[j]} Var = 0`);
  }
  if (singular > directions.length) directions.push(`random effects ${names.join(", ")} linearly dependent`);
  for (let c = 0; c < factor.tau.length; c++)
    if (factor.tau[c] === 0) directions.push(`${design.components[c].name} Var = 0`);
  return directions;
}

/** Describes the point. */
export function fitStatus(converged: boolean, gradient: number, directions: readonly string[]): FitStatus {
  if (!converged)
    return {
      kind: "not-converged",
      text: `the search stopped with a gradient of ${gradient.toExponential(1)}: check the scale of the data, or simplify the random effects`,
      directions,
    };
  if (directions.length === 0)
    return { kind: "interior", text: "optimum in the interior: all variances positive", directions };
  return {
    kind: "boundary",
    text: `optimum on the boundary: ${directions.join("; ")}. The data show no such variation; the other estimates are valid, and the same as without it`,
    directions,
  };
}

/** Records what a user should know of a fit. */
export function fitWarnings(status: FitStatus, unidentifiedComponents: boolean): FitWarning[] {
  const warnings: FitWarning[] = [];
  if (status.kind === "boundary")
    warnings.push({ code: "singular", message: status.text, data: { directions: status.directions } });
  if (status.kind === "not-converged") warnings.push({ code: "not-converged", message: status.text, data: {} });
  if (unidentifiedComponents)
    warnings.push({
      code: "unidentified-components",
      message:
        "two of the random terms describe the same variation: only the sum of their variances is estimated, not each of them; remove one",
      data: {},
    });
  return warnings;
}
