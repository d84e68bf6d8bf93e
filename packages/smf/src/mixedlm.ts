// smf.mixedlm: formulas and a table in, a model out. What is here is the types that check the names of columns.
import type { CheckedFormula, CheckedFormulas, CheckedName, TableLike } from "@mixedlm/design";
import type { RowOf } from "./arrays/subset.ts";
import { MixedLM } from "./model.ts";
import { type Formulas, formulaSource, type Groups, type Labels, type MixedLMOptions } from "./model-source.ts";

/** The third argument; of one that is a wrong name only the names of the columns are left, for a short message. */
type CheckedArgument<G extends string, D, Options> = [CheckedName<G, D>] extends [G]
  ? G | Labels | Options
  : CheckedName<G, D>;

/** The options with the names in them checked against the columns of a table of type `D`. */
export type CheckedOptions<D, G extends string, R extends string, V extends Formulas> = MixedLMOptions<
  CheckedName<G, D, Labels>,
  CheckedFormula<R, D>,
  CheckedFormulas<V, D>,
  RowOf<D>
>;

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
 * @throws {@link SmfError} `groups-missing`, `groups-length`, `unknown-option`, `option-type`, those of a subset (see
 *   `subsetRows`); FormulaError for the formulas' text, DesignError for columns, levels and missing values.
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
  return new MixedLM(formulaSource(formula, data, groups, options));
}
