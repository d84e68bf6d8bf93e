// Moments -> an engine: the checks that need no search, the columns of X that are kept, and their products. And the
// same engine with y counted from other fixed effects, where those of ordinary least squares would cost digits.
import type { Design } from "@mixedlm/design";
import type { DesignMoments } from "@mixedlm/moments";
import { checkMoments } from "../calls/stage-checks.ts";
import { checkSquares, fixedBasis, referredTo } from "../coordinates/fixed-basis.ts";
import { independentColumns, withColumns } from "../coordinates/independent-columns.ts";
import { type InternalProducts, internalProducts } from "../coordinates/internal-products.ts";
import { objective } from "../criterion/objective.ts";
import type { Engine } from "../engine/engine.ts";
import { internalBeta } from "../engine/generalised-least-squares.ts";
import { rememberingPoint } from "../engine/remembering-point.ts";
import { noRandomEffects, notFinite, oneGroup } from "../errors.ts";
import { lambdaOf } from "../parameters/covariance-parameters.ts";
import { covarianceTerms } from "../parameters/covariance-terms.ts";
import { engineFor } from "./engine-for.ts";

/**
 * Makes the engine of a model without a search: what evaluations at given parameters need.
 *
 * @param moments - as `accumulate` makes them; with columns of X that are independent.
 * @throws {@link FitError} `no-random-effects`, `one-group`, `rank-deficient`, `too-few-rows`, `constant-response`,
 *   `not-finite`, `underflow`; `not-of-stage`.
 */
export function engineOf(moments: DesignMoments): Engine {
  checkMoments("engineOf", moments);
  return preparedEngine(moments, "error").engine;
}

/** An engine, and what it was made of. */
export interface PreparedEngine {
  /** Numbers of the columns of X that are kept, ascending. */
  readonly kept: readonly number[];
  /** The moments of those columns alone. */
  readonly moments: DesignMoments;
  /** Its y is the residual of ordinary least squares. */
  readonly engine: Engine;
}

/**
 * Makes the engine of a model, after the checks that need no search.
 *
 * @param dependent - columns of X that are combinations of others: leave them out, or refuse.
 * @throws {@link FitError} as {@link engineOf}.
 */
export function preparedEngine(moments: DesignMoments, dependent: "drop" | "error"): PreparedEngine {
  const { design } = moments;
  checkGroups(design);
  const { names } = design.fixed;
  // a column that cannot be squared is not to be taken for a combination of others
  if (dependent === "drop") checkSquares(moments, names, design.response.names[0]);
  const all = names.map((_, j) => j);
  const kept = moments.fixed?.kept ?? (dependent === "drop" ? independentColumns(moments) : all);
  const { moments: own, products } = keptProducts(moments, kept);
  checkRandomColumns(design, products);
  return { kept, moments: own, engine: rememberingPoint(engineFor(products)) };
}

/**
 * The moments of some columns of X, and their products in internal coordinates; nothing is checked.
 *
 * @param kept - numbers of the columns, ascending; of moments with columns of their own in place of X's, of all of
 *   these.
 */
export function keptProducts(
  moments: DesignMoments,
  kept: readonly number[],
): { readonly moments: DesignMoments; readonly products: InternalProducts } {
  const { design, fixed } = moments;
  const own = fixed === null ? withColumns(moments, kept) : moments;
  const names = kept.map((j) => design.fixed.names[j]);
  const basis = fixedBasis(own, names, design.response.names[0], fixed);
  return { moments: own, products: internalProducts(own, covarianceTerms(design, own.layout), basis) };
}

/** A random term, and levels that it can vary over; a single group can hold components only. */
function checkGroups({ groups, randomEffects, components }: Design): void {
  if (randomEffects.length === 0 && components.length === 0) throw noRandomEffects();
  for (const { group } of randomEffects) {
    const { name, levels } = groups[group];
    if (levels.length < 2) throw oneGroup(name, levels[0]);
  }
}

function checkRandomColumns({ randomEffects, components }: Design, { terms, bases }: Engine["products"]): void {
  for (const [t, { source }] of terms.entries()) {
    const j = bases[t].scale.findIndex((scale) => !Number.isFinite(scale));
    if (j < 0) continue;
    const { kind, index, column } = source;
    throw notFinite(kind === "effects" ? randomEffects[index].names[column + j] : components[index].name);
  }
}

/**
 * How many times the residual's sum of squares may be what the fixed effects explain of y before digits are lost to it.
 */
const EXPLAINED = 1e3;
/** By how much two values of the same likelihood may differ, one of which has more digits. */
const SAME = 1;

/**
 * An engine whose y is the residual of generalised least squares at a start, where that is far smaller than the
 * residual of ordinary least squares: between-group differences then stand in coefficients that fit nothing inside the
 * groups.
 */
export function generalised(engine: Engine, start: Float64Array, moments: DesignMoments): Engine {
  const { terms, fixed, p } = engine.products;
  const at = engine.factorise(lambdaOf(terms, start));
  if (at === null) return engine;
  let explained = 0;
  for (let j = 0; j < p; j++) explained += at.R[j * (p + 1) + p] ** 2;
  if (!(explained > EXPLAINED * at.r2)) return engine;
  const value = objective(engine.products, at, false);
  const other = rememberingPoint(engineFor(internalProducts(moments, terms, referredTo(fixed, internalBeta(at, p)))));
  const there = other.factorise(lambdaOf(terms, start));
  // coefficients that the start hardly determines take all digits from y: the likelihood is then another one
  return there !== null && Math.abs(objective(other.products, there, false) - value) < SAME ? other : engine;
}
