// The two axes of a labelled matrix: which one is meant, which of its labels go, and in which order rows stand.
import { isList } from "@mixedlm/formula";
import type { Dtype, Value } from "./dtype.ts";
import { knownOptions } from "./known-options.ts";
import { lengthMismatch } from "./label-errors.ts";
import type { Label } from "./labels.ts";
import type { DropOptions } from "./relabel.ts";
import { byKeys, type SortOptions, sortOrder } from "./sort-order.ts";

/** Rows (0, "index") or columns (1, "columns"). */
export type Axis = 0 | 1 | "index" | "columns";

/** Whether an axis is that of the columns. */
export const isColumns = (axis: Axis | undefined): boolean => axis === 1 || axis === "columns";

/** Labels of both axes. */
export interface AxisLabels {
  /** Labels of the rows. Default: those that there are. */
  readonly index?: readonly Label[];
  /** Labels of the columns. Default: those that there are. */
  readonly columns?: readonly Label[];
}

/** Labels that go from each axis. */
export interface DroppedLabels {
  /** Labels of rows. Default: none. */
  readonly index?: Label | readonly Label[];
  /** Labels of columns. Default: none. */
  readonly columns?: Label | readonly Label[];
}

/** What dropping from a frame may be told. */
export interface FrameDropOptions extends DropOptions {
  /** Where labels that are not in a record are dropped. Default: rows. */
  readonly axis?: Axis;
}

/** How rows are sorted: one direction for all columns, or one for each. */
export interface RowSortOptions extends Omit<SortOptions, "ascending"> {
  /** Smallest first, for all columns or for each. Default true. */
  readonly ascending?: boolean | readonly boolean[];
}

/**
 * Makes sure that labels, values and kinds of a matrix belong together.
 *
 * @throws {@link SmfError} `shape`
 */
export function checkShape(
  index: readonly Label[],
  { length: p }: readonly Label[],
  values: readonly (readonly Value[])[],
  dtypes: readonly Dtype[] | undefined,
): void {
  const n = values.length;
  if (index.length !== n) throw lengthMismatch("index", index.length, n, "one label for each row");
  for (const row of values)
    if (row.length !== p) throw lengthMismatch("a row", row.length, p, "one value for each column");
  if (dtypes !== undefined && dtypes.length !== p)
    throw lengthMismatch("dtypes", dtypes.length, p, "one for each column");
}

/** The labels that go from each axis, however they are named. */
export function droppedLabels(
  labels: Label | readonly Label[] | DroppedLabels,
  axis: Axis | undefined,
): Required<DroppedLabels> {
  if (typeof labels === "object" && !isList(labels)) {
    knownOptions("drop", labels, ["index", "columns"]);
    return { index: [], columns: [], ...labels };
  }
  const listed = labels as Label | readonly Label[];
  return isColumns(axis) ? { index: [], columns: listed } : { index: listed, columns: [] };
}

/**
 * Positions of rows sorted by several columns, the first one first.
 *
 * @throws {@link SmfError} `shape` when directions are not as many as columns; `mixed-labels`.
 */
export function rowOrder(length: number, keys: readonly ArrayLike<Value>[], options: RowSortOptions): number[] {
  knownOptions("sort_values", options, ["ascending", "na_position"]);
  const { ascending = true, na_position = "last" } = options;
  const directions = typeof ascending === "boolean" ? keys.map(() => ascending) : ascending;
  if (directions.length !== keys.length)
    throw lengthMismatch("ascending", directions.length, keys.length, "one direction for each column");
  const [first] = keys;
  if (first !== undefined && keys.length === 1)
    return sortOrder(first, "sort_values", { na_position, ascending: directions[0]! });
  const all = Array.from({ length }, (_, i) => i);
  return all.sort(byKeys(keys, "sort_values", directions, na_position === "first"));
}
