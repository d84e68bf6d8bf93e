// What methods of labelled vectors and matrices are told -> nothing, or an error that says what would be right. pandas'
// own options that have no meaning here (`inplace`, `kind`) are therefore errors, not silence.
import { checkOptions, type OptionCheck } from "@mixedlm/formula";
import { optionType, SmfError } from "../errors.ts";
import { LABEL, LABELS } from "./kinds.ts";
import { listOf } from "./labelled-values.ts";
import { isLabel, type Label } from "./labels.ts";

/**
 * Makes sure that only known options are given, each of its kind; `undefined` counts as left out.
 *
 * @throws {@link SmfError} `unknown-option`, naming the nearest one; `option-type`, also for what is no record.
 */
export function knownOptions(call: string, options: unknown, known: Readonly<Record<string, OptionCheck>>): void {
  checkOptions(call, options, known, SmfError);
}

/**
 * Makes sure that an argument is of its kind.
 *
 * @throws {@link SmfError} `option-type`.
 */
export function checkArgument(call: string, name: string, value: unknown, [test, expected]: OptionCheck): void {
  if (!test(value)) throw optionType(call, name, expected, value);
}

/**
 * One label, or an array or Series of them, as a list.
 *
 * @param kind - what it may be.
 * @throws {@link SmfError} `option-type` for anything else, among them too.
 */
export function labelList(call: string, name: string, given: unknown, kind: OptionCheck = LABELS): readonly Label[] {
  checkArgument(call, name, given, kind);
  if (isLabel(given)) return [given];
  const labels = Array.from(listOf(given)!);
  const wrong = labels.findIndex((label) => !isLabel(label));
  if (wrong >= 0) throw optionType(call, `${name}[${wrong}]`, LABEL[1], labels[wrong]);
  return labels as Label[];
}
