// The statistics of a labelled vector, as methods: what a Series can say in one number or label. Missing values are
// passed over unless `skipna` is false, booleans count as 0 and 1, and texts are an error.
import { type Dtype, isMissing, numbersOf, type Value } from "./dtype.ts";
import { knownOptions } from "./known-options.ts";
import type { Label } from "./labels.ts";
import type { StatisticOptions, VarianceOptions } from "./statistics.ts";
import * as statistics from "./statistics.ts";

/** What every labelled vector has, and the statistics that follow from it. */
export abstract class VectorStatistics {
  /** Labels, in order. */
  abstract readonly index: readonly Label[];
  /** The values, in the order of the labels. */
  abstract readonly values: ArrayLike<Value>;
  /** pandas' name for the kind of values. */
  abstract readonly dtype: Dtype;

  /** Number of values that are not missing. */
  count(): number {
    return Array.from(this.values).filter((value) => !isMissing(value)).length;
  }
  /** Sum; of booleans, how many are true. */
  sum(options: StatisticOptions = {}): number {
    return this.#statistic("sum", statistics.sum, options);
  }
  /** Product. */
  prod(options: StatisticOptions = {}): number {
    return this.#statistic("prod", statistics.product, options);
  }
  /** Arithmetic mean. */
  mean(options: StatisticOptions = {}): number {
    return this.#statistic("mean", statistics.mean, options);
  }
  /** Variance; with divisor n - 1 unless `ddof` says another. */
  var(options: VarianceOptions = {}): number {
    return this.#statistic("var", (values) => statistics.variance(values, options.ddof ?? 1), options);
  }
  /** Standard deviation, the square root of {@link var}. */
  std(options: VarianceOptions = {}): number {
    return Math.sqrt(this.var(options));
  }
  /** Smallest value. */
  min(options: StatisticOptions = {}): number {
    return this.#statistic("min", (values) => statistics.extreme(values, -1), options);
  }
  /** Largest value. */
  max(options: StatisticOptions = {}): number {
    return this.#statistic("max", (values) => statistics.extreme(values, 1), options);
  }
  /** Median. */
  median(options: StatisticOptions = {}): number {
    return this.#statistic("median", (values) => statistics.quantile(values.slice().sort(), 0.5), options);
  }

  /** Label of the first smallest value; NaN where there is none. */
  idxmin(options: StatisticOptions = {}): Label {
    return this.index[statistics.extremePosition(this.#numbers("idxmin"), -1, "idxmin", options)] ?? Number.NaN;
  }
  /** Label of the first largest value; NaN where there is none. */
  idxmax(options: StatisticOptions = {}): Label {
    return this.index[statistics.extremePosition(this.#numbers("idxmax"), 1, "idxmax", options)] ?? Number.NaN;
  }

  #statistic(call: string, compute: (values: Float64Array) => number, options: StatisticOptions): number {
    knownOptions(call, options, call === "var" ? ["skipna", "ddof"] : ["skipna"]);
    const values = statistics.present(this.#numbers(call), options);
    return values === null ? Number.NaN : compute(values);
  }

  #numbers(call: string): Float64Array {
    return numbersOf(this.values, call);
  }
}
