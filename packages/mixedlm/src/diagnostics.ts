// Is it the optimum, and of what kind? Plain words and records from the point that the search returned.
import type { Design } from "@mixedlm/design";
import type { FitStatus, FitWarning } from "./results.ts";
import type { MomentStart } from "./start.ts";
import { covarianceOf, type RelativeFactor } from "./theta.ts";

/** Says of random effects that some combination of them does not vary. */
const DEPENDENT = "linearly dependent";

/** Lists what lies on the boundary at a point: zero variances by name, and a dependence among the random effects. */
export function boundaryDirections(design: Design, factor: RelativeFactor, k: number): string[] {
  const names = design.randomEffects?.names ?? [];
  const psi = covarianceOf(factor.lambda, k);
  const isZero = (j: number): boolean => psi[j * k + j] === 0;
  const directions = names.filter((_, j) => isZero(j)).map((name) => `${name} Var = 0`);
  const dependent = names.some((_, j) => factor.lambda[j * k + j] === 0 && !isZero(j));
  if (dependent) directions.push(`random effects ${names.filter((_, j) => !isZero(j)).join(", ")} ${DEPENDENT}`);
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
  const advice = directions.some((direction) => direction.endsWith(DEPENDENT))
    ? "The estimates are valid, and the data support fewer random effects than the model has"
    : "The data show no such variation; the other estimates are valid, and the same as without it";
  return { kind: "boundary", text: `optimum on the boundary: ${directions.join("; ")}. ${advice}`, directions };
}

/** Records what a user should know of a fit: its status, and what the moment start found out about the model. */
export function fitWarnings(status: FitStatus, reml: boolean, unidentified: MomentStart["unidentified"]): FitWarning[] {
  const warnings: FitWarning[] = [];
  if (status.kind === "boundary")
    warnings.push({ code: "singular", message: status.text, data: { directions: status.directions } });
  if (status.kind === "not-converged") warnings.push({ code: "not-converged", message: status.text, data: {} });
  const of = unidentified === "components" || (unidentified === "fixed" && reml) ? unidentified : null;
  if (of !== null) warnings.push({ code: "unidentified-components", message: UNIDENTIFIED[of], data: { of } });
  return warnings;
}

const UNIDENTIFIED = {
  components:
    "two of the random terms describe the same variation: only the sum of their variances is estimated, not each of them; remove one",
  fixed:
    "the fixed effects already hold every difference that one of the random terms could explain: its variance cannot be estimated by REML; remove it from one of the two",
} as const;
