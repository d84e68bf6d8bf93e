// A labelled matrix and a labelled vector in parts: what arithmetic, statistics and dictionaries make and the classes
// Frame and Series wrap. So these know the classes as types only, and no circle of imports closes over them.
import { type Dtype, settleDtype, type Value } from "./dtype.ts";
import type { Label } from "./labels.ts";
import type { Vector } from "./pairs.ts";
import { reindexed } from "./relabel.ts";

/** The parts of a labelled matrix. */
export interface FrameParts<T> {
  /** Labels of the rows. */
  readonly index: readonly Label[];
  /** Names of the columns. */
  readonly columns: readonly Label[];
  /** Rows. */
  readonly values: readonly (readonly T[])[];
  /** Kind of each column; left out, they follow from the values. */
  readonly dtypes?: readonly Dtype[];
}

/** Puts columns with the same index side by side; their kinds stay. */
export function partsOfColumns<T>(
  index: readonly Label[],
  names: readonly Label[],
  columns: readonly Pick<Vector, "values" | "dtype">[],
): FrameParts<T> {
  return {
    index,
    columns: names,
    values: index.map((_, i) => Object.freeze(columns.map(({ values }) => values[i] as T))),
    dtypes: columns.map(({ dtype }) => dtype),
  };
}

/** The values of a vector at other labels, `fill` where there are none; booleans with a gap are none any more. */
export function reindexedVector(vector: Vector, labels: readonly Label[], fill: Value = Number.NaN): Vector {
  const places = reindexed(vector.index, labels);
  const values = Array.from(places, (i) => (i < 0 ? fill : vector.values[i]!));
  const dtype = settleDtype(values, vector.dtype === "bool" ? undefined : vector.dtype);
  return { index: labels, values, name: vector.name, dtype };
}
