// Two fits of ours that must agree -> the first difference beyond rounding, or null. Both searches stop at a gradient of
// 1e-6 or less, so that criteria, which are flat there, agree to rounding, and estimates to what such a gradient moves.
import type { Fit } from "mixedlm";
import type { Related } from "./relations-of-models.ts";

/** Of the criterion, whose terms are about as many as there are rows: rounding of sums. */
const CRITERION = 1e-8;

/** Of fitted values and estimates in residual standard deviations or standard errors. */
const ESTIMATES = 1e-5;

/** Digits that sums of rows lose beside those of a row. */
const LOST = 100;

/** Tells whether two values of a criterion of n rows are equal but for rounding; `noise` as {@link roundingNoise}. */
export function isNear(value: number, expected: number, n: number, noise = 0): boolean {
  return Math.abs(value - expected) <= CRITERION * Math.max(1, Math.abs(expected), n) + n * noise;
}

/**
 * What rounding is, in residual standard deviations: of the response, whose digits beside the residual are all there is;
 * and of squares, of which the residual's are what is left where effects are a million times as large.
 */
export function roundingNoise({ design, fitted, residuals, sigma }: Fit): number {
  const mean = fitted.reduce((sum, value) => sum + value, 0) / fitted.length;
  const size = fitted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const spread = fitted.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  // under weights sigma is that of a row of weight 1, and the residuals themselves tell how small they are
  const squares = residuals.map((value) => value * value).sort((a, b) => a - b);
  const median = Math.sqrt(squares[squares.length >> 1] as number);
  const unit = design.weights === null ? sigma : Math.min(sigma, median);
  return Number.EPSILON * Math.max((LOST * size) / unit, (spread / unit) ** 2);
}

/** Whether several estimates have the same criterion: then only that can be compared. */
function isAmbiguous({ warnings }: Fit): boolean {
  return warnings.some(({ code }) => code === "unidentified-components");
}

/** Compares a fit with what another foretells of it, row by row too. */
export function unequalFits(first: Fit, second: Fit, related: Related): string | null {
  const { fitted = (value) => value, rowOf = (row) => row } = related;
  const noise = Math.max(roundingNoise(first), roundingNoise(second));
  const unequal = unequalEstimates(first, second, related, noise);
  return unequal ?? (isAmbiguous(first) ? null : unequalRows(first, second, noise, fitted, rowOf));
}

/** Compares a fit with what another foretells of it; either may be without rows. */
export function unequalEstimates(first: Fit, second: Fit, related: Partial<Related>, noise: number): string | null {
  const { copies = 1, sigma = 1, objective = () => 0, sameTValues = false } = related;
  const shift = objective(first);
  const expected = copies * first.objective + (shift ?? 0);
  if (shift !== null && !isNear(second.objective, expected, copies * first.n, noise)) {
    return `criterion ${second.objective}, expected ${expected} (${second.objective - expected})`;
  }
  if (isAmbiguous(first)) return null;
  const ratio = second.sigma / (sigma * first.sigma);
  if (!(Math.abs(ratio - 1) <= ESTIMATES + noise)) return `sigma is ${ratio} times what was expected`;
  return sameTValues ? unequalTValues(first, second, noise) : null;
}

function unequalTValues(first: Fit, second: Fit, noise: number): string | null {
  const values = new Map(second.names.map((name, j) => [name, Math.abs(t(second, j))]));
  for (const [j, name] of first.names.entries()) {
    const [own, other] = [Math.abs(t(first, j)), values.get(name)];
    if (other === undefined) return `coefficient ${name} is missing`;
    if (!(Math.abs(own - other) <= (ESTIMATES + noise) * Math.max(1, own)))
      return `t value of ${name} is ${other}, expected ${own}`;
  }
  return null;
}

function t({ beta, stdError }: Fit, j: number): number {
  return (beta[j] as number) / (stdError[j] as number);
}

/** In residual standard deviations. */
function unequalRows(
  first: Fit,
  second: Fit,
  noise: number,
  fitted: (value: number, row: number) => number,
  rowOf: (row: number) => number,
): string | null {
  const values = new Map(first.rows.map((row, i) => [row, first.fitted[i] as number]));
  for (const [i, row] of second.rows.entries()) {
    const value = values.get(rowOf(row));
    if (value === undefined) return `row ${row} is new`;
    const off = ((second.fitted[i] as number) - fitted(value, rowOf(row))) / second.sigma;
    if (!(Math.abs(off) <= ESTIMATES + noise)) {
      return `fitted value of row ${row} is off by ${off} residual standard deviations`;
    }
  }
  return null;
}
