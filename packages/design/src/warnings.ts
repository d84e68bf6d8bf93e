// What is legal in a design and yet seldom meant. Nothing is printed: warnings travel with the design, and whoever shows
// the fit shows them. The texts live here beside their codes.
import type { MatrixSpec } from "./design.ts";
import { interceptName } from "./names.ts";

/** A remark on a design. */
export interface DesignWarning {
  /** `component-intercept`: an intercept shares a component's variance; `component-reduced`: a level has no column. */
  readonly code: "component-intercept" | "component-reduced";
  readonly message: string;
  readonly data: Readonly<Record<string, string>>;
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
