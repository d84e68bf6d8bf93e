// Draws from real fits at statsmodels' parameters: means and covariances of a group's rows, against statsmodels'.
import { expect, test } from "vitest";
import { fitOf, inferred } from "./inference-records.ts";

const DRAWS = 4000;

/** Standard errors that none of some hundred means and covariances is away by, with a fixed seed. */
const FAR = 5;

test.each(inferred)("%s", (_, own) => {
  const { params, scale, rows, mean, covariance } = own.expected.get_distribution;
  const { model } = fitOf(own);
  const draws = model.get_distribution(params, scale).rvs(DRAWS, { seed: 11 }) as Float64Array[];
  const centred = rows.map((row, i) => Float64Array.from(draws, (y) => y[row]! - mean[i]!));
  for (const [i, a] of centred.entries()) {
    const variance = covariance[i]![i]!;
    const sum = a.reduce((total, value) => total + value, 0);
    expect(Math.abs(sum / DRAWS)).toBeLessThan(FAR * Math.sqrt(variance / DRAWS));
    for (const [j, b] of centred.entries()) {
      const product = a.reduce((total, value, d) => total + value * b[d]!, 0) / DRAWS;
      const v = covariance[i]![j]!;
      const error = Math.sqrt((variance * covariance[j]![j]! + v ** 2) / DRAWS);
      expect(Math.abs(product - v)).toBeLessThan(FAR * error);
    }
  }
});
