// Lists that may come as a Series, told by its shape: what is asked of it here is its values alone, of whatever kind.

/** A Series of any kind of values. */
export interface LabelledValues<T = unknown> {
  readonly index: readonly unknown[];
  readonly values: ArrayLike<T>;
}

/** The values of a Series; anything else as it is. */
export function plainValues(given: unknown): unknown {
  const isLabelled = typeof given === "object" && given !== null && "index" in given && "values" in given;
  return isLabelled && !("columns" in given) ? given.values : given;
}
