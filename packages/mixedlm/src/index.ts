// In the order of the path: theta, cross-products, likelihood, fit, what follows from it.
export { lowerEntries, lowerEntriesByRow, type LowerEntry, type RelativeFactor } from "./theta.ts";
export { type CrossProducts, crossProducts } from "./cross-products.ts";
export { type LikelihoodPoint, likelihood } from "./likelihood.ts";
export { profileHessian } from "./hessian.ts";
export { conditionalCovariances, type Estimates, estimatesAt } from "./estimates.ts";
export { fitMoments, type FitOptions } from "./fit.ts";
export type { Fit, FitStatus, FitWarning, Optimization } from "./results.ts";
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
