// A = U diag(s) V' by Jacobi's rotations from one side: columns are turned in pairs until all are orthogonal, and their
// lengths are the singular values. So small ones keep their digits, which a reduction to two diagonals would cost. Wide
// matrices go through transposed. Pseudo-inverses have the tolerance of numpy.linalg.pinv.
import { type JacobiRotation, jacobiRotation, unitOf } from "./jacobi-rotation.ts";
import { fromColumns, identity, type Matrix, matrix, transpose } from "./matrix.ts";
import { multiplyByTransposed } from "./multiply.ts";
import { axpyInPlace, dot, norm2 } from "./vector.ts";

/** A = U diag(s) V' with r = min(m, n). */
export interface SvdFactor {
  /** Orthonormal columns, `m x r`. */
  readonly U: Matrix;
  /** Singular values, descending; length r. */
  readonly s: Float64Array;
  /** Orthonormal columns, `n x r`. */
  readonly V: Matrix;
}

/** Sweeps over all pairs of columns; convergence is quadratic, and some six to ten are enough. */
const SWEEPS = 60;
/** Share of the largest entry below which a column is zero: its square is none. */
const ZERO = 2 ** -500;

/**
 * Decomposes an `m x n` matrix.
 *
 * @throws {@link LinalgError} `not-finite` when an entry is NaN or infinite.
 * @see Golub & Van Loan (2013), Matrix Computations, 4th ed., section 8.6.3; Demmel & Veselic (1992), SIAM J. Matrix
 *   Anal. Appl. 13, 1204-1245.
 */
export function svdFactor(A: Matrix): SvdFactor {
  if (A.nrow < A.ncol) {
    const { U, s, V } = svdFactor(transpose(A));
    return { U: V, s, V: U };
  }
  const unit = unitOf("svdFactor", A);
  const columns = Array.from({ length: A.ncol }, (_, j) => columnOf(A, j).map((value) => value / unit));
  const V = identity(A.ncol);
  const turned = columns.map((_, j) => columnOf(V, j));
  for (let sweep = 0; sweep < SWEEPS && rotateAll(columns, turned); sweep++);
  const lengths = columns.map(norm2);
  const order = [...lengths.keys()].sort((a, b) => lengths[b] - lengths[a]);
  return {
    U: directions(
      A.nrow,
      order.map((j) => columns[j]),
    ),
    s: Float64Array.from(order, (j) => unit * lengths[j]),
    V: fromColumns(
      A.ncol,
      order.map((j) => turned[j]),
    ),
  };
}

/**
 * Computes the Moore-Penrose inverse, `n x m`; singular values up to `relativeTolerance * max(s)` count as zero.
 *
 * @param relativeTolerance - 1e-15 is numpy.linalg.pinv's default.
 * @throws {@link LinalgError} `not-finite`.
 */
export function svdPseudoInverse(A: Matrix, relativeTolerance: number = 1e-15): Matrix {
  const { U, s, V } = svdFactor(A);
  const cutoff = relativeTolerance * (s[0] ?? 0);
  const scaled = matrix(
    V.nrow,
    V.ncol,
    V.data.map((value, index) => {
      const singular = s[Math.floor(index / V.nrow)];
      return singular > cutoff ? value / singular : 0;
    }),
  );
  return multiplyByTransposed(scaled, U);
}

/** One sweep: makes each pair of columns orthogonal in turn, and turns the others with them; false when all were so. */
function rotateAll(columns: readonly Float64Array[], others: readonly Float64Array[]): boolean {
  const negligible = Math.sqrt(columns[0]?.length ?? 0) * Number.EPSILON;
  const squares = columns.map((column) => dot(column, column));
  let rotated = false;
  for (let p = 0; p < columns.length - 1; p++)
    for (let q = p + 1; q < columns.length; q++) {
      const xy = dot(columns[p], columns[q]);
      if (Math.abs(xy) <= negligible * Math.sqrt(squares[p]) * Math.sqrt(squares[q])) continue;
      rotated = true;
      const rotation = jacobiRotation(squares[p], xy, squares[q]);
      turnInPlace(columns[p], columns[q], rotation);
      turnInPlace(others[p], others[q], rotation);
      squares[p] -= rotation.t * xy;
      squares[q] += rotation.t * xy;
    }
  return rotated;
}

/** (x, y) := (cx - sy, sx + cy). */
function turnInPlace(x: Float64Array, y: Float64Array, { c, s }: JacobiRotation): void {
  for (let i = 0; i < x.length; i++) {
    const first = x[i];
    x[i] = c * first - s * y[i];
    y[i] = s * first + c * y[i];
  }
}

/** Orthogonal columns, the zeros last, at unit length; in place of zeros whatever is orthogonal to those before. */
function directions(m: number, columns: readonly Float64Array[]): Matrix {
  const units: Float64Array[] = [];
  for (const column of columns) {
    const length = norm2(column);
    units.push(length > ZERO ? column.map((value) => value / length) : orthogonalTo(units, m));
  }
  return fromColumns(m, units);
}

/** A unit vector orthogonal to fewer than m others: of the axes, one that these leave most of. */
function orthogonalTo(others: readonly Float64Array[], m: number): Float64Array {
  const left = new Float64Array(m).fill(1);
  for (const other of others) for (let i = 0; i < m; i++) left[i] -= other[i] ** 2;
  const axis = new Float64Array(m);
  axis[left.indexOf(Math.max(...left))] = 1;
  // twice, for once leaves rounding in proportion to what was taken away
  for (let pass = 0; pass < 2; pass++) for (const other of others) axpyInPlace(-dot(other, axis), other, axis);
  const length = norm2(axis);
  return axis.map((value) => value / length);
}

function columnOf({ data, nrow: m }: Matrix, j: number): Float64Array {
  return data.subarray(j * m, (j + 1) * m);
}
