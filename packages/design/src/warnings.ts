// What is legal in a design and yet seldom meant. Nothing is printed: warnings travel with the design, and whoever shows
// the fit shows them. The texts live here beside their codes.
import type { ComponentSpec, MatrixSpec } from "./design.ts";
import { interceptName } from "./names.ts";

/** A remark on a design. */
export interface DesignWarning {
  /**
   * `component-intercept`: an intercept shares a component's variance; `component-reduced`: a level has no column;
   * `component-state`: a transform learns anew in each group.
   */
  readonly code: "component-intercept" | "component-reduced" | "component-state";
  readonly message: string;
  readonly data: Readonly<Record<string, string>>;
}

/** Says of a component's factors that call `center`, `standardize` or `scale` that each group has its own mean there. */
export function stateWarnings({ name, matrix, standardised }: ComponentSpec): DesignWarning[] {
  const { factors, source } = matrix;
  return factors
    .filter((_, f) => standardised[f] !== null)
    .map((factor) => {
      const message = `\`${factor.name}\` in variance component \`${name}\` (${source}) learns anew in each group, as in statsmodels; compute it as a column first for the mean of all rows`;
      return { code: "component-state", message, data: { component: name, formula: source, factor: factor.name } };
    });
}

/**
 * Looks for a component whose columns are not one for each level, as happens when `0 +` is left out or when two
 * categorical factors share one component.
 *
 * @param name - the component's.
 * @param matrix - its terms and their coding.
 */
export function componentWarnings(name: string, matrix: MatrixSpec): DesignWarning[] {
  const { terms, source } = matrix;
  if (terms.length > 1 && terms.some((term) => term.name === interceptName)) {
    const message = `variance component \`${name}\` (${source}) has an intercept in each group, with the same variance as its other columns, and leaves out each group's first level; write \`0 + ...\` unless that is meant`;
    return [{ code: "component-intercept", message, data: { component: name, formula: source } }];
  }
  const products = terms.flatMap((term) => term.subterms.flatMap((subterm) => subterm.factors));
  const reduced = products.find((factor) => factor.coding === "reduced");
  if (reduced === undefined) return [];
  const message = `variance component \`${name}\` (${source}) has no column for the first level of \`${reduced.factor}\` in each group; give each categorical variable a component of its own`;
  return [{ code: "component-reduced", message, data: { component: name, formula: source, factor: reduced.factor } }];
}
