// A grouping factor: labels of any type -> the sorted distinct labels. Unlike the levels of a categorical variable,
// labels that do not occur are left out and declared orders do not count: a group is its rows. One pass over the rows
// with a map or, where the labels are codes already, with a flag for each; then only the distinct labels are sorted.

import { encode, isDense } from "../encode.ts";
import { type Levels, levelType, seenLevels } from "../schema.ts";
import type { Column } from "../table/column.ts";
import { isAscending, type Level, sortLevels } from "../table/level.ts";
import { wholeValues } from "../table/whole-column.ts";

/**
 * Finds the groups of a column of labels: distinct labels, numbers by size, text by code point.
 *
 * @param column - one label per row; missing ones are passed over. Of a column of codes no text is looked at twice.
 */
export function groupLevels(column: Column): Levels {
  const found = column.kind === "category" ? seenLevels(column) : distinctLabels(column);
  const levels = isAscending(found) ? found : sortLevels(found);
  return { levels, dataType: column.type === "category" ? levelType(levels) : column.type };
}

/** Groups, and the rows of each. */
export interface Groups extends Levels {
  /** Index into `levels` for each row, -1 where the label is missing. */
  readonly codes: Int32Array;
}

/** Finds the groups of a column of labels as `groupLevels` does, and each row's. */
export function groupsOf(column: Column): Groups {
  const found = groupLevels(column);
  return { ...found, codes: encode(column, found.levels, { name: "" }) };
}

function distinctLabels(column: Exclude<Column, { kind: "category" }>): Level[] {
  const own = wholeValues(column);
  const whole = own !== null ? distinctWhole(own) : column.kind === "numeric" ? distinctWhole(column.values) : null;
  const { type } = column;
  if (whole !== null) return type === "bool" ? whole.map((value) => value !== 0) : whole;
  const { values } = column;
  const labels = new Set<string | number>();
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value !== null && value !== undefined && !Number.isNaN(value)) labels.add(value);
  }
  return Array.from(labels, (value) => (type === "bool" ? value !== 0 : value === 0 ? 0 : value));
}

/** The distinct numbers, ascending, where they are whole and close together; else null. */
function distinctWhole(values: Float64Array | Int32Array): number[] | null {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    if (!Number.isSafeInteger(value)) return null;
    if (value < first) first = value;
    if (value > last) last = value;
  }
  if (!isDense(first, last, values.length)) return null;
  const seen = new Uint8Array(Math.max(0, last - first + 1));
  for (let row = 0; row < values.length; row++) seen[values[row]! - first] = 1;
  const found: number[] = [];
  for (let at = 0; at < seen.length; at++) if (seen[at] === 1) found.push(first + at);
  return found;
}
