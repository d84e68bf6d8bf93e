// The matrix of terms: its layout from the factors' values, and the numbers of given rows under a layout, as dense
// columns or as entries. Numbers are made column by column into one column-major array; a category is an index, never
// dummies.

import type { Term } from "@mixedlm/formula";
import { type Arrays, newArrays } from "./arrays.ts";
import { matrixPlan } from "./coding/column-plan.ts";
import { distinctFactors, layOutColumns } from "./coding/columns.ts";
import { type CodedFactor, rowEntries } from "./coding/entries.ts";
import { fillInfiniteRows } from "./coding/infinite-rows.ts";
import type { FactorSpec, MatrixSpec, RandomRows } from "./design.ts";
import { matrixTooLarge, unseenLevel } from "./design-errors.ts";
import { encode } from "./encode.ts";
import { checkContrast, checkKind, factorSpec } from "./factor-spec.ts";
import type { EvaluatedFactor, FactorUse } from "./factors.ts";
import { LIMITS } from "./limits.ts";
import type { FactorValues, NumericFactor } from "./schema.ts";
import { valueAt } from "./table/column.ts";

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
  if (spec.kind === "numeric" || own.kind === "numeric") return own as NumericFactor;
  const codes = encode(own.column, spec.levels, spec, "missing", arrays.ints(rows.length));
  const i = codes.indexOf(-1);
  if (i >= 0) throw unseenLevel(spec.name, valueAt(own.column, i)!, rows[i]!, spec.levels, at);
  return { kind: "categorical", codes };
}
