// Other columns in place of X's: (X - centre) A, made row by row before anything is summed up. Products of columns that
// nearly depend on each other hold few digits of what tells them apart; products of their combinations hold all.
import type { DesignRows } from "@mixedlm/design";

/** Columns that take the place of those of X; the design keeps its own. */
export interface FixedTransform {
  /** Numbers of the columns of X that are used, ascending: r of them. */
  readonly kept: readonly number[];
  /** Subtracted from each of them, length r. */
  readonly centre: Float64Array;
  /** r x r upper triangular, column-major. */
  readonly A: Float64Array;
}

/** The rows with other columns for X. */
export function transformRows(rows: DesignRows, { kept, centre, A }: FixedTransform): DesignRows {
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
  return { ...rows, X };
}

/** Whether two records' columns are the same. */
export function sameTransform(a: FixedTransform | null, b: FixedTransform | null): boolean {
  if (a === null || b === null || a === b) return a === b;
  const same = (x: ArrayLike<number>, y: ArrayLike<number>): boolean =>
    x.length === y.length && Array.from(x).every((value, i) => value === y[i]);
  return same(a.kept, b.kept) && same(a.centre, b.centre) && same(a.A, b.A);
}
