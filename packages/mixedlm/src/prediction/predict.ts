// A fit and rows of new data (or its own) -> predicted values with standard errors and intervals, one number for each
// row of the table: columns, in which a row that cannot be predicted is NaN and listed with its reason. What a
// prediction is uncertain by is in `prediction-uncertainty.ts`.

import { DesignError, type Table, type TableLike } from "@mixedlm/design";
import { isArrayLike } from "@mixedlm/formula";
import { aProbability, checkOptions, isObject, numbers, oneOf } from "../calls/option-checks.ts";
import { twoSidedQuantile } from "../distributions/continuous.ts";
import { oncePerDf } from "../distributions/once-per-df.ts";
import { aDfOption, type DfOption, fixedInference } from "../inference/fixed-inference.ts";
import { type Printed, printed } from "../printing/result-table.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { estimableRows, infiniteRows } from "../rows/estimable-rows.ts";
import { internalRows } from "../rows/internal-rows.ts";
import { fitRows, type ModelRows, modelRows } from "../rows/model-rows.ts";
import { newTable } from "./new-table.ts";
import { componentLevels, conditionalDf, optionsAsData, unseenLevel } from "./prediction-errors.ts";
import { predictionTable } from "./prediction-table.ts";
import { predictionUncertainty, type QuantileSource } from "./prediction-uncertainty.ts";
import { responseWeights } from "./response-weights.ts";

/** What is predicted, and how sure. */
export interface PredictOptions {
  /**
   * With the random effects of the rows' groups (`conditional`, default), or the mean over all groups (`population`).
   */
  readonly level?: "conditional" | "population" | undefined;
  /**
   * Groups that the fit does not know, at level `conditional`: refused (default), predicted with 0 for their random
   * effects and the full variance of these in the interval, or NaN.
   */
  readonly newLevels?: "error" | "population" | "missing" | undefined;
  /** Of the mean at that level (default), of a new response, or none, which is fastest. */
  readonly interval?: "confidence" | "prediction" | "none" | undefined;
  /** The interval holds 1 - alpha. Default 0.05. */
  readonly alpha?: number | undefined;
  /**
   * Degrees of freedom of the quantiles, or a covariance of the fixed effects. At level `population` default
   * `satterthwaite`; at level `conditional` default `normal`, or `residual`.
   */
  readonly ddf?: DfOption | undefined;
  /**
   * Of new responses, one for each row of `newData`: in prediction intervals the residual variance is divided by them.
   * Default: the weights' column.
   */
  readonly weights?: ArrayLike<number> | undefined;
  /** In place of the column of the option `offset` that the fit was given, one for each row of `newData`. */
  readonly offset?: ArrayLike<number> | undefined;
}

/** A row that could not be predicted. */
export interface UnpredictedRow {
  /** Its number in the table. */
  readonly row: number;
  /**
   * A predictor has no value, or an infinite one; its group is new; or the columns that the fit kept cannot estimate
   * it.
   */
  readonly reason: "missing value" | "infinite value" | "new level" | "not estimable";
}

/** Predictions as columns; entry i of each is about row `row[i]` of the table. */
export interface Prediction {
  /** Whether `predicted` counts the random effects of the rows' groups (`conditional`) or not (`population`). */
  readonly level: "conditional" | "population";
  /** What the intervals are of: the mean at that level (`confidence`), a new response (`prediction`), or nothing. */
  readonly interval: "confidence" | "prediction" | "none";
  /** The intervals hold 1 - alpha. */
  readonly alpha: number;
  /** Where the degrees of freedom are from. */
  readonly ddf: string;
  /** Numbers of the rows: all those of `newData`, or those that the fit used. */
  readonly row: readonly number[];
  /** Units of y, the offset included. */
  readonly predicted: readonly number[];
  /**
   * Standard error of the mean, or standard deviation of a new response about `predicted`; null without an interval.
   */
  readonly stdError: readonly number[] | null;
  /** Degrees of freedom of the quantiles, infinite for normal ones; null without an interval. */
  readonly df: readonly number[] | null;
  /** Lower ends of the intervals, units of y; null without an interval. */
  readonly lower: readonly number[] | null;
  /** Upper ends of the intervals, units of y; null without an interval. */
  readonly upper: readonly number[] | null;
  /** Rows that are NaN above. */
  readonly missing: readonly UnpredictedRow[];
}

const CHECKS = {
  level: oneOf(["conditional", "population"]),
  newLevels: oneOf(["error", "population", "missing"]),
  interval: oneOf(["confidence", "prediction", "none"]),
  alpha: aProbability,
  ddf: aDfOption,
  weights: numbers,
  offset: numbers,
};

/**
 * Predicts rows of a table.
 *
 * At level `conditional` the interval holds the uncertainty of fixed and random effects together, given the estimated
 * variances; its quantiles are normal. At level `population` a confidence interval is that of x'beta, and a prediction
 * interval is about a response of a new group: it adds the variance of the random effects and of the residual, with
 * Satterthwaite's degrees of freedom of that sum. What an expression learnt from the fit's rows, such as `center(x)`,
 * is not learnt again.
 *
 * @param newData - must have every variable that is asked for; of the response nothing, at level `population` no
 *   grouping factors. Left out: the rows that the fit used.
 * @throws {@link FitError} `not-a-fit`, `no-table`, `unknown-option`, `option-type`, `conditional-df`,
 *   `component-levels`, `prediction-weights` (of prediction intervals, where the fit has weights and the new data
 *   none), `options-as-data`, `prediction-offset`, `unknown-combinations`; {@link DesignError} `unseen-group`,
 *   `unseen-level` and those of tables.
 * @see Henderson (1975), Biometrics 31, 423-447; Skrondal & Rabe-Hesketh (2009), J. R. Stat. Soc. A 172, 659-687.
 */
export function predict<D extends TableLike<D>>(
  fit: Fit,
  newData?: D | Table | null,
  options?: PredictOptions,
): Prediction & Printed;
export function predict(fit: Fit, newData?: Table | TableLike | null, options?: PredictOptions): Prediction & Printed {
  partsOf(fit);
  if (options === undefined) refuseOptions(newData);
  else checkOptions("predict", options, CHECKS);
  const { level = "conditional", newLevels = "error", interval = "confidence", alpha = 0.05 } = options ?? {};
  const source = sourceOf(fit, level, options?.ddf, interval);
  const table = newTable(fit, newData, options?.offset);
  const rows = wantedRows(fit, table, level, newLevels, interval);
  const internal = internalRows(fit, rows);
  const estimable = table === null ? null : estimableRows(fit, rows, internal);
  const isNew = newLevels === "missing" && level === "conditional" ? newLevelRows(rows) : null;
  const infinite = table === null ? null : infiniteRows(rows);
  const isKnown = (i: number): boolean => estimable?.[i] !== 0 && isNew?.[i] !== 1 && infinite?.[i] !== 1;
  const count = table === null ? rows.n : table.numRows;
  // where each made row stands among those of the answer
  const place = table === null ? rows.rows.map((_, i) => i) : rows.rows;
  const spread = (values: Float64Array): readonly number[] => {
    const out = new Array<number>(count).fill(Number.NaN);
    for (let i = 0; i < rows.n; i++) if (isKnown(i)) out[place[i]] = values[i];
    return Object.freeze(out);
  };
  const predicted = predictedValues(fit, rows, level);
  const record = {
    level,
    interval,
    alpha,
    ddf: source.name,
    row: Object.freeze(table === null ? Array.from(rows.rows) : Array.from({ length: count }, (_, i) => i)),
    predicted: spread(predicted),
    missing: missingRows(place, count, { estimable, isNew, infinite }),
  };
  const tables = (prediction: Prediction) => [predictionTable(prediction)];
  const given = options?.weights;
  const own = interval === "prediction" || given !== undefined ? responseWeights(fit, rows, given, count, place) : null;
  const weights = interval === "prediction" ? own : null;
  if (source.quantiles === null)
    return printed({ ...record, stdError: null, df: null, lower: null, upper: null }, tables);
  const { variance, df } = predictionUncertainty(fit, rows, internal, source.quantiles, weights);
  const stdError = variance.map(Math.sqrt);
  const quantile = oncePerDf((own) => twoSidedQuantile(alpha, own));
  const half = stdError.map((se, i) => se * quantile(df[i]));
  const intervals = {
    stdError: spread(stdError),
    df: spread(df),
    lower: spread(predicted.map((value, i) => value - half[i])),
    upper: spread(predicted.map((value, i) => value + half[i])),
  };
  return printed({ ...record, ...intervals }, tables);
}

/** Options that were given as data: a record of nothing but their names, one of which is no column. */
function refuseOptions(data: unknown): void {
  if (!isObject(data) || Array.isArray(data)) return;
  const names = Object.keys(data);
  const isOption = names.length > 0 && names.every((name) => Object.hasOwn(CHECKS, name));
  if (isOption && !Object.values(data).every(isArrayLike)) throw optionsAsData(names);
}

/** What quantiles come from, by name, and made where an interval asks for them. */
interface Source {
  readonly name: string;
  readonly quantiles: QuantileSource | null;
}

function sourceOf(
  fit: Fit,
  level: "conditional" | "population",
  ddf: DfOption | undefined,
  interval: Prediction["interval"],
): Source {
  const isWanted = interval !== "none";
  if (level === "conditional") {
    const method = ddf ?? "normal";
    if (method !== "normal" && method !== "residual")
      throw conditionalDf(typeof method === "string" ? method : method.method);
    return { name: method, quantiles: isWanted ? { level, method } : null };
  }
  // by name an inference is still to be made
  if (!isWanted && typeof ddf !== "object") return { name: ddf ?? "satterthwaite", quantiles: null };
  const inference = fixedInference(fit, ddf);
  return { name: inference.method, quantiles: isWanted ? { level, inference } : null };
}

function wantedRows(
  fit: Fit,
  table: Table | null,
  level: "conditional" | "population",
  newLevels: "error" | "population" | "missing",
  interval: Prediction["interval"],
): ModelRows {
  if (table === null) return fitRows(fit);
  const random = level === "conditional" ? "levels" : interval === "prediction" ? "columns" : "none";
  if (newLevels !== "error" && level === "conditional" && fit.design.components.length > 0)
    throw componentLevels("predict", newLevels);
  const weights = interval === "prediction" && fit.design.weights !== null && table.has(fit.design.weights);
  const newGroups = newLevels === "error" || level === "population" ? "error" : "keep";
  try {
    return modelRows(fit, table, { response: false, weights, newGroups, random });
  } catch (error) {
    if (!(error instanceof DesignError) || error.code !== "unseen-group") throw error;
    throw unseenLevel(error, fit.design.components.length === 0);
  }
}

/** 1 for rows of a group that the fit does not know. */
function newLevelRows({ n, Z }: ModelRows): Uint8Array {
  return Uint8Array.from({ length: n }, (_, i) => {
    for (let e = Z.start[i]; e < Z.start[i + 1]; e++) if (Z.level[e] < 0) return 1;
    return 0;
  });
}

/** x'beta + offset, and z'b of the levels that are known. */
export function predictedValues(fit: Fit, { n, X, Z, offset }: ModelRows, level: Prediction["level"]): Float64Array {
  const { b } = partsOf(fit).optimum.estimates;
  const out = offset === null ? new Float64Array(n) : offset.slice();
  for (const [j, beta] of fit.beta.entries()) for (let i = 0; i < n; i++) out[i] += X.data[j * n + i] * beta;
  if (level === "population") return out;
  for (let i = 0; i < n; i++)
    for (let e = Z.start[i]; e < Z.start[i + 1]; e++)
      if (Z.level[e] >= 0) out[i] += Z.value[e] * b[Z.factor[e]][Z.at[e]];
  return out;
}

function missingRows(
  place: Int32Array,
  count: number,
  { estimable, isNew, infinite }: Readonly<Record<"estimable" | "isNew" | "infinite", Uint8Array | null>>,
): readonly UnpredictedRow[] {
  const out: UnpredictedRow[] = [];
  let made = 0;
  for (let row = 0; row < count; row++) {
    const i = place[made] === row ? made++ : -1;
    let reason: UnpredictedRow["reason"] | null = null;
    if (i < 0) reason = "missing value";
    else if (infinite?.[i] === 1) reason = "infinite value";
    else if (estimable?.[i] === 0) reason = "not estimable";
    else if (isNew?.[i] === 1) reason = "new level";
    if (reason !== null) out.push(Object.freeze({ row, reason }));
  }
  return Object.freeze(out);
}
