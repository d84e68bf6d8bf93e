// Messages about rows: their classes, and combinations of columns that cannot be told without rows.
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

/** `unknown-combinations`: new rows, or means, of a fit whose moments do not hold the columns that it left out. */
export function unknownCombinations(dropped: readonly string[]): FitError {
  const names = dropped.map((name) => `\`${name}\``).join(", ");
  return new FitError(
    "unknown-combinations",
    `the fit left ${names} out as combinations of other columns, and without its rows it cannot tell which new rows and means are the same combinations: ask the fit that \`lmm\` returned, or fit without ${names}`,
    { dropped },
  );
}
