// Factors on the rows of a table: evaluated once each, whatever the number of terms that use them, with the rows that
// lack a value left out jointly. Rows lacking a variable go first, so that an aggregate such as `np.mean(x)` sees
// the rows that stay; rows where an expression has no value, such as the logarithm of -1, go second. Only what has
// values of other rows, `lag(x)`, is made before any row goes.

import { type Expression, type Place, variables } from "@mixedlm/formula";
import { unknownColumn } from "./errors.ts";
import { evaluate } from "./expressions/evaluate.ts";
import { notAVariable } from "./expressions/expression-errors.ts";
import { freeze, freezeAggregates, shifts, standardisedBy } from "./expressions/freeze.ts";
import type { Standardisation } from "./functions/standardising-functions.ts";
import { type FactorValues, factorValues } from "./schema.ts";
import { type Column, sliceColumn } from "./table/column.ts";
import { type CompleteRows, completeRows, type Variable } from "./table/missing.ts";
import { columnName, namedColumn, spanOfName } from "./table/named-column.ts";
import type { Table } from "./table/table.ts";
import { takeCodes, takeColumn, takeNumbers, takeRows } from "./table/take-rows.ts";

/** A factor and the text that its spans refer to. */
export interface FactorUse {
  readonly name: string;
  readonly expression: Expression;
  readonly source: string;
}

/** A factor's values, and its expression with what was learnt frozen. */
export type EvaluatedFactor = FactorValues & {
  readonly expression: Expression;
  /** What the whole expression takes away of one column as a call of `center`, `standardize` or `scale`; else null. */
  readonly standardised: Standardisation | null;
  /** Whether a number made of all rows is kept in the expression. */
  readonly keepsAggregate: boolean;
};

/** Values of factors on the rows of a table where none is missing. */
export interface CompleteFactors {
  /** How many rows there are. */
  readonly count: number;
  /** Row numbers in the table, ascending; null: all of its rows. */
  readonly rows: Int32Array | null;
  /** By name, `count` values each. */
  readonly values: ReadonlyMap<string, EvaluatedFactor>;
  /** The columns that were asked for as they are, by name, `count` values each. */
  readonly columns: ReadonlyMap<string, Column>;
  /** Rows without a value, by variable or, where the variables have one, by factor. */
  readonly missing: ReadonlyMap<string, number>;
}

/**
 * Evaluates factors on the complete rows of a table: those where each variable used and each factor has a value.
 * Aggregates of all rows (`np.mean(x)`) are frozen as transforms are: they are part of a model.
 *
 * @param uses - the factors; of several with one name the first is evaluated.
 * @param plain - columns that are taken as they are, labels of groups and such; their names may be those of factors.
 * @throws {@link DesignError} whatever {@link evaluate} and {@link factorValues} throw.
 */
export function evaluateComplete(
  uses: readonly FactorUse[],
  plain: readonly FactorUse[],
  table: Table,
): CompleteFactors {
  return evaluateGiven(uses, plain, table, rowsGiven(uses, plain, table));
}

/** Finds the rows where each variable has a value that factors use row by row. */
export function rowsGiven(uses: readonly FactorUse[], plain: readonly FactorUse[], table: Table): CompleteRows {
  const rowwise = uses.filter((use) => !shifts(use.expression));
  return completeRows(usedVariables([...rowwise, ...plain], table), table.numRows);
}

/** Evaluates factors as {@link evaluateComplete} does. @param given - the rows of {@link rowsGiven}. */
export function evaluateGiven(
  uses: readonly FactorUse[],
  plain: readonly FactorUse[],
  table: Table,
  given: CompleteRows,
): CompleteFactors {
  const whole = uses.filter((use) => shifts(use.expression));
  const rowwise = uses.filter((use) => !whole.includes(use));
  const kept = given.rows === null ? table : takeRows(table, given.rows);
  const values = evaluateFactors(rowwise, kept, "keep");
  for (const [name, shifted] of evaluateFactors(whole, table, "keep")) {
    values.set(name, given.rows === null ? shifted : takeFactor(shifted, given.rows));
  }
  const columns = new Map(plain.map((use) => [use.name, plainColumn(use, kept)]));
  const made = completeRows([...values].map(asVariable), kept.numRows);
  if (made.rows === null) return { ...given, values, columns };
  const { rows, count } = made;
  return {
    count,
    rows: given.rows === null ? rows : takeCodes(given.rows, rows),
    values: new Map([...values].map(([name, factor]) => [name, takeFactor(factor, rows)])),
    columns: new Map([...columns].map(([name, column]) => [name, takeColumn(column, rows)])),
    missing: new Map([...given.missing, ...made.missing]),
  };
}

/**
 * Finds the place of the first factor that lacks a value in some row.
 *
 * @param missing - names of the variables or factors that lack values, as {@link evaluateComplete} counts them.
 * @param uses - all factors that stand in a formula; a grouping factor behind a bar is one.
 * @returns undefined when it is a grouping factor that lacks them and that stands in no formula.
 */
export function firstMissing(uses: readonly FactorUse[], missing: ReadonlyMap<string, number>): Place | undefined {
  const lacks = (name: string): boolean => missing.has(name) || missing.has(name.normalize("NFKC"));
  const first = uses.find(({ name, expression }) => missing.has(name) || variables(expression).some(lacks));
  return first && { source: first.source, span: first.expression.span };
}

/** The columns of the table that factors use. */
function usedVariables(uses: readonly FactorUse[], table: Table): Variable[] {
  const used = new Map<string, Column>();
  for (const { expression, source } of uses) {
    for (const variable of variables(expression)) {
      const name = columnName(variable, table);
      if (used.has(name) || !table.has(name)) continue;
      used.set(name, namedColumn(name, table, { source, span: spanOfName(variable, expression) }));
    }
  }
  return [...used].map(([name, column]) => ({ name, columns: [column] }));
}

/** Whether a use stands in a formula, as a grouping factor does behind a bar, and is not a column's name alone. */
export function isInFormula(use: FactorUse): boolean {
  return use.source !== use.name;
}

/** A column as it is. A name by itself is a column's, whatever else the word is in an expression. */
function plainColumn(use: FactorUse, table: Table): Column {
  const { name, expression, source } = use;
  const at = { source, span: expression.span };
  if (expression.kind === "name") {
    const column = columnName(expression.name, table);
    if (!table.has(column) && isInFormula(use)) throw unknownColumn(name, table.columnNames, at);
    return table.column(column);
  }
  const value = evaluate(expression, table, { source });
  if (value.kind !== "column" && value.kind !== "categorical") throw notAVariable(name, value, at);
  return value.column;
}

/**
 * Evaluates each factor on all rows of a table, from which stateful transforms learn.
 *
 * @param aggregates - whether numbers made of all rows are kept too, or worked out again wherever the factor is
 *   evaluated.
 */
export function evaluateFactors(
  uses: readonly FactorUse[],
  table: Table,
  aggregates: "keep" | "renew" = "renew",
): Map<string, EvaluatedFactor> {
  const values = new Map<string, EvaluatedFactor>();
  for (const { name, expression, source } of uses) {
    if (values.has(name)) continue;
    const at = { source, span: expression.span };
    const learnt = freeze(expression, table, source);
    const { frozen, found } =
      aggregates === "keep" ? freezeAggregates(learnt, table, source) : { frozen: learnt, found: false };
    const own = factorValues(evaluate(frozen, table, { source }), { name, numRows: table.numRows, at });
    const isColumn = own.kind === "numeric" && own.columns.length === 1;
    const standardised = isColumn ? standardisedBy(expression, table, source) : null;
    values.set(name, { ...own, expression: frozen, standardised, keepsAggregate: found });
  }
  return values;
}

/** A factor's columns, for the search of missing values. */
export function asVariable([name, values]: readonly [string, FactorValues]): Variable {
  if (values.kind === "categorical") return { name, columns: [values.column] };
  return { name, columns: values.columns.map((column) => ({ kind: "numeric", type: "float", values: column })) };
}

/** Some rows of a factor. */
export function takeFactor(values: EvaluatedFactor, rows: Int32Array): EvaluatedFactor {
  if (values.kind === "categorical") return { ...values, column: takeColumn(values.column, rows) };
  return { ...values, columns: values.columns.map((column) => takeNumbers(column, rows)) };
}

/** Rows `[start, stop)` of a factor; numbers and codes are views. */
export function sliceFactor(values: EvaluatedFactor, start: number, stop: number): EvaluatedFactor {
  if (values.kind === "categorical") return { ...values, column: sliceColumn(values.column, start, stop) };
  return { ...values, columns: values.columns.map((column) => column.subarray(start, stop)) };
}
