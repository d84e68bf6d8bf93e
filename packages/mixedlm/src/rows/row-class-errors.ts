// Messages about classes of rows.
import { didYouMean, nearest } from "@mixedlm/formula";
import { FitError } from "../errors.ts";

/** `unknown-class`: a name that is neither a grouping factor's nor a column's. */
export function noClass(name: string, option: string, groups: readonly string[], columns: readonly string[]): FitError {
  const candidates = nearest(name, new Set([...groups, ...columns]));
  return new FitError(
    "unknown-class",
    `option \`${option}\` is "${name}", which is neither a grouping factor nor a column of the table${didYouMean(candidates)} (grouping factors: ${groups.join(", ")})`,
    { name, option, candidates, groups },
  );
}

/** `missing-class`: rows of the model for which a column has no value. */
export function missingClass(name: string, option: string, rows: number): FitError {
  return new FitError(
    "missing-class",
    `column \`${name}\`, given as option \`${option}\`, has no value in ${rows} of the rows that the model was fitted to; give a column that has one in each`,
    { name, option, rows },
  );
}
