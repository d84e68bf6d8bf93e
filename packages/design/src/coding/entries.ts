// Columns as sparse rows: each row has a few entries, an entry is a column and a value. A number is in the same column
// in every row; a level is a column number, so that dummies are never written out, and a product of factors is an index
// computation. The same kernel serves the fixed part, vector terms and variance components.
import { type Arrays, newArrays } from "../arrays.ts";
import type { FactorSpec, RandomRows, RowEntries } from "../design.ts";
import type { FactorPlan, PerGroup, SubtermPlan } from "./column-plan.ts";
import { indicatorColumn } from "./contrasts.ts";

/**
 * A factor's values with its levels as codes: those of the matrix, or of each row's group; -1 where that has not got
 * it.
 */
export type CodedFactor =
  | { readonly kind: "numeric"; readonly columns: readonly Float64Array[] }
  | { readonly kind: "categorical"; readonly codes: Int32Array };

/** The rows that entries are made for. */
export interface EntryRows {
  readonly n: number;
  /** Group of each row, -1 for none; null where columns do not depend on the group. */
  readonly groupOf: Int32Array | null;
  readonly arrays: Arrays;
}

/**
 * Makes the entries of a matrix or a component.
 *
 * @param plan - where columns go.
 * @param factors - the values of the matrix' factors, `rows.n` of each.
 */
export function rowEntries(plan: readonly SubtermPlan[], factors: readonly CodedFactor[], rows: EntryRows): RandomRows {
  return plan.flatMap((subterm) =>
    productEntries(subterm.factors, factors, rows).map(({ column, value }) => ({
      column: addColumns(column, subterm.offset, 1, rows),
      value,
    })),
  );
}

/** Makes the entries of a matrix or a component where there are no rows: which columns are fixed shows without any. */
export function emptyEntries(plan: readonly SubtermPlan[], factors: readonly FactorSpec[]): RandomRows {
  const withoutValues = factors.map((spec): CodedFactor => {
    if (spec.kind === "categorical") return { kind: "categorical", codes: new Int32Array(0) };
    return { kind: "numeric", columns: Array.from({ length: spec.width }, () => new Float64Array(0)) };
  });
  return rowEntries(plan, withoutValues, { n: 0, groupOf: new Int32Array(0), arrays: newArrays });
}

/**
 * Multiplies factors row by row; the left-most factor's column varies fastest. The product of none is the intercept.
 */
function productEntries(
  plan: readonly FactorPlan[],
  factors: readonly CodedFactor[],
  rows: EntryRows,
): readonly RowEntries[] {
  let product: readonly RowEntries[] = [{ column: 0, value: null }];
  for (const factor of plan) {
    const left = product;
    product = factorEntries(factor, factors[factor.factor]!, rows).flatMap((right) =>
      left.map(({ column, value }) => ({
        column: addColumns(column, factor.stride, right.column, rows),
        value: multiply(value, right.value, rows),
      })),
    );
  }
  return product;
}

function factorEntries(plan: FactorPlan, values: CodedFactor, rows: EntryRows): readonly RowEntries[] {
  if (values.kind === "numeric") return values.columns.map((value, column) => ({ column, value }));
  if (plan.kind === "matrix") return codingEntries(plan, values.codes, rows);
  const omitted = plan.kind === "indicator" ? plan.omitted : -1;
  return [{ column: indicatorColumns(values.codes, omitted, rows), value: null }];
}

function indicatorColumns(codes: Int32Array, omitted: PerGroup, { n, groupOf, arrays }: EntryRows): Int32Array {
  if (omitted === -1) return codes;
  const column = arrays.ints(n);
  for (let i = 0; i < n; i++) {
    const code = codes[i]!;
    column[i] = code < 0 ? -1 : indicatorColumn(code, numberIn(omitted, groupOf, i));
  }
  return column;
}

/** The entries of a coding matrix' rows, column by column; in a group that has fewer columns, the last are empty. */
function codingEntries(
  { codings, columns }: Extract<FactorPlan, { kind: "matrix" }>,
  codes: Int32Array,
  { n, groupOf, arrays }: EntryRows,
): readonly RowEntries[] {
  const width = typeof columns === "number" ? columns : columns.reduce((most, count) => Math.max(most, count), 0);
  return Array.from({ length: width }, (_, j): RowEntries => {
    const value = arrays.floats(n);
    for (let i = 0; i < n; i++) {
      const coding = codings[codings.length === 1 || groupOf === null ? 0 : groupOf[i]!];
      value[i] = coding?.rows[codes[i]!]?.[j] ?? 0;
    }
    if (typeof columns === "number") return { column: j, value };
    const column = arrays.ints(n);
    for (let i = 0; i < n; i++) column[i] = j < numberIn(columns, groupOf, i) ? j : -1;
    return { column, value };
  });
}

/** `low + stride * high`, or -1 where one of the columns is. */
function addColumns(
  low: RowEntries["column"],
  stride: PerGroup,
  high: RowEntries["column"],
  { n, groupOf, arrays }: EntryRows,
): RowEntries["column"] {
  if (typeof low === "number" && typeof high === "number" && typeof stride === "number") return low + stride * high;
  if (low === 0 && stride === 1) return high;
  if (high === 0 || stride === 0) return low;
  const sum = arrays.ints(n);
  for (let i = 0; i < n; i++) {
    const a = typeof low === "number" ? low : low[i]!;
    const b = typeof high === "number" ? high : high[i]!;
    sum[i] = a < 0 || b < 0 ? -1 : a + numberIn(stride, groupOf, i) * b;
  }
  return sum;
}

/** The number of row i's group; 0 outside all groups, where it does not matter. */
function numberIn(numbers: PerGroup, groupOf: Int32Array | null, i: number): number {
  return typeof numbers === "number" ? numbers : (numbers[groupOf![i]!] ?? 0);
}

function multiply(a: Float64Array | null, b: Float64Array | null, { n, arrays }: EntryRows): Float64Array | null {
  if (a === null || b === null) return a ?? b;
  const product = arrays.floats(n);
  for (let i = 0; i < n; i++) product[i] = a[i]! * b[i]!;
  return product;
}
