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
  ...["bs", "cr", "cc", "te"].map((name) => [name, COLUMN_FIRST] as const),
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
