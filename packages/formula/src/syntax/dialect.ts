// The dialects of the formula language, and what function a name calls in each. The names are resolved while a formula
// is parsed, so that nothing downstream has to know in which dialect it was written.

/** `patsy`: what patsy reads. `extended`: that, and what lme4, R and formulaic write besides. */
export type Dialect = "patsy" | "extended";

/** What a text is read with. */
export interface ParseOptions {
  /** Default `patsy`. */
  readonly dialect?: Dialect | undefined;
  /** The table's columns, for `.` in the extended dialect. */
  readonly columns?: readonly string[] | undefined;
}

/**
 * Functions that the extended dialect adds, with their names in the tree. Those of numpy are the ones that R and
 * numpy compute alike for each row by itself; `mean`, `var` and their like differ in missing values and divisors.
 * The last four no formula of patsy's dialect can spell.
 */
const EXTENDED: ReadonlyMap<string, string> = new Map([
  ...["log", "log2", "log10", "log1p", "exp", "exp2", "expm1", "sqrt"].map(ofNumpy),
  ...["sin", "cos", "tan", "sinh", "cosh", "tanh", "floor", "trunc", "sign"].map(ofNumpy),
  ["asin", "np.arcsin"],
  ["acos", "np.arccos"],
  ["atan", "np.arctan"],
  ["ceiling", "np.ceil"],
  ["ifelse", "np.where"],
  ["pmin", "np.minimum"],
  ["pmax", "np.maximum"],
  ["factor", "C"],
  ["as.factor", "C"],
  ...["poly", "lag", "hashed", "offset"].map((name) => [name, `extended.${name}`] as const),
]);

/**
 * Finds the function that a name calls in the extended dialect.
 *
 * @returns the name in the tree; a name that the dialect does not add stands for itself.
 */
export function extendedFunction(name: string): string {
  return EXTENDED.get(name) ?? name;
}

function ofNumpy(name: string): readonly [string, string] {
  return [name, `np.${name}`];
}
