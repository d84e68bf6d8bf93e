// Labelled matrices <-> plain records: pandas' `DataFrame.to_dict`, and `DataFrame.from_dict` of columns or rows.
import type { Value } from "./dtype.ts";
import { Frame } from "./frame.ts";
import { frameOfColumns } from "./frame-arithmetic.ts";
import { lengthMismatch } from "./label-errors.ts";
import { type Label, unionOf } from "./labels.ts";
import { Series } from "./series.ts";

/** What `to_dict` gives for each orientation. */
export interface FrameDicts<T> {
  /** `{column: {row: value}}` */
  readonly dict: Record<string, Record<string, T>>;
  /** `{column: [values]}` */
  readonly list: Record<string, T[]>;
  /** `[{column: value}]` */
  readonly records: Record<string, T>[];
  /** Labels and rows. */
  readonly split: { index: Label[]; columns: Label[]; data: T[][] };
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

/** A frame of named columns or rows. Labels keep their order where all agree; else columns sort them, rows do not. */
export function frameOf<T>(data: FrameSource<T>, orient: "columns" | "index"): Frame<T> {
  const entries: [Label, Series<T> | ArrayLike<T>][] = data instanceof Map ? [...data] : Object.entries(data);
  const names = entries.map(([name]) => name);
  const parts = labelled(entries.map(([, part]) => part));
  const indexes = parts.map(({ index }) => index);
  const labels = orient === "columns" ? unionOf(indexes) : [...new Set(indexes.flat())];
  const columns = parts.map((part) => part.reindex(labels));
  if (orient === "columns") return frameOfColumns(labels, names, columns);
  return new Frame<T>(
    names,
    labels,
    columns.map((row) => row.to_list()),
  );
}

// arrays take the labels of the series beside them, or count from 0
function labelled<T>(parts: readonly (Series<T> | ArrayLike<T>)[]): Series<T>[] {
  const series = parts.filter((part) => part instanceof Series);
  const longest = parts[0]?.length ?? 0;
  const index =
    series.length > 0 ? unionOf(series.map((part) => part.index)) : Array.from({ length: longest }, (_, i) => i);
  return parts.map((part) => {
    if (part instanceof Series) return part;
    if (part.length !== index.length)
      throw lengthMismatch("an array", part.length, index.length, "arrays of one length");
    return new Series<T>(index, part);
  });
}

function recordOf<V>(labels: readonly Label[], values: readonly V[]): Record<string, V> {
  return Object.fromEntries(labels.map((label, i) => [String(label), values[i]!]));
}
