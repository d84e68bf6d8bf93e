// statsmodels.formula.api's mixedlm and what it returns. Tables are read with readCsv, or given as they are.
export { mixedlm } from "./mixedlm.ts";
export type { Groups, Labels, MixedLMOptions } from "./model-source.ts";
export type { ArrayData } from "./array-columns.ts";
export type { ArrayOptions } from "./array-model.ts";
export type { ByGroup, DeprecatedComponents } from "./component-matrices.ts";
export type { Subset } from "./subset.ts";
export { VCSpec } from "./vc-spec.ts";
export type { FitOptions } from "./fit-plan.ts";
export type { RegularizedOptions } from "./fit-regularized.ts";
export type { ParamsLike, PointOptions, ScoreParts } from "./evaluate.ts";
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
} from "./penalties.ts";
export {
  type ConstraintsOptions,
  ConstraintsPenalty,
  type L2ConstraintsOptions,
  L2ConstraintsPenalty,
  SCADSmoothed,
  type SCADSmoothedOptions,
  type UnivariatePenalty,
} from "./constraints-penalty.ts";
export { CovariancePenalty, PSD } from "./covariance-penalties.ts";
export { MixedLM } from "./model.ts";
export { type Components, MixedLMParams } from "./params.ts";
export type { MixedLMResults } from "./results.ts";
export type { NewRows, PredictingParams, PredictOptions } from "./predict.ts";
export type { Restrictions } from "./restrictions.ts";
export { ContrastResults, JointContrastResults, SingleContrastResults } from "./contrast-results.ts";
export type { TTestOptions } from "./t-test.ts";
export type { FTestOptions, WaldTestOptions } from "./wald-test.ts";
export { type WaldTermsOptions, WaldTestResults } from "./wald-terms.ts";
export type { PairwiseOptions, PairwiseResults } from "./pairwise.ts";
export { type MultipleTests, type MultipleTestsOptions, multipletests } from "./multiple-tests.ts";
export type { Covariances, CovParamsOptions } from "./cov-params.ts";
export type { ProfileOptions } from "./profile-re.ts";
export { load } from "./load-results.ts";
export type { SaveOptions } from "./save-results.ts";
export type { Bootstrap, BootstrapOptions } from "./bootstrap.ts";
export type { DrawOptions, MixedLMDistribution } from "./distribution.ts";
export { Summary, type SummaryOptions } from "./summary.ts";
export { summary_col, type SummaryColFact, type SummaryColOptions } from "./summary-col.ts";
export { Series, type SeriesOptions } from "./series.ts";
export { Frame, type FrameOptions } from "./frame.ts";
export type { Label } from "./labels.ts";
export type { Dtype, Value } from "./dtype.ts";
export type { LabelSelector, PositionSelector, Slice } from "./selection.ts";
export type { MixedLMWarning } from "./warnings.ts";
export type { Method, Retvals } from "./optimizer-options.ts";
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
