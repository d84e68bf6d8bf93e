// The pattern of a sparse symmetric matrix: where its lower triangle may be other than zero. In: column starts and row
// numbers, as the caller has them. Out: the same record, checked once, so that no later stage looks at it again.
import { sparsePattern as patternError } from "../errors.ts";

/**
 * The lower triangle of a symmetric `n x n` matrix, compressed by columns.
 *
 * Values that belong to a pattern are a `Float64Array` in its order: `values[k]` is the entry in row `row[k]`.
 */
export interface SparsePattern {
  /** Order of the matrix. */
  readonly n: number;
  /** Length n + 1: the entries of column j are `start[j]` to `start[j + 1] - 1`. */
  readonly start: Int32Array;
  /** Row of each entry: in a column ascending, the diagonal first. */
  readonly row: Int32Array;
}

/**
 * Checks a pattern and returns it as a record; the arrays are kept, not copied.
 *
 * @param start - length n + 1, from 0 ascending to the number of entries.
 * @param row - row numbers; each column begins with its diagonal and ascends below it.
 * @throws {@link LinalgError} `sparse-pattern` with the first column that is not so.
 */
export function sparsePattern(n: number, start: Int32Array, row: Int32Array): SparsePattern {
  if (start.length !== n + 1 || start[0] !== 0 || start[n] !== row.length) {
    throw patternError(-1, `needs ${n + 1} column starts from 0 to the ${row.length} entries`);
  }
  for (let j = 0; j < n; j++) {
    if (start[j + 1] <= start[j] || row[start[j]] !== j) throw patternError(j, "has to begin with its diagonal entry");
    for (let k = start[j] + 1; k < start[j + 1]; k++) {
      if (row[k] <= row[k - 1]) throw patternError(j, `has row ${row[k]} after row ${row[k - 1]}, not ascending`);
    }
    if (row[start[j + 1] - 1] >= n) throw patternError(j, `has row ${row[start[j + 1] - 1]}, beyond order ${n}`);
  }
  return { n, start, row };
}
