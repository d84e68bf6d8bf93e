// Rows that need not be independent -> the space that they span: which of them make it, what the others are in terms of
// these, and orthonormal axes. By reflections, not by products of the rows, so that rows at a small angle (the
// intercept and the slope of a predictor far from 0) are told apart as long as their numbers tell them apart.
import { matrix, norm2, qrBasis, qrFactor } from "@mixedlm/linalg";

/** Sine of the angle between a row and the rows before it below which it is a combination of them, up to rounding. */
export const DEPENDENT = 1e-11;

/** The span of some rows. */
export interface CombinationSpace {
  readonly rank: number;
  /** Numbers of the rows that make it, ascending: `rank` of them. */
  readonly kept: readonly number[];
  /** Orthonormal rows, `rank` of them. */
  readonly axes: readonly Float64Array[];
  /** The other rows, each a sum of kept ones. */
  readonly others: readonly { readonly row: number; readonly parts: readonly Part[] }[];
  /** d'(F F')^-1 d, F the kept rows and d a number for each of them. */
  square(d: ArrayLike<number>): number;
}

/** A kept row in a sum. */
export interface Part {
  readonly row: number;
  /** What it is multiplied by; and the same for rows of length 1. */
  readonly factor: number;
  readonly share: number;
}

/** Finds the span. @param rows - all of one length. @param dependent - see {@link DEPENDENT}. */
export function combinationSpace(rows: readonly ArrayLike<number>[], dependent: number = DEPENDENT): CombinationSpace {
  const p = rows.length === 0 ? 0 : rows[0].length;
  const columns = matrix(p, rows.length);
  // of unit length each: their units do not decide which of them count
  const size = rows.map((row) => norm2(Float64Array.from(row)));
  for (const [i, row] of rows.entries())
    for (let j = 0; j < p && size[i] > 0; j++) columns.data[i * p + j] = row[j] / size[i];
  const factor = qrFactor(columns, dependent);
  const { rank, pivot, R } = factor;
  const kept = Array.from(pivot.subarray(0, rank));
  const others = Array.from(pivot.subarray(rank), (row, k) => {
    const shares = R.data.slice((rank + k) * rank, (rank + k + 1) * rank);
    for (let j = rank - 1; j >= 0; j--) {
      shares[j] /= R.data[j * rank + j];
      for (let i = 0; i < j; i++) shares[i] -= R.data[j * rank + i] * shares[j];
    }
    const parts = kept.map((own, j) => ({ row: own, factor: (shares[j] * size[row]) / size[own], share: shares[j] }));
    return { row, parts };
  });
  const Q = qrBasis(factor, 0, rank);
  const axes = kept.map((_, k) => Q.data.slice(k * p, (k + 1) * p));
  const square = (d: ArrayLike<number>): number => {
    const along = kept.map((row, k) => d[k] / size[row]);
    let sum = 0;
    for (let k = 0; k < rank; k++) {
      for (let i = 0; i < k; i++) along[k] -= R.data[k * rank + i] * along[i];
      along[k] /= R.data[k * rank + k];
      sum += along[k] ** 2;
    }
    return sum;
  };
  return { rank, kept, axes, others, square };
}
