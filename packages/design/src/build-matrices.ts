// The stage of a formula alone: formula x table -> the matrices of both sides as patsy would make them, and the numbers
// of any rows under one. A mixed model goes another way, `build-design.ts`: there rows are dropped before levels are
// found.

import type { Formula, Term } from "@mixedlm/formula";
import { distinctFactors } from "./coding/columns.ts";
import type { FactorSpec, MatrixSpec, Missing } from "./design.ts";
import { checkFormula, checkMatricesOptions } from "./design-arguments.ts";
import { missingValues, noRowsLeft, unseenLevel } from "./design-errors.ts";
import { encode } from "./encode.ts";
import { asVariable, evaluateFactors, firstMissing, takeFactor } from "./factors.ts";
import { factorUses, fillMatrix, layOutMatrix } from "./matrix.ts";
import type { FactorValues } from "./schema.ts";
import { valueAt } from "./table/column.ts";
import { completeRows, rowNumbers } from "./table/missing.ts";
import { type Table, toTable } from "./table/table.ts";
import type { TableLike } from "./table/table-source.ts";

/** Both sides of a formula as matrices over the same rows. */
export interface ModelMatrices {
  /** The left side; null where the formula has none. */
  readonly lhs: MatrixSpec | null;
  /** The right side. */
  readonly rhs: MatrixSpec;
  /** Rows of the table where no factor of either side lacks a value, ascending. */
  readonly rows: Int32Array;
}

/**
 * Lays out the matrices of a formula as patsy's `dmatrices` does: levels are those of all rows, also of rows that
 * are left out because a factor lacks a value there. (A mixed model's design drops first; see `buildDesign`.)
 *
 * @param formula - the terms of both sides; without terms on the left there is no `lhs`.
 * @param data - the table.
 * @throws {@link DesignError} `missing-values` under `raise`, `no-rows` when none is complete; `not-a-model`,
 * `unknown-option`, `option-type`; the errors of expressions, tables and columns.
 */
export function buildMatrices<D extends TableLike<D>>(
  formula: Formula,
  data: Table | D,
  options: { readonly missing?: Missing } = {},
): ModelMatrices {
  checkFormula("buildMatrices", formula);
  checkMatricesOptions(options);
  const table = toTable(data);
  const { source, lhs, rhs } = formula;
  const factors = distinctFactors([...lhs, ...rhs]);
  const uses = factors.map(({ name, expression }) => ({ name, expression, source }));
  const values = evaluateFactors(uses, table);
  const complete = completeRows([...values].map(asVariable), table.numRows);
  const dropped = table.numRows - complete.count;
  const at = firstMissing(uses, complete.missing);
  if (options.missing === "raise" && dropped > 0) throw missingValues(complete.missing, dropped, table.numRows, at);
  if (complete.count === 0) throw noRowsLeft(complete.missing, table.numRows, at);
  const layOut = (terms: readonly Term[]) => layOutMatrix(source, terms, values);
  return { lhs: lhs.length === 0 ? null : layOut(lhs), rhs: layOut(rhs), rows: rowNumbers(complete) };
}

/** The numbers of a matrix on some rows of a table. */
export interface MatrixRows {
  /** Row numbers in the table, ascending, length n. */
  readonly rows: Int32Array;
  /** n x p column-major. */
  readonly data: Float64Array;
}

/**
 * Fills a matrix with numbers, with the levels frozen in its spec.
 *
 * Expressions are evaluated on the whole table, aggregates such as `np.mean(x)` included: on new data the mean is that
 * of the new data, as in patsy.
 *
 * @param spec - the matrix.
 * @param data - any table with the variables of the spec.
 * @param rows - the rows wanted; default: those where no factor lacks a value.
 * @throws {@link DesignError} `unseen-level`, `type` when a variable is no longer what it was; the errors of
 *   expressions.
 */
export function matrixRows<D extends TableLike<D>>(spec: MatrixSpec, data: Table | D, rows?: Int32Array): MatrixRows {
  const table = toTable(data);
  const values = evaluateFactors(factorUses(spec), table);
  // as in patsy, a level that was never seen is an error also in a row that is left out for another reason
  if (rows === undefined) for (const factor of spec.factors) refuseUnseen(spec, factor, values);
  const wanted = rows ?? rowNumbers(completeRows([...values].map(asVariable), table.numRows));
  const taken = new Map([...values].map(([name, factor]) => [name, takeFactor(factor, wanted)]));
  return { rows: wanted, data: fillMatrix(spec, taken, wanted) };
}

/** Refuses values of a factor that are none of its frozen levels, in any row of the table. */
function refuseUnseen({ source }: MatrixSpec, spec: FactorSpec, values: ReadonlyMap<string, FactorValues>): void {
  const own = values.get(spec.name)!;
  if (spec.kind === "numeric" || own.kind === "numeric") return;
  const row = encode(own.column, spec.levels, spec, "missing").findIndex(
    (code, i) => code < 0 && valueAt(own.column, i) !== null,
  );
  const at = { source, span: spec.expression.span };
  if (row >= 0) throw unseenLevel(spec.name, valueAt(own.column, row)!, row, spec.levels, at);
}
