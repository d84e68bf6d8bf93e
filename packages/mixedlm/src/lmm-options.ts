// The options of `lmm`: every name known, every value of its kind, before anything is computed.

import { isArrayLike, isRecord } from "@mixedlm/formula";
import { aBoolean, aFunction, aSignal, checkOptions, numbers, type OptionCheck, oneOf } from "./calls/option-checks.ts";
import type { Watching } from "./calls/progress.ts";
import { optionOfFormula } from "./errors.ts";

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

const column: OptionCheck = [(v) => typeof v === "string" || isArrayLike(v), "a column name or an array of numbers"];

const CHECKS: Readonly<Record<keyof LmmOptions, OptionCheck>> = {
  reml: aBoolean,
  weights: column,
  offset: column,
  missing: oneOf("drop", "raise"),
  start: [numbers[0], "an array of numbers, the covariance parameters as in `fit.theta`"],
  onProgress: aFunction,
  signal: aSignal,
};

/** Arguments of statsmodels for what the formula says here. */
const IN_THE_FORMULA = ["groups", "re_formula", "vc_formula", "reFormula", "vcFormula"];

/**
 * Checks the options; those that are `undefined` count as left out.
 *
 * @throws {@link FitError} `unknown-option` naming the nearest one; `option-type`, also when `options` is no record.
 */
export function checkLmmOptions(options: unknown): void {
  const names = isRecord(options) ? Object.keys(options) : [];
  const foreign = names.find((name) => IN_THE_FORMULA.includes(name));
  if (foreign !== undefined) throw optionOfFormula(foreign);
  checkOptions("lmm", options, CHECKS);
}
