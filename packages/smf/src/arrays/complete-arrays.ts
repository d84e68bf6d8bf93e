// Which rows of several arrays are complete: one mask for all of them, so that every array keeps the same rows, and a
// count for each, so that nobody loses rows unawares.
import { missingInArrays, notFinite } from "./array-errors.ts";

/** A column of numbers, and what it is called in messages. */
export interface NamedColumn {
  readonly name: string;
  readonly values: Float64Array;
}

/** The rows that have everything. */
export interface CompleteArrays {
  /** Row numbers, ascending. */
  readonly rows: Int32Array;
  /** Rows without a value, by name; only what lacks some. */
  readonly missing: ReadonlyMap<string, number>;
}

/**
 * Finds the rows where every column has a finite number and every row a group.
 *
 * @param codes - the group of each row, -1 for none.
 * @param missing - `drop` leaves the other rows out, anything else refuses them.
 * @throws {@link SmfError} `missing-values`, also when no row is complete; `not-finite` for an infinite number.
 */
export function completeArrays(
  columns: Iterable<NamedColumn>,
  codes: Int32Array,
  missing: "none" | "drop" | "raise",
): CompleteArrays {
  const incomplete = new Uint8Array(codes.length);
  const counts = new Map<string, number>();
  for (const { name, values } of columns) {
    for (let row = 0; row < values.length; row++) {
      const value = values[row]!;
      if (Number.isFinite(value)) continue;
      if (!Number.isNaN(value)) throw notFinite(name, row, value);
      incomplete[row] = 1;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  for (let row = 0; row < codes.length; row++) {
    if (codes[row]! >= 0) continue;
    incomplete[row] = 1;
    counts.set("groups", (counts.get("groups") ?? 0) + 1);
  }
  const kept = Array.from(codes.keys()).filter((row) => incomplete[row] === 0);
  const lost = codes.length - kept.length;
  if (lost > 0 && (missing !== "drop" || kept.length === 0)) throw missingInArrays(counts, lost, codes.length);
  return { rows: Int32Array.from(kept), missing: counts };
}
