// Other columns in place of X's, (X - centre) A, made row by row before anything is summed up, and y counted from a
// combination of X's. Products of columns that nearly depend on each other hold few digits of what tells them apart,
// and products of a y that the columns nearly reproduce few of what they leave; those of combinations and of
// differences hold all.
import type { DesignRows } from "@mixedlm/design";
import { exactResidual } from "@mixedlm/linalg";

/** Columns that take the place of those of X; the design keeps its own. */
export interface FixedTransform {
  /** Numbers of the columns of X that are used, ascending: r of them. */
  readonly kept: readonly number[];
  /** Subtracted from each of them, length r. */
  readonly centre: Float64Array;
  /** r x r upper triangular, column-major. */
  readonly A: Float64Array;
  /** Coefficients of the kept columns of X, as they are, that y is counted from, length r; null: from 0. */
  readonly response: Float64Array | null;
}

/** The rows with other columns for X, and y less its offset and what it is counted from. */
export function transformRows(rows: DesignRows, { kept, centre, A, response }: FixedTransform): DesignRows {
  const { n } = rows;
  const r = kept.length;
  const X = new Float64Array(n * r);
  for (let j = 0; j < r; j++)
    for (let k = 0; k <= j; k++) {
      const factor = A[j * r + k];
      if (factor === 0) continue;
      const from = kept[k]! * n;
      for (let i = 0; i < n; i++) X[j * n + i] += factor * (rows.X[from + i] - centre[k]);
    }
  if (response === null) return { ...rows, X };
  const used = new Float64Array(n * r);
  for (let k = 0; k < r; k++) used.set(rows.X.subarray(kept[k]! * n, (kept[k]! + 1) * n), k * n);
  const y = rows.offset === null ? rows.y : exactResidual(rows.y, rows.offset, Float64Array.of(1));
  return { ...rows, X, y: exactResidual(y, used, response), offset: null };
}

/** Whether two records' columns are the same. */
export function sameTransform(a: FixedTransform | null, b: FixedTransform | null): boolean {
  if (a === null || b === null || a === b) return a === b;
  const same = (x: ArrayLike<number> | null, y: ArrayLike<number> | null): boolean => {
    if (x === null || y === null) return x === y;
    return x.length === y.length && Array.from(x).every((value, i) => value === y[i]);
  };
  return same(a.kept, b.kept) && same(a.centre, b.centre) && same(a.A, b.A) && same(a.response, b.response);
}
