// Arithmetic and comparisons of labelled vectors, value by value, with numbers, arrays and each other.
import { numbersOf, type Value } from "./dtype.ts";
import { ARITHMETIC, type Arithmetic, arithmeticDtype, type Comparison, compareValues } from "./elementwise.ts";
import { NUMBER } from "./kinds.ts";
import { knownOptions } from "./known-options.ts";
import { lengthMismatch, notAligned, wrongOperand } from "./label-errors.ts";
import { type Label, sameLabels, unionOf } from "./labels.ts";
import { type Operand, operandOf, pairUp, type Vector } from "./pairs.ts";
import { sum } from "./statistics.ts";

/** What arithmetic may be told. */
export interface FillOptions {
  /** Stands for a value that one side lacks; where both do, the result is missing. */
  readonly fill_value?: number;
}

/**
 * Computes with two vectors matched by label; the result has their name if it is the same.
 *
 * @throws {@link SmfError} `not-numeric`, `option-type`, `unknown-option`; as `pairUp`.
 */
export function seriesArithmetic(operation: Arithmetic, vector: Vector, other: Operand, options: FillOptions): Vector {
  knownOptions(operation, options, { fill_value: NUMBER });
  // a comparison with null has an answer, a sum has none
  if (other === null) throw wrongOperand(operation, other);
  const { fill_value = Number.NaN } = options;
  const { labels, name, left, right, leftDtype, rightDtype } = pairUp(operation, vector, other);
  const compute = ARITHMETIC[operation];
  const a = numbersOf(left, operation);
  const b = numbersOf(right, operation);
  const values = a.map((x, i) => {
    const y = b[i]!;
    if (Number.isNaN(x) === Number.isNaN(y)) return compute(x, y);
    return Number.isNaN(x) ? compute(fill_value, y) : compute(x, fill_value);
  });
  return { index: labels, values, name, dtype: arithmeticDtype(operation, leftDtype, rightDtype) };
}

/** Compares two vectors matched by label. @throws {@link SmfError} `mixed-labels`; as `pairUp`. */
export function seriesComparison(comparison: Comparison, vector: Vector, other: Operand<Value>): Vector {
  const { labels, name, left, right } = pairUp(comparison, vector, other);
  const values = Array.from(labels, (_, i) => compareValues(comparison, left[i]!, right[i]!));
  return { index: labels, values: Object.freeze(values), name, dtype: "bool" };
}

/**
 * The sum of products of two vectors, matched by label.
 *
 * @throws {@link SmfError} `shape` when they have not the same labels, or an array has another length; `option-type`
 *   for what is no vector.
 */
export function innerProduct(vector: Vector, given: Vector<number> | ArrayLike<number>): number {
  const other = factorOf(given);
  if (!("index" in other) && other.length !== vector.index.length)
    throw lengthMismatch("the other factor", other.length, vector.index.length, "one value for each label");
  if ("index" in other) checkInner(vector.index, other.index);
  return sum(numbersOf(seriesArithmetic("mul", vector, other as Operand, {}).values, "dot"));
}

/**
 * Reads the vector of a product.
 *
 * @throws {@link SmfError} `option-type`
 */
export function factorOf(given: unknown): Vector | ArrayLike<Value> {
  const other = operandOf("dot", given);
  if (typeof other !== "object" || other === null) throw wrongOperand("dot", given);
  return other;
}

/**
 * Makes sure that two factors of a product have the same labels, in any order.
 *
 * @throws {@link SmfError} `shape`
 */
export function checkInner(left: readonly Label[], right: readonly Label[]): void {
  if (sameLabels(left, right)) return;
  const union = unionOf([left, right]);
  if (union.length > Math.min(left.length, right.length)) throw notAligned(left, right);
}
