// The stage function: moments -> the fitted model, in the data's own units.
import type { DesignMoments } from "@mixedlm/moments";
import { optimum } from "./optimum.ts";
import type { Fit } from "./results.ts";

/** What can be chosen about a fit. */
export interface FitOptions {
  /** Restricted maximum likelihood (default), or maximum likelihood. */
  readonly reml?: boolean;
  /** Columns of X that are combinations of others: refuse (default), or leave them out. */
  readonly dependent?: "error" | "drop";
}

/**
 * Fits the model that a design describes to its moments.
 *
 * @param moments - as `accumulate` makes them, or several of them merged.
 * @throws {@link FitError} `no-random-effects`, `one-group`, `unidentified`, `rank-deficient`, `too-few-rows`,
 *   `constant-response`, `perfect-fit`, `not-finite`, `underflow`.
 */
export function fitMoments(moments: DesignMoments, { reml = true, dependent = "error" }: FitOptions = {}): Fit {
  const { design } = moments;
  const { engine, kept, estimates, theta, gradient, evaluations, status, warnings } = optimum(moments, {
    reml,
    dependent,
  });
  const { products } = engine;
  const { p } = products;
  return Object.freeze({
    design,
    reml,
    n: products.n,
    p,
    q: products.factors.reduce((sum, { levels, columns }) => sum + levels * columns, 0),
    k: theta.length,
    names: kept.map((j) => design.fixed.names[j]),
    theta: Object.freeze(theta),
    beta: estimates.beta,
    stdError: Float64Array.from(estimates.beta, (_, j) => Math.sqrt(estimates.vcov.data[j * p + j])),
    vcov: estimates.vcov,
    sigma: Math.sqrt(estimates.sigma2),
    objective: estimates.objective,
    logLik: -estimates.objective / 2,
    status,
    warnings,
    optimization: Object.freeze({
      evaluations: evaluations.length,
      gradient,
      log: Object.freeze(evaluations.map(({ objective }) => objective)),
    }),
    estimates,
    blocks: moments.blocks,
    engine,
  });
}
