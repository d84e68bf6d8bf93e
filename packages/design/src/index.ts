// Designs: terms x table -> a frozen design (`buildDesign`), then a design x rows -> numbers (`designRows`,
// `designChunks`). `buildMatrices` and `matrixRows` do the same for a formula alone, `lintFormula` looks at a model
// before it is fitted.
export { buildDesign, type DesignOptions } from "./build-design.ts";
export { type CategoryColumn, type Column, type NumericColumn, type TextColumn, valueAt } from "./table/column.ts";
export type {
  CheckedFormula,
  CheckedFormulas,
  CheckedName,
  ColumnName,
  WithChildren,
  WithColumnNames,
} from "./checked-formula.ts";
export { compensatedSum } from "./functions/compensated-sum.ts";
export { componentEntries, type EntryColumn } from "./coding/component-rows.ts";
export {
  codeLevels,
  type Coding,
  type IndicatorCoding,
  indicatorColumn,
  type MatrixCoding,
} from "./coding/contrasts.ts";
export type * from "./design.ts";
export { DesignError, type DesignErrorCode } from "./errors.ts";
export { buildMatrices, type MatrixRows, type ModelMatrices, matrixRows } from "./build-matrices.ts";
export { type Groups, groupsOf } from "./groups/groups.ts";
export { type DataType, formatLevel, type Level } from "./table/level.ts";
export { lintFormula } from "./lint/lint.ts";
export type { LintCode, LintFinding } from "./lint/lint-messages.ts";
export { covarianceNames, randomEffectNames } from "./coding/names.ts";
export { quantile } from "./bases/quantile.ts";
export { type ArqueroTable, type CsvOptions, type CsvType, readCsv } from "./csv/read-csv.ts";
export { type DesignRowsOptions, designChunks, designRows } from "./rows.ts";
export { type Table, type TableOptions, toTable, withColumn } from "./table/table.ts";
export type {
  ArqueroLike,
  ArrowBatch,
  ArrowColumn,
  ArrowField,
  ArrowLike,
  ArrowSchema,
  ArrowType,
  ColumnValues,
  TableLike,
} from "./table/table-source.ts";
export { takeRows } from "./table/take-rows.ts";
export { category, type DeclaredType } from "./table/to-column.ts";
export type { Levels } from "./schema.ts";
