// A labelled vector and what it is computed with -> their values side by side, matched by label as pandas does it.
import type { Dtype, Value } from "./dtype.ts";
import { inferDtype } from "./dtype.ts";
import { scalarDtype } from "./elementwise.ts";
import { lengthMismatch } from "./label-errors.ts";
import { alignLabels, type Label, sameLabels } from "./labels.ts";

/** A labelled vector, as far as arithmetic needs it. */
export interface Vector<T extends Value = Value> {
  readonly index: readonly Label[];
  readonly values: ArrayLike<T>;
  readonly name: Label | null;
  readonly dtype: Dtype;
}

/** What a labelled vector is computed with: one value, values by position, or values by label. */
export type Operand<T extends Value = number | boolean> = T | ArrayLike<T> | Vector<T>;

/** Two vectors with common labels. A label that one of them lacks has NaN there. */
export interface Pairs {
  readonly labels: readonly Label[];
  readonly name: Label | null;
  readonly left: (i: number) => Value;
  readonly right: (i: number) => Value;
  readonly leftDtype: Dtype;
  readonly rightDtype: Dtype;
}

/**
 * Matches a vector and an operand.
 *
 * @throws {@link SmfError} `shape` when an array has another length; `duplicate-label` when indexes differ and have
 *   labels twice.
 */
export function pairUp(vector: Vector, operand: Operand<Value>): Pairs {
  const { index, values, name, dtype } = vector;
  const base = { labels: index, name, left: (i: number): Value => values[i]!, leftDtype: dtype };
  if (typeof operand !== "object" || operand === null) {
    const rightDtype = typeof operand === "string" || operand === null ? "object" : scalarDtype(operand);
    return { ...base, right: () => operand, rightDtype };
  }
  if (!("index" in operand)) {
    if (operand.length !== index.length) throw lengthMismatch("the other operand", operand.length, index.length);
    return { ...base, right: (i) => operand[i]!, rightDtype: inferDtype(operand) };
  }
  const other = operand;
  const named = { ...base, name: name === other.name ? name : null, rightDtype: other.dtype };
  if (sameLabels(index, other.index)) return { ...named, right: (i) => other.values[i]! };
  const { labels, left, right } = alignLabels(index, other.index);
  const at = (list: ArrayLike<Value>, place: number): Value => (place < 0 ? Number.NaN : list[place]!);
  return {
    ...named,
    labels,
    left: (i) => at(values, left[i]!),
    right: (i) => at(other.values, right[i]!),
    leftDtype: left.includes(-1) ? "float64" : dtype,
    rightDtype: right.includes(-1) ? "float64" : other.dtype,
  };
}
