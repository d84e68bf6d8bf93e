// Replicates -> intervals. In: a bootstrap. Out: a row for each parameter. Quantiles are order statistics at (R + 1) p,
// interpolated on the scale of normal quantiles: between two order statistics in the tails of anything nearly normal
// that is closer than a straight line.

import { holds, isArrayLike, isList } from "@mixedlm/formula";
import { aProbability, checkOptions, isObject, type OptionCheck, oneOf } from "../calls/option-checks.ts";
import { normalQuantile } from "../distributions/continuous.ts";
import { limitColumns, percent } from "../printing/column-heads.ts";
import { type Printed, printed, type ResultTable } from "../printing/result-table.ts";
import type { Bootstrap, BootstrapParameter } from "./bootstrap.ts";
import { notABootstrap } from "./simulation-errors.ts";

/** How an interval is made of replicates. */
export type BootstrapIntervalType = "percentile" | "basic" | "normal";

/** What can be chosen about {@link bootstrapIntervals}. */
export interface BootstrapIntervalOptions {
  /** 1 - coverage; default 0.05. */
  readonly alpha?: number | undefined;
  /**
   * `percentile` (default): the quantiles of the replicates, inside the parameter's range whatever it is; `basic`: they
   * are reflected at the estimate; `normal`: the estimate less its bias, and normal quantiles of the standard error.
   */
  readonly type?: BootstrapIntervalType | undefined;
}

/** An interval. */
export interface BootstrapInterval {
  /** The parameter's or statistic's: see `BootstrapParameter`. */
  readonly name: string;
  /** What the parameter is. */
  readonly kind: BootstrapParameter["kind"];
  /** Null where it does not exist: a correlation with a standard deviation of 0. */
  readonly estimate: number | null;
  /** Lower limit; null where too few replicates have a value, or the type needs an estimate that does not exist. */
  readonly lower: number | null;
  /** Upper limit, null as `lower` is. */
  readonly upper: number | null;
  /** Replicates that have a value. */
  readonly count: number;
  /** Whether the quantiles lie beyond the outermost replicates, which are then taken: more replicates are needed. */
  readonly isExtreme: boolean;
}

/** Intervals of all parameters. */
export interface BootstrapIntervals {
  /** How limits were made of the replicates. */
  readonly type: BootstrapIntervalType;
  /** Intervals cover with probability 1 - alpha. */
  readonly alpha: number;
  /** In the order of `Bootstrap.rows`. */
  readonly rows: readonly BootstrapInterval[];
}

const OPTIONS: Readonly<Record<keyof BootstrapIntervalOptions, OptionCheck>> = {
  alpha: aProbability,
  type: oneOf(["percentile", "basic", "normal"]),
};

/**
 * Makes intervals of replicates.
 *
 * @param result - a bootstrap, or one that was written as JSON and read again.
 * @throws {@link FitError} `not-a-bootstrap`, `unknown-option`, `option-type`.
 * @see Davison & Hinkley (1997), Bootstrap Methods and their Application, sections 2.4, 5.2 and 5.3; `boot::boot.ci`
 *   gives the same numbers from the same replicates.
 */
export function bootstrapIntervals(
  result: Bootstrap,
  options: BootstrapIntervalOptions = {},
): BootstrapIntervals & Printed {
  if (!isBootstrap(result)) throw notABootstrap(result);
  checkOptions("bootstrapIntervals", options, OPTIONS);
  const { alpha = 0.05, type = "percentile" } = options;
  const rows = result.rows.map((parameter) => intervalOf(parameter, type, alpha));
  return printed({ type, alpha, rows: Object.freeze(rows) }, tablesOf);
}

function isBootstrap(result: unknown): boolean {
  return holds(hasValues, result);
}

function hasValues(result: unknown): boolean {
  const { rows } = Object(result) as { readonly rows?: unknown };
  return isList(rows) && rows.every((own) => isObject(own) && "values" in own && isArrayLike(own.values));
}

function intervalOf(parameter: BootstrapParameter, type: BootstrapIntervalType, alpha: number): BootstrapInterval {
  const { name, kind, values } = parameter;
  const [estimate, bias, stdError] = [parameter.estimate, parameter.bias, parameter.stdError].map(orNaN);
  // every value is a number: a statistic may be infinite, and is then an extreme
  const sorted = Float64Array.from(values, orNaN)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const count = sorted.length;
  const low = alpha / 2;
  let [lower, upper] = [Number.NaN, Number.NaN];
  let isExtreme = false;
  if (type === "normal") {
    const half = -normalQuantile(low) * stdError;
    [lower, upper] = [estimate - bias - half, estimate - bias + half];
  } else if (count > 0) {
    isExtreme = (count + 1) * low <= 1;
    const quantiles = [interpolated(sorted, low), interpolated(sorted, 1 - low)];
    [lower, upper] = type === "percentile" ? quantiles : [2 * estimate - quantiles[1], 2 * estimate - quantiles[0]];
  }
  return Object.freeze({
    name,
    kind,
    estimate: known(estimate),
    lower: known(lower),
    upper: known(upper),
    count,
    isExtreme,
  });
}

/** What JSON writes as null. */
function orNaN(value: number | null): number {
  return value ?? Number.NaN;
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** The quantile at (R + 1) p of sorted values, by normal quantiles between two of them; the outermost beyond. */
function interpolated(sorted: Float64Array, p: number): number {
  const count = sorted.length;
  const rank = (count + 1) * p;
  const k = Math.floor(rank);
  if (k < 1) return sorted[0];
  if (k >= count) return sorted[count - 1];
  const [from, to] = [normalQuantile(k / (count + 1)), normalQuantile((k + 1) / (count + 1))];
  const share = (normalQuantile(p) - from) / (to - from);
  return share === 0 ? sorted[k - 1] : sorted[k - 1] + share * (sorted[k] - sorted[k - 1]);
}

function tablesOf({ type, alpha, rows }: BootstrapIntervals): ResultTable[] {
  const extreme = rows.some(({ isExtreme }) => isExtreme);
  return [
    {
      title: `Bootstrap intervals, ${type}, ${percent(1 - alpha)}`,
      columns: [
        { head: "Parameter", kind: "label" },
        { head: "Estimate", kind: "number" },
        ...limitColumns(alpha),
        { head: "Replicates", kind: "count" },
      ],
      rows: rows.map(({ name, estimate, lower, upper, count }) => [name, estimate, lower, upper, count]),
      notes: extreme ? ["too few replicates for quantiles this far out: the outermost ones are taken"] : [],
    },
  ];
}
