// Lists as callers give them: arrays and the like, or a Series or Frame, told by their shapes. What is asked of them
// here is their values alone, of whatever kind. One reader, so that what counts as a list is the same everywhere.
import { isArrayLike } from "@mixedlm/formula";
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
  const isLabelled = typeof given === "object" && given !== null && "index" in given && "values" in given;
  return isLabelled && !("columns" in given) ? given.values : given;
}

/** An array or the like, or the values of a Series; null for anything else. */
export function listOf(given: unknown): ArrayLike<unknown> | null {
  const values = plainValues(given);
  return isArrayLike(values) ? values : null;
}

/** Whether a value is a labelled matrix. */
export function isFrame(value: unknown): value is Frame {
  return typeof value === "object" && value !== null && "columns" in value && "values" in value;
}
