// What a model is made of: a design, its table, and the names that statsmodels gives to the random effects. Formulas
// and arrays both end here, so that nothing after it knows which of them a model came from.
import {
  buildDesign,
  covarianceNames,
  type Design,
  randomEffectNames,
  type Table,
  type TableLike,
  takeRows,
  toTable,
  withColumn,
} from "@mixedlm/design";
import { columnFactor, isRecord, parseModel } from "@mixedlm/formula";
import { type AnyRow, type Subset, subsetRows } from "../arrays/subset.ts";
import { groupsLength, groupsMissing, groupsTwice, optionType } from "../errors.ts";
import { type LabelledValues, listOf, plainValues } from "../labelled/labelled-values.ts";
import type { Label } from "../labelled/labels.ts";
import type { MixedLMWarning } from "../warnings.ts";
import { checkOptions } from "./options.ts";

/** A design and its table, with statsmodels' names. */
export interface ModelSource {
  /** The columns of the model as data. */
  readonly design: Design;
  /** The table, with a column for groups that were given as an array. */
  readonly table: Table;
  /** Names of the random effects' columns: k_re of them. */
  readonly exog_re_names: readonly string[];
  /** Names of the lower triangle of `cov_re`, row by row: `X Var`, `X x Y Cov`. */
  readonly covariance_names: readonly string[];
  /** Whether a search works with square roots of the covariances. */
  readonly use_sqrt: boolean;
  /** The formula of the fixed part; null for a model of arrays. */
  readonly formula: string | null;
  /** Rows of each group, where the rows themselves are not there: a saved result. */
  readonly group_sizes?: Float64Array;
  /** What `k_constant` is, where the rows are gone. */
  readonly k_constant?: 0 | 1;
  /** Labels of the table's rows, where these are not their numbers. See `labelsOfRows`. */
  readonly row_labels?: readonly Label[] | null;
  /** Remarks on how the model was made. */
  readonly warnings?: readonly MixedLMWarning[];
}

/**
 * Labels rows of a source's table as the data that were given label them.
 *
 * @param rows - row numbers in the table, as `designRows` gives them.
 */
export function labelsOfRows({ row_labels }: Pick<ModelSource, "row_labels">, rows: ArrayLike<number>): Label[] {
  return Array.from(rows, (row) => row_labels?.[row] ?? row);
}

/** Labels, one a row: an array or a Series. */
export type Labels = ArrayLike<unknown> | LabelledValues;

/** Groups: the name of a column, or one label for each row of the table. */
export type Groups = string | Labels;

/** Formulas of variance components by name. */
export type Formulas = Readonly<Record<string, string>>;

/**
 * statsmodels' arguments of `mixedlm` beside formula and data. The parameters are the types of the texts in them, which
 * `mixedlm` narrows to check the names of columns.
 */
export interface MixedLMOptions<G = Groups, R = string, V = Formulas, Row = AnyRow> {
  /** Column name or labels; the third argument may say it instead. */
  readonly groups?: G;
  /** Columns with random coefficients, such as "~Time"; without it a random intercept, unless there are components. */
  readonly re_formula?: R | null;
  /** Variance components by name, each coded inside the groups, such as `{cask: "0 + C(cask)"}`. */
  readonly vc_formula?: V | null;
  /** The rows that the model is made of; the others are as if they were not in the table. Default: all. */
  readonly subset?: Subset<Row> | null;
  /** Rows that lack a value: `none` and `raise` refuse them with counts, `drop` leaves them out. Default `none`. */
  readonly missing?: "none" | "drop" | "raise";
  /** Accepted for statsmodels' sake: components are never stored densely, whatever it says. */
  readonly use_sparse?: boolean;
  /** Whether a search works with square roots of the covariances. Default true. */
  readonly use_sqrt?: boolean;
  /**
   * Accepted for statsmodels' sake and without effect: formulas see the columns of the table and the functions of the
   * formula language, and nothing of the program around them.
   */
  readonly eval_env?: number | null;
}

const OPTIONS = {
  groups: "groups",
  re_formula: "formula",
  vc_formula: "formulas",
  subset: "anything",
  missing: "missing",
  use_sparse: "boolean",
  use_sqrt: "boolean",
  eval_env: "anything",
} as const;

/**
 * Makes the source of a model from formulas and a table.
 *
 * @param groups - a column name, one label a row, or the options with `groups` among them.
 * @throws as `mixedlm`.
 */
export function formulaSource(
  formula: string,
  data: TableLike,
  groups?: Groups | MixedLMOptions,
  options: MixedLMOptions = {},
): ModelSource {
  if (typeof formula !== "string") throw optionType("mixedlm", "formula", 'a text such as "Weight ~ Time"', formula);
  const third = checked(asOptions(groups));
  if (third.groups !== undefined && checked(options).groups !== undefined) throw groupsTwice();
  const given = { ...checked(options), ...third };
  const { re_formula: reFormula = null, vc_formula: vcFormula = null, missing = "none", use_sqrt = true } = given;
  if (given.groups === undefined) throw groupsMissing();
  const { table: whole, column, groupName } = groupColumn(toTable(data), given.groups);
  const rows = given.subset == null ? null : subsetRows(given.subset, whole);
  const table = rows === null ? whole : takeRows(whole, rows);
  const terms = parseModel({ formula, group: columnFactor(column), reFormula, vcFormula });
  const design = buildDesign(terms, table, { missing: missing === "drop" ? "drop" : "raise" });
  const exog_re_names = randomEffectNames(design.randomEffects[0]?.names ?? [], groupName);
  const row_labels = rows === null ? null : Array.from(rows);
  return {
    design,
    table,
    exog_re_names,
    covariance_names: covarianceNames(exog_re_names),
    use_sqrt,
    formula,
    row_labels,
  };
}

/** The third argument as options: all that is no record is meant as groups, if wrongly. */
function asOptions(given: Groups | MixedLMOptions | undefined): MixedLMOptions {
  if (given === undefined) return {};
  return isGroups(given) ? { groups: given } : given;
}

function isGroups(given: Groups | MixedLMOptions): given is Groups {
  return !isRecord(given) || listOf(given) !== null;
}

/** The options that are there, every one known and of its kind. */
function checked(options: MixedLMOptions): MixedLMOptions {
  checkOptions("mixedlm", options, OPTIONS);
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** The table with a column of groups, that column's name, and what the groups are called in the results. */
function groupColumn(table: Table, groups: Groups): { table: Table; column: string; groupName: string } {
  if (typeof groups === "string") return { table, column: groups, groupName: groups };
  const labels = plainValues(groups) as ArrayLike<unknown>;
  if (labels.length !== table.numRows) throw groupsLength(labels.length, table.numRows);
  let column = "Group";
  while (table.has(column)) column += "'";
  return { table: withColumn(table, column, labels), column, groupName: "Group" };
}
