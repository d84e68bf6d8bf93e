// In the order of the path: terms and engine, likelihood, fit, what follows from it.
export { type CovarianceTerm, covarianceTerms, type Placement, type TermStructure } from "./structure.ts";
export { type LowerEntry, lowerEntries, lowerEntriesByRow } from "./triangular-root.ts";
export type { Engine, Lambda, LevelOf } from "./engine.ts";
export { type LikelihoodPoint, likelihood } from "./likelihood.ts";
export { profileHessian } from "./hessian.ts";
export { conditionalBlocks, conditionalCovariance, type Estimates, estimatesAt } from "./estimates.ts";
export { fitMoments, type FitOptions } from "./fit.ts";
export type { Fit, Optimization } from "./results.ts";
export type { FitStatus, FitWarning } from "./diagnostics.ts";
export { fittedRows, type FittedRows } from "./fitted.ts";
export {
  chiSquareCdf,
  chiSquareQuantile,
  chiSquareSf,
  fisherCdf,
  fisherQuantile,
  fisherSf,
  normalCdf,
  normalLogSf,
  normalQuantile,
  normalSf,
  studentCdf,
  studentQuantile,
  studentSf,
} from "./distributions.ts";
export { FitError, type FitErrorCode } from "./errors.ts";
