// A model at true parameters, and its refits to responses drawn from it: what bootstrap and power have in common. In: a
// fit, or an engine with parameters. Out: a function from a replicate's number to a refit.

import { countedFrom } from "../coordinates/fixed-basis.ts";
import type { Engine } from "../engine/engine.ts";
import { replicateDraws } from "../engine/replicate-draws.ts";
import { lambdaOf } from "../parameters/covariance-parameters.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { heldPositions, type Refit, searchedAgain } from "../search/searched-again.ts";

/** What responses are drawn from. */
export interface ModelPoint {
  readonly engine: Engine;
  readonly reml: boolean;
  /** Covariance parameters, internal coordinates. */
  readonly parameters: Float64Array;
  /** Fixed effects, length p; and the residual standard deviation of a row with weight 1, units of y. */
  readonly beta: ArrayLike<number>;
  readonly sigma: number;
  /** Positions of parameters that REML knows nothing of. */
  readonly held: readonly number[];
}

/** A fit's estimates as the truth. */
export function pointOfFit(fit: Fit): ModelPoint {
  const { optimum } = partsOf(fit);
  const { engine, reml, parameters } = optimum;
  const held = heldPositions(engine, fit.design, reml);
  return { engine, reml, parameters, beta: fit.beta, sigma: fit.sigma, held };
}

/**
 * Makes the refits of a model to its own responses.
 *
 * @returns a function of the replicate's number; null where the random effects leave no residual. A refit is valid
 *   until the next one.
 */
export function refitsOf(point: ModelPoint, seed: number | string): (replicate: number) => Refit | null {
  const { engine, reml, parameters, held, beta, sigma } = point;
  const { terms, fixed } = engine.products;
  const drawn = engine.drawnResponses(lambdaOf(terms, parameters), countedFrom(fixed, beta, sigma));
  return (replicate) => {
    drawn.draw(replicateDraws(seed, replicate));
    return searchedAgain(drawn.engine, { reml, start: parameters, held });
  };
}
