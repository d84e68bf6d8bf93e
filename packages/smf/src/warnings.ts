// statsmodels' warnings as records on the result, with its classes and texts where the cause is the same.
// Two causes are judged differently: "on the boundary" means zero relative to the residual, whatever the units (there:
// a variance below 0.01 in the data's units), and "not positive definite" looks at the whole Hessian (there: its diagonal).
import type { DesignWarning } from "@mixedlm/design";
import type { Fit, FitWarning } from "mixedlm";
import type { Path } from "./scipy-path.ts";

/** A remark on a fit. */
export interface MixedLMWarning {
  readonly category: "ConvergenceWarning" | "UserWarning";
  /**
   * `not-converged` and `retry`: an optimiser failed and the next was tried. `path-left`: statsmodels' search did not
   * reach the optimum, which is the result. `no-optimum`: nor did the exact search. `boundary`, `hessian`: see the texts.
   * `components`: two random terms describe the same variation. For codes of the design see `DesignWarning`.
   */
  readonly code:
    | "not-converged"
    | "retry"
    | "path-left"
    | "no-optimum"
    | "boundary"
    | "hessian"
    | "components"
    | DesignWarning["code"];
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

/** What statsmodels says when an optimiser fails and the next one is tried, in its order. */
export function retries({ runs }: Path): MixedLMWarning[] {
  return runs.flatMap(({ method, minimum }, i) => {
    const next = runs[i + 1]?.method;
    if (minimum.converged || next === undefined) return [];
    const failed = "Maximum Likelihood optimization failed to converge. Check mle_retvals";
    return [
      convergence("not-converged", failed, { method, reason: minimum.reason }),
      convergence("retry", `Retrying MixedLM optimization with ${next}`, { method: next }),
    ];
  });
}

/** The one warning of a fit whose path did not reach the optimum, in plain words. */
export function pathLeft(path: Path, { logLik, status }: Fit): MixedLMWarning {
  const best = status.kind === "not-converged" ? "best point found" : "optimum";
  const methods = path.runs.map(({ method }) => method);
  const short = logLik - path.logLik;
  const where = Number.isFinite(path.logLik)
    ? `stopped at log-likelihood ${path.logLik.toFixed(4)}, ${short.toFixed(4)} short of the ${best}`
    : "ended where the likelihood does not exist";
  const how = path.converged ? "reported convergence but " : "did not converge: it ";
  const message = `statsmodels' search (${methods.join(", ")}) ${how}${where}; these results are those of the ${best}, log-likelihood ${logLik.toFixed(4)}`;
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

/** Remarks of the design and of the native fit, which statsmodels does not make. */
export function otherRemarks(design: readonly DesignWarning[], fit: readonly FitWarning[]): MixedLMWarning[] {
  const remarks = design.map(({ code, message, fix, data }): MixedLMWarning => {
    return { category: "UserWarning", code, message: `${message}; unless that is meant, ${fix}`, data };
  });
  for (const { code, message, data } of fit) {
    if (code === "unidentified-components")
      remarks.push({ category: "UserWarning", code: "components", message, data });
    if (code === "not-converged") remarks.push(convergence("no-optimum", `no optimum was found: ${message}`, data));
  }
  return remarks;
}
