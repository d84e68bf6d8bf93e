// Tables of any make, read through one small interface. Nothing is copied before a column is asked for.
import type { DataType, Level } from "./design.ts";

/** A column as the rest of the path sees it. Missing: NaN, null, code -1. */
export type Column =
  | { readonly kind: "numeric"; readonly type: "float" | "int" | "bool"; readonly values: Float64Array }
  | { readonly kind: "string"; readonly type: "string"; readonly values: ArrayLike<string | null | undefined> }
  | {
      readonly kind: "category";
      /** `category`: the order of `levels` was declared; `string`: dictionary-encoded text, levels in any order. */
      readonly type: DataType;
      readonly codes: Int32Array;
      readonly levels: readonly Level[];
    };

/** The few operations that a design needs of a table. */
export interface Table {
  readonly numRows: number;
  readonly columnNames: readonly string[];
  has(name: string): boolean;
  /** The column, converted once and kept. */
  column(name: string): Column;
  /** A view of rows `[start, stop)`. */
  slice(start: number, stop: number): Table;
}
