// Names of columns and parameters, letter for letter patsy's and statsmodels': what a summary prints on its left.
import { INTERCEPT, termName } from "@mixedlm/formula";

/** Name of the column of ones: that of the term without factors. */
export const interceptName: string = termName(INTERCEPT);

/**
 * Names the columns of a product of factors: one name of each factor joined by `:`, the left-most factor varying
 * fastest. No factors: the intercept.
 *
 * @param pieces - for each factor, in the term's order, the names of its columns.
 * @returns as many names as the product of the lengths.
 */
export function productNames(pieces: readonly (readonly string[])[]): string[] {
  if (pieces.length === 0) return [interceptName];
  return pieces.reduce<string[]>(
    (names, piece, i) => (i === 0 ? [...piece] : piece.flatMap((right) => names.map((left) => `${left}:${right}`))),
    [],
  );
}

/**
 * Names the columns of a numeric factor: its own name, or `name[0]`, `name[1]`, ... when it has several.
 *
 * @param name - the factor's canonical text.
 * @param width - number of columns, >= 1.
 * @param first - number of the first column, default 0.
 */
export function numericNames(name: string, width: number, first = 0): string[] {
  return width === 1 ? [name] : Array.from({ length: width }, (_, j) => `${name}[${first + j}]`);
}

/**
 * Names random effects as statsmodels does: the intercept takes the name of the grouping factor.
 *
 * Only a column that is called `Intercept` is renamed. (statsmodels replaces the word anywhere in a name, which turns
 * a column `InterceptTime` into `PigTime`.)
 *
 * @param names - names of the columns.
 * @param groupName - name of the grouping factor, `Group` when it has none.
 */
export function randomEffectNames(names: readonly string[], groupName: string): string[] {
  return names.map((name) => (name === interceptName ? groupName : name));
}

/**
 * Names the entries of a random-effects covariance matrix, lower triangle row by row:
 * `g Var`, `g x t Cov`, `t Var`, ...
 *
 * @param names - names of the k random effects.
 * @returns k (k + 1) / 2 names.
 */
export function covarianceNames(names: readonly string[]): string[] {
  return names.flatMap((row, i) => [...names.slice(0, i).map((column) => `${column} x ${row} Cov`), `${row} Var`]);
}
