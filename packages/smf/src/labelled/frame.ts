// pandas' DataFrame: a labelled matrix, its columns numbers, texts or booleans. Nothing changes one: every method makes
// a new one. Results are small, so values are rows as they are printed; whatever is done to columns goes through
// Series.
import { isArrayLike, isList } from "@mixedlm/formula";
import { columnDtypes, commonDtype, type Dtype, type Value } from "./dtype.ts";
import {
  type FrameArithmeticOptions,
  type FrameOperand,
  type FrameStatisticOptions,
  frameArithmetic,
  frameProduct,
  frameReindex,
  frameRound,
  frameStatistic,
  frameVectorProduct,
} from "./frame-arithmetic.ts";
import {
  type AxisLabels,
  checkShape,
  type DroppedLabels,
  droppedLabels,
  type FrameDropOptions,
  type LabelSortOptions,
  labelOrder,
  type RowSortOptions,
  rowOrder,
} from "./frame-axes.ts";
import { type FrameDicts, type FrameSource, frameDict, framePartsOf, type Orient } from "./frame-dicts.ts";
import { type FrameParts, partsOfColumns } from "./frame-parts.ts";
import { FrameText } from "./frame-text.ts";
import * as kinds from "./kinds.ts";
import { checkArgument, knownOptions, labelList } from "./known-options.ts";
import { noDiagonal, notAList } from "./label-errors.ts";
import { isWholeFrame } from "./labelled-values.ts";
import { frozen, type Label, positionOf, sameLabels } from "./labels.ts";
import type { Vector } from "./pairs.ts";
import { type Renaming, remaining, renamed } from "./relabel.ts";
import {
  headPositions,
  isSingle,
  type LabelSelector,
  labelPositions,
  type PositionSelector,
  positionAt,
  positions,
  tailPositions,
} from "./selection.ts";
import { Series } from "./series.ts";

/** What a Frame has besides labels and values. */
export interface FrameOptions {
  /** Kind of each column. Default: `float64` for numbers, `bool`, or `object`. */
  readonly dtypes?: readonly Dtype[];
}

/**
 * A labelled matrix: pandas' DataFrame. Iterates over its column labels.
 *
 * Python's `df["a"]` is `df.column("a")`, `df.loc["r", "a"]` is `df.loc("r", "a")`, `df.loc[:, ["a"]]` is
 * `df.loc({}, ["a"])`.
 */
export class Frame<T = number> extends FrameText implements Iterable<Label> {
  /** Labels of the rows. */
  readonly index: readonly Label[];
  /** Names of the columns. */
  readonly columns: readonly Label[];
  /** Rows as arrays. */
  readonly values: readonly (readonly (T & Value)[])[];
  readonly #declared: readonly Dtype[] | undefined;
  #settled: readonly Dtype[] | undefined;

  /** @throws {@link SmfError} `array-type`, `shape` unless there is one label for each row, column and kind. */
  constructor(
    index: readonly Label[],
    columns: readonly Label[],
    values: readonly (readonly T[])[],
    options: FrameOptions = {},
  ) {
    super();
    if (!isArrayLike(index)) throw notAList("the index of a Frame", index);
    if (!isArrayLike(columns)) throw notAList("the columns of a Frame", columns);
    if (!isList(values) || values.some((row) => !isArrayLike(row))) throw notAList("the rows of a Frame", values);
    knownOptions("Frame", options, { dtypes: kinds.DTYPES });
    const { dtypes } = options;
    const rows = values as readonly (readonly (T & Value)[])[];
    checkShape(index, columns, rows, dtypes);
    this.index = frozen(index);
    this.columns = frozen(columns);
    this.values = frozen(rows.map((row) => frozen(row)));
    this.#declared = dtypes;
  }

  /**
   * A frame of columns (or, with `orient: "index"`, of rows) under their names: pandas' `DataFrame({...})`. Series are
   * matched by label, with NaN where one of them has none; `random_effects` is such a map.
   *
   * @throws {@link SmfError} `shape` when arrays differ in length; `duplicate-label`; `option-type`.
   */
  static from_dict<T = number>(
    data: FrameSource<T>,
    options: { readonly orient?: "columns" | "index" } = {},
  ): Frame<T> {
    knownOptions("from_dict", options, { orient: kinds.oneOf(["columns", "index"]) });
    return wrapped(framePartsOf(data, options.orient ?? "columns"));
  }

  /** Numbers of rows and columns. */
  get shape(): readonly [number, number] {
    return [this.index.length, this.columns.length];
  }
  /** Number of rows. */
  get length(): number {
    return this.index.length;
  }
  /** Number of values. */
  get size(): number {
    return this.index.length * this.columns.length;
  }
  /** Kind of each column. */
  get dtypes(): Series<Dtype> {
    return new Series<Dtype>(this.columns, this.#dtypes, { dtype: "object" });
  }
  /** The transpose. */
  get T(): Frame<T> {
    const rows = this.columns.map((_, j) => this.values.map((row) => row[j]!));
    return new Frame<T>(this.columns, this.index, rows, { dtypes: this.index.map(() => commonDtype(this.#dtypes)) });
  }

  /**
   * The value in a row and column, by their labels.
   *
   * @throws {@link SmfError} `unknown-label`, naming the nearest labels; `duplicate-label`.
   */
  get(row: Label, column: Label): T {
    return this.values[positionOf(this.index, row)]![positionOf(this.columns, column)]!;
  }
  /** The same as {@link get}. */
  at(row: Label, column: Label): T {
    return this.get(row, column);
  }
  /** The value in a row and column, by their positions. */
  iat(row: number, column: number): T {
    return this.values[positionAt(this.index.length, row)]![positionAt(this.columns.length, column)]!;
  }
  /** One column. */
  column(name: Label): Series<T> {
    return this.#column(positionOf(this.columns, name));
  }
  /** Whether there is such a column: Python's `name in frame`. */
  has(column: Label): boolean {
    return this.columns.includes(column);
  }

  /**
   * A value, row, column or part by labels: one label, a list, a slice (its end included, `{}` is everything) or
   * booleans for the rows, and the same for the columns.
   *
   * @throws {@link SmfError} `unknown-label`; `duplicate-label` when one row or column is asked for and there are
   *   several.
   */
  loc(row: Label): Series<T>;
  loc(rows: LabelSelector): Frame<T>;
  loc(row: Label, column: Label): T;
  loc(row: Label, columns: LabelSelector): Series<T>;
  loc(rows: LabelSelector, column: Label): Series<T>;
  loc(rows: LabelSelector, columns: LabelSelector): Frame<T>;
  loc(rows: Label | LabelSelector, columns: Label | LabelSelector = {}): T | Series<T> | Frame<T> {
    const places = (labels: readonly Label[], wanted: Label | LabelSelector): number | readonly number[] =>
      isSingle(wanted) ? positionOf(labels, wanted) : labelPositions(labels, wanted);
    return this.#select(places(this.index, rows), places(this.columns, columns));
  }

  /**
   * The same by positions, negative ones counted from the end; slices exclude their end.
   *
   * @throws {@link SmfError} `position`
   */
  iloc(row: number): Series<T>;
  iloc(rows: PositionSelector): Frame<T>;
  iloc(row: number, column: number): T;
  iloc(row: number, columns: PositionSelector): Series<T>;
  iloc(rows: PositionSelector, column: number): Series<T>;
  iloc(rows: PositionSelector, columns: PositionSelector): Frame<T>;
  iloc(rows: number | PositionSelector, columns: number | PositionSelector = {}): T | Series<T> | Frame<T> {
    const places = (length: number, wanted: number | PositionSelector): number | readonly number[] =>
      typeof wanted === "number" ? positionAt(length, wanted) : positions(length, wanted);
    return this.#select(places(this.index.length, rows), places(this.columns.length, columns));
  }

  /** The column labels, in order. */
  [Symbol.iterator](): Iterator<Label> {
    return this.columns[Symbol.iterator]();
  }
  /** Pairs of column label and column. */
  *items(): IterableIterator<[Label, Series<T>]> {
    for (const [j, name] of this.columns.entries()) yield [name, this.#column(j)];
  }
  /** Pairs of row label and row. */
  *iterrows(): IterableIterator<[Label, Series<T>]> {
    for (const [i, label] of this.index.entries()) yield [label, this.#row(i)];
  }

  /** The first n rows; all but the last -n for negative n. */
  head(n: number = 5): Frame<T> {
    return this.#part(headPositions(this.length, n));
  }
  /** The last n rows; all but the first -n for negative n. */
  tail(n: number = 5): Frame<T> {
    return this.#part(tailPositions(this.length, n));
  }

  /** Without some rows (or columns, with `axis: 1`); or without those that a record names for each axis. */
  drop(labels: Label | readonly Label[] | DroppedLabels, options: FrameDropOptions = {}): Frame<T> {
    const dropped = droppedLabels(labels, options);
    const kept = remaining(this.index, dropped.index, dropped.options);
    return this.#part(kept, remaining(this.columns, dropped.columns, dropped.options));
  }

  /** With other labels of rows or columns (old to new as a record, a map or a function). */
  rename(change: { readonly index?: Renaming; readonly columns?: Renaming }): Frame<T> {
    knownOptions("rename", change, { index: kinds.RENAMING, columns: kinds.RENAMING });
    const { index, columns } = change;
    return this.#like(
      index === undefined ? this.index : renamed(this.index, index),
      columns === undefined ? this.columns : renamed(this.columns, columns),
    );
  }

  /** The values at other labels of rows or columns, NaN or `fill_value` where there are none. */
  reindex(change: AxisLabels & { readonly fill_value?: T }): Frame<T> {
    knownOptions("reindex", change, { index: kinds.LIST, columns: kinds.LIST, fill_value: kinds.VALUE });
    const rows = change.index === undefined ? this.index : labelList("reindex", "index", change.index);
    const names = change.columns === undefined ? this.columns : labelList("reindex", "columns", change.columns);
    return wrapped(frameReindex(this, rows, names, change.fill_value as T & Value));
  }

  /** Sorted by row labels, or by column labels with `axis: 1`. */
  sort_index(options: LabelSortOptions = {}): Frame<T> {
    return this.#part(...labelOrder(this, options));
  }

  /** Rows sorted by a column, or by several; equal rows keep their order. */
  sort_values(by: Label | readonly Label[], options: RowSortOptions = {}): Frame<T> {
    const keys = labelList("sort_values", "by", by).map((name) => this.column(name).values);
    return this.#part(rowOrder(this.length, keys, options));
  }

  /** Each value through a function. */
  applymap<U>(f: (value: T) => U): Frame<U> {
    checkArgument("applymap", "f", f, kinds.FUNCTION);
    return new Frame<U>(
      this.index,
      this.columns,
      this.values.map((row) => row.map((value) => f(value))),
    );
  }
  /** Values rounded to decimals, of all columns or by column; texts stay. */
  round(decimals: number | Readonly<Record<string, number>> = 0): Frame<T> {
    return wrapped(frameRound(this, decimals));
  }
  /** Absolute values. */
  abs(): Frame {
    const columns = Array.from(this.items(), ([, column]) => column.abs());
    return wrapped(partsOfColumns(this.index, this.columns, columns));
  }
  /** Sum with a number, a series (matched with the columns, or with the rows by `axis: 0`) or a frame. */
  add(other: FrameOperand, options: FrameArithmeticOptions = {}): Frame {
    return wrapped(frameArithmetic("add", this, other, options));
  }
  /** Difference. */
  sub(other: FrameOperand, options: FrameArithmeticOptions = {}): Frame {
    return wrapped(frameArithmetic("sub", this, other, options));
  }
  /** Product, value by value. */
  mul(other: FrameOperand, options: FrameArithmeticOptions = {}): Frame {
    return wrapped(frameArithmetic("mul", this, other, options));
  }
  /** Quotient. */
  div(other: FrameOperand, options: FrameArithmeticOptions = {}): Frame {
    return wrapped(frameArithmetic("div", this, other, options));
  }
  /** Sums of columns, or of rows with `axis: 1`. */
  sum(options: FrameStatisticOptions = {}): Series {
    return seriesOf(frameStatistic("sum", this, options));
  }
  /** Means. */
  mean(options: FrameStatisticOptions = {}): Series {
    return seriesOf(frameStatistic("mean", this, options));
  }
  /** Smallest values. */
  min(options: FrameStatisticOptions = {}): Series {
    return seriesOf(frameStatistic("min", this, options));
  }
  /** Largest values. */
  max(options: FrameStatisticOptions = {}): Series {
    return seriesOf(frameStatistic("max", this, options));
  }

  /**
   * Matrix product with a frame (a frame), or with a vector (a series). The columns' labels must be those of the other
   * factor's rows, in any order.
   *
   * @throws {@link SmfError} `shape`; `option-type` for what is no vector and no matrix.
   */
  dot(other: Frame): Frame;
  dot(other: Vector<number> | ArrayLike<number>): Series;
  dot(other: Frame | Vector<number> | ArrayLike<number>): Frame | Series {
    return isWholeFrame(other) ? wrapped(frameProduct(this, other)) : seriesOf(frameVectorProduct(this, other));
  }

  /**
   * The diagonal of a square frame, labelled by its rows.
   *
   * @throws {@link SmfError} `shape`
   */
  diag(): Series<T> {
    if (this.length !== this.columns.length) throw noDiagonal(this.length, this.columns.length);
    return new Series<T>(
      this.index,
      this.values.map((row, i) => row[i]!),
      { dtype: commonDtype(this.#dtypes) },
    );
  }

  /** Whether labels, kinds and values are the same, NaN being equal to NaN; false for what is no frame. */
  equals(other: unknown): boolean {
    if (!isWholeFrame(other)) return false;
    const hasSameLabels = sameLabels(this.index, other.index) && sameLabels(this.columns, other.columns);
    return hasSameLabels && this.columns.every((_, j) => this.#column(j).equals(other.iloc({}, j)));
  }

  /**
   * The values as plain records and lists.
   *
   * @param orient - `dict`: `{column: {row: value}}`, `list`: `{column: [values]}`, `series`: `{column: Series}`,
   *   `records`: `[{column: value}]`, `split`: `{index, columns, data}`, `index`: `{row: {column: value}}`.
   * @throws {@link SmfError} `option-type` for another one.
   */
  to_dict<O extends Orient = "dict">(orient: O = "dict" as O): FrameDicts<T>[O] {
    return frameDict(this, orient);
  }
  /** Copies of the rows. */
  to_numpy(): T[][] {
    return this.values.map((row) => [...row]);
  }
  /** A record for each row: its label under `index`, then the columns. */
  to_records(): Record<string, T | Label>[] {
    return this.values.map((row, i) =>
      Object.fromEntries([["index", this.index[i]!], ...row.map((value, j) => [String(this.columns[j]), value])]),
    );
  }
  /** `{column: {row: value}}`, as `to_dict`; numbers that JSON lacks become null there. */
  toJSON(): Record<string, Record<string, T>> {
    return this.to_dict();
  }

  get #dtypes(): readonly Dtype[] {
    this.#settled ??= columnDtypes(this.columns.length, this.values, this.#declared);
    return this.#settled;
  }

  #column(j: number): Series<T> {
    const values = this.values.map((row) => row[j]!);
    return new Series<T>(this.index, values, { name: this.columns[j]!, dtype: this.#dtypes[j]! });
  }

  #row(i: number): Series<T> {
    return new Series<T>(this.columns, this.values[i]!, { name: this.index[i]!, dtype: commonDtype(this.#dtypes) });
  }

  #select(rows: number | readonly number[], columns: number | readonly number[]): T | Series<T> | Frame<T> {
    if (typeof rows === "number" && typeof columns === "number") return this.values[rows]![columns]!;
    // a row is cut out first: all columns have a say in its kind, as in pandas
    if (typeof rows === "number") return this.#row(rows).iloc(columns as readonly number[]);
    return typeof columns === "number" ? this.#column(columns).iloc(rows) : this.#part(rows, columns);
  }

  #part(rows: readonly number[] | undefined, columns?: readonly number[]): Frame<T> {
    const lines = rows === undefined ? this.values : rows.map((i) => this.values[i]!);
    return new Frame<T>(
      rows === undefined ? this.index : rows.map((i) => this.index[i]!),
      columns === undefined ? this.columns : columns.map((j) => this.columns[j]!),
      columns === undefined ? lines : lines.map((row) => columns.map((j) => row[j]!)),
      { dtypes: columns === undefined ? this.#dtypes : columns.map((j) => this.#dtypes[j]!) },
    );
  }

  #like(index: readonly Label[], columns: readonly Label[]): Frame<T> {
    return new Frame<T>(index, columns, this.values, { dtypes: this.#dtypes });
  }
}

function wrapped<T>({ index, columns, values, dtypes }: FrameParts<T>): Frame<T> {
  return new Frame<T>(index, columns, values, dtypes === undefined ? {} : { dtypes });
}

function seriesOf({ index, values, name, dtype }: Vector): Series {
  return new Series(index, values as ArrayLike<number>, { name, dtype });
}
