// What pandas labels, labelled here: vectors and matrices with names, printed as pandas prints them.
import { frameText, seriesText } from "@mixedlm/report";
import { unknownLabel } from "./errors.ts";
import { printable } from "./printable.ts";

/** A label of an index: a parameter's name, a group's label, a row number. */
export type Label = string | number | boolean;

/** A labelled vector: pandas' Series, as far as results need it. Iterates over its values. */
export class Series implements Iterable<number> {
  /** Labels, in order. */
  readonly index: readonly Label[];
  /** Values, in the order of the labels. */
  readonly values: Float64Array;

  constructor(index: readonly Label[], values: ArrayLike<number>) {
    this.index = index;
    this.values = Float64Array.from(values);
    printable(this);
  }

  /**
   * The value at a label.
   *
   * @throws {@link SmfError} `unknown-label`, naming the nearest labels.
   */
  get(label: Label): number {
    return this.values[position(this.index, label)]!;
  }

  [Symbol.iterator](): Iterator<number> {
    return this.values.values();
  }

  /** `{label: value}`; numbers that JSON lacks (NaN, infinities) become null there. */
  toJSON(): Record<string, number> {
    return Object.fromEntries(this.index.map((label, i) => [String(label), this.values[i]!]));
  }

  /** The text that pandas prints. */
  toString(): string {
    return seriesText(this.index.map(String), this.values);
  }
}

/** A labelled matrix: pandas' DataFrame, as far as results need it. */
export class Frame {
  /** Labels of the rows. */
  readonly index: readonly Label[];
  /** Names of the columns. */
  readonly columns: readonly Label[];
  /** Rows as arrays. */
  readonly values: readonly (readonly number[])[];

  constructor(index: readonly Label[], columns: readonly Label[], values: readonly (readonly number[])[]) {
    this.index = index;
    this.columns = columns;
    this.values = values;
    printable(this);
  }

  /**
   * The value in a row and column, by their labels.
   *
   * @throws {@link SmfError} `unknown-label`, naming the nearest labels.
   */
  get(row: Label, column: Label): number {
    return this.values[position(this.index, row)]![position(this.columns, column)]!;
  }

  /** `{column: {row: value}}`, as pandas' `to_dict`. */
  toJSON(): Record<string, Record<string, number>> {
    return Object.fromEntries(
      this.columns.map((column, j) => [
        String(column),
        Object.fromEntries(this.index.map((row, i) => [String(row), this.values[i]![j]!])),
      ]),
    );
  }

  /** The text that pandas prints. */
  toString(): string {
    return frameText(this.index.map(String), this.columns.map(String), this.values);
  }
}

function position(labels: readonly Label[], label: Label): number {
  const at = labels.indexOf(label);
  if (at < 0) throw unknownLabel(label, labels);
  return at;
}
