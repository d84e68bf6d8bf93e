// Products of whole matrices, each with the loop order that runs down columns: entry by entry dot products for A'B,
// column updates for AB and AB'; large products go to the kernels. For blocks of a buffer see rank-update.ts.
import { shapeMismatch } from "./errors.ts";
import { BLOCKED_DEPTH, BLOCKED_ORDER } from "./kernels/crossover.ts";
import { largeProduct, type Operand } from "./kernels/large-operations.ts";
import { blockOf } from "./kernels/strips.ts";
import { type Matrix, matrix } from "./matrix.ts";

/**
 * Computes AB, `A.nrow x B.ncol`.
 *
 * @throws {@link LinalgError} `shape-mismatch` when `A.ncol !== B.nrow`.
 */
export function multiply(A: Matrix, B: Matrix): Matrix {
  if (A.ncol !== B.nrow) throw mismatch("multiply", A, B, `${A.ncol} columns against ${B.nrow} rows`);
  const C = matrix(A.nrow, B.ncol);
  if (isLarge(C, A.ncol)) {
    largeProduct(blockOf(C), C.nrow, C.ncol, asItStands(A), asItStands(B), A.ncol);
    return C;
  }
  for (let j = 0; j < B.ncol; j++) {
    for (let k = 0; k < A.ncol; k++) addColumn(C, j, B.data[k + j * B.nrow], A, k);
  }
  return C;
}

/**
 * Computes A'B, `A.ncol x B.ncol`.
 *
 * @throws {@link LinalgError} `shape-mismatch` when `A.nrow !== B.nrow`.
 */
export function multiplyTransposed(A: Matrix, B: Matrix): Matrix {
  if (A.nrow !== B.nrow) throw mismatch("multiply the transpose of", A, B, `${A.nrow} rows against ${B.nrow} rows`);
  const C = matrix(A.ncol, B.ncol);
  if (isLarge(C, A.nrow)) {
    largeProduct(blockOf(C), C.nrow, C.ncol, transposed(A), asItStands(B), A.nrow);
    return C;
  }
  for (let j = 0; j < B.ncol; j++) {
    for (let i = 0; i < A.ncol; i++) {
      let sum = 0;
      for (let k = 0; k < A.nrow; k++) sum += A.data[k + i * A.nrow] * B.data[k + j * B.nrow];
      C.data[i + j * C.nrow] = sum;
    }
  }
  return C;
}

/**
 * Computes AB', `A.nrow x B.nrow`.
 *
 * @throws {@link LinalgError} `shape-mismatch` when `A.ncol !== B.ncol`.
 */
export function multiplyByTransposed(A: Matrix, B: Matrix): Matrix {
  if (A.ncol !== B.ncol) throw mismatch("multiply by a transpose", A, B, `${A.ncol} columns against ${B.ncol} columns`);
  const C = matrix(A.nrow, B.nrow);
  if (isLarge(C, A.ncol)) {
    largeProduct(blockOf(C), C.nrow, C.ncol, asItStands(A), transposed(B), A.ncol);
    return C;
  }
  for (let j = 0; j < B.nrow; j++) {
    for (let k = 0; k < A.ncol; k++) addColumn(C, j, B.data[j + k * B.nrow], A, k);
  }
  return C;
}

/**
 * Computes the vector Ax, length `A.nrow`.
 *
 * @throws {@link LinalgError} `shape-mismatch` when `A.ncol !== x.length`.
 */
export function multiplyVector(A: Matrix, x: Float64Array): Float64Array {
  return multiply(A, matrix(x.length, 1, x)).data;
}

function isLarge(C: Matrix, depth: number): boolean {
  return Math.min(C.nrow, C.ncol) >= BLOCKED_ORDER && depth >= BLOCKED_DEPTH;
}

function asItStands(A: Matrix): Operand {
  return { block: blockOf(A), isTransposed: false };
}

function transposed(A: Matrix): Operand {
  return { block: blockOf(A), isTransposed: true };
}

// column j of C += factor * column k of A
function addColumn(C: Matrix, j: number, factor: number, A: Matrix, k: number): void {
  const c = j * C.nrow;
  const a = k * A.nrow;
  for (let i = 0; i < A.nrow; i++) C.data[c + i] += factor * A.data[a + i];
}

function mismatch(operation: string, A: Matrix, B: Matrix, condition: string): Error {
  return shapeMismatch(operation, [A.nrow, A.ncol], [B.nrow, B.ncol], condition);
}
