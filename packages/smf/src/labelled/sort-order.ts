// Values or labels -> the order of their positions. Equal ones keep their order, also in a descending sort, as pandas'
// stable sorts do; missing values stand last or first, whatever the direction.

import type { OptionCheck } from "@mixedlm/formula";
import { compareCodePoints } from "@mixedlm/formula";
import { isMissing, type Value } from "./dtype.ts";
import { oneOf, TRUTH } from "./kinds.ts";
import { knownOptions } from "./known-options.ts";
import { mixedLabels } from "./label-errors.ts";

/** How to sort. */
export interface SortOptions {
  /** Smallest first. Default true. */
  readonly ascending?: boolean;
  /** Where missing values stand. Default "last". */
  readonly na_position?: "first" | "last";
}

/** What a sort may be told, for checks. */
export const SORT_OPTIONS: Readonly<Record<keyof SortOptions, OptionCheck>> = {
  ascending: TRUTH,
  na_position: oneOf(["first", "last"]),
};

/**
 * Positions in sorted order.
 *
 * @param call - the method's name, for the message.
 * @throws {@link SmfError} `mixed-labels` when some values are texts and some are not; `unknown-option`, `option-type`.
 */
export function sortOrder(values: ArrayLike<Value>, call: string, options: SortOptions = {}): number[] {
  knownOptions(call, options, SORT_OPTIONS);
  const { na_position = "last" } = options;
  const all = Array.from({ length: values.length }, (_, i) => i);
  const missing = all.filter((i) => isMissing(values[i]!));
  const sign = (options.ascending ?? true) ? 1 : -1;
  const order = all.filter((i) => !isMissing(values[i]!)).sort((i, j) => sign * compare(values[i]!, values[j]!, call));
  return na_position === "last" ? [...order, ...missing] : [...missing, ...order];
}

/**
 * Orders positions by several lists, the first one first; missing values come last (or first) whatever the direction.
 *
 * @param ascending - a direction for each list.
 * @throws {@link SmfError} `mixed-labels`
 */
export function byKeys(
  keys: readonly ArrayLike<Value>[],
  call: string,
  ascending: readonly boolean[],
  isMissingFirst: boolean = false,
): (i: number, j: number) => number {
  return (i, j) => {
    for (const [k, values] of keys.entries()) {
      const [a, b] = [values[i]!, values[j]!];
      const difference = Number(isMissing(a)) - Number(isMissing(b));
      if (difference !== 0) return isMissingFirst ? -difference : difference;
      const order = isMissing(a) ? 0 : compare(a, b, call);
      if (order !== 0) return ascending[k] ? order : -order;
    }
    return 0;
  };
}

function compare(a: Value, b: Value, call: string): number {
  if (typeof a === "number" && typeof b === "number") return a < b ? -1 : Number(a > b);
  if (typeof a === "string" && typeof b === "string") return compareCodePoints(a, b);
  if (typeof a === "string" || typeof b === "string") throw mixedLabels(call);
  return Number(a) < Number(b) ? -1 : Number(Number(a) > Number(b));
}
