// A run: some rows of [X | y], one after the other, less the first row of all; what every sum is made from. Runs are as
// long as rounding errors and the processor like: sums of 128 terms lose little, and the numbers stay in its cache.
import type { DesignRows } from "@mixedlm/design";

/** Most rows of a run. */
export const RUN = 128;

/** Rows of [X | y] and their weights. */
export interface Run {
  /** What [X | y] is counted from: the very first row of all. */
  readonly shift: Float64Array;
  /** How many rows it has. */
  count: number;
  /** `count` rows of p + 1 numbers. y is less the offset. */
  readonly fixed: Float64Array;
  /** Weight of each row. */
  readonly weight: Float64Array;
  /** Sum of the logarithms of the weights. */
  logWeight: number;
}

/** Makes room for runs. */
export function startRun(p: number): Run {
  const columns = p + 1;
  return {
    shift: new Float64Array(columns),
    count: 0,
    fixed: new Float64Array(RUN * columns),
    weight: new Float64Array(RUN).fill(1),
    logWeight: 0,
  };
}

/**
 * Reads the rows from `start` on, as many as there are or as fit.
 *
 * @param isFirst - whether the first of them is the very first of all, which the shift is taken from.
 */
export function readRun(run: Run, rows: DesignRows, start: number, isFirst: boolean): void {
  const { n, X, y, weights, offset } = rows;
  const { shift, fixed, weight } = run;
  const columns = shift.length;
  const p = columns - 1;
  const count = Math.min(RUN, n - start);
  run.count = count;
  if (isFirst) {
    for (let j = 0; j < p; j++) shift[j] = X[j * n + start];
    shift[p] = y[start] - (offset === null ? 0 : offset[start]);
  }
  for (let j = 0; j < p; j++) {
    const first = j * n + start;
    const from = shift[j];
    for (let i = 0; i < count; i++) fixed[i * columns + j] = X[first + i] - from;
  }
  const from = shift[p];
  if (offset === null) for (let i = 0; i < count; i++) fixed[i * columns + p] = y[start + i] - from;
  else for (let i = 0; i < count; i++) fixed[i * columns + p] = y[start + i] - offset[start + i] - from;
  if (weights === null) return;
  let logWeight = 0;
  for (let i = 0; i < count; i++) {
    weight[i] = weights[start + i];
    logWeight += Math.log(weight[i]);
  }
  run.logWeight = logWeight;
}
