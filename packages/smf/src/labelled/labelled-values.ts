// Lists as callers give them: arrays and the like, or a Series or Frame, told by their shapes. What is asked of them
// here is their values alone, of whatever kind. One reader, so that what counts as a list is the same everywhere.
import { holds, isArrayLike } from "@mixedlm/formula";
import type { Frame } from "./frame.ts";

/** A Series of any kind of values. */
export interface LabelledValues<T = unknown> {
  /** Labels, one for each value; what they are does not matter. */
  readonly index: readonly unknown[];
  /** The values, in the order of the labels. */
  readonly values: ArrayLike<T>;
}

/** The values of a Series; anything else as it is. */
export function plainValues(given: unknown): unknown {
  return holds(isLabelled, given) ? (given as LabelledValues).values : given;
}

function isLabelled(given: unknown): boolean {
  const own = given as object;
  return "index" in own && "values" in own && !("columns" in own);
}

/** An array or the like, or the values of a Series; null for anything else. */
export function listOf(given: unknown): ArrayLike<unknown> | null {
  const values = plainValues(given);
  return isArrayLike(values) ? values : null;
}

/** Whether a value is a labelled matrix with its methods, not only of such a shape. */
export function isWholeFrame(value: unknown): value is Frame {
  return isFrame(value) && holds((own) => typeof (own as Frame).reindex === "function", value);
}

/** Whether a value is a labelled matrix. */
export function isFrame(value: unknown): value is Frame {
  return holds((own) => "columns" in (own as object) && "values" in (own as object), value);
}
