// smf.mixedlm: formulas and a table in, a model out. The path of the whole project, one stage a line.
import {
  buildDesign,
  type CheckedFormula,
  type CheckedFormulas,
  type CheckedName,
  type Table,
  type TableLike,
  toTable,
  withColumn,
} from "@mixedlm/design";
import { columnFactor, parseModel } from "@mixedlm/formula";
import { groupsLength, groupsMissing, optionType } from "./errors.ts";
import { MixedLM } from "./model.ts";
import { checkOptions, isArrayLike } from "./options.ts";

/** Groups: the name of a column, or one label for each row of the table. */
export type Groups = string | ArrayLike<unknown>;

/** Formulas of variance components by name. */
type Formulas = Readonly<Record<string, string>>;

/**
 * statsmodels' arguments of `mixedlm` beside formula and data. The parameters are the types of the texts in them, which
 * {@link mixedlm} narrows to check the names of columns.
 */
export interface MixedLMOptions<G = Groups, R = string, V = Formulas> {
  /** Column name or labels; the third argument may say it instead. */
  readonly groups?: G;
  /** Columns with random coefficients, such as "~Time"; without it a random intercept, unless there are components. */
  readonly re_formula?: R | null;
  /** Variance components by name, each coded inside the groups, such as `{cask: "0 + C(cask)"}`. */
  readonly vc_formula?: V | null;
  /** Rows that lack a value: `none` and `raise` refuse them with counts, `drop` leaves them out. Default `none`. */
  readonly missing?: "none" | "drop" | "raise";
  /** Accepted for statsmodels' sake: components are never stored densely, whatever it says. */
  readonly use_sparse?: boolean;
}

/** The third argument; of one that is a wrong name only the names of the columns are left, for a short message. */
type CheckedArgument<G extends string, D, Options> = [CheckedName<G, D>] extends [G]
  ? G | ArrayLike<unknown> | Options
  : CheckedName<G, D>;

/** The options with the names in them checked against the columns of a table of type `D`. */
type CheckedOptions<D, G extends string, R extends string, V extends Formulas> = MixedLMOptions<
  CheckedName<G, D, ArrayLike<unknown>>,
  CheckedFormula<R, D>,
  CheckedFormulas<V, D>
>;

const OPTIONS = {
  groups: "groups",
  re_formula: "formula",
  vc_formula: "formulas",
  missing: "missing",
  use_sparse: "boolean",
} as const;

/**
 * Makes a linear mixed model from a formula.
 *
 * Where the type of the table tells its columns, a wrong name in the formulas or the groups is an error of the compiler
 * (see `CheckedFormula`); a text of type `string` is checked when the model is made. The type parameters are there to be
 * inferred: formula, table, third argument, then `groups`, `re_formula` and `vc_formula` of the options.
 *
 * @param formula - the fixed part, such as "Weight ~ Time", in patsy's language.
 * @param data - an Arquero or Arrow table, a record of columns `{y: [...]}`, or an array of row objects.
 * @param groups - a column name, one label a row, or the options with `groups` among them.
 * @param options - see {@link MixedLMOptions}.
 * @returns the model; `.fit()` fits it.
 * @throws {@link SmfError} `groups-missing`, `groups-length`, `unknown-option`, `option-type`; FormulaError for the
 *   formulas' text, DesignError for columns, levels and missing values.
 */
export function mixedlm<
  F extends string,
  D extends TableLike<D>,
  G extends string,
  H extends string,
  R extends string,
  V extends Formulas,
>(
  formula: CheckedFormula<F, D>,
  data: D,
  groups?: CheckedArgument<G, D, CheckedOptions<D, H, R, V>>,
  options?: CheckedOptions<D, H, R, V>,
): MixedLM;
export function mixedlm(
  formula: string,
  data: TableLike,
  groups?: Groups | MixedLMOptions,
  options: MixedLMOptions = {},
): MixedLM {
  if (typeof formula !== "string") throw optionType("mixedlm", "formula", 'a text such as "Weight ~ Time"', formula);
  const given = { ...checked(options), ...checked(asOptions(groups)) };
  const { re_formula: reFormula = null, vc_formula: vcFormula = null, missing = "none" } = given;
  if (given.groups === undefined) throw groupsMissing();
  const { table, column, groupName } = groupColumn(toTable(data), given.groups);
  const terms = parseModel({ formula, group: columnFactor(column), reFormula, vcFormula });
  const design = buildDesign(terms, table, { missing: missing === "drop" ? "drop" : "raise" });
  return new MixedLM(design, table, groupName);
}

/** The third argument as options: all that is neither a list nor a record is meant as groups, if wrongly. */
function asOptions(given: Groups | MixedLMOptions | undefined): MixedLMOptions {
  if (given === undefined) return {};
  return typeof given === "object" && given !== null && !isArrayLike(given) ? given : { groups: given };
}

/** The options that are there, every one known and of its kind. */
function checked(options: MixedLMOptions): MixedLMOptions {
  checkOptions("mixedlm", options, OPTIONS);
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** The table with a column of groups, that column's name, and what the groups are called in the results. */
function groupColumn(table: Table, groups: Groups): { table: Table; column: string; groupName: string } {
  if (typeof groups === "string") return { table, column: groups, groupName: groups };
  if (groups.length !== table.numRows) throw groupsLength(groups.length, table.numRows);
  let column = "Group";
  while (table.has(column)) column += "'";
  return { table: withColumn(table, column, groups), column, groupName: "Group" };
}
