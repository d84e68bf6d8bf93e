// The options of `lmm`: every name known, every value of its kind, before anything is computed.
import { notOptions, optionType, unknownOption } from "./errors.ts";
import type { Watching } from "./progress.ts";

/** What can be chosen about `lmm`; `W` is the type of column names, which `lmm` narrows to check them. */
export interface LmmOptions<W = string> extends Watching {
  /** Restricted maximum likelihood (default), or maximum likelihood. */
  readonly reml?: boolean | undefined;
  /** Positive numbers w, a column's name or one for each row of the table: var(eps_i) = sigma^2 / w_i. */
  readonly weights?: W | ArrayLike<number> | undefined;
  /** Numbers added to the fixed part, units of y, beside `offset(...)` in the formula: a column's name or an array. */
  readonly offset?: W | ArrayLike<number> | undefined;
  /** Rows that lack a value: left out and counted (default), or refused. */
  readonly missing?: "drop" | "raise" | undefined;
  /** Theta in raw units, as `fit.theta`: the first point that is tried. Default: the moment estimate. */
  readonly start?: readonly number[] | undefined;
}

type Check = readonly [test: (value: unknown) => boolean, expected: string];

const numbers: Check = [(v) => typeof v === "string" || isArrayLike(v), "a column name or an array of numbers"];

const OPTIONS: Readonly<Record<keyof LmmOptions, Check>> = {
  reml: [(v) => typeof v === "boolean", "true or false"],
  weights: numbers,
  offset: numbers,
  missing: [(v) => v === "drop" || v === "raise", '"drop" or "raise"'],
  start: [
    (v) => isArrayLike(v) && Array.from(v).every((entry) => typeof entry === "number"),
    "an array of numbers, the covariance parameters as in `fit.theta`",
  ],
  onProgress: [(v) => typeof v === "function", "a function"],
  signal: [(v) => isObject(v) && typeof (v as { aborted?: unknown }).aborted === "boolean", "an AbortSignal"],
};

/**
 * Checks the options; those that are `undefined` count as left out.
 *
 * @throws {@link FitError} `unknown-option` naming the nearest one; `option-type`, also when `options` is no record.
 */
export function checkLmmOptions(options: unknown): void {
  const known = Object.keys(OPTIONS);
  if (!isObject(options) || Array.isArray(options)) throw notOptions(options, known);
  for (const [name, value] of Object.entries(options)) {
    if (!known.includes(name)) throw unknownOption(name, known);
    const [test, expected] = OPTIONS[name as keyof LmmOptions];
    if (value !== undefined && !test(value)) throw optionType(name, expected, value);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return isObject(value) && typeof (value as { length?: unknown }).length === "number";
}
