// A combination of the fixed effects and an inference -> its t test. What each coefficient's table, contrasts and the
// print of an inference are made of.
import { studentSf } from "../distributions/continuous.ts";
import { innerProduct } from "./quadratic-form.ts";
import type { FixedInference } from "./wald-inference.ts";

/** The test of one combination l'beta. */
export interface TTest {
  readonly estimate: number;
  readonly stdError: number;
  readonly df: number;
  /** (estimate - value) / stdError. */
  readonly statistic: number;
  /** Two-sided. */
  readonly pValue: number;
}

/**
 * Tests that a combination has a value.
 *
 * @param l - length p.
 */
export function tTest(
  beta: readonly number[],
  inference: Pick<FixedInference, "variance" | "df">,
  l: readonly number[],
  value: number,
): TTest {
  const estimate = innerProduct(l, beta);
  const stdError = Math.sqrt(inference.variance(l));
  const df = inference.df(l);
  const statistic = (estimate - value) / stdError;
  return { estimate, stdError, df, statistic, pValue: 2 * studentSf(Math.abs(statistic), df) };
}

/** The combination that is coefficient `j` of p. */
export function unitRow(p: number, j: number): number[] {
  return Array.from({ length: p }, (_, i) => (i === j ? 1 : 0));
}
