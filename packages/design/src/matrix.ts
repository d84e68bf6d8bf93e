// Model matrices: formula x table -> a `MatrixSpec` as patsy would make it, and the numbers of any rows under a spec.
// Numbers are made column by column into one column-major array; a categorical factor is an index, never dummies.
import type { Formula, Term } from "@mixedlm/formula";
import { type Arrays, newArrays } from "./arrays.ts";
import { valueAt } from "./column.ts";
import { matrixTooLarge, missingValues, noRowsLeft, unseenLevel } from "./column-errors.ts";
import { matrixPlan } from "./column-plan.ts";
import { distinctFactors, layOutColumns } from "./columns.ts";
import type { FactorSpec, MatrixSpec, RandomRows } from "./design.ts";
import { checkFormula, checkMatricesOptions } from "./design-arguments.ts";
import { type CodedFactor, rowEntries } from "./entries.ts";
import {
  asVariable,
  checkContrast,
  checkKind,
  type EvaluatedFactor,
  evaluateFactors,
  type FactorUse,
  factorSpec,
  firstMissing,
  takeFactor,
} from "./factors.ts";
import { fillInfiniteRows } from "./infinite-rows.ts";
import { LIMITS } from "./limits.ts";
import { completeRows, rowNumbers } from "./missing.ts";
import { encode, type FactorValues } from "./schema.ts";
import { type Table, toTable } from "./table.ts";
import type { TableLike } from "./table-source.ts";

/** What to do with rows that lack a value. */
export type Missing = "drop" | "raise";

/** Both sides of a formula as matrices over the same rows. */
export interface ModelMatrices {
  readonly lhs: MatrixSpec | null;
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
 * @throws {@link DesignError} `missing-values` under `raise`, `no-rows` when none is complete; `not-a-model`, `option`; the
 * errors of expressions, tables and columns.
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

/**
 * Lays out a matrix of terms, with the levels found in its factors' values.
 *
 * @param source - the text that spans of `terms` refer to.
 * @param values - by name, on the rows whose levels count.
 * @throws {@link DesignError} `categorical`, `duplicate-column`, `limit`.
 */
export function layOutMatrix(
  source: string,
  terms: readonly Term[],
  values: ReadonlyMap<string, EvaluatedFactor>,
): MatrixSpec {
  const specs = distinctFactors(terms).map((factor): [string, FactorSpec] => {
    const own = values.get(factor.name)!;
    const spec = factorSpec(factor, own, source);
    checkContrast(spec, own, source);
    return [factor.name, spec];
  });
  return layOutColumns(source, terms, new Map(specs));
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
 * @throws {@link DesignError} `unseen-level`, `type` when a variable is no longer what it was; the errors of expressions.
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

/** The factors of a matrix with the text that their spans refer to. */
export function factorUses({ factors, source }: MatrixSpec): FactorUse[] {
  return factors.map(({ name, expression }) => ({ name, expression, source }));
}

/**
 * Fills a matrix from its factors' values.
 *
 * @param values - by name, one per row, nothing missing.
 * @param rows - row numbers in the table, length n, for messages.
 * @param arrays - where the matrix is written.
 * @returns n x p column-major.
 * @throws {@link DesignError} `unseen-level`, `type`, `limit` beyond 2^30 entries.
 */
export function fillMatrix(
  spec: MatrixSpec,
  values: ReadonlyMap<string, FactorValues>,
  rows: Int32Array,
  arrays: Arrays = newArrays,
): Float64Array {
  const n = rows.length;
  const p = spec.names.length;
  if (n * p > LIMITS.entries) throw matrixTooLarge(n, p, LIMITS.entries);
  const factors = spec.factors.map((factor) => codeFactor(spec, factor, values, rows, arrays));
  const entries = rowEntries(matrixPlan(spec), factors, { n, groupOf: null, arrays });
  const X = arrays.floats(n * p);
  if (entries.some(({ column }) => typeof column !== "number")) X.fill(0);
  for (const { column, value } of entries) {
    if (typeof column === "number") {
      if (value === null) X.fill(1, column * n, (column + 1) * n);
      else X.set(value, column * n);
    } else for (let i = 0; i < n; i++) if (column[i]! >= 0) X[column[i]! * n + i] = value === null ? 1 : value[i]!;
  }
  fillInfiniteRows(X, n, spec, factors);
  return X;
}

/**
 * Makes the entries of a matrix' rows: a number for each numeric column, one column number for a category.
 *
 * @param values - by name, one per row, nothing missing.
 * @param rows - row numbers in the table, length n, for messages.
 * @returns entries, which may share memory with `values`.
 * @throws {@link DesignError} `unseen-level`, `type`.
 */
export function matrixEntries(
  spec: MatrixSpec,
  values: ReadonlyMap<string, FactorValues>,
  rows: Int32Array,
  arrays: Arrays,
): RandomRows {
  const factors = spec.factors.map((factor) => codeFactor(spec, factor, values, rows, arrays));
  return rowEntries(matrixPlan(spec), factors, { n: rows.length, groupOf: null, arrays });
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

/** A factor with its levels translated to the frozen ones. */
function codeFactor(
  matrix: MatrixSpec,
  spec: FactorSpec,
  values: ReadonlyMap<string, FactorValues>,
  rows: Int32Array,
  arrays: Arrays,
): CodedFactor {
  const own = values.get(spec.name)!;
  const at = { source: matrix.source, span: spec.expression.span };
  checkKind(spec, own, at);
  if (spec.kind === "numeric" || own.kind === "numeric") return own as Extract<FactorValues, { kind: "numeric" }>;
  const codes = encode(own.column, spec.levels, spec, "missing", arrays.ints(rows.length));
  const i = codes.indexOf(-1);
  if (i >= 0) throw unseenLevel(spec.name, valueAt(own.column, i)!, rows[i]!, spec.levels, at);
  return { kind: "categorical", codes };
}
