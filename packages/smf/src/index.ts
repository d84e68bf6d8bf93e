// statsmodels.formula.api's mixedlm and what it returns. Tables are read with readCsv, or given as they are.
export { mixedlm } from "./mixedlm.ts";
export type { Groups, Labels, MixedLMOptions } from "./model-source.ts";
export type { ArrayData } from "./arrays/array-columns.ts";
export type { ArrayOptions } from "./arrays/array-model.ts";
export type { ByGroup, DeprecatedComponents } from "./arrays/component-matrices.ts";
export type { Subset } from "./arrays/subset.ts";
export { VCSpec } from "./arrays/vc-spec.ts";
export type { FitOptions } from "./fitting/fit-plan.ts";
export type { RegularizedOptions } from "./fitting/fit-regularized.ts";
export type { PointOptions, ScoreParts } from "./fitting/evaluate.ts";
export type { ParamsLike } from "./fitting/given-point.ts";
export {
  L2,
  L2Univariate,
  NonePenalty,
  Penalty,
  type PenaltyOptions,
  type PenaltyWeights,
  PseudoHuber,
  SCAD,
  type SCADOptions,
} from "./penalties/penalties.ts";
export {
  type ConstraintsOptions,
  ConstraintsPenalty,
  type L2ConstraintsOptions,
  L2ConstraintsPenalty,
  SCADSmoothed,
  type SCADSmoothedOptions,
  type UnivariatePenalty,
} from "./penalties/constraints-penalty.ts";
export { CovariancePenalty, PSD } from "./penalties/covariance-penalties.ts";
export { MixedLM } from "./model.ts";
export { type Components, MixedLMParams } from "./params.ts";
export type { MixedLMResults } from "./results.ts";
export type { NewRows, PredictingParams, PredictOptions } from "./inference/predict.ts";
export type { RestrictionRows, Restrictions } from "./inference/restrictions.ts";
export {
  ContrastResults,
  type ContrastSummaryOptions,
  JointContrastResults,
  SingleContrastResults,
} from "./inference/contrast-results.ts";
export type { ContrastWarning } from "./inference/contrast-warnings.ts";
export type { TTestOptions } from "./inference/t-test.ts";
export type { FTestOptions, WaldTestOptions } from "./inference/wald-test.ts";
export { type WaldTermsOptions, WaldTestResults } from "./inference/wald-terms.ts";
export type { PairwiseOptions, PairwiseResults } from "./inference/pairwise.ts";
export { type MultipleTests, type MultipleTestsOptions, multipletests } from "./inference/multiple-tests.ts";
export type { Covariances, CovParamsOptions } from "./inference/cov-params.ts";
export type { ProfileOptions } from "./inference/profile-re.ts";
export { load } from "./saving/load-results.ts";
export type { SaveOptions } from "./saving/save-results.ts";
export type { Bootstrap, BootstrapOptions } from "./simulation/bootstrap.ts";
export type { DrawOptions, MixedLMDistribution } from "./simulation/distribution.ts";
export { Summary } from "./summary.ts";
export type { SummaryOptions } from "./summary-of.ts";
export { summary_col, type SummaryColFact, type SummaryColOptions } from "./summary-col.ts";
export { Series, type SeriesOptions } from "./labelled/series.ts";
export { Frame, type FrameOptions } from "./labelled/frame.ts";
export type { Label } from "./labelled/labels.ts";
export type { Dtype, Value } from "./labelled/dtype.ts";
export type { LabelSelector, PositionSelector, Slice } from "./labelled/selection.ts";
export type { MixedLMWarning } from "./warnings.ts";
export type { Method, Retvals } from "./fitting/optimizer-options.ts";
export { SmfError, type SmfErrorCode } from "./errors.ts";
export {
  type ArqueroTable,
  type CheckedFormula,
  type CsvOptions,
  type CsvType,
  readCsv,
  type TableLike,
} from "@mixedlm/design";
// `import { smf } from` and `import * as smf from` are the same
export * as smf from "./index.ts";
