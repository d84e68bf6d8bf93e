// Some rows of a table, chosen before anything else: the others are as if they were not there, for levels, groups and
// contrasts alike. statsmodels takes the argument and leaves it out of account.
import { buildMatrices, matrixRows, type Table } from "@mixedlm/design";
import { parseFormula } from "@mixedlm/formula";
import { type LabelledValues, listOf } from "../labelled/labelled-values.ts";
import { subsetEmpty, subsetExpression, subsetLength, subsetPosition, subsetType } from "./array-errors.ts";
import { tableRows } from "./table-row.ts";

/**
 * Which rows of a table a model is made of: a truth value for each row, also as a Series; row numbers; a function that
 * is asked for each row; or an expression in the language of formulas, such as `"(Time > 3) & (Cu == 'Cu000')"`.
 *
 * The function gets a row's values by the names of the columns, null where one is missing, and the row's number.
 * `Row` is the type of such a row.
 */
export type Subset<Row = AnyRow> =
  | ArrayLike<boolean>
  | ArrayLike<number>
  | LabelledValues<boolean>
  | LabelledValues<number>
  | ((row: Row, index: number) => boolean)
  | string;

/** A row of a table whose type does not tell its columns. */
// biome-ignore lint/suspicious/noExplicitAny: nothing is known of the values
export type AnyRow = Readonly<Record<string, any>>;

/** The rows of a table of type `D`, as far as it tells: an array of row objects, or a record of columns. */
export type RowOf<D> = D extends readonly (infer R extends object)[]
  ? R
  : D extends Record<"numRows", unknown> | Record<"getChild", unknown>
    ? AnyRow
    : { readonly [K in keyof D]: D[K] extends ArrayLike<infer V> ? V : AnyRow[string] };

/**
 * Finds the rows of a subset.
 *
 * @returns row numbers, ascending.
 * @throws {@link SmfError} `subset-type`, `subset-length`, `subset-position`, `subset-expression`, and `subset-empty`
 *   when no row stays; FormulaError and DesignError for the text of an expression and its names.
 */
export function subsetRows(subset: Subset, table: Table): Int32Array {
  const rows = selectedRows(subset, table);
  if (rows.length === 0) throw subsetEmpty(table.numRows);
  return rows;
}

function selectedRows(subset: Subset, table: Table): Int32Array {
  if (typeof subset === "string") return expressionRows(subset, table);
  if (typeof subset === "function") return predicateRows(subset, table);
  const given = listOf(subset);
  if (given === null) throw subsetType(subset);
  const values: readonly unknown[] = Array.from(given);
  if (values.every((value) => typeof value === "boolean")) return maskRows(values, table.numRows);
  if (values.every((value) => typeof value === "number")) return numberedRows(values, table.numRows);
  throw subsetType(subset);
}

function maskRows(mask: readonly boolean[], numRows: number): Int32Array {
  if (mask.length !== numRows && mask.length > 0) throw subsetLength(mask.length, numRows);
  return Int32Array.from(Array.from(mask.keys()).filter((row) => mask[row]));
}

function numberedRows(numbers: readonly number[], numRows: number): Int32Array {
  const rows = Int32Array.from(numbers).sort();
  const wrong = numbers.find((row) => !Number.isInteger(row) || row < 0 || row >= numRows);
  if (wrong !== undefined) throw subsetPosition(wrong, numRows, false);
  const twice = rows.find((row, i) => row === rows[i + 1]);
  if (twice !== undefined) throw subsetPosition(twice, numRows, true);
  return rows;
}

function predicateRows(isWanted: (row: AnyRow, index: number) => boolean, table: Table): Int32Array {
  const wanted: number[] = [];
  const rowAt = tableRows(table);
  for (let row = 0; row < table.numRows; row++) {
    const answer: unknown = isWanted(rowAt(row), row);
    if (typeof answer !== "boolean") throw subsetType(answer);
    if (answer) wanted.push(row);
  }
  return Int32Array.from(wanted);
}

/** The rows where an expression is true; one that has no value somewhere is not true there. */
function expressionRows(expression: string, table: Table): Int32Array {
  const { rhs } = buildMatrices(parseFormula(`0 + I(${expression})`), table, { missing: "drop" });
  const [factor] = rhs.factors;
  const isTruth = factor?.kind === "categorical" && factor.dataType === "bool";
  if (rhs.factors.length !== 1 || rhs.terms.length !== 1 || !isTruth) throw subsetExpression(expression);
  // patsy codes truth values in two columns: false, true
  const { rows, data } = matrixRows(rhs, table);
  return rows.filter((_, i) => data[rows.length + i] === 1);
}
