// Columns of 32-bit whole numbers that stay as they are: labels of groups mostly are such numbers, and are coded
// without a copy of twice their size. Who asks for doubles gets them, made once.
import type { Column, NumericColumn } from "./column.ts";

const WHOLE = new WeakMap<Column, Int32Array>();

/**
 * Makes a column of whole numbers, none missing. @param doubles - makes the same numbers as doubles; default: a copy.
 */
export function wholeColumn(
  whole: Int32Array,
  doubles: () => Float64Array = () => new Float64Array(whole),
): NumericColumn {
  let made: Float64Array | null = null;
  const column: NumericColumn = {
    kind: "numeric",
    type: whole.length > 0 ? "int" : "float",
    get values() {
      made ??= doubles();
      return made;
    },
  };
  WHOLE.set(column, whole);
  return column;
}

/** The numbers of a column that are kept as 32-bit whole numbers; null for any other. */
export function wholeValues(column: Column): Int32Array | null {
  return WHOLE.get(column) ?? null;
}
