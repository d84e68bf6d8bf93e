// In the order of the path: the front door, terms and engine, likelihood, fit, and what follows from it by subject.
export { lmm } from "./lmm.ts";
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
export type { LmmOptions } from "./lmm-options.ts";
export { type Counted, type Counting, type Progress, type StopSignal, throwIfAborted } from "./calls/progress.ts";
export {
  type CovarianceTerm,
  covarianceTerms,
  type Placement,
  type TermStructure,
} from "./parameters/covariance-terms.ts";
export {
  covarianceOf,
  type LowerEntry,
  lowerEntries,
  lowerEntriesByRow,
  lowerRoot,
} from "./parameters/triangular-root.ts";
export type { Engine, Lambda, LevelOf } from "./engine/engine.ts";
export { type LikelihoodPoint, likelihood } from "./criterion/likelihood.ts";
export { type PointScore, pointScore } from "./criterion/point-score.ts";
export { profileHessian } from "./criterion/profile-hessian.ts";
export { residualVarianceScore } from "./criterion/residual-variance-score.ts";
export {
  conditionalBlocks,
  conditionalCovariances,
  type Estimates,
  estimatesAt,
} from "./criterion/estimates.ts";
export { accurateMoments } from "./accurate-moments.ts";
export { engineOf } from "./search/prepared-engine.ts";
export { fitMoments, type FitOptions } from "./fit-moments.ts";
export type { Coefficient, Fit, GroupSize, Optimization } from "./results/fit.ts";
export type { FittedComponent, FittedTerm } from "./results/fitted-terms.ts";
export type { Rows } from "./results/frozen-rows.ts";
export type { RandomEffects } from "./results/random-effects.ts";
export type { FitStatus, FitWarning } from "./search/fit-status.ts";
export { fittedAt, fittedRows, type FittedRows } from "./results/fitted-rows.ts";

// summaries and rows
export { type FitSummary, type FixedEffect, summary, type SummaryOptions } from "./tables/summary.ts";
export { tidy, type TidyEffects, type TidyOptions, type TidyRow } from "./tables/tidy.ts";
export { glance, type Glance } from "./tables/glance.ts";
export { augment, type AugmentedRow, type AugmentedValues } from "./tables/augment.ts";
export { type Columns, toColumns } from "./tables/to-columns.ts";
export type { Printed } from "./printing/result-table.ts";

// tests of fixed effects, and parameters of the random ones
export {
  type RobustInference,
  robustInference,
  type RobustOptions,
  type RobustType,
} from "./robust/robust-inference.ts";
export {
  type DfMethod,
  type DfOption,
  type FixedInference,
  fixedInference,
  type FTest,
} from "./inference/fixed-inference.ts";
export { type ContrastOptions, type ContrastRow, type Contrasts, contrast } from "./inference/contrast.ts";
export type { Hypotheses } from "./inference/hypotheses.ts";
export { type JointTest, type JointTestOptions, jointTest } from "./inference/joint-test.ts";
export {
  type VarianceParameter,
  type VarianceParameters,
  type VarianceParametersOptions,
  type VarianceScale,
  varianceParameters,
} from "./inference/variance-parameters.ts";
export {
  type Adjustment,
  adjustPValues,
  type PValueAdjustment,
} from "./inference/adjusted-p-values.ts";
export { type ModelParameter, modelParameters, type ParameterPlace } from "./results/parameter-names.ts";

// terms, models and variances compared
export { anova } from "./comparison/anova.ts";
export type { ComparedModel, ComparisonOptions, FitComparison } from "./comparison/compare-fits.ts";
export type { FTable, FTableOptions, TermTest } from "./term-tests/f-table.ts";
export type { NullBoundary } from "./nesting/nesting.ts";
export type { TermBoundary } from "./nesting/piece-matching.ts";
export type { RatioMethod, RatioTail } from "./variance-tests/ratio-tail.ts";
export { refit, type RefitOptions } from "./results/refit.ts";
export {
  type HypothesisOptions,
  type SumsOfSquares,
  type TermHypothesis,
  termHypotheses,
} from "./term-tests/term-hypotheses.ts";
export {
  type VarianceTest,
  type VarianceTestOptions,
  type VarianceTests,
  varianceTests,
} from "./variance-tests/variance-tests.ts";
export {
  type ExactVarianceTest,
  type ExactVarianceTestOptions,
  exactVarianceTest,
} from "./variance-tests/exact-variance-test.ts";

// intervals
export {
  type ConfidenceIntervalOptions,
  confidenceIntervals,
} from "./intervals/confidence-intervals.ts";
export type { IntervalMethod, ParameterInterval, ParameterIntervals } from "./intervals/interval-rows.ts";
export { type ParameterProfile, type Profile, type ProfileOptions, profile } from "./profile/profile.ts";
export { type ProfileIntervalOptions, profileIntervals } from "./intervals/profile-intervals.ts";

// marginal means
export { type MarginalOptions, marginalMeans } from "./marginal/marginal-means.ts";
export { marginalTrends } from "./marginal/marginal-trends.ts";
export { meanContrasts, type MeanContrastsOptions } from "./marginal/mean-contrasts.ts";
export type { ContrastMethod, ContrastMethodName } from "./marginal/contrast-methods.ts";
export type { MarginalEstimates, MarginalRow } from "./marginal/marginal-estimates.ts";
export type { MarginalSpecs } from "./marginal/marginal-specs.ts";
export type { MeanWeights } from "./marginal/mean-weights.ts";
export type { AtValues } from "./marginal/reference-grid.ts";
export { type ReferenceValues, type ReferenceVariable, referenceValues } from "./marginal/reference-values.ts";

// prediction and simulation
export { type Prediction, type PredictOptions, predict, type UnpredictedRow } from "./prediction/predict.ts";
export { type SimulateOptions, simulate } from "./prediction/simulate.ts";
export {
  type Bootstrap,
  type BootstrapOptions,
  type BootstrapParameter,
  bootstrap,
  type Replicate,
} from "./simulation/bootstrap.ts";
export {
  type BootstrapInterval,
  type BootstrapIntervalOptions,
  type BootstrapIntervals,
  type BootstrapIntervalType,
  bootstrapIntervals,
} from "./simulation/bootstrap-intervals.ts";
export type { Failure } from "./simulation/failures.ts";
export { type Power, type PowerOptions, type PowerRow, power } from "./simulation/power.ts";
export type { PowerModel } from "./simulation/power-model.ts";

// diagnostics
export { cooksDistance } from "./diagnostics/cooks-distance.ts";
export { type Influence, influence, type InfluenceFailure, type InfluenceOptions } from "./diagnostics/influence.ts";
export { leverage } from "./diagnostics/leverage.ts";
export {
  type GroupCorrelation,
  intraclassCorrelation,
  type IntraclassCorrelation,
  rSquared,
  type RSquared,
} from "./diagnostics/explained-variance.ts";
export {
  type GroupComponents,
  randomEffectsPca,
  type RandomEffectsPca,
  type RandomEffectsPcaOptions,
} from "./diagnostics/random-effects-pca.ts";
export { shrinkage, type Shrinkage, type TermShrinkage } from "./diagnostics/shrinkage.ts";
export { type InflationRow, varianceInflation, type VarianceInflation } from "./diagnostics/variance-inflation.ts";
export { residuals, type ResidualOptions, type ResidualLevel, type ResidualType } from "./diagnostics/residuals.ts";
export { quantileResiduals, type QuantileResidualOptions } from "./diagnostics/quantile-residuals.ts";

// files
export { type ModelFile, toJSON } from "./model-file/to-json.ts";
export { fromJSON } from "./model-file/from-json.ts";
export { checksum } from "./model-file/checksum.ts";

// distributions and errors
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
} from "./distributions/continuous.ts";
export {
  studentizedRangeCdf,
  studentizedRangeQuantile,
  studentizedRangeSf,
} from "./distributions/studentized-range.ts";
export {
  type Correlation,
  multivariateTQuantile,
  type MultivariateTOptions,
  multivariateTSf,
} from "./distributions/multivariate-t.ts";
export { FitError, type FitErrorCode } from "./errors.ts";
export type { AdjustmentErrorCode } from "./inference/adjustment-errors.ts";
export type { BoundaryErrorCode } from "./variance-tests/boundary-errors.ts";
export type { ComparisonErrorCode } from "./comparison/comparison-errors.ts";
export type { DiagnosticsErrorCode } from "./diagnostics/diagnostics-errors.ts";
export type { EngineErrorCode } from "./engine/engine-errors.ts";
export type { InferenceErrorCode } from "./inference/inference-errors.ts";
export type { MarginalErrorCode } from "./marginal/marginal-errors.ts";
export type { ModelFileErrorCode } from "./model-file/model-file-errors.ts";
export type { PredictionErrorCode } from "./prediction/prediction-errors.ts";
export type { ProfileErrorCode } from "./profile/profile-errors.ts";
export type { SimulationErrorCode } from "./simulation/simulation-errors.ts";
