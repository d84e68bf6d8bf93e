// Plain records in, tables as text, HTML and LaTeX out; in the order of the path: numbers, table, layout, writers.
export { ReportError, type ReportErrorCode } from "./errors.ts";
export { toHtml } from "./html.ts";
export { toLatex } from "./latex.ts";
export { formatFixed, formatGeneral, formatRepr, formatScientific } from "./number-format.ts";
export {
  type Dtype,
  type FrameOptions,
  frameText,
  type Label,
  type SeriesOptions,
  seriesText,
  type Value,
} from "./pandas-text.ts";
export {
  type FixedEffectRow,
  type MixedSummaryRecord,
  mixedSummary,
  type SummaryRow,
  type SummaryTable,
  type VarianceRow,
} from "./summary-table.ts";
export { toText } from "./text.ts";
