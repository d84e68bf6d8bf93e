// The functions that a formula may call, all of them. Anything else is refused, with advice where the wish is known.

import type { FunctionSpec } from "../expressions/calls.ts";
import { AGGREGATE_FUNCTIONS } from "./aggregate-functions.ts";
import { B_SPLINE_FUNCTION } from "./b-spline-function.ts";
import { CODING_FUNCTIONS } from "./coding-functions.ts";
import { CUBIC_SPLINE_FUNCTIONS } from "./cubic-spline-functions.ts";
import { ELEMENTWISE_FUNCTIONS } from "./elementwise-functions.ts";
import { EXTENDED_FUNCTIONS } from "./extended-functions.ts";
import { STANDARDISING_FUNCTIONS } from "./standardising-functions.ts";
import { TENSOR_FUNCTION } from "./tensor-function.ts";

const FUNCTIONS: ReadonlyMap<string, FunctionSpec> = new Map<string, FunctionSpec>([
  ...CODING_FUNCTIONS,
  ...ELEMENTWISE_FUNCTIONS,
  ...AGGREGATE_FUNCTIONS,
  ...STANDARDISING_FUNCTIONS,
  ["bs", B_SPLINE_FUNCTION],
  ...CUBIC_SPLINE_FUNCTIONS,
  ["te", TENSOR_FUNCTION],
  ...EXTENDED_FUNCTIONS,
]);

/** Finds a function by its name as written: `np.log`, `C`. */
export function functionSpec(name: string): FunctionSpec | undefined {
  return FUNCTIONS.get(name);
}

/** Names of all functions. */
export function functionNames(): Iterable<string> {
  return FUNCTIONS.keys();
}
