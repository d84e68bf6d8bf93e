// An option object of a method -> the same object, if every name in it is one that the method knows. pandas' own
// options that have no meaning here (`inplace`, `kind`) are therefore errors, not silence.
import { unknownOption } from "../errors.ts";

/**
 * Makes sure that only known options are given.
 *
 * @throws {@link SmfError} `unknown-option`, naming the nearest one.
 */
export function knownOptions(call: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) if (!known.includes(name)) throw unknownOption(call, name, known);
}
