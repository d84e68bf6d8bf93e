// The one matrix record of the project: a flat Float64Array in column-major order, so that a column (a variable, a
// right-hand side, a level's effects) is contiguous and a block of a larger buffer is an offset and a column stride.
import { dataLength, raggedRows } from "./errors.ts";

/** A dense `nrow x ncol` matrix; entry (i, j) is `data[i + j * nrow]`. */
export interface Matrix {
  /** The columns one after the other, length `nrow * ncol`. */
  readonly data: Float64Array;
  /** Number of rows. */
  readonly nrow: number;
  /** Number of columns. */
  readonly ncol: number;
}

/**
 * Makes an `nrow x ncol` matrix of zeros, or wraps `data` (column-major) without copying it.
 *
 * @throws {@link LinalgError} `data-length` when `data` does not hold `nrow * ncol` numbers.
 */
export function matrix(nrow: number, ncol: number, data: Float64Array = new Float64Array(nrow * ncol)): Matrix {
  if (data.length !== nrow * ncol) throw dataLength([nrow, ncol], data.length);
  return { data, nrow, ncol };
}

/** Makes the `n x n` identity. */
export function identity(n: number): Matrix {
  const I = matrix(n, n);
  for (let j = 0; j < n; j++) I.data[j * n + j] = 1;
  return I;
}

/**
 * Makes a matrix from its rows; no rows give 0 x 0.
 *
 * @throws {@link LinalgError} `ragged-rows` when the rows differ in length.
 */
export function fromRows(rows: readonly ArrayLike<number>[]): Matrix {
  const ncol = rows.length === 0 ? 0 : rows[0].length;
  const A = matrix(rows.length, ncol);
  rows.forEach((row, i) => {
    if (row.length !== ncol) throw raggedRows(i, row.length, ncol);
    for (let j = 0; j < ncol; j++) A.data[i + j * A.nrow] = row[j];
  });
  return A;
}

/** Makes a matrix of `nrow` rows from its columns, each of that length. */
export function fromColumns(nrow: number, columns: readonly Float64Array[]): Matrix {
  const A = matrix(nrow, columns.length);
  for (const [j, column] of columns.entries()) A.data.set(column, j * nrow);
  return A;
}

/** Copies a matrix into an array of `nrow` rows of `ncol` numbers. */
export function toRows(A: Matrix): number[][] {
  return Array.from({ length: A.nrow }, (_, i) => Array.from({ length: A.ncol }, (_, j) => A.data[i + j * A.nrow]));
}

/** Makes the matrix whose entries are `factor` times those of A. */
export function scaled(A: Matrix, factor: number): Matrix {
  return matrix(
    A.nrow,
    A.ncol,
    A.data.map((value) => factor * value),
  );
}

/** Makes the `ncol x nrow` transpose A'. */
export function transpose(A: Matrix): Matrix {
  const T = matrix(A.ncol, A.nrow);
  for (let j = 0; j < A.ncol; j++) {
    for (let i = 0; i < A.nrow; i++) T.data[j + i * A.ncol] = A.data[i + j * A.nrow];
  }
  return T;
}
