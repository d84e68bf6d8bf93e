// How close an estimate has to come to statsmodels' or to the true optimum, where printed text cannot be compared.
// The first record is statsmodels' own distance from the optimum (99th percentile over 266 models on which it is
// right): a fit that stops elsewhere on the same flat top differs by as much. It is not to be widened to pass a test.

/** Distances of statsmodels' default fit from the exact optimum, each in the unit that makes it comparable. */
export const STATSMODELS_TOLERANCE = {
  /** Fixed effects, in standard errors. */
  fe_params: 5e-4,
  /** Standard errors of fixed effects, relative. */
  bse_fe: 1e-3,
  /** Residual variance, relative. */
  scale: 1e-4,
  /** Log-likelihood, absolute. */
  llf: 1e-5,
  /** Entry i, j of cov_re, in sqrt(v_ii v_jj). */
  cov_re: 4e-3,
  /** Variance components, relative. */
  vcomp: 1e-3,
} as const;

/** Log-likelihood short of the optimum by more than this: the exact optimum is the answer, not statsmodels'. Absolute. */
export const WITHIN_OPTIMUM = 1e-4;

/** Agreement of a log-likelihood, score or profiled estimate at one given point, relative: rounding only. */
export const SAME_POINT = 1e-8;

/** Agreement of a log-likelihood with the recorded true optimum, absolute. */
export const SAME_OPTIMUM = 1e-7;
