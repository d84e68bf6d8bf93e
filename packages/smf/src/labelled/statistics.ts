// Numbers -> one number, with pandas' rules: missing values are passed over unless `skipna` is false.
import { compensatedSum, quantile as quantileOf } from "@mixedlm/design";
import { optionType } from "../errors.ts";
import { nothingThere } from "./label-errors.ts";
import { listOf } from "./labelled-values.ts";

/** Sum; 0 of nothing. */
export { compensatedSum as sum };

/** What can be changed about a statistic. */
export interface StatisticOptions {
  /** Passes over missing values; otherwise one of them makes the answer NaN. Default true. */
  readonly skipna?: boolean;
}

/** What can be changed about a variance. */
export interface VarianceOptions extends StatisticOptions {
  /** The divisor is n - ddof. Default 1. */
  readonly ddof?: number;
}

/** The numbers that a statistic is made of; null where the answer is NaN. */
export function present(values: Float64Array, { skipna = true }: StatisticOptions = {}): Float64Array | null {
  const hasMissing = values.some(Number.isNaN);
  if (!hasMissing) return values;
  return skipna ? values.filter((x) => !Number.isNaN(x)) : null;
}

/** Product; 1 of nothing. */
export function product(values: Float64Array): number {
  return values.reduce((total, x) => total * x, 1);
}

/** Arithmetic mean; NaN of nothing. */
export function mean(values: Float64Array): number {
  return compensatedSum(values) / values.length;
}

/** Variance with divisor n - ddof; NaN where that is not positive. */
export function variance(values: Float64Array, ddof: number): number {
  const centre = mean(values);
  const divisor = values.length - ddof;
  return divisor > 0 ? compensatedSum(values.map((x) => (x - centre) * (x - centre))) / divisor : Number.NaN;
}

/** Smallest or largest value; NaN of nothing. */
export function extreme(values: Float64Array, sign: -1 | 1): number {
  return values.reduce((best, x) => (sign * x > sign * best || Number.isNaN(best) ? x : best), Number.NaN);
}

/**
 * Position of the first smallest or largest value; NaN where all, or with `skipna: false` any, are missing.
 *
 * @throws {@link SmfError} `shape` when there are no values.
 */
export function extremePosition(values: Float64Array, sign: -1 | 1, call: string, options: StatisticOptions): number {
  if (values.length === 0) throw nothingThere(call);
  const usable = present(values, options);
  return usable === null || usable.length === 0 ? Number.NaN : values.indexOf(extreme(usable, sign));
}

/**
 * Reads a list of probabilities.
 *
 * @throws {@link SmfError} `option-type`
 */
export function probabilities(q: unknown): readonly number[] {
  const listed = listOf(q);
  if (listed === null) throw optionType("quantile", "q", "a number from 0 to 1, or an array of them", q);
  return Array.from(listed as ArrayLike<number>);
}

/**
 * Quantile by linear interpolation between order statistics (type 7 of Hyndman & Fan 1996); NaN of nothing.
 *
 * @param sorted - in ascending order, none missing.
 * @throws {@link SmfError} `option-type` when q is not from 0 to 1.
 */
export function quantile(sorted: Float64Array, q: number): number {
  if (!(typeof q === "number" && q >= 0 && q <= 1)) throw optionType("quantile", "q", "a number from 0 to 1", q);
  if (sorted.length === 0) return Number.NaN;
  // pandas asks NumPy for a percentile, which rounds 1/3 to another double
  return quantileOf(sorted, (q * 100) / 100);
}
