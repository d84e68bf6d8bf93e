// The types by which a compiler checks the names of columns in a call: of no effect when the program runs.
import type { CheckedFormula, CheckedFormulas, CheckedName } from "@mixedlm/design";
import type { RowOf } from "../arrays/subset.ts";
import type { Formulas, Labels, MixedLMOptions } from "./model-source.ts";

/** The options with the names in them checked against the columns of a table of type `D`. */
export type CheckedOptions<D, G extends string, R extends string, V extends Formulas> = MixedLMOptions<
  CheckedName<G, D, Labels>,
  CheckedFormula<R, D>,
  CheckedFormulas<V, D>,
  RowOf<D>
>;

/**
 * The groups, or the options with `groups` among them; of what is a wrong name only the names of the columns are left,
 * for a short message.
 */
export type CheckedArgument<G extends string, D, Options> = [CheckedName<G, D>] extends [G]
  ? G | Labels | Options
  : CheckedName<G, D>;
