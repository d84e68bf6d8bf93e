// Sub-terms as sparse rows: for each row the few columns it touches and their values. A categorical factor with
// indicator coding touches one column, so a product is an index computation; dummies are never written out.
// The same kernel serves matrices (one set of codings) and variance components (codings of each group's own).
import { type Coding, indicatorColumn } from "./contrasts.ts";
import type { ComponentRows } from "./design.ts";

/** The columns of one factor, by row. */
export interface FactorRows {
  /** Entries a row has. */
  readonly width: number;
  /** Column of each entry inside the factor, n x width row-major, -1 for none; null: entry j is in column j. */
  readonly column: Int32Array | null;
  /** Values, n x width row-major; null: all are 1. */
  readonly value: Float64Array | null;
  /** Number of columns, for each group (one number when rows are not grouped). */
  readonly columns: Int32Array;
}

/** Which group each row is in (-1: none), and how many groups there are. Null stands for: all rows are coded alike. */
export interface Grouping {
  readonly codes: Int32Array;
  readonly count: number;
}

/** Reads a numeric factor of m columns, each of length n; the number of columns is the same in each group. */
export function numericRows(columns: readonly Float64Array[], grouping: Grouping | null): FactorRows {
  const width = columns.length;
  return { width, column: null, value: interleave(columns), columns: new Int32Array(grouping?.count ?? 1).fill(width) };
}

/** Puts m columns of length n side by side: n x m row-major. A single column is used as it is. */
function interleave(columns: readonly Float64Array[]): Float64Array {
  const first = columns[0] ?? new Float64Array(0);
  if (columns.length === 1) return first;
  const m = columns.length;
  const out = new Float64Array(first.length * m);
  for (const [j, column] of columns.entries()) for (let i = 0; i < column.length; i++) out[i * m + j] = column[i]!;
  return out;
}

/**
 * Reads a categorical factor.
 *
 * @param codes - level of each row among its group's levels, -1 for none, length n.
 * @param codings - the coding of each group (one coding when rows are not grouped), all of the same kind.
 * @param grouping - the rows' groups.
 */
export function categoricalRows(codes: Int32Array, codings: readonly Coding[], grouping: Grouping | null): FactorRows {
  const columns = Int32Array.from(codings, (coding) => coding.suffixes.length);
  const groupOf = grouping?.codes ?? null;
  if (codings.some((coding) => coding.kind === "matrix")) return { ...codingRows(codes, codings, groupOf), columns };
  const omitted = Int32Array.from(codings, (coding) => (coding.kind === "indicator" ? coding.omitted : -1));
  const column = new Int32Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    const g = groupOf === null ? 0 : groupOf[i]!;
    column[i] = code < 0 || g < 0 ? -1 : indicatorColumn(code, omitted[g]!);
  }
  return { width: 1, column, value: null, columns };
}

/** Writes out the row of the coding matrix for each row; groups with fewer columns leave entries empty. */
function codingRows(
  codes: Int32Array,
  codings: readonly Coding[],
  groupOf: Int32Array | null,
): Omit<FactorRows, "columns"> {
  const width = codings.reduce((most, coding) => Math.max(most, coding.suffixes.length), 0);
  const column = new Int32Array(codes.length * width).fill(-1);
  const value = new Float64Array(codes.length * width);
  for (let i = 0; i < codes.length; i++) {
    const coding = codings[groupOf === null ? 0 : groupOf[i]!];
    if (coding?.kind !== "matrix" || codes[i]! < 0) continue;
    const row = coding.rows[codes[i]!]!;
    for (let j = 0; j < row.length; j++) {
      column[i * width + j] = j;
      value[i * width + j] = row[j]!;
    }
  }
  return { width, column, value };
}

/**
 * Multiplies factors row by row; the left-most factor's column varies fastest.
 *
 * @param factors - the factors of a sub-term, none for the intercept.
 * @param n - number of rows.
 * @returns the product's entries and its number of columns for each group.
 */
export function productRows(
  factors: readonly FactorRows[],
  n: number,
  grouping: Grouping | null,
): { readonly rows: ComponentRows; readonly columns: Int32Array } {
  const stride = new Int32Array(grouping?.count ?? 1).fill(1);
  let rows: ComponentRows = { width: 1, column: ones(n, grouping), value: new Float64Array(n).fill(1) };
  for (const factor of factors) {
    rows = timesFactor(rows, factor, stride, n, grouping);
    for (let g = 0; g < stride.length; g++) stride[g] = stride[g]! * factor.columns[g]!;
  }
  return { rows, columns: stride };
}

/** The intercept: column 0 in each row that has a group. */
function ones(n: number, grouping: Grouping | null): Int32Array {
  const column = new Int32Array(n);
  if (grouping !== null) for (let i = 0; i < n; i++) column[i] = grouping.codes[i]! < 0 ? -1 : 0;
  return column;
}

function timesFactor(
  left: ComponentRows,
  right: FactorRows,
  stride: Int32Array,
  n: number,
  grouping: Grouping | null,
): ComponentRows {
  const width = left.width * right.width;
  const column = new Int32Array(n * width);
  const value = new Float64Array(n * width);
  let entry = 0;
  for (let i = 0; i < n; i++) {
    const g = grouping === null ? 0 : grouping.codes[i]!;
    const step = g < 0 ? 0 : stride[g]!;
    for (let b = i * right.width; b < (i + 1) * right.width; b++) {
      const high = right.column === null ? b - i * right.width : right.column[b]!;
      const factor = right.value === null ? 1 : right.value[b]!;
      for (let a = i * left.width; a < (i + 1) * left.width; a++, entry++) {
        const low = left.column[a]!;
        const isEmpty = low < 0 || high < 0;
        column[entry] = isEmpty ? -1 : low + step * high;
        value[entry] = isEmpty ? 0 : left.value[a]! * factor;
      }
    }
  }
  return { width, column, value };
}

/**
 * Puts the sub-terms of a component side by side.
 *
 * @param parts - entries and number of columns of each sub-term.
 * @returns entries whose columns count from the first sub-term's first, inside the row's group.
 */
export function joinRows(
  parts: readonly { readonly rows: ComponentRows; readonly columns: Int32Array }[],
  n: number,
  grouping: Grouping | null,
): ComponentRows {
  const width = parts.reduce((total, part) => total + part.rows.width, 0);
  const column = new Int32Array(n * width);
  const value = new Float64Array(n * width);
  const offset = new Int32Array(grouping?.count ?? 1);
  let at = 0;
  for (const { rows, columns } of parts) {
    for (let i = 0; i < n; i++) {
      const g = grouping === null ? 0 : grouping.codes[i]!;
      for (let k = 0; k < rows.width; k++) {
        const from = i * rows.width + k;
        const inside = rows.column[from]!;
        column[i * width + at + k] = inside < 0 || g < 0 ? -1 : inside + offset[g]!;
        value[i * width + at + k] = rows.value[from]!;
      }
    }
    for (let g = 0; g < offset.length; g++) offset[g] = offset[g]! + columns[g]!;
    at += rows.width;
  }
  return { width, column, value };
}
