// Random terms and the formula of a model: one form, whether they were written as `re_formula` and `vc_formula` or as
// bars. Types, and which columns group a bar; all that makes random terms, expands formulas or translates them imports
// these.
import type { BarNode, CovarianceStructure, Span } from "../syntax/ast.ts";
import { type Factor, type Formula, type Term, variables } from "./terms.ts";

/**
 * A set of columns whose coefficients are random over the levels of a grouping factor.
 *
 * A structure: the columns' coefficients have one covariance matrix of that form (`us` is statsmodels' `re_formula`).
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
  /** The structure of the columns' covariance matrix, or `component`. */
  readonly covariance: CovarianceStructure | "component";
  /** The text that `span` and the spans of `terms` refer to. */
  readonly source: string;
  /** Where the random term stands in `source`: a bar with its parentheses, or the whole of a text of its own. */
  readonly span: Span;
  /** The text that spans of `group` refer to. */
  readonly groupSource: string;
}

/** A model's formula: the fixed part, what is known of the response beside it, and the random terms. */
export interface ModelFormula {
  /** The response and the fixed effects. */
  readonly fixed: Formula;
  /**
   * Expressions whose sum is part of the response's mean as it is, without coefficients; spans refer to `fixed`'s text.
   */
  readonly offset: readonly Factor[];
  /** In the order of the text; components by name. */
  readonly random: readonly RandomTerm[];
}

/** Lists the columns that group a bar. */
export function groupingColumns({ group }: BarNode): string[] {
  const found: string[] = [];
  const pending = [group];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === "operator") pending.push(...node.args);
    else if (node.kind === "factor") found.push(...variables(node.expression));
  }
  return found;
}
