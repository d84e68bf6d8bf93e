// Numbers by row and column -> lists that no caller can change, as results hold them.

/** A matrix as frozen rows: `rows[i][j]` is entry (i, j). */
export type Rows<Entry = number> = readonly (readonly Entry[])[];

/** Makes frozen rows of what a function gives for each row and column. */
export function frozenRows<Entry>(
  rows: number,
  columns: number,
  entry: (row: number, column: number) => Entry,
): Rows<Entry> {
  return Object.freeze(
    Array.from({ length: rows }, (_, i) => Object.freeze(Array.from({ length: columns }, (__, j) => entry(i, j)))),
  );
}
