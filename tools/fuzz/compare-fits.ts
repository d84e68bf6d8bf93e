// Two fits of ours that must agree -> the first difference beyond rounding, or null. Both searches stop at a gradient of
// 1e-6 or less, so that criteria, which are flat there, agree to rounding, and estimates to what such a gradient moves.
import type { Fit } from "mixedlm";
import type { Related } from "./relations-of-models.ts";

/** Of the criterion, whose terms are about as many as there are rows: rounding of sums, and of the data themselves. */
const CRITERION = 1e-8;

/** Of fitted values and estimates in residual standard deviations or standard errors. */
const ESTIMATES = 1e-5;

/** Tells whether two values of a criterion of n rows are equal but for rounding. */
export function isNear(value: number, expected: number, n: number): boolean {
  return Math.abs(value - expected) <= CRITERION * Math.max(1, Math.abs(expected), n);
}

/** Compares a fit with what another foretells of it, row by row too. */
export function unequalFits(first: Fit, second: Fit, related: Related): string | null {
  const { sigma = 1, fitted = (value) => value, rowOf = (row) => row } = related;
  return unequalEstimates(first, second, related) ?? unequalRows(first, second, fitted, rowOf, sigma);
}

/** Compares a fit with what another foretells of it; either may be without rows. */
export function unequalEstimates(first: Fit, second: Fit, related: Partial<Related>): string | null {
  const { copies = 1, sigma = 1, objective = () => 0, sameTValues = false } = related;
  const shift = objective(first);
  const expected = copies * first.objective + (shift ?? 0);
  if (shift !== null && !isNear(second.objective, expected, copies * first.n)) {
    return `criterion ${second.objective}, expected ${expected} (${second.objective - expected})`;
  }
  const ratio = second.sigma / (sigma * first.sigma);
  if (!(Math.abs(ratio - 1) <= ESTIMATES)) return `sigma is ${ratio} times what was expected`;
  return sameTValues ? unequalTValues(first, second) : null;
}

function unequalTValues(first: Fit, second: Fit): string | null {
  const values = new Map(second.names.map((name, j) => [name, Math.abs(t(second, j))]));
  for (const [j, name] of first.names.entries()) {
    const [own, other] = [Math.abs(t(first, j)), values.get(name)];
    if (other === undefined) return `coefficient ${name} is missing`;
    if (!(Math.abs(own - other) <= ESTIMATES * Math.max(1, own)))
      return `t value of ${name} is ${other}, expected ${own}`;
  }
  return null;
}

function t({ beta, stdError }: Fit, j: number): number {
  return (beta[j] as number) / (stdError[j] as number);
}

/** In residual standard deviations, beside what rounding leaves of the response. */
function unequalRows(
  first: Fit,
  second: Fit,
  fitted: (value: number, row: number) => number,
  rowOf: (row: number) => number,
  sigma: number,
): string | null {
  const values = new Map(first.rows.map((row, i) => [row, first.fitted[i] as number]));
  const size = first.fitted.reduce(
    (most, value, i) => Math.max(most, Math.abs(fitted(value, first.rows[i] as number))),
    0,
  );
  const unit = second.sigma + 1e-8 * size;
  for (const [i, row] of second.rows.entries()) {
    const value = values.get(rowOf(row));
    if (value === undefined) return `row ${row} is new`;
    const off = ((second.fitted[i] as number) - fitted(value, rowOf(row))) / unit;
    if (!(Math.abs(off) <= ESTIMATES))
      return `fitted value of row ${row} is off by ${off} residual standard deviations (${sigma})`;
  }
  return null;
}
