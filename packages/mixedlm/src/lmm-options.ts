// The options of `lmm`: every name known, every value of its kind, before anything is computed.

import { isArrayLike, isRecord } from "@mixedlm/formula";
import { aBoolean, aFunction, aSignal, checkOptions, numbers, type OptionCheck, oneOf } from "./calls/option-checks.ts";
import type { Watching } from "./calls/progress.ts";
import { optionOfOthers } from "./errors.ts";

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
  missing: oneOf(["drop", "raise"]),
  start: [numbers[0], "an array of numbers, the covariance parameters as in `fit.theta`"],
  onProgress: aFunction,
  signal: aSignal,
};

const IN_THE_FORMULA =
  "random effects stand in the formula, such as `y ~ x + (1 + x | g)`; with `groups`, `re_formula` and `vc_formula` models are fitted by `smf.mixedlm`";
const BY_MISSING = 'rows that lack a value are left out, or refused by `missing: "raise"`';

/** Arguments of statsmodels' and lme4's calls that have no counterpart among the options: what there is instead. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ...["groups", "re_formula", "vc_formula", "reFormula", "vcFormula"].map((name) => [name, IN_THE_FORMULA] as const),
  ["family", "responses are normal given the random effects; generalised models are not there"],
  ["control", "the search needs no settings; `fit.status` says where it ended"],
  ["subset", "give a table that has these rows alone"],
  ...["na.action", "na_action", "naAction"].map((name) => [name, BY_MISSING] as const),
]);

/**
 * Checks the options; those that are `undefined` count as left out.
 *
 * @throws {@link FitError} `unknown-option` naming the nearest one; `option-type`, also when `options` is no record.
 */
export function checkLmmOptions(options: unknown): void {
  const names = isRecord(options) ? Object.keys(options) : [];
  for (const name of names) {
    const instead = INSTEAD.get(name);
    if (instead !== undefined) throw optionOfOthers(name, instead);
  }
  checkOptions("lmm", options, CHECKS);
}
