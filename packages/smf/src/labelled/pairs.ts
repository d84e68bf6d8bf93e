// A labelled vector and what it is computed with -> their values side by side, matched by label as pandas does it.
import { type Dtype, gather, inferDtype, isMissing, type Value } from "./dtype.ts";
import { scalarDtype } from "./elementwise.ts";
import { lengthMismatch } from "./label-errors.ts";
import { alignLabels, type Label, sameLabels } from "./labels.ts";

/** A labelled vector, as far as arithmetic needs it. */
export interface Vector<T extends Value = Value> {
  /** Labels, one for each value. */
  readonly index: readonly Label[];
  /** The values, in the order of the labels. */
  readonly values: ArrayLike<T>;
  /** What the values are; null without a name. */
  readonly name: Label | null;
  /** pandas' name for the kind of values. */
  readonly dtype: Dtype;
}

/** What a labelled vector is computed with: one value, values by position, or values by label. */
export type Operand<T extends Value = number | boolean> = T | ArrayLike<T> | Vector<T>;

/** Two vectors with common labels. A label that one of them lacks has NaN there. */
export interface Pairs {
  readonly labels: readonly Label[];
  readonly name: Label | null;
  readonly left: ArrayLike<Value>;
  readonly right: ArrayLike<Value>;
  readonly leftDtype: Dtype;
  readonly rightDtype: Dtype;
}

/**
 * Matches a vector and an operand.
 *
 * @throws {@link SmfError} `shape` when an array has another length; `duplicate-label` when indexes differ and have
 *   labels twice.
 */
export function pairUp({ index, values, name, dtype }: Vector, other: Operand<Value>): Pairs {
  const own = { labels: index, name, left: values, leftDtype: dtype };
  if (typeof other !== "object" || other === null) {
    const rightDtype = typeof other === "string" || other === null ? "object" : scalarDtype(other);
    return { ...own, right: repeated(other, index.length), rightDtype };
  }
  if (!("index" in other)) {
    if (other.length !== index.length)
      throw lengthMismatch("the other operand", other.length, index.length, "one value for each label");
    return { ...own, right: other, rightDtype: inferDtype(other) };
  }
  const named = { ...own, name: name === other.name ? name : null, right: other.values, rightDtype: other.dtype };
  if (sameLabels(index, other.index)) return named;
  const { labels, left, right } = alignLabels(index, other.index);
  return {
    ...named,
    labels,
    left: gather(values, left, Number.NaN),
    right: gather(other.values, right, Number.NaN),
    leftDtype: left.includes(-1) ? "float64" : dtype,
    rightDtype: right.includes(-1) ? "float64" : other.dtype,
  };
}

/** Whether labels, kinds and values of two vectors are the same, missing values being equal to each other. */
export function sameVectors(a: Vector, b: Vector): boolean {
  const same = (x: Value, y: Value): boolean => x === y || (isMissing(x) && isMissing(y));
  const sameKind = a.dtype === b.dtype && sameLabels(a.index, b.index);
  return sameKind && a.index.every((_, i) => same(a.values[i]!, b.values[i]!));
}

function repeated(value: Value, n: number): ArrayLike<Value> {
  return typeof value === "number" ? new Float64Array(n).fill(value) : new Array<Value>(n).fill(value);
}
