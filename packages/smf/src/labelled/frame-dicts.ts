// Labelled matrices <-> plain records: pandas' `DataFrame.to_dict`, and `DataFrame.from_dict` of columns or rows.
import { isInstance, recordEntries } from "@mixedlm/formula";
import { optionType } from "../errors.ts";
import { inferDtype, type Value } from "./dtype.ts";
import type { Frame } from "./frame.ts";
import { type FrameParts, partsOfColumns, reindexedVector } from "./frame-parts.ts";
import { oneOf } from "./kinds.ts";
import { checkArgument } from "./known-options.ts";
import { lengthMismatch } from "./label-errors.ts";
import { listOf } from "./labelled-values.ts";
import { frozen, type Label, unionOf } from "./labels.ts";
import { type Vector, vectorOf } from "./pairs.ts";
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
  /** `{column: Series}` */
  readonly series: Record<string, Series<T>>;
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

const ORIENTS: readonly Orient[] = ["dict", "list", "series", "records", "split", "index"];

/**
 * The values of a frame as plain records and lists.
 *
 * @throws {@link SmfError} `option-type` for an arrangement that there is not.
 */
export function frameDict<T, O extends Orient>(frame: Frame<T>, orient: O): FrameDicts<T>[O] {
  checkArgument("to_dict", "orient", orient, oneOf(ORIENTS));
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
    series: () =>
      recordOf(
        columns,
        Array.from(frame.items(), ([, column]) => column),
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
 *
 * @throws {@link SmfError} `option-type` for what is no record of series or arrays; `shape` for arrays that differ in
 *   length.
 */
export function framePartsOf<T>(data: FrameSource<T>, orient: "columns" | "index"): FrameParts<T> {
  const listed: unknown = isInstance(data, Map) ? [...data] : recordEntries(data);
  const entries = listed as readonly [Label, unknown][] | null;
  if (entries === null) throw optionType("from_dict", "data", "a map or a record of series or arrays", data);
  const names = entries.map(([name]) => name);
  const parts = labelled(entries);
  const indexes = parts.map(({ index }) => index);
  const labels = orient === "columns" ? unionOf(indexes) : [...new Set(indexes.flat())];
  const vectors = parts.map((part) => reindexedVector(part, labels));
  if (orient === "columns") return partsOfColumns(labels, names, vectors);
  return { index: names, columns: labels, values: vectors.map(({ values }) => Array.from(values) as T[]) };
}

// arrays take the labels of the series beside them, or count from 0
function labelled(entries: readonly [Label, unknown][]): Vector[] {
  const series = entries.map(([, part]) => vectorOf(part));
  const lists = entries.map(([name, part], i) => {
    const values = series[i]?.values ?? listOf(part);
    if (values === null) throw optionType("from_dict", `data.${String(name)}`, "a series or an array", part);
    return values as ArrayLike<Value>;
  });
  const indexes = series.flatMap((vector) => (vector === null ? [] : [vector.index]));
  const index = frozen(
    indexes.length > 0 ? unionOf(indexes) : Array.from({ length: lists[0]?.length ?? 0 }, (_, i) => i),
  );
  return lists.map((values, i) => {
    const known = series[i];
    if (known !== undefined && known !== null) return known;
    if (values.length !== index.length)
      throw lengthMismatch("an array", values.length, index.length, "arrays of one length");
    return { index, values, name: null, dtype: inferDtype(values) };
  });
}

function recordOf<V>(labels: readonly Label[], values: readonly V[]): Record<string, V> {
  return Object.fromEntries(labels.map((label, i) => [String(label), values[i]!]));
}
