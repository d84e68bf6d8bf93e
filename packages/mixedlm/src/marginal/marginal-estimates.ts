// Linear functions of the coefficients, each with the values it belongs to -> rows of estimates, intervals and tests
// that are adjusted within each group of rows. Means, trends and contrasts of them are all made here, so that contrasts
// of contrasts are contrasts.
import type { Level } from "@mixedlm/design";
import { type Matrix, matrix } from "@mixedlm/linalg";
import { type StopSignal, throwIfAborted } from "../calls/progress.ts";
import { type Adjusted, type Adjustment, adjusted } from "../inference/adjusted-p-values.ts";
import type { FixedInference } from "../inference/fixed-inference.ts";
import { waldStatisticBy } from "../inference/wald-inference.ts";
import { type Printed, printed } from "../printing/result-table.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { levelKey } from "../rows/level-key.ts";
import { type Dependence, isEstimable } from "./column-dependence.ts";
import { fieldName, notMarginal } from "./marginal-errors.ts";
import { FIELDS, marginalTables } from "./marginal-tables.ts";

/**
 * A mean, a slope or a contrast of them. The values that it belongs to come first, by the names of their variables.
 * Numbers are null where the estimate is not estimable, and a statistic where its standard error is 0.
 */
export interface MarginalRow {
  readonly [variable: string]: Level | null;
  /** Units of the response (of a slope: per unit of its variable). */
  readonly estimate: number | null;
  /** In the units of the estimate. */
  readonly stdError: number | null;
  /** Degrees of freedom; infinite: normal. */
  readonly df: number | null;
  /** Lower limit of the interval. */
  readonly lower: number | null;
  /** Upper limit of the interval. */
  readonly upper: number | null;
  /** Estimate over standard error. */
  readonly statistic: number | null;
  /** Two-sided, adjusted. */
  readonly pValue: number | null;
  /** Whether the data give the estimate one value. */
  readonly estimable: boolean;
}

/** Rows of means, slopes or contrasts, which print as a table. */
export interface MarginalEstimates extends Printed {
  /** What the rows are. */
  readonly kind: "means" | "trends" | "contrasts";
  /** What is estimated: the response, or `<response> per <variable>`. */
  readonly of: string;
  /** Names of the values of the rows, those of `by` last. */
  readonly variables: readonly string[];
  /** Values that divide the rows into groups: each is a family of its own for adjustments and contrasts. */
  readonly by: readonly string[];
  /** A row for each combination of values, the first variable varying fastest; or for each contrast. */
  readonly rows: readonly MarginalRow[];
  /** Coefficients of `fit.beta` of each row, each of length p. */
  readonly L: readonly (readonly number[])[];
  /** Where standard errors and degrees of freedom come from. */
  readonly ddf: string;
  /** Intervals cover with probability 1 - alpha, all of a group together where they are adjusted. */
  readonly alpha: number;
  /** The adjustment that was made, which may be another one than was asked for: `notes` then says so. */
  readonly adjust: Adjustment;
  /** What was averaged over, held at a value, adjusted for, and not estimable. */
  readonly notes: readonly string[];
  /** Contrasts that were asked for with the means. */
  readonly contrasts: MarginalEstimates | null;
}

/** What is to be said of means, and what it is about: contrasts pass on what was averaged over and held at a value. */
export interface MarginalNote {
  readonly kind: "averaged" | "at" | "interaction";
  readonly text: string;
}

/** A linear function of the coefficients. */
export interface MarginalFunction {
  /** Values of the variables, in their order. */
  readonly values: readonly Level[];
  /** Coefficients of all columns of the design, left-out ones included. */
  readonly x: Float64Array;
  readonly offset: number;
  /** No row of the data speaks for it: it has no weights. */
  readonly isEmpty: boolean;
  /** Of a contrast: numbers of the functions that it is of. */
  readonly members: readonly number[];
}

/** What rows are made of; contrasts of the rows start from it. */
export interface MarginalParts {
  readonly fit: Fit;
  readonly inference: FixedInference;
  readonly dependence: Dependence | null;
  readonly kind: MarginalEstimates["kind"];
  readonly of: string;
  readonly variables: readonly string[];
  readonly by: readonly string[];
  readonly functions: readonly MarginalFunction[];
  readonly alpha: number;
  readonly adjust: Adjustment;
  /** Whether the functions are all differences of pairs in each group. */
  readonly isPairs: boolean;
  readonly notes: readonly MarginalNote[];
  /** Of the simulation of `mvt`. */
  readonly seed: number;
}

const parts = new WeakMap<object, MarginalParts>();

/**
 * What estimates were made of.
 *
 * @throws {@link FitError} `not-marginal`.
 */
export function marginalParts(estimates: MarginalEstimates): MarginalParts {
  const own = typeof estimates === "object" && estimates !== null ? parts.get(estimates) : undefined;
  if (own === undefined) throw notMarginal(estimates);
  return own;
}

/**
 * Makes the rows, and what prints them.
 *
 * @param signal - looked at before each group of rows is adjusted.
 * @throws {@link FitError} `field-name` for a variable that is called as a field of the rows is.
 */
export function marginalEstimates(
  own: MarginalParts,
  contrasts: MarginalEstimates | null,
  signal?: StopSignal,
): MarginalEstimates {
  const { fit, inference, kind, of, variables, by, alpha, functions } = own;
  for (const name of variables) if (FIELDS.includes(name)) throw fieldName(name, FIELDS);
  const { kept } = partsOf(fit).optimum;
  const L = functions.map(({ x }) => Object.freeze(kept.map((j) => x[j])));
  const estimates = functions.map((_, r) => estimated(own, r, L[r]));
  const rows: MarginalRow[] = new Array(functions.length);
  const notes = own.notes.map(({ text }) => text);
  let adjust = own.adjust;
  for (const group of groupsOf(own)) {
    throwIfAborted(signal);
    const tested = group.filter((r) => (estimates[r].stdError ?? 0) > 0);
    const family = familyOf(own, tested, estimates, L);
    adjust = family?.method ?? adjust;
    if (family !== null) notes.push(...family.notes);
    for (const r of group) rows[r] = rowOf(own, r, estimates[r], family, tested.indexOf(r));
  }
  if (rows.some(({ estimable }) => !estimable)) notes.push("rows without numbers are not estimable from these data");
  const record = {
    kind,
    of,
    variables: Object.freeze([...variables]),
    by: Object.freeze([...by]),
    rows: Object.freeze(rows),
    L: Object.freeze(L),
    ddf: inference.method,
    alpha,
    adjust,
    notes: Object.freeze([...new Set(notes)]),
    contrasts,
  };
  const result = printed(record, marginalTables);
  parts.set(result, own);
  return result;
}

/** Numbers of the functions that have the same values of `by`. */
export function groupsOf({ functions, variables, by }: MarginalParts): number[][] {
  const places = by.map((name) => variables.indexOf(name));
  const groups = new Map<string, number[]>();
  functions.forEach(({ values }, r) => {
    const key = levelKey(places.map((v) => values[v]));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [r]);
    else group.push(r);
  });
  return [...groups.values()];
}

interface Estimate {
  readonly estimate: number | null;
  readonly stdError: number | null;
  readonly df: number | null;
}

function estimated(
  { fit, inference, dependence, functions }: MarginalParts,
  r: number,
  l: readonly number[],
): Estimate {
  const { x, offset, isEmpty } = functions[r];
  if (isEmpty || !isEstimable(x, dependence)) return { estimate: null, stdError: null, df: null };
  const estimate = l.reduce((sum, c, j) => sum + c * fit.beta[j], offset);
  const stdError = Math.sqrt(inference.variance(l));
  return { estimate, stdError, df: stdError > 0 ? inference.df(l) : null };
}

interface Family extends Pick<Adjusted, "pValues" | "critical"> {
  readonly method: Adjustment;
  readonly notes: readonly string[];
}

/** Tests and intervals of rows that belong together: those that have a standard error. */
function familyOf(
  { inference, adjust, alpha, isPairs, seed, functions }: MarginalParts,
  tested: readonly number[],
  estimates: readonly Estimate[],
  L: readonly (readonly number[])[],
): Family | null {
  if (tested.length === 0) return null;
  // Tukey's family is that of all pairs; a single test is a family of one
  const asked = adjust === "tukey" && !isPairs ? "sidak" : adjust;
  const method = tested.length === 1 && asked !== "scheffe" ? "none" : asked;
  const size = tested.map((r) => estimates[r].stdError as number);
  const count = tested.length;
  const rows = tested.map((r) => L[r]);
  const rank = method === "scheffe" ? waldStatisticBy(inference, rows).rank : 0;
  const means = new Set(tested.flatMap((r) => functions[r].members)).size;
  const { pValues, critical } = adjusted({
    statistics: tested.map((r, k) => (estimates[r].estimate as number) / size[k]),
    df: tested.map((r) => estimates[r].df as number),
    method,
    alpha,
    means,
    rank,
    ...(method === "mvt" ? { correlation: correlations(inference, rows, size), seed } : {}),
  });
  const notes: string[] = [];
  if (method !== asked) return { pValues, critical, method: asked, notes };
  if (asked !== adjust) notes.push(`${adjust} is for all pairs of means: ${asked} instead`);
  if (asked !== "none") notes.push(adjustmentNote(asked, count, means, rank));
  return { pValues, critical, method: asked, notes };
}

function correlations(
  inference: FixedInference,
  rows: readonly (readonly number[])[],
  size: readonly number[],
): Matrix {
  const k = rows.length;
  const correlation = matrix(k, k);
  for (let j = 0; j < k; j++)
    for (let i = 0; i < k; i++)
      correlation.data[j * k + i] = i === j ? 1 : inference.covariance(rows[i], rows[j]) / (size[i] * size[j]);
  return correlation;
}

function adjustmentNote(method: Adjustment, tests: number, means: number, rank: number): string {
  if (method === "tukey") return `p-values and intervals adjusted by tukey for ${means} means`;
  if (method === "scheffe") return `p-values and intervals adjusted by scheffe for rank ${rank}`;
  const stepwise = ["holm", "hochberg", "fdr", "by"].includes(method);
  if (!stepwise) return `p-values and intervals adjusted by ${method} for ${tests} tests`;
  return `p-values adjusted by ${method}, intervals by bonferroni, for ${tests} tests`;
}

function rowOf(
  { variables, functions }: MarginalParts,
  r: number,
  { estimate, stdError, df }: Estimate,
  family: Family | null,
  at: number,
): MarginalRow {
  const values = Object.fromEntries(variables.map((name, v) => [name, functions[r].values[v]]));
  const isTested = family !== null && at >= 0 && estimate !== null && stdError !== null;
  const reach = isTested ? family.critical[at] * stdError : null;
  const known = estimate !== null && stdError === 0 ? estimate : null;
  return Object.freeze({
    ...values,
    estimate,
    stdError,
    df,
    lower: reach === null ? known : (estimate as number) - reach,
    upper: reach === null ? known : (estimate as number) + reach,
    statistic: isTested ? estimate / stdError : null,
    pValue: isTested ? family.pValues[at] : null,
    estimable: estimate !== null,
  });
}
