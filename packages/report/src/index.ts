// Plain records in, tables as text, HTML, LaTeX, Markdown and CSV out; in the order of the path: numbers, tables,
// layout, writers, and labelled data as pandas prints them.
export type { Alignment } from "./writers/alignment.ts";
export { type ContrastRow, type ContrastTableRecord, contrastTable } from "./contrast-table.ts";
export { toCsv } from "./writers/csv.ts";
export { ReportError, type ReportErrorCode } from "./errors.ts";
export type { FrameRecord, FrameTypes } from "./pandas/frame-columns.ts";
export { frameCsv } from "./pandas/frame-csv.ts";
export { type FrameHtmlOptions, frameHtml } from "./pandas/frame-html.ts";
export { frameMarkdown } from "./pandas/frame-markdown.ts";
export { type FrameOptions, frameText } from "./pandas/frame-text.ts";
export { type MarkupOptions, toHtml } from "./writers/html.ts";
export { toLatex } from "./writers/latex.ts";
export { type FixedEffectRow, type MixedSummaryRecord, mixedSummary, type VarianceRow } from "./mixed-summary.ts";
export { toMarkdown } from "./writers/markdown.ts";
export { formatFixed, formatGeneral, formatRepr, formatScientific } from "./numbers/number-format.ts";
export type { Label } from "./pandas/pandas-labels.ts";
export { numberColumn } from "./numbers/number-column.ts";
export type { Dtype, Value } from "./pandas/pandas-values.ts";
export {
  type ResultColumn,
  type ResultKind,
  type ResultTable,
  resultHtml,
  resultLatex,
  resultMarkdown,
  resultText,
} from "./result-table.ts";
export { type SeriesOptions, seriesText } from "./pandas/series-text.ts";
export { type SummaryColModel, type SummaryColRecord, type SummaryColRow, summaryColumns } from "./summary-column.ts";
export type { SummaryRow, SummaryTable } from "./summary-table.ts";
export { type RowRecord, type TableRecords, tableRecords } from "./writers/table-records.ts";
export { toText } from "./writers/text.ts";
export { type WaldTermRow, type WaldTermsRecord, waldTermsFrame } from "./wald-terms.ts";
