// A labelled vector and what it is computed with -> their values side by side, matched by label as pandas does it.
import { holds, isArrayLike } from "@mixedlm/formula";
import { type Dtype, gather, inferDtype, isMissing, type Value } from "./dtype.ts";
import { scalarDtype } from "./elementwise.ts";
import { DTYPE } from "./kinds.ts";
import { lengthMismatch, wrongOperand } from "./label-errors.ts";
import { isFrame } from "./labelled-values.ts";
import { alignLabels, frozen, isLabel, type Label, sameLabels } from "./labels.ts";

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
 * Reads what a labelled vector is computed with, which may be anything.
 *
 * @param call - the method, for the message.
 * @throws {@link SmfError} `option-type` for anything but a value, an array or a labelled vector.
 */
export function operandOf(call: string, given: unknown): Operand<Value> {
  if (given === null || isLabel(given)) return given;
  const vector = vectorOf(given);
  if (vector !== null) return vector;
  if (isFrame(given) || !isArrayLike(given)) throw wrongOperand(call, given);
  // a match of a regular expression is an array that has an `index`
  return ("index" in given ? Array.from(given) : given) as ArrayLike<Value>;
}

/** A labelled vector of its parts, which need not be a Series; null for anything else. Its labels cannot change. */
export function vectorOf(given: unknown): Vector | null {
  if (
    !holds((own) => "index" in (own as object) && "values" in (own as object) && !("columns" in (own as object)), given)
  )
    return null;
  const { index, values, name, dtype } = given as Partial<Vector>;
  if (!isArrayLike(index) || !isArrayLike(values) || index.length !== values.length) return null;
  return {
    index: frozen(index as readonly Label[]),
    values,
    name: isLabel(name) ? name : null,
    dtype: DTYPE[0](dtype) ? dtype! : inferDtype(values),
  };
}

/**
 * Matches a vector and an operand.
 *
 * @param call - the method, for the message.
 * @throws {@link SmfError} `option-type` for what is no operand; `shape` when an array has another length;
 *   `duplicate-label` when indexes differ and have labels twice.
 */
export function pairUp(call: string, { index, values, name, dtype }: Vector, given: Operand<Value>): Pairs {
  const other = operandOf(call, given);
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
export function sameVectors(a: Vector, given: unknown): boolean {
  const b = vectorOf(given);
  if (b === null) return false;
  const same = (x: Value, y: Value): boolean => x === y || (isMissing(x) && isMissing(y));
  const sameKind = a.dtype === b.dtype && sameLabels(a.index, b.index);
  return sameKind && a.index.every((_, i) => same(a.values[i]!, b.values[i]!));
}

function repeated(value: Value, n: number): ArrayLike<Value> {
  return typeof value === "number" ? new Float64Array(n).fill(value) : new Array<Value>(n).fill(value);
}
