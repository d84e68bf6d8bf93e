// Runs -> weight, mean and centred products of all rows: each run is summed up about its own first row and merged by
// Chan's formula, so that rounding errors grow with the number of runs and not of rows.
import { mergeBlockInPlace } from "./merge-moments.ts";
import type { Run } from "./run.ts";

/** The total so far, as {@link Moments} has it; and room for the sums of a run. */
export interface TotalSums {
  n: number;
  weight: number;
  logWeight: number;
  readonly mean: Float64Array;
  readonly cross: Float64Array;
  readonly runMean: Float64Array;
  readonly runCross: Float64Array;
}

/** Starts the total of no rows. */
export function startTotal(p: number): TotalSums {
  const columns = p + 1;
  return {
    n: 0,
    weight: 0,
    logWeight: 0,
    mean: new Float64Array(columns),
    cross: new Float64Array(columns * columns),
    runMean: new Float64Array(columns),
    runCross: new Float64Array(columns * columns),
  };
}

/** Adds a run to the total. */
export function addToTotal(total: TotalSums, run: Run): void {
  const { mean, cross, runMean, runCross } = total;
  const columns = mean.length;
  const weight = sumRun(run, runMean, runCross);
  for (let j = 0; j < columns; j++)
    for (let i = j; i < columns; i++) {
      const centred = runCross[j * columns + i] - (runMean[j] * runMean[i]) / weight;
      runCross[j * columns + i] = centred;
      runCross[i * columns + j] = centred;
    }
  for (let j = 0; j < columns; j++) runMean[j] = run.fixed[j] + runMean[j] / weight;
  mergeBlockInPlace(total.weight, mean, cross, weight, runMean, runCross, columns, columns);
  total.n += run.count;
  total.weight += weight;
  total.logWeight += run.logWeight;
}

/** Sums a run and its products up about its first row; lower triangle. Returns its weight. */
function sumRun({ fixed, weight, count }: Run, sum: Float64Array, product: Float64Array): number {
  const columns = sum.length;
  sum.fill(0);
  product.fill(0);
  let total = weight[0];
  for (let k = 1; k < count; k++) {
    const row = k * columns;
    const w = weight[k];
    total += w;
    for (let j = 0; j < columns; j++) {
      const deviation = fixed[row + j] - fixed[j];
      if (deviation === 0) continue;
      const value = w * deviation;
      sum[j] += value;
      const start = j * columns;
      for (let i = j; i < columns; i++) product[start + i] += value * (fixed[row + i] - fixed[i]);
    }
  }
  return total;
}
