// The stage function: terms x table -> a frozen `Design`, plain JSON from which the columns of any rows can be made.
import type { Expression } from "@mixedlm/formula";
import type { Contrast } from "./contrasts.ts";

/** A value of a categorical variable. Numbers keep their column's type: see `DataType`. */
export type Level = string | number | boolean;

/** Column type, as pandas would have it: an integer column with missing values is `float`. */
export type DataType = "float" | "int" | "bool" | "string" | "category";

/** How one factor becomes numbers. */
export type FactorSpec =
  | { readonly kind: "numeric"; readonly name: string; readonly expression: Expression; readonly width: number }
  | {
      readonly kind: "categorical";
      readonly name: string;
      readonly expression: Expression;
      readonly levels: readonly Level[];
      /** Type of the values, which decides how a level prints: `1`, `1.0`, `True`. */
      readonly dataType: DataType;
      readonly contrast: Contrast;
    };

/** A product of factors, each categorical one coded in full or reduced: some columns of a term. No factors: ones. */
export interface SubtermSpec {
  readonly factors: readonly { readonly factor: string; readonly coding: "numeric" | "full" | "reduced" }[];
}

/** A term's columns: `slice` is the half-open range of column numbers. */
export interface TermSpec {
  readonly name: string;
  readonly slice: readonly [start: number, stop: number];
  readonly subterms: readonly SubtermSpec[];
}

/** A model matrix as data: factors, terms, and the names of the columns in order. */
export interface MatrixSpec {
  readonly source: string;
  readonly factors: readonly FactorSpec[];
  readonly terms: readonly TermSpec[];
  readonly names: readonly string[];
}

/** A grouping factor: sorted distinct labels of the kept rows. */
export interface GroupingFactor {
  readonly name: string;
  readonly expression: Expression;
  readonly dataType: DataType;
  readonly levels: readonly Level[];
}

/** An unstructured random term: `k_re` columns over the levels of the grouping factor. */
export interface RandomEffectsSpec {
  readonly matrix: MatrixSpec;
  /** Column names as statsmodels prints them: `Intercept` is replaced by the group's name. */
  readonly names: readonly string[];
}

/** A variance component: columns coded inside each group. `names[g]` are the columns of group g. */
export interface ComponentSpec {
  readonly name: string;
  /** Shared by all groups: factors (a categorical one's `levels` is empty here), sub-terms. */
  readonly matrix: MatrixSpec;
  /** Per categorical factor of `matrix` and per group, the levels seen there: `levels[factor][g]`. */
  readonly levels: Readonly<Record<string, readonly (readonly Level[])[]>>;
  readonly names: readonly (readonly string[])[];
  /** Most columns that one row touches: entries a row has in `ComponentRows`. */
  readonly width: number;
}

/** Everything that turns a table into numbers, and nothing of the table itself. JSON. */
export interface Design {
  readonly version: 1;
  readonly formula: string;
  readonly response: MatrixSpec;
  readonly fixed: MatrixSpec;
  readonly group: GroupingFactor;
  readonly randomEffects: RandomEffectsSpec | null;
  readonly components: readonly ComponentSpec[];
  readonly missing: "drop" | "raise";
  /** Rows of the table the design was made from, rows kept, and per variable how many rows lacked a value. */
  readonly rows: { readonly total: number; readonly kept: number; readonly missing: Readonly<Record<string, number>> };
}

/** Columns of a component for some rows, sparse: row i has `width` entries, `column` -1 for none. */
export interface ComponentRows {
  readonly width: number;
  /** Column number inside the row's group, `n x width` row-major. */
  readonly column: Int32Array;
  readonly value: Float64Array;
}

/** The numbers of a run of rows: what moments are made of. Matrices are column-major with n rows. */
export interface DesignRows {
  readonly n: number;
  /** Row numbers in the table, ascending, length n. */
  readonly rows: Int32Array;
  readonly y: Float64Array;
  readonly X: Float64Array;
  readonly codes: Int32Array;
  readonly Z: Float64Array;
  readonly components: readonly ComponentRows[];
}
