// What is legal in a model and yet seldom meant, as records; nothing is printed. The remarks here follow from the terms
// alone, so they are made with every design and travel with it; those that look at the data are in `lint.ts`.

import { interceptName } from "./coding/names.ts";
import type { ComponentSpec, DesignWarning, MatrixSpec } from "./design.ts";
import type { EvaluatedFactor, FactorUse } from "./factors.ts";

/** What the remarks on a component look at. */
export type CodedComponent = Pick<ComponentSpec, "name"> & {
  /** For each factor what is taken away in each group, or null. */
  readonly standardised: readonly (object | null)[];
  readonly matrix: Pick<MatrixSpec, "source"> & {
    readonly terms: readonly Pick<MatrixSpec["terms"][number], "name" | "subterms">[];
    readonly factors: readonly Pick<MatrixSpec["factors"][number], "name" | "expression">[];
  };
};

/**
 * Looks for a component whose columns are not one for each level, as happens when `0 +` is left out or when two
 * categorical factors share one component, and for factors that each group learns for itself.
 */
export function componentWarnings(component: CodedComponent): DesignWarning[] {
  return [...columnWarnings(component), ...stateWarnings(component)];
}

function columnWarnings({ name, matrix }: CodedComponent): DesignWarning[] {
  const { terms, source, factors } = matrix;
  if (terms.length > 1 && terms.some((term) => term.name === interceptName)) {
    return [
      {
        code: "component-intercept",
        message: `variance component \`${name}\` (${source}) has an intercept in each group, with the same variance as its other columns, and leaves out each group's first level`,
        fix: "write `0 + ...`",
        source,
        span: [0, [...source].length],
        data: { component: name, formula: source },
      },
    ];
  }
  const products = terms.flatMap((term) => term.subterms.flatMap((subterm) => subterm.factors));
  const reduced = products.find((product) => product.coding === "reduced");
  const factor = factors.find((one) => one.name === reduced?.factor);
  if (factor === undefined) return [];
  return [
    {
      code: "component-reduced",
      message: `variance component \`${name}\` (${source}) has no column for the first level of \`${factor.name}\` in each group`,
      fix: "give each categorical variable a component of its own",
      source,
      span: factor.expression.span,
      data: { component: name, formula: source, factor: factor.name },
    },
  ];
}

function stateWarnings({ name, matrix, standardised }: CodedComponent): DesignWarning[] {
  const { factors, source } = matrix;
  return factors
    .filter((_, f) => standardised[f] !== null)
    .map((factor) => ({
      code: "component-state",
      message: `\`${factor.name}\` in variance component \`${name}\` (${source}) learns anew in each group, as in statsmodels`,
      fix: "compute it as a column first for the mean of all rows",
      source,
      span: factor.expression.span,
      data: { component: name, formula: source, factor: factor.name },
    }));
}

/**
 * Looks for factors with numbers made of all rows, which a model keeps and patsy works out again on new data.
 *
 * @param uses - the factors.
 * @param values - by name.
 */
export function aggregateWarnings(
  uses: readonly FactorUse[],
  values: ReadonlyMap<string, Pick<EvaluatedFactor, "keepsAggregate">>,
): DesignWarning[] {
  return uses
    .filter(({ name }, i) => values.get(name)?.keepsAggregate && uses.findIndex((use) => use.name === name) === i)
    .map(({ name, expression, source }) => ({
      code: "aggregate-kept",
      message: `\`${name}\` depends on all rows; on new data it keeps what was worked out here, where patsy takes the new rows`,
      fix: "compute it as a column in each table",
      source,
      span: expression.span,
      data: { factor: name, formula: source },
    }));
}
