// Messages of the front door of intervals.
import { FitError } from "../errors.ts";

/** `unknown-option`: an option that belongs to another method. */
export function optionOfMethod(call: string, option: string, method: string, methods: readonly string[]): FitError {
  const said = methods.map((own) => `"${own}"`).join(" and ");
  return new FitError(
    "unknown-option",
    `option \`${option}\` of ${call} belongs to the method ${said}; the method here is "${method}"`,
    { call, option, method, methods },
  );
}
