// Plain records in, tables as text, HTML, LaTeX, Markdown and CSV out; in the order of the path: numbers, tables, layout,
// writers, and labelled data as pandas prints them.
export { type ContrastRow, type ContrastTableRecord, contrastTable } from "./contrast-table.ts";
export { toCsv } from "./csv.ts";
export { ReportError, type ReportErrorCode } from "./errors.ts";
export { type MarkupOptions, toHtml } from "./html.ts";
export { toLatex } from "./latex.ts";
export { toMarkdown } from "./markdown.ts";
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
export { formatPercent } from "./percent-format.ts";
export { type SummaryColModel, type SummaryColRecord, type SummaryColRow, summaryColumns } from "./summary-column.ts";
export {
  type FixedEffectRow,
  type MixedSummaryRecord,
  mixedSummary,
  type SummaryRow,
  type SummaryTable,
  type VarianceRow,
} from "./summary-table.ts";
export { type RowRecord, type TableRecords, tableRecords } from "./table-records.ts";
export { toText } from "./text.ts";
