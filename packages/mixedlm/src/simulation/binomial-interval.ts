// An exact interval of a proportion: what simulations say of a probability. In: counts. Out: bounds. Clopper and
// Pearson's interval covers with at least the probability that it states, also near 0 and 1, where rates of rejection
// often are.
import { fisherQuantile } from "../distributions/continuous.ts";

/**
 * Computes the interval.
 *
 * @param hits - of `total` independent trials.
 * @returns both NaN without trials.
 * @see Clopper & Pearson (1934), Biometrika 26, 404-413; R's `binom.test`.
 */
export function binomialInterval(hits: number, total: number, alpha: number): readonly [lower: number, upper: number] {
  if (total === 0) return [Number.NaN, Number.NaN];
  const misses = total - hits;
  // quantiles of beta distributions, by those of F
  const lower = hits === 0 ? 0 : 1 / (1 + (misses + 1) / (hits * fisherQuantile(alpha / 2, 2 * hits, 2 * misses + 2)));
  const odds = misses === 0 ? Infinity : (hits + 1) * fisherQuantile(1 - alpha / 2, 2 * hits + 2, 2 * misses);
  return [lower, misses === 0 ? 1 : odds / (misses + odds)];
}
