// Functions that people know from R and its relatives and that formulas do not have, each with what to write instead.
// Some are another name for something there is; the others are notions of another formula language.

/** Functions of other languages that have a counterpart here. */
const COUNTERPARTS: ReadonlyMap<string, string> = new Map([
  ["factor", "`C(...)`"],
  ["as.factor", "`C(...)`"],
  ["as.character", "`C(...)`"],
  ["is.na", "`np.isnan(...)`"],
  ["ordered", "`C(..., levels=[...])`"],
  ["relevel", "`C(a, Treatment('level'))`"],
  ["ifelse", "`np.where(condition, x, z)`"],
  ["cbind", "`np.column_stack([x, z])`"],
  ["pmin", "`np.minimum(x, z)`"],
  ["pmax", "`np.maximum(x, z)`"],
]);

/** Notions of other formula languages. */
const NOTIONS: ReadonlyMap<string, string> = new Map([
  ["poly", "write `x + I(x**2)`, or a spline `bs(x, df=4)`; orthogonal polynomials are of the extended dialect"],
  ["ns", "a natural cubic spline is `cr(x, df=3)`"],
  ["s", "a smooth curve is `cr(x, df=4)` or `bs(x, df=4)`"],
  ["offset", "take the known part away from the response, `I(y - x) ~ ...`; offsets are of the extended dialect"],
  ["lag", "shift the column in the table first; lags are of the extended dialect"],
  ["as.numeric", "numbers are used as they are; number the levels of a category in the table first"],
  ["as.integer", "whole numbers are used as they are; number the levels of a category in the table first"],
  ["cut", "make the classes in the table first, and write `C(...)`"],
  ["diff", "take the differences in the table first"],
  ["interaction", "write `a:b`"],
  ["rcs", "a natural cubic spline is `cr(x, df=3)`"],
  ["t2", "the tensor product of two curves is `te(cr(x, df=3), cr(z, df=3))`"],
  ["Error", "random intercepts are `(1 | g)` in the extended dialect, and `groups` elsewhere"],
  ["zerocorr", "write `(x || g)` in the extended dialect"],
  ["us", "write `(x | g)` in the extended dialect"],
  ["diag", "write `diag(x | g)` in the extended dialect"],
  ["homdiag", "write `homdiag(0 + f | g)` in the extended dialect"],
  ["cs", "write `cs(0 + f | g)` in the extended dialect"],
  ["homcs", "write `homcs(0 + f | g)` in the extended dialect"],
  ["ar1", "write `ar1(0 + f | g)` in the extended dialect"],
  ["hashed", "write `C(...)`; hashed levels are of the extended dialect"],
]);

/** What to write instead of a function that has a counterpart here; undefined for any other name. */
export function counterpart(name: string): string | undefined {
  return COUNTERPARTS.get(name);
}

/** What to do instead of a function that is a notion of another formula language; undefined for any other name. */
export function foreignAdvice(name: string): string | undefined {
  return NOTIONS.get(name);
}
