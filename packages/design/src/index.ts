// Designs: terms x table -> a frozen design (`buildDesign`), then a design x rows -> numbers (`designRows`,
// `designChunks`). `buildMatrices` and `matrixRows` do the same for a formula alone, `lintFormula` looks at a model
// before it is fitted.
export { buildDesign, type DesignOptions } from "./build-design.ts";
export type { CategoryColumn, DeclaredType } from "./column.ts";
export { category } from "./column.ts";
export type { CheckedFormula, CheckedFormulas, CheckedName, ColumnName } from "./checked-formula.ts";
export { compensatedSum } from "./compensated-sum.ts";
export { componentEntries, type EntryColumn } from "./component-rows.ts";
export { codeLevels, type Coding, type Contrast, indicatorColumn } from "./contrasts.ts";
export type * from "./design.ts";
export type { DesignErrorCode } from "./errors.ts";
export { DesignError } from "./errors.ts";
export { buildMatrices, type MatrixRows, type ModelMatrices, matrixRows } from "./matrix.ts";
export { groupsOf } from "./groups.ts";
export { lintFormula } from "./lint.ts";
export type { LintCode, LintFinding } from "./lint-messages.ts";
export { covarianceNames, randomEffectNames } from "./names.ts";
export { quantile } from "./quantile.ts";
export { type ArqueroTable, type CsvOptions, type CsvType, readCsv } from "./read-csv.ts";
export { type DesignRowsOptions, designChunks, designRows } from "./rows.ts";
export { formatLevel } from "./schema.ts";
export type { Column, Table, TableOptions } from "./table.ts";
export { toTable, withColumn } from "./table.ts";
export type { ArqueroLike, ArrowLike, ColumnValues, TableLike } from "./table-source.ts";
export { takeRows } from "./take-rows.ts";
export type { DesignWarning, Finding } from "./warnings.ts";
