// Residuals of every kind, row by row: from the conditional or the marginal fitted values, plain, weighted, or in units
// of their standard deviation.

import { checkOptions, oneOf } from "../calls/option-checks.ts";
import { relativePriorVariances } from "../prediction/joint-covariance.ts";
import { predictedValues } from "../prediction/predict.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { internalRows } from "../rows/internal-rows.ts";
import { fitRows, type ModelRows } from "../rows/model-rows.ts";
import { atOptimum } from "../search/optimum.ts";
import { noMarginalStudentized } from "./diagnostics-errors.ts";
import { NOTHING_LEFT, rowLeverages } from "./leverage.ts";

/** What residuals are divided by: see {@link ResidualOptions}. */
export type ResidualType = "response" | "pearson" | "scaled" | "studentized";
/** What is taken from the response. */
export type ResidualLevel = "conditional" | "marginal";

/** What residuals are wanted. */
export interface ResidualOptions {
  /**
   * - `response` (default): y less the fitted value, units of y;
   * - `pearson`: times the square root of the row's weight;
   * - `scaled`: in standard deviations of the error about the fitted value: sigma / sqrt(w_i) where it is conditional,
   *   sigma sqrt(1 / w_i + z_i'Psi z_i) where it is marginal;
   * - `studentized`: conditional only, in standard deviations of the residual itself, sigma sqrt((1 - h_i) / w_i) with
   *   h_i the leverage; NaN for a row that the model follows whatever its response is.
   */
  readonly type?: ResidualType | undefined;
  /** `conditional` (default): less X beta + Z b; `marginal`: less X beta. Offsets are part of both. */
  readonly level?: ResidualLevel | undefined;
}

/**
 * Computes residuals of the rows used.
 *
 * @returns one number for each of `fit.rows`.
 * @throws {@link FitError} `not-a-fit`, `no-table`, `residual-type`, `unknown-option`, `option-type`.
 * @see Nobre & Singer (2007), Biometrical Journal 49, 863-875.
 */
export function residuals(fit: Fit, options: ResidualOptions = {}): readonly number[] {
  partsOf(fit);
  checkOptions("residuals", options, {
    type: oneOf(["response", "pearson", "scaled", "studentized"]),
    level: oneOf(["conditional", "marginal"]),
  });
  const { type = "response", level = "conditional" } = options;
  if (type === "studentized" && level === "marginal") throw noMarginalStudentized();
  const rows = fitRows(fit);
  const mean = predictedValues(fit, rows, level === "conditional" ? "conditional" : "population");
  const unit = units(fit, rows, type, level);
  return Object.freeze(Array.from(rows.y, (y, i) => (y - mean[i]) / unit(i)));
}

/** Makes a function that says what a row's residual is divided by. */
function units(fit: Fit, rows: ModelRows, type: ResidualType, level: ResidualLevel): (row: number) => number {
  const weight = (i: number): number => rows.weights?.[i] ?? 1;
  if (type === "response") return () => 1;
  if (type === "pearson") return (i) => 1 / Math.sqrt(weight(i));
  if (type === "studentized") {
    const h = rowLeverages(fit, rows, internalRows(fit, rows));
    const left = (i: number): number => (1 - h[i] > NOTHING_LEFT ? 1 - h[i] : Number.NaN);
    return (i) => fit.sigma * Math.sqrt(left(i) / weight(i));
  }
  if (level === "conditional") return (i) => fit.sigma / Math.sqrt(weight(i));
  const { optimum } = partsOf(fit);
  const prior = relativePriorVariances(optimum.engine, atOptimum(optimum), internalRows(fit, rows));
  return (i) => fit.sigma * Math.sqrt(1 / weight(i) + prior[i]);
}
