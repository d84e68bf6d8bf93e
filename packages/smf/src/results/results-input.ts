// What a fit hands to its results: a point of the parameters and all that is known of it. Nothing here is shown as it
// is.
import type { Matrix } from "@mixedlm/linalg";
import type { Engine, Estimates, Fit } from "mixedlm";
import type { Retvals } from "../fitting/optimizer-options.ts";
import type { MixedLMParams } from "../model/params.ts";
import type { CovariancePenalty } from "../penalties/covariance-penalties.ts";
import type { Penalty } from "../penalties/penalties.ts";
import type { MixedLMWarning } from "../warnings.ts";

/** What a fit hands to its results. */
export interface ResultsInput {
  readonly engine: Engine;
  /** The native fit: the exact optimum. Null where something is penalised, held, or not optimised. */
  readonly fit: Fit | null;
  /** The point that the results describe: the optimum, or where statsmodels' path ended close to it. */
  readonly estimates: Estimates;
  readonly reml: boolean;
  /** That point as parameters, covariances relative to the residual variance. */
  readonly params_object: MixedLMParams;
  /** Covariance matrix of `params`; NaN where there is none. */
  readonly covariance: Matrix;
  readonly converged: boolean;
  readonly warnings: readonly MixedLMWarning[];
  /** Log-likelihood less penalties. */
  readonly llf: number;
  /** The optimiser's record, where it was asked for. */
  readonly hist: readonly Retvals[] | null;
  readonly freepat: MixedLMParams | null;
  readonly cov_pen: CovariancePenalty | null;
  readonly fe_pen: Penalty | null;
  readonly use_sqrt: boolean;
  /** Random effects of each group in the order of `model.random_effect_names(g)`, where they are known already. */
  readonly random_effects?: readonly Float64Array[];
}
