// The options of a parse, as they come from code without types -> nothing, or an error that says what would be right.
import { checkOptions, isList, type OptionCheck } from "./check-options.ts";
import { FormulaError } from "./formula-error.ts";

const areNames = (value: unknown): boolean => isList(value) && value.every((name) => typeof name === "string");

/** What names of columns have to be. */
export const NAMES: OptionCheck = [areNames, "an array of names of columns"];

const PARSE: Readonly<Record<string, OptionCheck>> = {
  dialect: [(v) => v === "patsy" || v === "extended", '"patsy" or "extended"'],
  columns: NAMES,
};

/** @throws {@link FormulaError} `unknown-option`, `option-type` for options that a parse does not take. */
export function checkParseOptions(call: string, options: unknown): void {
  checkOptions(call, options, PARSE, FormulaError);
}
