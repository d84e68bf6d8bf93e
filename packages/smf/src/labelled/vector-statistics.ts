// The statistics of a labelled vector, as methods: what a Series can say in one number or label. Missing values are
// passed over unless `skipna` is false, booleans count as 0 and 1, and texts are an error.
import { type Dtype, isMissing, numbersOf, type Value } from "./dtype.ts";
import { NUMBER, TRUTH } from "./kinds.ts";
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
    return this.#variance("var", options);
  }
  /** Standard deviation, the square root of {@link var}. */
  std(options: VarianceOptions = {}): number {
    return Math.sqrt(this.#variance("std", options));
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
    return this.#extremeLabel("idxmin", -1, options);
  }
  /** Label of the first largest value; NaN where there is none. */
  idxmax(options: StatisticOptions = {}): Label {
    return this.#extremeLabel("idxmax", 1, options);
  }

  #statistic(call: string, compute: (values: Float64Array) => number, options: StatisticOptions): number {
    knownOptions(call, options, { skipna: TRUTH });
    const values = statistics.present(this.#numbers(call), options);
    return values === null ? Number.NaN : compute(values);
  }

  #variance(call: string, options: VarianceOptions): number {
    knownOptions(call, options, { skipna: TRUTH, ddof: NUMBER });
    const { ddof = 1, ...rest } = options;
    return this.#statistic(call, (values) => statistics.variance(values, ddof), rest);
  }

  #extremeLabel(call: string, sign: -1 | 1, options: StatisticOptions): Label {
    knownOptions(call, options, { skipna: TRUTH });
    return this.index[statistics.extremePosition(this.#numbers(call), sign, call, options)] ?? Number.NaN;
  }

  #numbers(call: string): Float64Array {
    return numbersOf(this.values, call);
  }
}
