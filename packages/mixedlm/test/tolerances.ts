// How close our numbers have to come to numbers from outside, each with its reason. None is to be widened to pass a
// test: a fit that misses one has stopped short of the optimum or computes something else.

/**
 * Against lme4's recorded fits: lme4's own distance from the independently recorded true optima, rounded up. Its
 * optimisers compare values of the criterion, which a step of size e changes by e^2 only. The largest distances are at
 * the singular fits of cake (by REML 2.4e-5 in a covariance, 2.7e-6 in theta); elsewhere they are below 1e-6.
 */
export const LME4_TOLERANCE = {
  /** Our criterion may exceed lme4's by this much, relative. */
  worse: 1e-8,
  /** Difference of the criteria, relative: both are at the optimum, where the criterion is flat. */
  criterion: 1e-11,
  /** Fixed effects, in standard errors. */
  fixef: 1e-6,
  /** Standard errors, relative. */
  se: 1e-6,
  /** Residual standard deviation, relative. */
  sigma: 1e-6,
  /** Entry of theta, absolute on the scale of max(1, |theta|). */
  theta: 1e-5,
  /** Entry i, j of a covariance matrix, in sqrt(v_ii v_jj). */
  varCorr: 3e-5,
  /** Conditional means, in standard deviations of the random effect. */
  ranef: 3e-5,
  /** Conditional covariances, as for `varCorr`. */
  condVar: 3e-5,
} as const;

/**
 * Against the recorded true optima, which were polished by Newton steps to a gradient of 1e-13. The distance is ours:
 * the search may stop at a gradient of 1e-6, and the flattest direction of these models has a curvature near 1.
 */
export const OPTIMUM_TOLERANCE = {
  /** Log-likelihood, relative: the criterion is flat at the optimum, only rounding is left. */
  llf: 1e-12,
  /** Fixed effects, in standard errors. */
  fixef: 1e-8,
  /** Standard errors, relative. */
  se: 1e-7,
  /** Residual variance, relative. */
  scale: 1e-7,
  /** Entry of theta, absolute on the scale of max(1, |theta|). */
  theta: 1e-7,
  /** Entry i, j of a covariance matrix, in sqrt(v_ii v_jj). */
  covRe: 1e-6,
  /** Variances of the components, relative. */
  vcomp: 1e-6,
} as const;

/** Against the values in MixedModels.jl's tests. */
export const MIXED_MODELS_TOLERANCE = {
  /** The criterion at the optimum, relative: theirs is up to 2e-9 above ours, see the test that it is never below. */
  objective: 1e-11,
  /** Entry of theta, absolute: an optimiser that compares values; its tests ask for 1e-4 to 1e-5 themselves. */
  theta: 5e-5,
  /** Estimates at one and the same theta, relative: the digits that are printed there. */
  estimate: 2e-10,
} as const;

/**
 * Against lme4's optima that were polished by Newton steps: both are at the optimum, up to a gradient of 1e-6 there and here.
 * A gradient of g moves theta by g over the curvature and the criterion by its square, so that the criterion has more
 * digits than the estimates; the flattest directions are those of a variance of few levels.
 */
export const ENGINE_TOLERANCE = {
  /** Criteria at the two optima, relative. */
  objective: 5e-12,
  /** Our criterion at lme4's theta, relative: no search is between. */
  criterion: 5e-12,
  /** Our criterion at the optimum may exceed ours at lme4's theta by this much: entries this near to zero are taken there. */
  worse: 2e-9,
  /** Fixed effects, in standard errors. */
  fixef: 1e-6,
  /** Standard errors, relative. */
  se: 1e-6,
  /** Residual standard deviation, relative. */
  sigma: 1e-8,
  /** Entry i, j of covariances, in sqrt(v_ii v_jj); random effects in their standard deviations. */
  covariance: 1e-5,
} as const;

/**
 * What the search promises for every model that was recorded: the most evaluations, also where a correlation parameter is
 * searched from several values, those of half of the models, and the gradient.
 */
export const SEARCH_LIMITS = { evaluations: 60, structured: 80, median: 8, gradient: 1e-6 } as const;
