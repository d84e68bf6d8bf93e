// What each row, or each group of rows, does to a fit: the fit without it, one after the other. In: a fit. Out:
// columns, one entry for each deletion. With the covariance parameters held ("one-step") everything is in closed form;
// "exact" looks for the optimum again. The files delete-*.ts find the fits, deletion.ts measures how far they are.
import type { Level } from "@mixedlm/design";
import { aFunction, aSignal, aText, checkOptions, oneOf } from "../calls/option-checks.ts";
import { type Counting, type StopSignal, throwIfAborted } from "../calls/progress.ts";
import { type Printed, printed } from "../printing/result-table.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { fitRows } from "../rows/model-rows.ts";
import { crossingFactor, rowClasses } from "../rows/row-classes.ts";
import { deleteClusters } from "./delete-clusters.ts";
import { deleteRows } from "./delete-rows.ts";
import { deleteSets } from "./delete-sets.ts";
import { type DeletionOutcome, deletionMeasure, isDeletion, rowSize } from "./deletion.ts";
import { influenceTables } from "./influence-tables.ts";

/** What can be chosen about deletions. */
export interface InfluenceOptions extends Counting {
  /** What is deleted: each `row` (default), or the rows of each level of a grouping factor or column of the table. */
  readonly by?: string | undefined;
  /**
   * Whether covariance parameters are held at the values of all rows (`one-step`, default), or estimated again
   * (`exact`).
   */
  readonly refit?: "one-step" | "exact" | undefined;
  /**
   * An `AbortSignal`, looked at before each deletion, and in refits before each evaluation: once aborted, its reason is
   * thrown.
   */
  readonly signal?: StopSignal | undefined;
}

/** A deletion after which the model cannot be fitted. */
export interface InfluenceFailure {
  /** Position among the deletions. */
  readonly index: number;
  /** Number of the deleted row in the table, or label of the deleted group. */
  readonly label: Level;
  /** Code of the {@link FitError} that a fit without these rows is. */
  readonly code: string;
  /** Text of that error. */
  readonly message: string;
}

/** What each deletion does; every list has an entry for each deletion, NaN where the fit failed. */
export interface Influence extends Printed {
  /** What was deleted: each `row`, or the rows of each level of the grouping factor or column of this name. */
  readonly by: string;
  /** Whether covariance parameters were held (`one-step`) or estimated again (`exact`). */
  readonly refit: "one-step" | "exact";
  /** Names of the p fixed effects. */
  readonly names: readonly string[];
  /** Names of the covariance parameters, those of `fit.theta`. */
  readonly thetaNames: readonly string[];
  /** Numbers of the deleted rows in the table, or labels of the groups. */
  readonly labels: readonly Level[];
  /** Fixed effects without the rows, p numbers each. */
  readonly beta: readonly (readonly number[])[];
  /** The fixed effects of all rows minus those: what the rows add to them. */
  readonly dfbeta: readonly (readonly number[])[];
  /** The same over the standard errors without the rows. */
  readonly dfbetas: readonly (readonly number[])[];
  /**
   * dfbeta' vcov^-1 dfbeta / p with the covariance matrix of all rows: from the fits without the rows, see
   * `cooksDistance`.
   */
  readonly cooksDistance: readonly number[];
  /** The determinant of vcov without the rows over that of all rows. */
  readonly covRatio: readonly number[];
  /** tr(vcov^-1 vcov without) - p, with the covariance matrices of all rows and without the deleted ones. */
  readonly covTrace: readonly number[];
  /** Residual standard deviation without the rows, units of y. */
  readonly sigma: readonly number[];
  /** Covariance parameters without the rows, as many numbers as `thetaNames` and in their order. */
  readonly theta: readonly (readonly number[])[];
  /** Deletions without numbers, and why. */
  readonly failures: readonly InfluenceFailure[];
}

/**
 * Deletes each row, or each group of rows, and tells what that does to the fit. Its `cooksDistance` measures by how
 * much the fixed effects move in the fits without the rows; the function `cooksDistance` is lme4's formula from
 * residual and leverage.
 *
 * Deleted rows are as if they had never been there; levels that lose all their rows no longer count. One-step deletion
 * is exact for the fixed effects and sigma at fixed theta; deletion of single rows and of whole independent groups
 * takes one pass, that of groups whose random effects others share one evaluation of the likelihood each. An exact one
 * takes a search.
 *
 * @throws {@link FitError} `unknown-class`, `missing-class`, `no-table`, `not-a-fit`, `unknown-option`, `option-type`;
 *   the reason of `signal`.
 * @see Christensen, Pearson & Johnson (1992), Technometrics 34, 38-45; Demidenko & Stukel (2005), Stat. Med. 24,
 *   893-909; Belsley, Kuh & Welsch (1980), Regression Diagnostics, for the names. Signs are those of influence.ME and
 *   car; lme4's `dfbeta` has the other one, and its `cooks.distance` of such records the factor (m - p) / m, m
 *   deletions.
 * @example
 * ```ts
 * const without = influence(fit, { by: "Subject", refit: "exact" });
 * without.labels[without.cooksDistance.indexOf(Math.max(...without.cooksDistance))]; // who counts most
 * ```
 */
export function influence(fit: Fit, options: InfluenceOptions = {}): Influence {
  partsOf(fit);
  const refits = oneOf(["one-step", "exact"]);
  checkOptions("influence", options, { by: aText, refit: refits, signal: aSignal, onProgress: aFunction });
  const { by = "row", refit = "one-step", signal, onProgress } = options;
  throwIfAborted(signal);
  const { labels, outcomes } = deletions(fit, by, refit === "exact", signal);
  const measure = deletionMeasure(fit);
  const columns = startColumns();
  for (let index = 0; index < labels.length; index++) {
    throwIfAborted(signal);
    const next = outcomes.next();
    if (next.done === true) break;
    addDeletion(columns, fit, measure, next.value, index, labels[index]);
    onProgress?.({ done: index + 1, total: labels.length });
  }
  const { names, thetaNames } = fit;
  for (const list of Object.values(columns)) Object.freeze(list);
  const record = { by, refit, names, thetaNames, labels: Object.freeze(labels), ...columns };
  return printed(record, influenceTables);
}

/** The deletions that are asked for, each made when it is asked for. */
function deletions(
  fit: Fit,
  by: string,
  refit: boolean,
  signal: StopSignal | undefined,
): { labels: readonly Level[]; outcomes: Generator<DeletionOutcome, void, undefined> } {
  const rows = fitRows(fit);
  if (by === "row") {
    const labels = Array.from(rows.rows);
    const each = (): Int32Array => Int32Array.from({ length: rows.n }, (_, i) => i);
    return { labels, outcomes: refit ? deleteSets(fit, each(), rows.n, true, signal) : deleteRows(fit, rows) };
  }
  const classes = rowClasses(fit, rows, by, "by");
  const { labels, codes } = classes;
  const isIndependent = !refit && crossingFactor(fit, rows, classes) === null;
  const outcomes = isIndependent
    ? deleteClusters(fit, rows, codes, labels.length)
    : deleteSets(fit, codes, labels.length, refit, signal);
  return { labels, outcomes };
}

/** Lists that have an entry for each deletion, and that of failures. */
interface Columns {
  readonly beta: (readonly number[])[];
  readonly dfbeta: (readonly number[])[];
  readonly dfbetas: (readonly number[])[];
  readonly cooksDistance: number[];
  readonly covRatio: number[];
  readonly covTrace: number[];
  readonly sigma: number[];
  readonly theta: (readonly number[])[];
  readonly failures: InfluenceFailure[];
}

function startColumns(): Columns {
  return {
    beta: [],
    dfbeta: [],
    dfbetas: [],
    cooksDistance: [],
    covRatio: [],
    covTrace: [],
    sigma: [],
    theta: [],
    failures: [],
  };
}

function addDeletion(
  columns: Columns,
  { beta, theta }: Fit,
  measure: ReturnType<typeof deletionMeasure>,
  outcome: DeletionOutcome,
  index: number,
  label: Level,
): void {
  const isThere = isDeletion(outcome);
  if (!isThere) columns.failures.push(Object.freeze({ index, label, code: outcome.code, message: outcome.message }));
  const nothing = { cooksDistance: Number.NaN, covRatio: Number.NaN, covTrace: Number.NaN };
  const { cooksDistance, covRatio, covTrace } = isThere ? measure(outcome) : nothing;
  const change = beta.map((_, j) => (isThere ? outcome.change[j] : Number.NaN));
  const stdError = (j: number): number => (isThere ? rowSize(outcome.root, j) : Number.NaN);
  columns.beta.push(Object.freeze(change.map((value, j) => beta[j] - value)));
  columns.dfbeta.push(Object.freeze(change));
  columns.dfbetas.push(Object.freeze(change.map((value, j) => value / stdError(j))));
  columns.cooksDistance.push(cooksDistance);
  columns.covRatio.push(covRatio);
  columns.covTrace.push(covTrace);
  columns.sigma.push(isThere ? outcome.sigma : Number.NaN);
  columns.theta.push(Object.freeze(theta.map((_, k) => (isThere ? outcome.theta[k] : Number.NaN))));
}
