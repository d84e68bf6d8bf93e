export type { CategoryColumn, DeclaredType } from "./column.ts";
export { category } from "./column.ts";
export type * from "./design.ts";
export type { DesignErrorCode, Location } from "./errors.ts";
export { DesignError } from "./errors.ts";
export type { Column, Table, TableOptions } from "./table.ts";
export { toTable, withColumn } from "./table.ts";
export type { ArqueroLike, ArrowLike, ColumnValues, TableLike } from "./table-source.ts";
