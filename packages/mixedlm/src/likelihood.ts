// The profiled log-likelihood as a function of the relative covariances in raw units: what a path of another optimiser, a
// profile or a plot evaluates.
import { internalLambda } from "./coordinates.ts";
import type { Engine, Lambda } from "./engine.ts";
import { objective } from "./objective.ts";
import { factorScore } from "./score.ts";
import { multiplySquare, transposed } from "./square.ts";

/** The log-likelihood at one point, raw units. */
export interface LikelihoodPoint {
  /** (Restricted) log-likelihood, -Infinity where it does not exist. */
  readonly logLik: number;
  /** Derivative of logLik in each entry of each lambda as if all were free: size x size a term, column-major. */
  readonly score: readonly Float64Array[];
}

/**
 * Makes the log-likelihood as a function of the relative covariances, fixed effects and residual variance profiled out.
 *
 * @param reml - restricted likelihood.
 * @returns a function of square roots of the relative covariances in raw units, one a term. It shares the engine's
 *   workspace; its results are the caller's.
 */
export function likelihood(engine: Engine, reml: boolean): (lambda: Lambda) => LikelihoodPoint {
  const { products } = engine;
  const { terms, bases } = products;
  return (lambda) => {
    const at = engine.factorise(internalLambda(products, lambda));
    if (at === null) return { logLik: Number.NEGATIVE_INFINITY, score: lambda.map((own) => own.map(() => Number.NaN)) };
    const score = factorScore(engine.score(at, reml), at.lambda);
    return {
      logLik: -objective(products, at, reml) / 2,
      score: score.map((own, t) => {
        const { size } = terms[t];
        return multiplySquare(transposed(bases[t].K, size), own, size).map((slope) => -slope / 2);
      }),
    };
  };
}
