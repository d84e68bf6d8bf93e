// The two axes of a labelled matrix: which one is meant, which of its labels go, and in which order rows stand.
import { isArrayLike, type OptionCheck } from "@mixedlm/formula";
import { optionType } from "../errors.ts";
import type { Dtype, Value } from "./dtype.ts";
import { AXIS, LABELS } from "./kinds.ts";
import { knownOptions } from "./known-options.ts";
import { lengthMismatch } from "./label-errors.ts";
import { listOf } from "./labelled-values.ts";
import { isLabel, type Label } from "./labels.ts";
import { DROP_ERRORS, type DropOptions } from "./relabel.ts";
import { byKeys, SORT_OPTIONS, type SortOptions, sortOrder } from "./sort-order.ts";

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

/** How rows or columns are sorted by their labels. */
export interface LabelSortOptions extends SortOptions {
  /** What is sorted. Default: rows. */
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

/** Labels that go from each axis, and what to do about those that are not there. */
export interface FrameDrop extends Required<DroppedLabels> {
  readonly options: DropOptions;
}

/**
 * The labels that go from each axis, however they are named.
 *
 * @throws {@link SmfError} `unknown-option`; `option-type`, also where no labels are named.
 */
export function droppedLabels(labels: Label | readonly Label[] | DroppedLabels, given: FrameDropOptions): FrameDrop {
  knownOptions("drop", given, { axis: AXIS, errors: DROP_ERRORS });
  const { axis, ...options } = given;
  if (isLabel(labels) || listOf(labels) !== null) {
    const listed = labels as Label | readonly Label[];
    return isColumns(axis) ? { index: [], columns: listed, options } : { index: listed, columns: [], options };
  }
  knownOptions("drop", labels, { index: LABELS, columns: LABELS });
  const { index, columns } = labels as DroppedLabels;
  if (index === undefined && columns === undefined)
    throw optionType("drop", "labels", "labels, or a record of them for `index` or `columns`", labels);
  return { index: index ?? [], columns: columns ?? [], options };
}

/**
 * Positions of rows and of columns with one of them sorted by its labels, the other as it is.
 *
 * @throws {@link SmfError} `mixed-labels`; `unknown-option`, `option-type`.
 */
export function labelOrder(
  { index, columns }: Required<AxisLabels>,
  given: LabelSortOptions,
): [rows: number[] | undefined, columns?: number[]] {
  knownOptions("sort_index", given, { ...SORT_OPTIONS, axis: AXIS });
  const { axis, ...options } = given;
  if (isColumns(axis)) return [undefined, sortOrder(columns, "sort_index", options)];
  return [sortOrder(index, "sort_index", options)];
}

const DIRECTIONS: OptionCheck = [
  (v) => typeof v === "boolean" || (isArrayLike(v) && Array.from(v).every((own) => typeof own === "boolean")),
  "true or false, or an array of them",
];

/**
 * Positions of rows sorted by several columns, the first one first.
 *
 * @throws {@link SmfError} `shape` when directions are not as many as columns; `mixed-labels`; `unknown-option`,
 *   `option-type`.
 */
export function rowOrder(length: number, keys: readonly ArrayLike<Value>[], options: RowSortOptions): number[] {
  knownOptions("sort_values", options, { ...SORT_OPTIONS, ascending: DIRECTIONS });
  const { ascending = true, na_position = "last" } = options;
  const directions = typeof ascending === "boolean" ? keys.map(() => ascending) : Array.from(ascending);
  if (directions.length !== keys.length)
    throw lengthMismatch("ascending", directions.length, keys.length, "one direction for each column");
  const [first] = keys;
  if (first !== undefined && keys.length === 1)
    return sortOrder(first, "sort_values", { na_position, ascending: directions[0]! });
  const all = Array.from({ length }, (_, i) => i);
  return all.sort(byKeys(keys, "sort_values", directions, na_position === "first"));
}
