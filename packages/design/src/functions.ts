// The functions that a formula may call, all of them. Anything else is refused, with advice where the wish is known.
import { AGGREGATE_FUNCTIONS } from "./aggregate-functions.ts";
import type { FunctionSpec } from "./calls.ts";
import { CODING_FUNCTIONS } from "./coding-functions.ts";
import { ELEMENTWISE_FUNCTIONS } from "./elementwise-functions.ts";
import { STATEFUL_FUNCTIONS } from "./stateful-functions.ts";

const FUNCTIONS: ReadonlyMap<string, FunctionSpec> = new Map([
  ...CODING_FUNCTIONS,
  ...ELEMENTWISE_FUNCTIONS,
  ...AGGREGATE_FUNCTIONS,
  ...STATEFUL_FUNCTIONS,
]);

const COLUMN_FIRST = "compute the column before, and name it in the formula";

/** Functions of patsy and its relatives that are recognised and not available yet, with what to do instead. */
const UNSUPPORTED: ReadonlyMap<string, string> = new Map([
  ...["bs", "cr", "cc", "te", "poly", "ns", "lag", "hashed"].map((name) => [name, COLUMN_FIRST] as const),
]);

/** Functions of other formula languages, with their name in this one. */
const HINTS: ReadonlyMap<string, string> = new Map([
  ...["log", "log2", "log10", "log1p", "exp", "expm1", "sqrt", "sin", "cos", "tan", "floor", "round"].map(
    (name) => [name, `write \`np.${name}(...)\``] as const,
  ),
  ["factor", "write `C(...)`"],
  ["as.factor", "write `C(...)`"],
  ["offset", "offsets are not part of a formula"],
]);

/** Finds a function by its name as written: `np.log`, `C`. */
export function functionSpec(name: string): FunctionSpec | undefined {
  return FUNCTIONS.get(name);
}

/** Names of all functions. */
export function functionNames(): Iterable<string> {
  return FUNCTIONS.keys();
}

/** What to do instead of a function that is recognised and not available. */
export function unsupportedAdvice(name: string): string | undefined {
  return UNSUPPORTED.get(name);
}

/** How a function of another formula language is written here, or null. */
export function functionHint(name: string): string | null {
  return HINTS.get(name) ?? null;
}
