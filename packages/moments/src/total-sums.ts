// Runs -> weight, mean and centred products of all rows: each run is summed up about its own first row and merged by
// Chan's formula, so that rounding errors grow with the number of runs and not of rows.
import { chanUpdateInPlace } from "./chan-update.ts";
import { RUN, type Run } from "./run.ts";
import { addSquares } from "./squares.ts";

/** The total so far, as {@link Moments} has it; and room for a run less its first row, and for its sums. */
export interface TotalSums {
  n: number;
  weight: number;
  logWeight: number;
  readonly mean: Float64Array;
  readonly cross: Float64Array;
  readonly runFixed: Float64Array;
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
    runFixed: new Float64Array(RUN * columns),
    runMean: new Float64Array(columns),
    runCross: new Float64Array(columns * columns),
  };
}

/** Adds a run to the total. */
export function addToTotal(total: TotalSums, run: Run): void {
  const { runFixed, runMean, runCross } = total;
  const { active, fixed, count } = run;
  const columns = runMean.length;
  runMean.fill(0);
  runCross.fill(0);
  for (const j of active) for (let i = 0, at = j * RUN; i < count; i++) runFixed[at + i] = fixed[at + i] - fixed[at];
  addSquares(runCross, runMean, active, runFixed, run.weight, count);
  let weight = 0;
  for (let i = 0; i < count; i++) weight += run.weight[i];
  for (let j = 0; j < columns; j++)
    for (let i = j; i < columns; i++) {
      const centred = runCross[j * columns + i] - (runMean[j] * runMean[i]) / weight;
      runCross[j * columns + i] = centred;
      runCross[i * columns + j] = centred;
    }
  for (let j = 0; j < columns; j++) runMean[j] = fixed[j * RUN] + runMean[j] / weight;
  chanUpdateInPlace(total, { weight, mean: runMean, cross: runCross });
  total.n += count;
  total.weight += weight;
  total.logWeight += run.logWeight;
}
