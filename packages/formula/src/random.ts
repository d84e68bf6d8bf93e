// Random terms: one form for every dialect. `re_formula` and `vc_formula` arrive here today, bars later.
import type { Factor, Term } from "./terms.ts";

/**
 * A set of columns whose coefficients are random over the levels of a grouping factor.
 *
 * `unstructured`: the columns' coefficients have one covariance matrix (statsmodels' `re_formula`).
 * `component`: all columns, coded inside each group from the levels seen there, share one variance
 * and are independent (one entry of statsmodels' `vc_formula`).
 */
export interface RandomTerm {
  /** Name of the component (the key in `vc_formula`), or null. */
  readonly name: string | null;
  /** The columns, as terms of the formula language; the empty term is the intercept. */
  readonly terms: readonly Term[];
  /** Grouping factors; the combinations of their values are the levels. */
  readonly group: readonly Factor[];
  readonly covariance: "unstructured" | "component";
  /** The text that spans of `terms` refer to. */
  readonly source: string;
}

/** A model's formula: the fixed part and the random terms. */
export interface ModelFormula {
  readonly fixed: { readonly source: string; readonly lhs: readonly Term[]; readonly rhs: readonly Term[] };
  readonly random: readonly RandomTerm[];
}
