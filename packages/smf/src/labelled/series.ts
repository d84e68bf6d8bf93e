// pandas' Series: a labelled vector. Nothing changes one: every method makes a new one, and those with the same index
// share its list of labels and its look-up table. Numbers are kept as doubles, so a column of a million rows costs its
// labels and 8 bytes a value. Series and Frame make each other, as in pandas, so these two files import each other;
// what else they are made of gives back parts.
import { isArrayLike } from "@mixedlm/formula";
import { seriesText } from "@mixedlm/report";
import { printable } from "../results/printable.ts";
import { described } from "./described.ts";
import { type Dtype, gather, isMissing, kept, numbersOf, settleDtype, type Value, type Values } from "./dtype.ts";
import { roundTo } from "./elementwise.ts";
import { Frame } from "./frame.ts";
import { reindexedVector } from "./frame-parts.ts";
import * as kinds from "./kinds.ts";
import { checkArgument, knownOptions, labelList } from "./known-options.ts";
import { lengthMismatch, notAList } from "./label-errors.ts";
import { isWholeFrame } from "./labelled-values.ts";
import { frozen, hasLabel, isLabel, type Label, positionOf } from "./labels.ts";
import { type Operand, sameVectors, type Vector } from "./pairs.ts";
import { type DropOptions, filtered, type LabelFilter, type Renaming, remaining, renamed } from "./relabel.ts";
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
import { type FillOptions, innerProduct, seriesArithmetic, seriesComparison } from "./series-arithmetic.ts";
import { type SortOptions, sortOrder } from "./sort-order.ts";
import { present, probabilities, quantile } from "./statistics.ts";
import { VectorStatistics } from "./vector-statistics.ts";
import { wholeText } from "./whole-text.ts";

/** What a Series has besides labels and values. */
export interface SeriesOptions {
  /** What the values are, printed below them. */
  readonly name?: Label | null;
  /** Kind of the values. Default: `float64` for numbers, `bool`, or `object`. */
  readonly dtype?: Dtype;
  /** False hands a `Float64Array` over, which nobody must change afterwards. Default true. */
  readonly copy?: boolean;
}

/**
 * A labelled vector: pandas' Series. Iterates over its values; `items()` gives labels too.
 *
 * Python's `s[a:b]` is `s.loc({ start: a, stop: b })`, `s[s < 0]` is `s.loc(s.lt(0))`, and `s + t` is `s.add(t)`.
 */
export class Series<T = number> extends VectorStatistics implements Iterable<T> {
  static {
    printable(Series.prototype);
  }

  /** Labels, in order. */
  readonly index: readonly Label[];
  /** Values, in the order of the labels: doubles, or a list of what else they are. */
  readonly values: Values<T>;
  /** What the values are; null without a name. */
  readonly name: Label | null;
  /** pandas' name for the kind of values. */
  readonly dtype: Dtype;

  /**
   * @throws {@link SmfError} `array-type`, `shape` when there is not one label for each value; `not-numeric` when a
   *   value is not of the kind that is declared; `option-type`, `unknown-option`.
   */
  constructor(index: readonly Label[], values: ArrayLike<T>, options: SeriesOptions = {}) {
    super();
    if (!isArrayLike(index)) throw notAList("the index of a Series", index);
    if (!isArrayLike(values)) throw notAList("the values of a Series", values);
    knownOptions("Series", options, { name: kinds.NAME, dtype: kinds.DTYPE, copy: kinds.TRUTH });
    if (index.length !== values.length)
      throw lengthMismatch("index", index.length, values.length, "one label for each value");
    this.index = frozen(index);
    this.dtype = settleDtype(values as ArrayLike<Value>, options.dtype);
    this.values = kept(values as ArrayLike<Value>, this.dtype, options.copy ?? true) as Values<T>;
    this.name = options.name ?? null;
  }

  /** Number of values. */
  get length(): number {
    return this.index.length;
  }
  /** The same as {@link length}. */
  get size(): number {
    return this.index.length;
  }
  /** The length, as a list. */
  get shape(): readonly [number] {
    return [this.index.length];
  }

  /**
   * The value at a label; `fallback`, if one is given, where there is no such label.
   *
   * @throws {@link SmfError} `unknown-label`, naming the nearest labels; `duplicate-label`.
   */
  get(label: Label): T;
  get<U>(label: Label, fallback: U): T | U;
  get<U>(label: Label, ...fallback: [U?]): T | U {
    if (fallback.length > 0 && !hasLabel(this.index, label)) return fallback[0] as U;
    return this.#at(positionOf(this.index, label));
  }

  /**
   * The value at a label, or the part that labels, a slice of labels (its end included) or booleans select.
   *
   * @throws {@link SmfError} `unknown-label`; `duplicate-label` when one value is asked for and there are several.
   */
  loc(label: Label): T;
  loc(labels: LabelSelector): Series<T>;
  loc(selector: Label | LabelSelector): T | Series<T> {
    return isSingle(selector) ? this.get(selector) : this.#take(labelPositions(this.index, selector));
  }

  /**
   * The value at a position, or the part at several; negative positions count from the end.
   *
   * @throws {@link SmfError} `position`
   */
  iloc(position: number): T;
  iloc(selector: PositionSelector): Series<T>;
  iloc(selector: number | PositionSelector): T | Series<T> {
    if (typeof selector === "number") return this.#at(positionAt(this.length, selector));
    return this.#take(positions(this.length, selector));
  }

  /** Whether there is such a label: Python's `label in series`. */
  has(label: Label): boolean {
    return hasLabel(this.index, label);
  }
  /** The labels. */
  keys(): readonly Label[] {
    return this.index;
  }
  /** Pairs of label and value. */
  *items(): IterableIterator<[Label, T]> {
    for (let i = 0; i < this.length; i++) yield [this.index[i]!, this.#at(i)];
  }
  /** The values, in order. */
  [Symbol.iterator](): Iterator<T> {
    return this.values[Symbol.iterator]() as Iterator<T>;
  }

  /** The first n values; all but the last -n for negative n. */
  head(n: number = 5): Series<T> {
    return this.#take(headPositions(this.length, n));
  }
  /** The last n values; all but the first -n for negative n. */
  tail(n: number = 5): Series<T> {
    return this.#take(tailPositions(this.length, n));
  }

  /** Without some labels. */
  drop(labels: Label | readonly Label[], options: DropOptions = {}): Series<T> {
    return this.#take(remaining(this.index, labels, options));
  }

  /** The values whose labels are listed, contain a text or match a pattern. */
  filter(labels: LabelFilter): Series<T> {
    return this.#take(filtered(this.index, labels));
  }

  /** The values at other labels, NaN or `fill_value` where there are none. */
  reindex(labels: readonly Label[], options: { readonly fill_value?: T } = {}): Series<T> {
    knownOptions("reindex", options, { fill_value: kinds.VALUE });
    const wanted = labelList("reindex", "labels", labels, kinds.LIST);
    return wrapped(reindexedVector(this, wanted, options.fill_value as T & Value));
  }

  /** With another name (a label), or other labels (old to new as a record, a map or a function). */
  rename(change: Label | null | Renaming = null): Series<T> {
    if (change === null || isLabel(change)) return this.#like(this.values, { name: change });
    checkArgument("rename", "change", change, kinds.RENAMING);
    return this.#like(this.values, { index: renamed(this.index, change) });
  }

  /** Sorted by value; equal values keep their order. */
  sort_values(options: SortOptions = {}): Series<T> {
    return this.#take(sortOrder(this.values, "sort_values", options));
  }
  /** Sorted by label. */
  sort_index(options: SortOptions = {}): Series<T> {
    return this.#take(sortOrder(this.index, "sort_index", options));
  }

  /** Each value through a function, such as `Math.exp`; the labels stay. The same as {@link map}. */
  apply<U>(f: (value: T) => U): Series<U> {
    return this.map(f);
  }
  /** Each value through a function, such as `Math.exp`; the labels stay. */
  map<U>(f: (value: T) => U): Series<U> {
    checkArgument("map", "f", f, kinds.FUNCTION);
    const values = Array.from({ length: this.length }, (_, i) => f(this.#at(i)));
    return new Series<U>(this.index, values, { name: this.name });
  }

  /** Sum with a number, with an array by position, or with a series by label: NaN where one of them lacks a label. */
  add(other: Operand, options: FillOptions = {}): Series {
    return wrapped(seriesArithmetic("add", this, other, options));
  }
  /** Difference. */
  sub(other: Operand, options: FillOptions = {}): Series {
    return wrapped(seriesArithmetic("sub", this, other, options));
  }
  /** Product, value by value. */
  mul(other: Operand, options: FillOptions = {}): Series {
    return wrapped(seriesArithmetic("mul", this, other, options));
  }
  /** Quotient. */
  div(other: Operand, options: FillOptions = {}): Series {
    return wrapped(seriesArithmetic("div", this, other, options));
  }
  /** Power. */
  pow(other: Operand, options: FillOptions = {}): Series {
    return wrapped(seriesArithmetic("pow", this, other, options));
  }
  /** `other` minus this. */
  rsub(other: Operand, options: FillOptions = {}): Series {
    return wrapped(seriesArithmetic("rsub", this, other, options));
  }
  /** `other` divided by this. */
  rdiv(other: Operand, options: FillOptions = {}): Series {
    return wrapped(seriesArithmetic("rdiv", this, other, options));
  }
  /** `other` to the power of this. */
  rpow(other: Operand, options: FillOptions = {}): Series {
    return wrapped(seriesArithmetic("rpow", this, other, options));
  }
  /** Each value with the opposite sign. */
  neg(): Series {
    return this.#numeric("neg", (x) => -x);
  }
  /** Absolute values. */
  abs(): Series {
    return this.#numeric("abs", Math.abs);
  }
  /** Values rounded to decimals, halves to even. */
  round(decimals: number = 0): Series {
    checkArgument("round", "decimals", decimals, kinds.WHOLE);
    return this.#numeric("round", (x) => roundTo(x, decimals));
  }

  /** Where values are greater; false where a value or a label is missing. */
  gt(other: Operand<Value>): Series<boolean> {
    return wrapped(seriesComparison("gt", this, other));
  }
  /** Where values are less. */
  lt(other: Operand<Value>): Series<boolean> {
    return wrapped(seriesComparison("lt", this, other));
  }
  /** Where values are greater or equal. */
  ge(other: Operand<Value>): Series<boolean> {
    return wrapped(seriesComparison("ge", this, other));
  }
  /** Where values are less or equal. */
  le(other: Operand<Value>): Series<boolean> {
    return wrapped(seriesComparison("le", this, other));
  }
  /** Where values are equal. */
  eq(other: Operand<Value>): Series<boolean> {
    return wrapped(seriesComparison("eq", this, other));
  }
  /** Where values are not equal; true where one is missing. */
  ne(other: Operand<Value>): Series<boolean> {
    return wrapped(seriesComparison("ne", this, other));
  }

  /** Where values are missing. */
  isna(): Series<boolean> {
    return this.#where(isMissing);
  }
  /** Where values are not missing. */
  notna(): Series<boolean> {
    return this.#where((value) => !isMissing(value));
  }
  /** Without missing values. */
  dropna(): Series<T> {
    return this.loc(this.notna());
  }
  /** With a value in the place of missing ones. */
  fillna<U>(value: U): Series<T | U> {
    checkArgument("fillna", "value", value, kinds.VALUE);
    return this.map<T | U>((x) => (isMissing(x as T & Value) ? value : x));
  }

  /**
   * Quantiles by linear interpolation; of a list of probabilities, a series labelled by them.
   *
   * @throws {@link SmfError} `option-type` when a probability is not from 0 to 1.
   */
  quantile(q?: number): number;
  quantile(q: readonly number[]): Series;
  quantile(q: number | readonly number[] = 0.5): number | Series {
    const sorted = present(this.#numbers("quantile"))!.slice().sort();
    if (typeof q === "number") return quantile(sorted, q);
    const wanted = probabilities(q);
    const values = wanted.map((probability) => quantile(sorted, probability));
    return new Series(wanted, values, { name: this.name });
  }

  /** Count, mean, standard deviation and five quantiles of numbers. */
  describe(): Series {
    return wrapped(described(this));
  }

  /**
   * Product with a vector (a number), or with a matrix (a series): labels must be the same, in any order.
   *
   * @throws {@link SmfError} `shape`; `option-type` for what is no vector and no matrix.
   */
  dot(other: Vector<number> | ArrayLike<number>): number;
  dot<V>(other: Frame<V>): Series;
  dot(other: Vector<number> | ArrayLike<number> | Frame): number | Series {
    if (isWholeFrame(other)) return other.T.dot(this as unknown as Series).rename(this.name);
    return innerProduct(this, other);
  }

  /** Whether this is a series of the same labels, kind and values, NaN being equal to NaN; names do not matter. */
  equals(other: unknown): boolean {
    return sameVectors(this, other);
  }

  /** The values as a list. */
  to_list(): T[] {
    return [...this];
  }
  /** A copy of the values. */
  to_numpy(): Values<T> {
    return this.values.slice() as Values<T>;
  }
  /** `{label: value}`; of a label that stands twice the last one. */
  to_dict(): Record<string, T> {
    return Object.fromEntries(this.items());
  }
  /** A matrix of one column, called by its name or 0. */
  to_frame(name: Label = this.name ?? 0): Frame<T> {
    checkArgument("to_frame", "name", name, kinds.LABEL);
    const rows = Array.from({ length: this.length }, (_, i) => Object.freeze([this.#at(i)]));
    return new Frame<T>(this.index, [name], rows, { dtypes: [this.dtype] });
  }
  /** The text of the whole series, without its name and kind. */
  to_string(): string {
    return wholeText(this.index, this.values, this.dtype);
  }
  /** CSV text with a header. */
  to_csv(): string {
    return this.to_frame().to_csv();
  }
  /** A markdown table. */
  to_markdown(): string {
    return this.to_frame().to_markdown();
  }
  /** What JSON is made of: as {@link to_dict}; numbers that JSON lacks (NaN, infinities) become null there. */
  toJSON(): Record<string, T> {
    return this.to_dict();
  }
  /** The text that pandas prints. */
  override toString(): string {
    const name = this.name === null ? {} : { name: String(this.name) };
    return seriesText(this.index, this.values, { ...name, dtype: this.dtype });
  }

  #at(i: number): T & Value {
    return this.values[i] as T & Value;
  }

  #numbers(call: string): Float64Array {
    return numbersOf(this.values, call);
  }

  #like(values: ArrayLike<Value>, change: { index?: readonly Label[]; name?: Label | null }): Series<T> {
    const { index = this.index, name = this.name } = change;
    return new Series<T>(index, values as ArrayLike<T>, { name, dtype: this.dtype, copy: false });
  }

  #take(places: readonly number[]): Series<T> {
    const index = Object.freeze(places.map((i) => this.index[i]!));
    return this.#like(gather(this.values, places), { index });
  }

  #where(test: (value: Value) => boolean): Series<boolean> {
    const values = Array.from({ length: this.length }, (_, i) => test(this.#at(i)));
    return new Series<boolean>(this.index, Object.freeze(values), { name: this.name, dtype: "bool" });
  }

  #numeric(call: string, f: (x: number) => number): Series {
    const values = this.#numbers(call).map((x) => f(x));
    const dtype = this.dtype === "int64" ? "int64" : "float64";
    return new Series(this.index, values, { name: this.name, dtype, copy: false });
  }
}

/** A series of its parts, which nobody else keeps. */
function wrapped<T>({ index, values, name, dtype }: Vector): Series<T> {
  return new Series<T>(index, values as ArrayLike<unknown> as ArrayLike<T>, { name, dtype, copy: false });
}
