// statsmodels' warnings as records on the result, with its classes and texts where the cause is the same.
// Two causes are judged differently: "on the boundary" means zero relative to the residual, whatever the units (there:
// a variance below 0.01 in the data's units), and "not positive definite" looks at the whole Hessian (there: its
// diagonal).
import type { DesignWarning } from "@mixedlm/design";
import type { Minimum } from "@mixedlm/optimize";
import type { FitWarning } from "mixedlm";

/** A remark on a fit. */
export interface MixedLMWarning {
  /** The class that statsmodels, or Python, would give it. */
  readonly category: "ConvergenceWarning" | "FutureWarning" | "UserWarning";
  /**
   * What the remark is about; stable.
   *
   * - `not-converged`, `retry`: an optimiser failed, and the next was tried.
   * - `path-left`: statsmodels' search did not reach the optimum, which is the result.
   * - `descent-left`: statsmodels' descent of a regularised fit did not reach its minimum, which is the result.
   * - `no-optimum`: the exact search found none.
   * - `boundary`, `hessian`: see the texts.
   * - `no-residual`: the random effects can follow every row, and leave no residual variance.
   * - `components`: two random terms describe the same variation.
   * - `deprecated`: data in a form that statsmodels gives up.
   * - `ignored`: an option without effect.
   * - `penalised`, `held`: an option that statsmodels does not carry out.
   *
   * For codes of the design see `DesignWarning`.
   */
  readonly code:
    | "not-converged"
    | "retry"
    | "path-left"
    | "descent-left"
    | "no-optimum"
    | "boundary"
    | "hessian"
    | "no-residual"
    | "components"
    | "deprecated"
    | "ignored"
    | "penalised"
    | "held"
    | DesignWarning["code"];
  /** The remark in words, statsmodels' own where it makes the same one. */
  readonly message: string;
  /** The values that the message speaks of. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** A search along statsmodels' path, as far as remarks on it go. */
export interface SearchPath {
  /** One for each optimiser that ran, in their order. */
  readonly runs: readonly { readonly method: string; readonly minimum: Pick<Minimum, "converged" | "reason"> }[];
  /** The log-likelihood where the path ended, less penalties. */
  readonly value: number;
  /** Whether the last optimiser says that it converged. */
  readonly converged: boolean;
  /** Length of its gradient there, as statsmodels has it. */
  readonly slope: number;
}

/** What the results are instead of the path's end. */
export interface PathEnd {
  /** Their log-likelihood, less penalties. */
  readonly logLik: number;
  /** Whether they are the optimum, and not the best point of a search that found none. */
  readonly isOptimum: boolean;
  /** Whether the path ended at covariances: without square roots it may end beyond them. */
  readonly isCovariance: boolean;
}

function convergence(
  code: MixedLMWarning["code"],
  message: string,
  data: Readonly<Record<string, unknown>> = {},
): MixedLMWarning {
  return { category: "ConvergenceWarning", code, message, data };
}

/** What statsmodels says of an optimiser that failed. */
const FAILED = "Maximum Likelihood optimization failed to converge. Check mle_retvals";

/** What statsmodels says when an optimiser fails and the next one is tried, in its order. */
export function retries({ runs }: Pick<SearchPath, "runs">): MixedLMWarning[] {
  return runs.flatMap(({ method, minimum }, i) => {
    const next = runs[i + 1]?.method;
    if (minimum.converged || next === undefined) return [];
    return [
      convergence("not-converged", FAILED, { method, reason: minimum.reason }),
      convergence("retry", `Retrying MixedLM optimization with ${next}`, { method: next }),
    ];
  });
}

/**
 * The one warning of a fit whose path did not reach the optimum, in plain words.
 *
 * @param end - see {@link PathEnd}.
 */
export function pathLeft(path: SearchPath, { logLik: optimum, isOptimum, isCovariance }: PathEnd): MixedLMWarning {
  const best = isOptimum ? "optimum" : "best point found";
  const methods = path.runs.map(({ method }) => method);
  const short = isCovariance ? optimum - path.value : Number.NaN;
  const beyond = "ended where a variance is negative or a correlation is beyond 1";
  const stopped = `stopped at log-likelihood ${path.value.toFixed(4)}, ${short.toFixed(4)} short of the ${best}`;
  const outside = isCovariance ? "ended where the likelihood does not exist" : beyond;
  const where = Number.isFinite(path.value) && isCovariance ? stopped : outside;
  const how = path.converged ? "reported convergence but " : "did not converge: it ";
  const message = `statsmodels' search (${methods.join(", ")}) ${how}${where}; these results are those of the ${best}, log-likelihood ${optimum.toFixed(4)}`;
  return convergence("path-left", message, {
    methods,
    converged: path.converged,
    logLik: path.value,
    optimum,
    short,
    statsmodels: statsmodelsTexts(path),
  });
}

/** What statsmodels says of such a path. */
function statsmodelsTexts(path: SearchPath): string[] {
  const texts = retries(path).map(({ message }) => message);
  const another = "MixedLM optimization failed, trying a different optimizer may help.";
  const slope = `Gradient optimization failed, |grad| = ${path.slope.toFixed(6)}`;
  return path.converged ? texts : [...texts, FAILED, another, slope];
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

/** The exact search found no optimum either. */
export function noOptimum(message: string, data: Readonly<Record<string, unknown>>): MixedLMWarning {
  return convergence("no-optimum", `no optimum was found: ${message}`, data);
}

/** What statsmodels says of components as records of records. */
export function deprecatedComponents(): MixedLMWarning {
  const message = "Using deprecated variance components format";
  return { category: "FutureWarning", code: "deprecated", message, data: {} };
}

/** What statsmodels says of `niter_sa`. */
export function niterIgnored(): MixedLMWarning {
  return { category: "UserWarning", code: "ignored", message: "niter_sa is currently ignored", data: {} };
}

/** What statsmodels says of keywords without effect. */
export function keywordsIgnored(names: readonly string[]): MixedLMWarning[] {
  if (names.length === 0) return [];
  const message = `Keyword arguments have been passed to the optimizer that have no effect. The list of optimizer keyword arguments that have no effect is: ${names.join(", ")}`;
  return [{ category: "FutureWarning", code: "ignored", message, data: { names } }];
}

/** The fixed effects are penalised, which they are not in statsmodels. */
export function penaltyHonoured(): MixedLMWarning {
  const message =
    "fe_pen: the fixed effects maximise the penalised log-likelihood; statsmodels leaves them at their generalised least-squares estimates";
  return { category: "UserWarning", code: "penalised", message, data: {} };
}

/** Fixed effects are held, which they are not in statsmodels. */
export function heldHonoured(columns: readonly number[]): MixedLMWarning {
  const message =
    "free: fixed effects with a 0 are held at their start; statsmodels estimates them all the same, with a standard error of 0";
  return { category: "UserWarning", code: "held", message, data: { columns } };
}

/** Remarks of the design and of the native fit, which statsmodels does not make. */
export function otherRemarks(design: readonly DesignWarning[], fit: readonly FitWarning[]): MixedLMWarning[] {
  const remarks = design.map(({ code, message, fix, data }): MixedLMWarning => {
    return { category: "UserWarning", code, message: `${message}; unless that is meant, ${fix}`, data };
  });
  for (const { code, message, data } of fit) {
    if (code === "unidentified-components")
      remarks.push({ category: "UserWarning", code: "components", message, data });
    if (code === "no-residual") remarks.push(convergence(code, message, data));
    if (code === "not-converged") remarks.push(noOptimum(message, data));
  }
  return remarks;
}

/** statsmodels' coordinate descent ended off the minimum of its own loss. */
export function descentLeft(excess: number, converged: boolean): MixedLMWarning {
  const how = converged ? "ends" : "runs out of rounds";
  const message = `statsmodels' coordinate descent ${how} ${excess.toPrecision(3)} above the minimum of its loss; these fixed effects are those of the minimum`;
  return convergence("descent-left", message, { excess, converged });
}
