// The labels of an index come in, their texts as pandas prints them go out.
// Labels of one type are formatted together, like a column that stands to the left; mixed ones each by itself.

import { formatRepr } from "../numbers/number-format.ts";
import { justify, widest } from "../writers/layout.ts";
import { floatTexts } from "./pandas-floats.ts";
import { type Dtype, escapeControls, integerText, signedInteger } from "./pandas-values.ts";

/** A label of an index. */
export type Label = string | number | boolean;

/** An index that knows how it is written. */
export interface TypedIndex {
  /** Texts of the labels at some positions, as pandas prints them below one another. */
  texts(positions: readonly number[]): string[];
  /** A label by itself, as Python's `str`. */
  bare(position: number): string;
  /** A label as in a CSV file: by itself, "" where it is missing. */
  field(position: number): string;
}

/**
 * Gives an index its type.
 *
 * @param labels - the whole index.
 * @param dtype - its type; by default `int64` for safe integers, `float64` for other numbers, `bool` for booleans, and
 *   `object` for texts and mixtures, in which each safe integer is one.
 */
export function typedIndex(labels: readonly Label[], dtype: Dtype = inferLabels(labels)): TypedIndex {
  const isNumeric = dtype === "float64" || dtype === "int64";
  const format = isNumeric
    ? (chosen: readonly Label[]) => together(chosen.map(Number), dtype)
    : (chosen: readonly Label[]) => chosen.map((label) => escapeControls(labelText(label)));
  const texts = (positions: readonly number[]) => {
    const chosen = format(positions.map((position) => labels[position]!));
    return dtype === "bool" ? leftAligned(chosen) : chosen;
  };
  const bare = (position: number) => bareText(labels[position]!, dtype);
  const field = (position: number) => (Number.isNaN(labels[position]) ? "" : bare(position));
  return { texts, bare, field };
}

function bareText(label: Label, dtype: Dtype): string {
  if (typeof label !== "number") return labelText(label);
  return dtype === "int64" || (dtype !== "float64" && Number.isSafeInteger(label))
    ? integerText(label)
    : formatRepr(label);
}

function inferLabels(labels: readonly Label[]): Dtype {
  if (labels.length === 0) return "object";
  if (labels.every((label) => typeof label === "boolean")) return "bool";
  if (labels.every((label) => typeof label === "number"))
    return labels.every(Number.isSafeInteger) ? "int64" : "float64";
  return "object";
}

// numbers in one notation, to the left, less the blanks in the place of a sign that no number has
function together(numbers: readonly number[], dtype: Dtype): string[] {
  const texts = dtype === "int64" ? numbers.map(signedInteger) : floatTexts(numbers, " NaN");
  return leftAligned(texts.every((text) => text.startsWith(" ")) ? texts.map((text) => text.slice(1)) : texts);
}

function leftAligned(texts: readonly string[]): string[] {
  const width = widest(texts);
  return texts.map((text) => justify(text, width, "left"));
}

function labelText(label: Label): string {
  if (typeof label === "boolean") return label ? "True" : "False";
  if (typeof label === "string") return label;
  if (Number.isNaN(label)) return "NaN";
  return Number.isSafeInteger(label) ? integerText(label) : formatRepr(label);
}
