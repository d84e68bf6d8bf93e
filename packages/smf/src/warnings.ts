// statsmodels' warnings as records on the result, with its classes and texts where the cause is the same.
// Two causes are judged differently: "on the boundary" means zero relative to the residual, whatever the units (there:
// a variance below 0.01 in the data's units), and "not positive definite" looks at the whole Hessian (there: its diagonal).
import type { Path } from "./scipy-path.ts";

/** A remark on a fit. */
export interface MixedLMWarning {
  readonly category: "ConvergenceWarning" | "UserWarning";
  readonly code:
    | "not-converged"
    | "retry"
    | "all-methods-failed"
    | "gradient"
    | "boundary"
    | "hessian"
    | "path-left"
    | "components";
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}

function convergence(
  code: MixedLMWarning["code"],
  message: string,
  data: Readonly<Record<string, unknown>> = {},
): MixedLMWarning {
  return { category: "ConvergenceWarning", code, message, data };
}

/** What statsmodels says about runs that did not converge, in its order. */
export function pathWarnings({ runs, converged }: Path): MixedLMWarning[] {
  const warnings: MixedLMWarning[] = [];
  runs.forEach(({ method, minimum }, i) => {
    if (minimum.converged) return;
    const failed = "Maximum Likelihood optimization failed to converge. Check mle_retvals";
    warnings.push(convergence("not-converged", failed, { method, reason: minimum.reason }));
    const next = runs[i + 1]?.method;
    if (next !== undefined)
      warnings.push(convergence("retry", `Retrying MixedLM optimization with ${next}`, { method: next }));
  });
  if (!converged) {
    const all = "MixedLM optimization failed, trying a different optimizer may help.";
    warnings.push(convergence("all-methods-failed", all));
    const gradient = runs[runs.length - 1]?.minimum.gradient ?? [];
    const norm = Math.sqrt([...gradient].reduce((sum, g) => sum + g * g, 0));
    warnings.push(convergence("gradient", `Gradient optimization failed, |grad| = ${norm.toFixed(6)}`, { norm }));
  }
  return warnings;
}

/** The one warning of a fit whose path did not reach the optimum, in plain words. */
export function pathLeft(path: Path, logLik: number): MixedLMWarning {
  const methods = path.runs.map(({ method }) => method);
  const short = logLik - path.logLik;
  const where = Number.isFinite(path.logLik)
    ? `stopped at log-likelihood ${path.logLik.toFixed(4)}, ${short.toFixed(4)} short of the optimum`
    : "ended where the likelihood does not exist";
  const how = path.converged ? "reported convergence but " : "did not converge: it ";
  const message = `statsmodels' search (${methods.join(", ")}) ${how}${where}; these results are those of the optimum, log-likelihood ${logLik.toFixed(4)}`;
  return convergence("path-left", message, {
    methods,
    converged: path.converged,
    logLik: path.logLik,
    optimum: logLik,
    short,
  });
}

/** A variance is zero, or the random effects are linearly dependent. */
export function onBoundary(directions: readonly string[]): MixedLMWarning {
  return convergence("boundary", "The MLE may be on the boundary of the parameter space.", { directions });
}

/** Standard errors from this Hessian are not all numbers. */
export function hessianNotDefinite(smallest: number): MixedLMWarning {
  const message = "The Hessian matrix at the estimated parameter values is not positive definite.";
  return convergence("hessian", message, { smallest });
}

/** Two random terms describe the same variation. */
export function unidentifiedComponents(message: string): MixedLMWarning {
  return { category: "UserWarning", code: "components", message, data: {} };
}
