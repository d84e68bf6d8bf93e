// One fit: the F tests of its terms. Several: their comparison. lme4's one name for both.

import { holds, isList } from "@mixedlm/formula";
import { isObject } from "../calls/option-checks.ts";
import type { Printed } from "../printing/result-table.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { type FTable, type FTableOptions, fTable } from "../term-tests/f-table.ts";
import { type ComparisonOptions, compareFits, type FitComparison } from "./compare-fits.ts";

/**
 * Tests the terms of a fit's fixed effects, or compares fits of the same rows.
 *
 * `anova(fit, { type, ddf })` is a table of F tests of type III (default), II or I; see `termHypotheses` for what they
 * are of. `anova(fit1, fit2, ..., { refit, tests })` has the models in the order of their numbers of parameters, with
 * AIC, AICc, BIC and the likelihood-ratio test of each against the one before; where that lacks a variance, the p-value
 * is the one of `varianceTests`. Fits by REML are fitted again by maximum likelihood, from their moments, unless
 * `refit` is false; then all have to have the same fixed effects. Models that are not nested are refused, unless
 * `tests` is false.
 *
 * @throws {@link FitError} as `fTable` and `compareFits`.
 * @example
 * ```ts
 * String(anova(fit, { type: "II", ddf: "kenward-roger" }));
 * anova(lmm("y ~ x + (1 | g)", data), lmm("y ~ x + (x | g)", data)).rows[1].pValue;
 * ```
 */
export function anova(fit: Fit, options?: FTableOptions): FTable & Printed;
export function anova(first: Fit, second: Fit, ...more: readonly (Fit | ComparisonOptions)[]): FitComparison & Printed;
export function anova(fit: Fit, ...more: readonly unknown[]): (FTable | FitComparison) & Printed {
  partsOf(fit);
  const last = more[more.length - 1];
  const options = isOptions(last) ? last : undefined;
  const others = (options === undefined ? more : more.slice(0, -1)) as readonly Fit[];
  if (others.every((own) => own === undefined)) return fTable(fit, options);
  return compareFits([fit, ...others], options);
}

/** A record or a list; what a class has made is meant as a fit, if wrongly. */
function isOptions(last: unknown): last is object {
  return isList(last) || holds(isPlain, last);
}

function isPlain(value: unknown): boolean {
  const made: unknown = isObject(value) ? Object.getPrototypeOf(value) : undefined;
  return made === null || made === Object.prototype;
}
