// Columns of numbers -> a matrix of a design that reads them from a table, column by column, and the names that
// statsmodels gives to columns without any.
import type { FactorSpec, MatrixSpec, TermSpec } from "@mixedlm/design";
import { columnFactor } from "@mixedlm/formula";

/** A matrix of a design, and the columns of the table that it reads. */
export interface ArrayMatrix {
  readonly spec: MatrixSpec;
  readonly columns: Readonly<Record<string, Float64Array>>;
}

/**
 * Makes the matrix of some columns. A column of ones is an intercept, which needs no numbers.
 *
 * @param source - begins the names of the table's columns: `exog[0]`, `exog[1]`, ...
 * @param names - names of the matrix' columns.
 * @param rows - the rows used.
 */
export function arrayMatrix(
  source: string,
  values: readonly Float64Array[],
  names: readonly string[],
  rows: Int32Array,
): ArrayMatrix {
  const columns: Record<string, Float64Array> = {};
  const factors: FactorSpec[] = [];
  const terms = values.map((column, j): TermSpec => {
    const slice = [j, j + 1] as const;
    if (isConstant(column, rows) && column[rows[0]!] === 1)
      return { name: names[j]!, slice, subterms: [{ factors: [] }] };
    const factor = `${source}[${j}]`;
    columns[factor] = column;
    factors.push({ kind: "numeric", name: factor, expression: columnFactor(factor).expression, width: 1 });
    return { name: names[j]!, slice, subterms: [{ factors: [{ factor, coding: "numeric" }] }] };
  });
  return { spec: { source, factors, terms, names }, columns };
}

/**
 * statsmodels' names of nameless fixed columns: `const` for the first that is constant, `x1`, `x2`, ... for the others.
 */
export function fixedNames(values: readonly Float64Array[], rows: Int32Array): string[] {
  const constant = values.findIndex((column) => isConstant(column, rows));
  let next = 1;
  return values.map((_, j) => (j === constant ? "const" : `x${next++}`));
}

/** statsmodels' names of nameless random columns: `x_re1`, `x_re2`, ... */
export function randomNames(count: number): string[] {
  return Array.from({ length: count }, (_, j) => `x_re${j + 1}`);
}

function isConstant(column: Float64Array, rows: Int32Array): boolean {
  const first = column[rows[0]!];
  return rows.every((row) => column[row] === first);
}
