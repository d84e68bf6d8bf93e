// The profiled log-likelihood as a function of the relative covariances in raw units: what a path of another optimiser,
// a profile or a plot evaluates.

import { checkEngine } from "../calls/stage-checks.ts";
import { internalLambda } from "../coordinates/coordinates.ts";
import type { InternalProducts } from "../coordinates/internal-products.ts";
import type { Engine, Lambda } from "../engine/engine.ts";
import { factorised } from "../engine/factorised.ts";
import { multiplySquare } from "../parameters/square.ts";
import { objective } from "./objective.ts";

/** The log-likelihood at one point, raw units. */
export interface LikelihoodPoint {
  /** (Restricted) log-likelihood, -Infinity where it does not exist. */
  readonly logLik: number;
  /**
   * Derivative of logLik in each entry of each lambda as if all were free: size x size a term, column-major. Worked out
   * when first read, which costs as much as the value.
   */
  readonly score: readonly Float64Array[];
}

/**
 * Makes the log-likelihood as a function of the relative covariances, fixed effects and residual variance profiled out.
 *
 * @param reml - restricted likelihood.
 * @returns a function of square roots of the relative covariances in raw units, one a term. It shares the engine's
 *   workspace; its results are the caller's.
 * @throws {@link FitError} `not-of-stage` for anything but an engine; the function throws `lambda-shape`.
 */
export function likelihood(engine: Engine, reml: boolean): (lambda: Lambda) => LikelihoodPoint {
  checkEngine("likelihood", engine);
  const { products } = engine;
  return (lambda) => {
    const internal = internalLambda(products, lambda);
    const at = engine.factorise(internal);
    if (at === null) return { logLik: Number.NEGATIVE_INFINITY, score: lambda.map((own) => own.map(() => Number.NaN)) };
    let score: readonly Float64Array[] | null = null;
    return {
      logLik: -objective(products, at, reml) / 2,
      get score() {
        // the engine may have been elsewhere since; a fit's own engine knows when it has not
        score ??= rawScore(products, engine.score(factorised(engine, internal), reml), internal);
        return score;
      },
    };
  };
}

/** From the derivative of the criterion in each Psi, G, to that of logLik in each raw square root: -K'G F. */
function rawScore({ bases }: InternalProducts, score: readonly Float64Array[], internal: Lambda): Float64Array[] {
  return score.map((G, t) => {
    const { K } = bases[t];
    const k = Math.sqrt(G.length);
    const GF = multiplySquare(G, internal[t], k);
    const out = new Float64Array(k * k);
    for (let j = 0; j < k; j++)
      for (let i = 0; i < k; i++) {
        let sum = 0;
        for (let m = 0; m < k; m++) sum += K[i * k + m] * GF[j * k + m];
        out[j * k + i] = -sum;
      }
    return out;
  });
}
