// A fit -> rows about its parameters and random effects, by broom.mixed's names: what tables, plots and data frames are
// made of. Rows of different kinds have the same fields, so that they stand in one table.
import type { Level } from "@mixedlm/design";
import {
  aBoolean,
  aFunction,
  aProbability,
  aReplicateCount,
  aSeed,
  aSignal,
  checkOptions,
  type OptionCheck,
  oneOf,
} from "../calls/option-checks.ts";
import type { Counting } from "../calls/progress.ts";
import { normalQuantile } from "../distributions/continuous.ts";
import { coefficientTests } from "../inference/contrast.ts";
import { aDfOption, type DfOption, fixedInference } from "../inference/fixed-inference.ts";
import { varianceParameters } from "../inference/variance-parameters.ts";
import { type ConfidenceIntervalOptions, confidenceIntervals } from "../intervals/confidence-intervals.ts";
import { optionOfMethod } from "../intervals/interval-errors.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { modelParameters, parameterValues } from "../results/parameter-names.ts";

/**
 * What rows are about: fixed effects, parameters of the random effects, their values, or the sum of fixed and random
 * ones.
 */
export type TidyEffects = "fixed" | "ranPars" | "ranVals" | "ranCoefs";

/** One row; what does not exist for it is null. */
export interface TidyRow {
  /** What the row is about. */
  readonly effect: TidyEffects;
  /** The grouping factor; "Residual" for the residual. */
  readonly group: string | null;
  /** The level, of random effects and coefficients. */
  readonly level: Level | null;
  /**
   * A column's name; of parameters with what it is: `sd__Days`, `cor__Intercept.Days`, `rho__A.B.C`, `sd__Observation`.
   */
  readonly term: string;
  /** Units of y (per unit of the column); correlations have none. Null where it does not exist. */
  readonly estimate: number | null;
  /** Its standard error; of a random effect the conditional standard deviation. Null where there is none. */
  readonly stdError: number | null;
  /** t statistic of a fixed effect. */
  readonly statistic: number | null;
  /** Degrees of freedom of the statistic; infinite for a normal one. */
  readonly df: number | null;
  /** Two-sided p-value of a fixed effect. */
  readonly pValue: number | null;
  /** Lower limit of the interval. */
  readonly confLow: number | null;
  /** Upper limit of the interval. */
  readonly confHigh: number | null;
}

/** What can be chosen about rows. */
export interface TidyOptions extends Counting {
  /** Kinds of rows, in their order; default fixed effects and parameters of the random effects. */
  readonly effects?: TidyEffects | readonly TidyEffects[] | undefined;
  /** Whether intervals are wanted; default true. */
  readonly confInt?: boolean | undefined;
  /** Where the intervals of parameters come from; default `wald`. Those of random effects are always normal. */
  readonly confMethod?: ConfidenceIntervalOptions["method"] | undefined;
  /** Of `confMethod: "bootstrap"`; default 1000. Profiles and bootstraps can be watched and stopped. */
  readonly replicates?: number | undefined;
  /** Of `confMethod: "bootstrap"`: the same seed makes the same draws; default 0. */
  readonly seed?: number | undefined;
  /** Intervals cover 1 - alpha; default 0.05. */
  readonly alpha?: number | undefined;
  /** Degrees of freedom of the fixed effects; default `satterthwaite`. */
  readonly ddf?: DfOption | undefined;
}

const EFFECTS: readonly TidyEffects[] = ["fixed", "ranPars", "ranVals", "ranCoefs"];
const someEffects: OptionCheck = [
  (v) => (Array.isArray(v) ? v : [v]).every((own) => EFFECTS.includes(own)),
  '"fixed", "ranPars", "ranVals", "ranCoefs", or an array of these',
];

/**
 * Lists a fit's parameters, random effects or coefficients of groups as rows.
 *
 * @returns plain records, ready for JSON and for tables of rows; {@link toColumns} makes columns of them.
 * @throws {@link FitError} `not-a-fit`, `unknown-option`, `option-type`; what the methods of intervals throw.
 * @see Bolker & Robinson, the R package broom.mixed, `tidy.merMod`: the same rows and fields, in camel case; names of
 *   columns are those of the fit. Standard errors of standard deviations and correlations are additional.
 */
export function tidy(fit: Fit, options: TidyOptions = {}): readonly TidyRow[] {
  partsOf(fit);
  checkOptions("tidy", options, {
    effects: someEffects,
    confInt: aBoolean,
    confMethod: oneOf(["wald", "profile", "bootstrap"]),
    alpha: aProbability,
    ddf: aDfOption,
    replicates: aReplicateCount,
    seed: aSeed,
    onProgress: aFunction,
    signal: aSignal,
  });
  const { effects = ["fixed", "ranPars"], confMethod = "wald" } = options;
  for (const option of ["replicates", "seed"] as const)
    if (options[option] !== undefined && confMethod !== "bootstrap")
      throw optionOfMethod("tidy", option, confMethod, ["bootstrap"]);
  const wanted = typeof effects === "string" ? [effects] : effects;
  const limits = intervalsOf(fit, options, wanted);
  const rows: Readonly<Record<TidyEffects, () => TidyRow[]>> = {
    fixed: () => fixedRows(fit, options.ddf, limits),
    ranPars: () => parameterRows(fit, limits),
    ranVals: () => effectRows(fit, options),
    ranCoefs: () => coefficientRows(fit),
  };
  return Object.freeze(wanted.flatMap((effect) => rows[effect]()));
}

/** The interval of a parameter by its name. */
type LimitsOf = (name: string) => Pick<TidyRow, "confLow" | "confHigh">;

const NONE = { confLow: null, confHigh: null } as const;

function intervalsOf(fit: Fit, options: TidyOptions, wanted: readonly TidyEffects[]): LimitsOf {
  const { confInt = true, confMethod = "wald", alpha, ddf, replicates, seed, onProgress, signal } = options;
  const kinds = wanted.filter((effect) => effect === "fixed" || effect === "ranPars");
  if (!confInt || kinds.length === 0) return () => NONE;
  const parameters = kinds.length === 2 ? undefined : kinds[0] === "fixed" ? "fixed" : "variance";
  const watching = { onProgress, signal };
  const own = { wald: { ddf }, profile: watching, bootstrap: { replicates, seed, ...watching } }[confMethod];
  const { rows } = confidenceIntervals(fit, { method: confMethod, alpha, parameters, ...own });
  const limits = new Map(rows.map(({ name, lower, upper }) => [name, { confLow: lower, confHigh: upper }]));
  return (name) => limits.get(name) ?? NONE;
}

/** A row with all fields, in their order. */
function tidyRow(own: Pick<TidyRow, "effect" | "term" | "estimate"> & Partial<TidyRow>): TidyRow {
  const { effect, group = null, level = null, term, estimate, stdError = null, statistic = null } = own;
  const { df = null, pValue = null, confLow = null, confHigh = null } = own;
  return Object.freeze({ effect, group, level, term, estimate, stdError, statistic, df, pValue, confLow, confHigh });
}

function fixedRows(fit: Fit, ddf: DfOption | undefined, limits: LimitsOf): TidyRow[] {
  return coefficientTests(fit, fixedInference(fit, ddf)).map(
    ({ contrast: term, estimate, stdError, statistic, df, pValue }) => {
      return tidyRow({ effect: "fixed", term, estimate, stdError, statistic, df, pValue, ...limits(term) });
    },
  );
}

/** Standard deviations and correlations; the residual's last. */
function parameterRows(fit: Fit, limits: LimitsOf): TidyRow[] {
  const errors = new Map(
    varianceParameters(fit)
      .rows.filter(({ scale }) => scale === "sd" || scale === "correlation")
      .map(({ name, stdError }) => [name, stdError]),
  );
  const parameters = modelParameters(fit);
  const values = parameterValues(parameters, fit.engine.products.terms, fit);
  return parameters.flatMap(({ name, kind, group, columns, place }, i): TidyRow[] => {
    if (kind === "fixed") return [];
    const what = kind === "correlation" ? (place.kind === "rho" ? "rho" : "cor") : "sd";
    const term = kind === "sigma" ? "sd__Observation" : `${what}__${columns.join(".")}`;
    const estimate = Number.isNaN(values[i]) ? null : values[i];
    const stdError = errors.get(name) ?? null;
    return [tidyRow({ effect: "ranPars", group: group ?? "Residual", term, estimate, stdError, ...limits(name) })];
  });
}

/** Conditional means and standard deviations of the random effects. */
function effectRows(fit: Fit, { confInt = true, alpha = 0.05 }: TidyOptions): TidyRow[] {
  const z = -normalQuantile(alpha / 2);
  return fit.ranef().flatMap(({ group, names, levels, values, covariances }) =>
    names.flatMap((term, j) =>
      levels.map((level, l): TidyRow => {
        const estimate = values[l][j];
        const stdError = Math.sqrt(covariances[l][j][j]);
        const ends = confInt ? { confLow: estimate - z * stdError, confHigh: estimate + z * stdError } : NONE;
        return tidyRow({ effect: "ranVals", group, level, term, estimate, stdError, ...ends });
      }),
    ),
  );
}

/** Fixed effects plus the random effects of the same name, for each level of each grouping factor. */
function coefficientRows(fit: Fit): TidyRow[] {
  const groups = new Map<string, ReturnType<Fit["ranef"]>[number][]>();
  for (const own of fit.ranef()) groups.set(own.group, [...(groups.get(own.group) ?? []), own]);
  const fixed = new Map(fit.names.map((name, j) => [name, fit.beta[j]]));
  return Array.from(groups).flatMap(([group, parts]) => {
    const names = new Set([...fixed.keys(), ...parts.flatMap((part) => part.names)]);
    return Array.from(names).flatMap((term) =>
      parts[0].levels.map((level, l): TidyRow => {
        let estimate = fixed.get(term) ?? 0;
        for (const part of parts) if (part.names.includes(term)) estimate += part.values[l][part.names.indexOf(term)];
        return tidyRow({ effect: "ranCoefs", group, level, term, estimate });
      }),
    );
  });
}
