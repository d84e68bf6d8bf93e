// Labelled matrices <-> plain records: pandas' `DataFrame.to_dict`, and `DataFrame.from_dict` of columns or rows.
import { inferDtype, type Value } from "./dtype.ts";
import type { Frame } from "./frame.ts";
import { type FrameParts, partsOfColumns, reindexedVector } from "./frame-parts.ts";
import { lengthMismatch } from "./label-errors.ts";
import { isFrame } from "./labelled-values.ts";
import { type Label, unionOf } from "./labels.ts";
import type { Vector } from "./pairs.ts";
import type { Series } from "./series.ts";

/** A frame taken apart. */
export interface SplitFrame<T> {
  /** Labels of the rows. */
  index: Label[];
  /** Names of the columns. */
  columns: Label[];
  /** Rows. */
  data: T[][];
}

/** What `to_dict` gives for each orientation. */
export interface FrameDicts<T> {
  /** `{column: {row: value}}` */
  readonly dict: Record<string, Record<string, T>>;
  /** `{column: [values]}` */
  readonly list: Record<string, T[]>;
  /** `[{column: value}]` */
  readonly records: Record<string, T>[];
  /** Labels and rows. */
  readonly split: SplitFrame<T>;
  /** `{row: {column: value}}` */
  readonly index: Record<string, Record<string, T>>;
}

/** How `to_dict` arranges values. */
export type Orient = keyof FrameDicts<Value>;

/** Columns or rows under their names: series, which are matched by label, or arrays of one length. */
export type FrameSource<T> =
  | ReadonlyMap<Label, Series<T> | ArrayLike<T>>
  | Readonly<Record<string, Series<T> | ArrayLike<T>>>;

/** The values of a frame as plain records and lists. */
export function frameDict<T, O extends Orient>(frame: Frame<T>, orient: O): FrameDicts<T>[O] {
  const { index, columns, values } = frame;
  const records = (): Record<string, T>[] => values.map((row) => recordOf(columns, row));
  const make: { [K in Orient]: () => FrameDicts<T>[K] } = {
    dict: () =>
      recordOf(
        columns,
        Array.from(frame.items(), ([, column]) => column.to_dict()),
      ),
    list: () =>
      recordOf(
        columns,
        Array.from(frame.items(), ([, column]) => column.to_list()),
      ),
    records,
    split: () => ({ index: [...index], columns: [...columns], data: frame.to_numpy() }),
    index: () => recordOf(index, records()),
  };
  return make[orient]();
}

/**
 * The parts of a frame of named columns or rows. Labels keep their order where all agree; else columns sort them, rows
 * do not.
 */
export function framePartsOf<T>(data: FrameSource<T>, orient: "columns" | "index"): FrameParts<T> {
  const entries: [Label, Series<T> | ArrayLike<T>][] = data instanceof Map ? [...data] : Object.entries(data);
  const names = entries.map(([name]) => name);
  const parts = labelled(entries.map(([, part]) => part));
  const indexes = parts.map(({ index }) => index);
  const labels = orient === "columns" ? unionOf(indexes) : [...new Set(indexes.flat())];
  const vectors = parts.map((part) => reindexedVector(part, labels));
  if (orient === "columns") return partsOfColumns(labels, names, vectors);
  return { index: names, columns: labels, values: vectors.map(({ values }) => Array.from(values) as T[]) };
}

// arrays take the labels of the series beside them, or count from 0
function labelled<T>(parts: readonly (Series<T> | ArrayLike<T>)[]): Vector[] {
  const series = parts.filter(isSeries);
  const longest = parts[0]?.length ?? 0;
  const index =
    series.length > 0 ? unionOf(series.map((part) => part.index)) : Array.from({ length: longest }, (_, i) => i);
  return parts.map((part) => {
    if (isSeries(part)) return part;
    if (part.length !== index.length)
      throw lengthMismatch("an array", part.length, index.length, "arrays of one length");
    const values = part as ArrayLike<unknown> as ArrayLike<Value>;
    return { index, values, name: null, dtype: inferDtype(values) };
  });
}

function isSeries<T>(part: Series<T> | ArrayLike<T>): part is Series<T> {
  return typeof part === "object" && part !== null && "index" in part && "values" in part && !isFrame(part);
}

function recordOf<V>(labels: readonly Label[], values: readonly V[]): Record<string, V> {
  return Object.fromEntries(labels.map((label, i) => [String(label), values[i]!]));
}
