// smf.mixedlm: formulas and a table in, a model out. Where the type of the table tells its columns, the names in the
// call are checked by the compiler.
import type { CheckedFormula, TableLike } from "@mixedlm/design";
import type { CheckedArgument, CheckedOptions } from "./model/checked-options.ts";
import { MixedLM } from "./model/model.ts";
import { type Formulas, formulaSource, type Groups, type MixedLMOptions } from "./model/model-source.ts";

/**
 * Makes a linear mixed model from a formula.
 *
 * Where the type of the table tells its columns, a wrong name in the formulas or the groups is an error of the compiler
 * (see `CheckedFormula`); a text of type `string` is checked when the model is made. The type parameters are there to
 * be inferred: formula, table, third argument, then `groups`, `re_formula` and `vc_formula` of the options.
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
