// statsmodels.formula.api's mixedlm and what it returns. Tables are read with readCsv, or given as they are.
export { mixedlm } from "./mixedlm.ts";
export type { Groups, Labels, MixedLMOptions } from "./model-source.ts";
export type { ArrayData } from "./array-columns.ts";
export type { ArrayOptions } from "./array-model.ts";
export type { ByGroup, DeprecatedComponents } from "./component-matrices.ts";
export type { Subset } from "./subset.ts";
export { VCSpec } from "./vc-spec.ts";
export type { FitOptions } from "./fit-plan.ts";
export { MixedLM } from "./model.ts";
export { type Components, MixedLMParams } from "./params.ts";
export type { MixedLMResults } from "./results.ts";
export { Summary, type SummaryOptions } from "./summary.ts";
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
