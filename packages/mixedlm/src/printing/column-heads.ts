// What the heads and cells of tables of results have in common: limits of intervals, the name of a statistic, criteria.
import type { ResultTable } from "@mixedlm/report";
import { sixDigits } from "./six-digits.ts";

type Column = ResultTable["columns"][number];

/** A share as text: 0.975 is `97.5%`. */
export function percent(share: number): string {
  return `${sixDigits(100 * share)}%`;
}

/** The columns of an interval's limits: `2.5%` and `97.5%` for an alpha of 0.05. */
export function limitColumns(alpha: number): readonly [lower: Column, upper: Column] {
  return [
    { head: percent(alpha / 2), kind: "number" },
    { head: percent(1 - alpha / 2), kind: "number" },
  ];
}

/** The name of statistics with such degrees of freedom: `z` where all are infinite, else `t`. */
export function statisticHead(df: readonly (number | null)[]): "t" | "z" {
  const known = df.filter((own) => own !== null);
  return known.length > 0 && known.every((own) => own === Number.POSITIVE_INFINITY) ? "z" : "t";
}

/** A log-likelihood or a criterion made of one: differences count, whatever its size. */
export function twoDecimals(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2) : "Inf";
}
