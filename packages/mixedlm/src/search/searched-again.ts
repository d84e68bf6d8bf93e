// The search for the optimum of a response that was drawn from a known point: what simulations do hundreds of times,
// with the second looks of a fit but without its checks and moment start.
import type { Design } from "@mixedlm/design";
import type { Evaluation } from "../criterion/criterion.ts";
import type { Engine, Factorisation } from "../engine/engine.ts";
import { rememberingPoint } from "../engine/remembering-point.ts";
import { lambdaOf } from "../parameters/covariance-parameters.ts";
import { hasNarrowBlocks } from "./engine-for.ts";
import { leavesNothing, type Optimum, optimumOf } from "./optimum.ts";
import type { SearchResult } from "./search.ts";
import { identifiedStart, searchFrom } from "./search-from-starts.ts";

/** A model whose response is drawn again and again, and where its searches start: the point that is drawn from. */
export interface RefitModel {
  readonly reml: boolean;
  /** Internal coordinates. */
  readonly start: Float64Array;
  /** Positions of parameters that REML knows nothing of; see {@link MomentStart}. */
  readonly held: readonly number[];
}

/** A search that was done again for another response. */
export interface Refit {
  readonly engine: Engine;
  readonly at: Factorisation;
  readonly found: SearchResult;
  readonly evaluations: readonly Evaluation[];
}

/**
 * Positions of the parameters that REML knows nothing of.
 *
 * @throws {@link FitError} `unidentified` where a random term cannot be told apart from the residual.
 */
export function heldPositions(engine: Engine, design: Design, reml: boolean): number[] {
  const start = identifiedStart(engine, design);
  return reml ? start.held.map(({ position }) => position) : [];
}

/**
 * Searches from a point that was true, with the same second looks that a fit takes. From so near, steps by average
 * information are as good as Newton's, and where there are no narrow blocks an exact Hessian costs several times as
 * much.
 *
 * @param engine - what a response was just drawn in.
 * @returns null where the random effects leave no residual.
 */
export function searchedAgain(engine: Engine, { reml, start, held }: RefitModel): Refit | null {
  const remembering = rememberingPoint(engine);
  const evaluations: Evaluation[] = [];
  const searched = hasNarrowBlocks(engine.products) ? remembering : { ...remembering, exactHessian: false };
  const found = searchFrom(searched, reml, [start], held, { visit: undefined, evaluations });
  const at = remembering.factorise(lambdaOf(engine.products.terms, found.parameters));
  return at === null || leavesNothing(engine, at) ? null : { engine: remembering, at, found, evaluations };
}

/** A refit with all that a fit reports. */
export function refittedOptimum(design: Design, kept: Optimum["kept"], reml: boolean, refitted: Refit): Optimum {
  return optimumOf(design, { ...refitted, kept, reml, unidentified: null });
}
