// Is it the optimum, and of what kind? Plain words and records from the point that the search returned.
import type { Design, DesignWarning } from "@mixedlm/design";
import { rawLambda } from "../coordinates/coordinates.ts";
import type { InternalProducts } from "../coordinates/internal-products.ts";
import { lambdaOf, termParameters } from "../parameters/covariance-parameters.ts";
import { COVARIANCE_STRUCTURES, correlationOf } from "../parameters/covariance-structures.ts";
import type { CovarianceTerm } from "../parameters/covariance-terms.ts";
import { covarianceOf } from "../parameters/triangular-root.ts";
import type { MomentStart } from "./moment-start.ts";
import type { SearchResult } from "./search.ts";

/** The direction of a fit whose residual variance runs to zero. */
const NO_RESIDUAL = "the residual variance is 0";

/** What kind of point the estimates are. */
export interface FitStatus {
  /**
   * `interior`: every variance is positive and no correlation is perfect. `boundary`: a variance is zero or the random
   * effects are linearly dependent, and the score says that no other value is better: a valid fit; or the residual
   * variance runs to zero, since the random effects can follow every row.
   * `not-converged`: the search ended before its criterion was met.
   */
  readonly kind: "interior" | "boundary" | "not-converged";
  /** The same in plain words: what it means, and what to do. */
  readonly text: string;
  /** What lies on the boundary: names of random effects or components, empty inside. */
  readonly directions: readonly string[];
}

/**
 * A remark on a fit. `missing-rows`: rows that lack a value were left out; codes of the design as `DesignWarning`.
 */
export interface FitWarning {
  /** Which remark it is; stable. */
  readonly code:
    | "singular"
    | "no-residual"
    | "unidentified-components"
    | "not-converged"
    | "dropped-columns"
    | "missing-rows"
    | DesignWarning["code"];
  /** What was found, and what to do about it. */
  readonly message: string;
  /** The values that the message speaks of. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Something that lies on the boundary. */
export interface BoundaryDirection {
  /** A variance of 0, or random effects of which some say what others do, be it by a perfect correlation. */
  readonly kind: "zero" | "dependent";
  /** The same in words, with the names of the random effects. */
  readonly text: string;
}

/** Lists what lies on the boundary at a point: zero variances by name, and dependences among random effects. */
export function boundaryDirections(
  design: Design,
  products: InternalProducts,
  parameters: Float64Array,
): BoundaryDirection[] {
  const { terms } = products;
  const lambda = rawLambda(products, lambdaOf(terms, parameters));
  const own = termParameters(terms, parameters);
  const variance = (of: string): BoundaryDirection => ({ kind: "zero", text: `the variance of ${of} is 0` });
  const dependence = (text: string): BoundaryDirection => ({ kind: "dependent", text });
  return terms.flatMap((term, t) => {
    const { source, structure, size } = term;
    if (source.kind === "component")
      return own[t][0] === 0 ? [variance(`component ${design.components[source.index].name}`)] : [];
    const spec = design.randomEffects[source.index];
    const group = design.groups[spec.group].name;
    const names = columnNames(term, spec.names, spec.covariance === "homdiag");
    const psi = covarianceOf(lambda[t], size);
    const isZero = (j: number): boolean => psi[j * (size + 1)] === 0;
    const zero = names.filter((_, j) => isZero(j)).map((name) => variance(`${name} over ${group}`));
    const rest = names.filter((_, j) => !isZero(j));
    const bounds = COVARIANCE_STRUCTURES[structure].atBoundary(own[t], size);
    if (structure === "us") {
      if (bounds.length <= zero.length) return zero;
      const sign = rest.length === 2 && psi[names.indexOf(rest[1]) * size + names.indexOf(rest[0])] < 0 ? -1 : 1;
      return rest.length === 2
        ? [...zero, dependence(`the correlation of ${rest.join(" and ")} over ${group} is ${sign}`)]
        : [...zero, dependence(`the effects of ${rest.join(", ")} over ${group} are linearly dependent`)];
    }
    if (rest.length < 2 || !bounds.includes(own[t].length - 1)) return zero;
    return [...zero, dependence(`the correlation of ${spec.label} is ${correlationOf(structure, own[t], size)}`)];
  });
}

function columnNames({ size, source }: CovarianceTerm, names: readonly string[], shared: boolean): readonly string[] {
  return shared ? [names.join(", ")] : names.slice(source.column, source.column + size);
}

/**
 * Describes the point.
 *
 * @param vanishing - whether the residual variance runs to zero.
 */
export function fitStatus(
  { converged, gradient, curvature, rounding }: SearchResult,
  boundary: readonly BoundaryDirection[],
  vanishing: boolean,
): FitStatus {
  const directions = boundary.map(({ text }) => text);
  if (vanishing) return boundaryStatus([...directions, NO_RESIDUAL], ADVICE.residual);
  if (!converged) return { kind: "not-converged", text: notConverged(gradient, curvature, rounding), directions };
  if (directions.length === 0)
    return { kind: "interior", text: "optimum in the interior: all variances positive", directions };
  return boundaryStatus(directions, boundary.some(({ kind }) => kind === "dependent") ? ADVICE.dependent : ADVICE.zero);
}

/** What kept the search from an optimum, and what to do. */
function notConverged(gradient: number, curvature: number, rounding: number | null): string {
  if (rounding !== null) {
    const size = Number.isFinite(rounding) ? `changes the criterion by ${rounding.toExponential(1)}` : "ends it";
    return `the search stopped where the criterion has no digits left to tell the optimum by: rounding the parameters ${size}, gradient ${gradient.toExponential(1)}. Random effects vary far more than the residual there; take fewer of them, or columns and weights whose sizes differ less`;
  }
  const bent =
    curvature > 0 ? "the criterion curves upwards" : "the criterion does not curve upwards in some direction";
  return `the search stopped before the optimum: gradient ${gradient.toExponential(1)}, smallest scaled curvature ${curvature.toExponential(1)} (${bent}). Try another start, fewer random effects, or look for a column of tiny variation`;
}

function boundaryStatus(directions: readonly string[], advice: string): FitStatus {
  return { kind: "boundary", text: `optimum on the boundary: ${directions.join("; ")}. ${advice}`, directions };
}

/** What a boundary means, and whether to worry. */
const ADVICE = {
  zero: "This is the best fit and no failure: the data show no such variation beyond chance. The other estimates are valid, and the same as without it",
  dependent:
    "This is the best fit and no failure: the data support fewer random effects than the model has. Fixed effects, variances and fitted values are valid; do not interpret the correlations",
  residual:
    "The random effects can follow every row, so that nothing is left for the residual: fitted values repeat the data. Fixed effects are valid; use fewer random effects to learn of anything else",
} as const;

/** Records what a user should know of a fit: its status, what the moment start found out, and columns left out. */
export function fitWarnings(
  status: FitStatus,
  reml: boolean,
  unidentified: MomentStart["unidentified"],
  dropped: readonly string[],
): FitWarning[] {
  const warnings: FitWarning[] = [];
  if (dropped.length > 0)
    warnings.push({
      code: "dropped-columns",
      message: `fixed effects that are combinations of the columns before them were left out: ${dropped.join(", ")}; fitted values are the same without them`,
      data: { columns: dropped },
    });
  if (status.kind === "boundary")
    warnings.push({ code: "singular", message: status.text, data: { directions: status.directions } });
  if (status.directions.includes(NO_RESIDUAL))
    warnings.push({ code: "no-residual", message: FOLLOWED, data: { directions: status.directions } });
  if (status.kind === "not-converged") warnings.push({ code: "not-converged", message: status.text, data: {} });
  const of = unidentified === "components" || (unidentified === "fixed" && reml) ? unidentified : null;
  if (of !== null) warnings.push({ code: "unidentified-components", message: UNIDENTIFIED[of], data: { of } });
  return warnings;
}

const FOLLOWED =
  "the random effects can follow every row, so that the residual variance runs to 0: sigma, theta, and standard errors of variances mean nothing; fixed effects and the covariances of the random effects are those of the limit. Use fewer random effects";

const UNIDENTIFIED = {
  components:
    "two of the random terms, or columns of one, describe the same variation: only a sum of their variances is estimated, and how it is shared out means nothing; remove one",
  fixed:
    "the fixed effects already hold every difference that one of the random terms could explain: its variance cannot be estimated by REML; remove it from one of the two",
} as const;
