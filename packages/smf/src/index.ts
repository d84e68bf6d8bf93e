// statsmodels.formula.api's mixedlm and what it returns. Tables are read with readCsv, or given as they are.
export { mixedlm } from "./mixedlm.ts";
export type { CheckedArgument, CheckedOptions } from "./model/checked-options.ts";
export type { Formulas, Groups, Labels, MixedLMOptions, ModelSource } from "./model/model-source.ts";
export type { ArrayData } from "./arrays/array-columns.ts";
export type { ArrayOptions } from "./arrays/array-model.ts";
export type { ByGroup, DeprecatedComponents } from "./arrays/component-matrices.ts";
export type { AnyRow, RowOf, Subset } from "./arrays/subset.ts";
export { VCSpec } from "./arrays/vc-spec.ts";
export type { FitOptions } from "./fitting/fit-plan.ts";
export type { MinimizerRecord } from "./fitting/minimizer-record.ts";
export type { Watching } from "./fitting/watching.ts";
export type { RegularizedOptions } from "./fitting/fit-regularized.ts";
export type { LikelihoodOptions, PointOptions, ScoreOptions, ScoreParts } from "./fitting/evaluate.ts";
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
export { MixedLM } from "./model/model.ts";
export { type Components, MixedLMParams } from "./model/params.ts";
export type { MixedLMResults } from "./results/results.ts";
export type { LabelledRows, NewRows, PredictingParams, PredictOptions } from "./inference/predict.ts";
export type { MatrixLike, MatrixRows } from "./inference/estimated.ts";
export type { RestrictionRows, Restrictions } from "./inference/restrictions.ts";
export {
  ContrastResults,
  type ContrastSummaryOptions,
  JointContrastResults,
  type JointTest,
  SingleContrastResults,
  type SingleTests,
} from "./inference/contrast-results.ts";
export type { ContrastWarning } from "./inference/contrast-warnings.ts";
export type { TTestOptions } from "./inference/t-test.ts";
export type { FTestOptions, WaldTestOptions } from "./inference/wald-test.ts";
export { type TermTest, type WaldTermsOptions, WaldTestResults } from "./inference/wald-terms.ts";
export type { PairwiseOptions, PairwiseResults } from "./inference/pairwise.ts";
export { type MultipleTests, type MultipleTestsOptions, multipletests } from "./inference/multiple-tests.ts";
export type { Covariances, CovParamsOptions } from "./inference/cov-params.ts";
export type { ProfileOptions } from "./inference/profile-re.ts";
export { load } from "./saving/load-results.ts";
export type { SaveOptions } from "./saving/save-results.ts";
export type { Bootstrap, BootstrapOptions } from "./simulation/bootstrap.ts";
export type { DrawOptions, MixedLMDistribution, SimulatedModel } from "./simulation/distribution.ts";
export { Summary } from "./results/summary.ts";
export type { SummaryOptions } from "./results/summary-of.ts";
export { summary_col, type SummaryColFact, type SummaryColOptions } from "./results/summary-col.ts";
export { Series, type SeriesOptions } from "./labelled/series.ts";
export { Frame, type FrameOptions } from "./labelled/frame.ts";
export type { Label } from "./labelled/labels.ts";
export type { Dtype, Value, Values } from "./labelled/dtype.ts";
export type { LabelSelector, Mask, PositionSelector, Slice } from "./labelled/selection.ts";
export type { LabelledValues } from "./labelled/labelled-values.ts";
export type { Operand, Vector } from "./labelled/pairs.ts";
export type { DropOptions, LabelFilter, Renaming } from "./labelled/relabel.ts";
export type { SortOptions } from "./labelled/sort-order.ts";
export type { StatisticOptions, VarianceOptions } from "./labelled/statistics.ts";
export type { FillOptions } from "./labelled/series-arithmetic.ts";
export type { FrameArithmeticOptions, FrameOperand, FrameStatisticOptions } from "./labelled/frame-arithmetic.ts";
export type {
  Axis,
  AxisLabels,
  DroppedLabels,
  FrameDropOptions,
  LabelSortOptions,
  RowSortOptions,
} from "./labelled/frame-axes.ts";
export type { FrameDicts, FrameSource, Orient, SplitFrame } from "./labelled/frame-dicts.ts";
export type { MixedLMWarning } from "./warnings.ts";
export type { Method, Retvals } from "./fitting/optimizer-options.ts";
export type { OptionKind } from "./model/options.ts";
export { SmfError, type SmfErrorCode } from "./errors.ts";
export {
  type ArqueroTable,
  category,
  type CheckedFormula,
  type CsvOptions,
  type CsvType,
  DesignError,
  readCsv,
  type TableLike,
} from "@mixedlm/design";
export { FormulaError } from "@mixedlm/formula";
export { FitError } from "mixedlm";
// `import { smf } from` and `import * as smf from` are the same
export * as smf from "./index.ts";
