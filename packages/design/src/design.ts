// A design as data: terms x table -> plain JSON from which the columns of any rows can be made, and those rows'
// numbers. The records are here by themselves, since every later stage reads them; `build-design.ts` and `rows.ts` make
// them.

import type { CovarianceStructure, Expression, Span } from "@mixedlm/formula";
import type { DataType, Level } from "./table/level.ts";

export type { CovarianceStructure };

/** What to do with rows that lack a value. */
export type Missing = "drop" | "raise";

/** A contrast as data, as written in `C(x, ...)`. */
export type Contrast = TreatmentContrast | SumContrast | PlainContrast | PolyContrast | MatrixContrast;

/** Each level against one of them: indicators of all levels but the reference. */
export interface TreatmentContrast {
  /** Tells it from the other contrasts. */
  readonly kind: "treatment";
  /** The level, or its index (negative: from the end); null: the first. */
  readonly reference: Level | null;
}

/** Each level against the mean of all. */
export interface SumContrast {
  /** Tells it from the other contrasts. */
  readonly kind: "sum";
  /** The level without a column, or its index (negative: from the end); null: the last. */
  readonly omit: Level | null;
}

/** Each level against the mean of those before it (`helmert`), or against the one before it (`diff`). */
export interface PlainContrast {
  /** Which of the two. */
  readonly kind: "helmert" | "diff";
}

/** Orthogonal polynomials of the levels' scores. */
export interface PolyContrast {
  /** Tells it from the other contrasts. */
  readonly kind: "poly";
  /** A number for each level; null: 0, 1, 2, ... */
  readonly scores: readonly number[] | null;
}

/** Columns given as numbers. */
export interface MatrixContrast {
  /** Tells it from the other contrasts. */
  readonly kind: "matrix";
  /** One row a level, all of one length. */
  readonly rows: readonly (readonly number[])[];
  /** What the columns' names end in, one each; null: `[custom0]`, `[custom1]`, ... */
  readonly suffixes: readonly string[] | null;
}

/** A factor of numbers, whose columns are its values. */
export interface NumericSpec {
  /** Tells numbers from categories. */
  readonly kind: "numeric";
  /** The factor's canonical text. */
  readonly name: string;
  /** What is computed, with all that it learnt from the table frozen in it. */
  readonly expression: Expression;
  /** Number of columns. */
  readonly width: number;
}

/** A factor of categories, which a contrast turns into columns. */
export interface CategoricalSpec {
  /** Tells categories from numbers. */
  readonly kind: "categorical";
  /** The factor's canonical text. */
  readonly name: string;
  /** What is computed, with all that it learnt from the table frozen in it. */
  readonly expression: Expression;
  /** In their order. */
  readonly levels: readonly Level[];
  /** Type of the values, which decides how a level prints: `1`, `1.0`, `True`. */
  readonly dataType: DataType;
  /** How levels become columns. */
  readonly contrast: Contrast;
}

/** How one factor becomes numbers. */
export type FactorSpec = NumericSpec | CategoricalSpec;

/** A product of factors, each categorical one coded in full or reduced: some columns of a term. No factors: ones. */
export interface SubtermSpec {
  /** In the term's order. */
  readonly factors: readonly CodedFactorSpec[];
}

/**
 * Whether the columns of categories span the constant: in full, as a rule with a column for each level, or reduced by
 * what other columns of the matrix span already.
 */
export type Rank = "full" | "reduced";

/** A factor of a sub-term. */
export interface CodedFactorSpec {
  /** The factor's name. */
  readonly factor: string;
  /** The rank of categories; or numbers. */
  readonly coding: "numeric" | Rank;
}

/** A term's columns: `slice` is the half-open range of column numbers. */
export interface TermSpec {
  /** The names of its factors joined by `:`. */
  readonly name: string;
  /** Half-open range of column numbers. */
  readonly slice: readonly [start: number, stop: number];
  /** Their columns follow each other. */
  readonly subterms: readonly SubtermSpec[];
}

/** A model matrix as data: factors, terms, and the names of the columns in order. */
export interface MatrixSpec {
  /** The text that spans of expressions refer to. */
  readonly source: string;
  /** Each factor once. */
  readonly factors: readonly FactorSpec[];
  /** In the order of their columns. */
  readonly terms: readonly TermSpec[];
  /** One for each column. */
  readonly names: readonly string[];
}

/** One column of labels that groups rows, by itself or crossed with others. */
export interface GroupingColumn {
  /** The column's name. */
  readonly name: string;
  /** What is computed: the column by its name. */
  readonly expression: Expression;
  /** The text that spans of `expression` refer to: a formula with bars, or the name itself. */
  readonly source: string;
  /** Type of `levels`, which decides how they print. */
  readonly dataType: DataType;
  /** Sorted distinct labels of the kept rows. */
  readonly levels: readonly Level[];
}

/** A grouping factor: the labels of a column, or the combinations of several columns' labels, that kept rows have. */
export interface GroupingFactor {
  /** The column's name, or names joined by `:` as first written. */
  readonly name: string;
  /** One, or several for `a:b`. */
  readonly columns: readonly GroupingColumn[];
  /** Several columns: the codes of each level in the columns, level after level, sorted; null for one column. */
  readonly combinations: readonly number[] | null;
  /** Type of `levels`: the column's own, `string` for several. */
  readonly dataType: DataType;
  /**
   * The column's levels; of several columns their labels joined by `:` in the order of `columns`. Labels that hold a
   * `:` may join to equal texts; the levels are still told apart, by `combinations`.
   */
  readonly levels: readonly Level[];
}

/** A vector-valued random term: s columns over the levels of a grouping factor, with one s x s covariance matrix. */
export interface RandomEffectsSpec {
  /** Position of the grouping factor in `Design.groups`. */
  readonly group: number;
  /** The columns whose coefficients are random. */
  readonly matrix: MatrixSpec;
  /** The names of the matrix' columns. */
  readonly names: readonly string[];
  /** The form of their covariance matrix. */
  readonly covariance: CovarianceStructure;
  /** The term as written: a bar with its parentheses, or the text of `re_formula`. */
  readonly label: string;
}

/** Mean and standard deviation of a factor's values in each group; 0 and 1 where they are not taken away. */
export interface GroupStandardisation {
  /** One a group. */
  readonly mean: readonly number[];
  /** One a group. */
  readonly deviation: readonly number[];
}

/** A variance component: columns coded inside each group. `names[g]` are the columns of group g. */
export interface ComponentSpec {
  /** The key in `vc_formula`. */
  readonly name: string;
  /** Position of the grouping factor in `Design.groups`. */
  readonly group: number;
  /** Shared by all groups: factors, terms, sub-terms. It has no names, and its slices are empty. */
  readonly matrix: MatrixSpec;
  /**
   * For each factor of `matrix`: the levels seen in each group, `levels[f][g]`, or null where there are none of a
   * group's own: numeric factors, and categorical ones with declared levels (booleans, categories, `levels=`).
   */
  readonly levels: readonly (readonly (readonly Level[])[] | null)[];
  /**
   * For each factor of `matrix` that is a call of `center`, `standardize` or `scale`: what that takes away in each
   * group, where statsmodels learns it anew; else null.
   */
  readonly standardised: readonly (GroupStandardisation | null)[];
  /** Names of the columns of each group. */
  readonly names: readonly (readonly string[])[];
}

/** A number that is added to each row's fixed part: an expression, or a column by its name (`source` is the name). */
export interface OffsetSpec {
  /** The expression's canonical text, or the column's name. */
  readonly name: string;
  /** What is computed. */
  readonly expression: Expression;
  /** The text that spans of `expression` refer to. */
  readonly source: string;
}

/** How many rows a table had, and why some were left out. */
export interface RowCounts {
  /** Rows of the table. */
  readonly total: number;
  /** Rows in which no variable of the model is missing. */
  readonly kept: number;
  /** By variable, how many rows lacked a value; only variables that lack some. */
  readonly missing: Readonly<Record<string, number>>;
}

/** Everything that turns a table into numbers, and nothing of the table itself. JSON. */
export interface Design {
  /** Of this format. */
  readonly version: 1;
  /** The text of the fixed part. */
  readonly formula: string;
  /** One column. */
  readonly response: MatrixSpec;
  /** The fixed effects, p columns. */
  readonly fixed: MatrixSpec;
  /** Each set of grouping columns once, in the order in which random terms first use it. */
  readonly groups: readonly GroupingFactor[];
  /** Terms with a covariance matrix, in order. */
  readonly randomEffects: readonly RandomEffectsSpec[];
  /** Variance components, by name. */
  readonly components: readonly ComponentSpec[];
  /** The column whose numbers divide the residual variance: var(eps_i) = sigma^2 / w_i. */
  readonly weights: string | null;
  /** What is added to the fixed part; the sum counts. */
  readonly offset: readonly OffsetSpec[];
  /** What was done with rows that lack a value. */
  readonly missing: Missing;
  /** Rows of the table the design was made from, rows kept, and per variable how many rows lacked a value. */
  readonly rows: RowCounts;
  /** What is legal and yet seldom meant. */
  readonly warnings: readonly DesignWarning[];
}

/** One entry of each row of a random term. Entries of rows outside every group mean nothing. */
export interface RowEntries {
  /** Column inside the row's group: one for all rows, or each row's own, -1 where a row has no such entry. */
  readonly column: number | Int32Array;
  /** Length n; null: all are 1. May be a column of the table itself, so that it is to be read only. */
  readonly value: Float64Array | null;
}

/**
 * The columns of a random term for some rows, sparse: entries of different columns for each row. A number is an entry
 * in the same column throughout, a category one in the column of the row's level.
 */
export type RandomRows = readonly RowEntries[];

/** The numbers of a run of rows: what moments are made of. Matrices are column-major with n rows. */
export interface DesignRows {
  /** Number of rows. */
  readonly n: number;
  /** Row numbers in the table, ascending, length n. */
  readonly rows: Int32Array;
  /** The response as it is in the table: no offset is taken away. */
  readonly y: Float64Array;
  /** The fixed effects, n x p column-major. */
  readonly X: Float64Array;
  /** Each row's weight, > 0; null: the design has none, or the response is not wanted. */
  readonly weights: Float64Array | null;
  /** Each row's sum of offsets; null: the design has none. */
  readonly offset: Float64Array | null;
  /** For each of `Design.groups` the level of each row, -1 for none. */
  readonly codes: readonly Int32Array[];
  /** Entries of each vector term. */
  readonly randomEffects: readonly RandomRows[];
  /** Entries of each component. */
  readonly components: readonly RandomRows[];
}

/** A remark on a model: what is so, what to write instead, and where in which text. */
export interface Finding<Code extends string> {
  /** Stable, for programs. */
  readonly code: Code;
  /** What is so, in plain words. */
  readonly message: string;
  /** What to write or do instead, unless it is meant. */
  readonly fix: string;
  /** The formula that the finding is about. */
  readonly source: string;
  /** The part of `source`, in code points. */
  readonly span: Span;
  /** The names and numbers of the message. */
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * A remark on a design. `component-intercept`: an intercept shares a component's variance; `component-reduced`: a level
 * has no column; `component-state`: a transform learns anew in each group; `aggregate-kept`: a number made of all rows,
 * `np.mean(x)`, stays what it is here.
 */
export type DesignWarning = Finding<"component-intercept" | "component-reduced" | "component-state" | "aggregate-kept">;
