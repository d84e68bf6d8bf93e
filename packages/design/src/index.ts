// Designs: terms x table -> a frozen design (`buildDesign`), then a design x rows -> numbers (`designRows`,
// `designChunks`). `buildMatrices` and `matrixRows` do the same for a formula alone, `lintFormula` looks at a model
// before it is fitted.
export { buildDesign, type DesignOptions } from "./build-design.ts";
export type { CategoryColumn, Column, NumericColumn, TextColumn } from "./column.ts";
export type { CheckedFormula, CheckedFormulas, CheckedName, ColumnName } from "./checked-formula.ts";
export { compensatedSum } from "./compensated-sum.ts";
export { componentEntries, type EntryColumn } from "./component-rows.ts";
export { codeLevels, type Coding, indicatorColumn } from "./contrasts.ts";
export type * from "./design.ts";
export { DesignError, type DesignErrorCode } from "./errors.ts";
export { buildMatrices, type MatrixRows, type ModelMatrices, matrixRows } from "./build-matrices.ts";
export { groupsOf } from "./groups.ts";
export { type DataType, formatLevel, type Level } from "./level.ts";
export { lintFormula } from "./lint.ts";
export type { LintCode, LintFinding } from "./lint-messages.ts";
export { covarianceNames, randomEffectNames } from "./names.ts";
export { quantile } from "./quantile.ts";
export { type ArqueroTable, type CsvOptions, type CsvType, readCsv } from "./read-csv.ts";
export { type DesignRowsOptions, designChunks, designRows } from "./rows.ts";
export { type Table, type TableOptions, toTable, withColumn } from "./table.ts";
export type { ArqueroLike, ArrowLike, ColumnValues, TableLike } from "./table-source.ts";
export { takeRows } from "./take-rows.ts";
export { category, type DeclaredType } from "./to-column.ts";
