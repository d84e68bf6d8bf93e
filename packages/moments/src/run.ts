// A run: some rows of [X | y], column after column, as they are and less the first row of all; what every sum is made
// from. Runs are as long as rounding errors and the processor like: sums of 128 terms lose little, and the numbers stay
// in its cache.
import type { DesignRows } from "@mixedlm/design";
import { log } from "@mixedlm/linalg";

/** Most rows of a run, and the distance of its columns in memory. */
export const RUN = 128;

/** Rows of [X | y] and their weights. */
export interface Run {
  /** What [X | y] is counted from: the very first row of all. */
  readonly shift: Float64Array;
  /** How many rows it has. */
  count: number;
  /** Columns of [X | y]; y is less the offset. */
  readonly raw: Float64Array;
  /** The same, less the shift. */
  readonly fixed: Float64Array;
  /**
   * The columns that have not been the same in all rows so far; the others, of which the intercept is one, are zeros.
   */
  active: Int32Array;
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
    raw: new Float64Array(RUN * columns),
    fixed: new Float64Array(RUN * columns),
    active: new Int32Array(0),
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
  const { shift, raw, fixed, weight } = run;
  const p = shift.length - 1;
  const count = Math.min(RUN, n - start);
  run.count = count;
  if (isFirst) {
    for (let j = 0; j < p; j++) shift[j] = X[j * n + start];
    shift[p] = y[start] - (offset === null ? 0 : offset[start]);
  }
  for (let j = 0; j < p; j++) {
    const first = j * n + start;
    const from = shift[j];
    for (let i = 0; i < count; i++) {
      raw[j * RUN + i] = X[first + i];
      fixed[j * RUN + i] = X[first + i] - from;
    }
  }
  const from = shift[p];
  for (let i = 0; i < count; i++) {
    const value = offset === null ? y[start + i] : y[start + i] - offset[start + i];
    raw[p * RUN + i] = value;
    fixed[p * RUN + i] = value - from;
  }
  findActive(run);
  if (weights === null) return;
  run.logWeight = 0;
  for (let i = 0; i < count; i++) {
    weight[i] = weights[start + i];
    run.logWeight += log(weight[i]);
  }
}

/** Adds the columns that are not zero in some row of this run to those of the runs before. */
function findActive(run: Run): void {
  const { shift, count, fixed, active } = run;
  if (active.length === shift.length) return;
  const found: number[] = [];
  for (let j = 0, a = 0; j < shift.length; j++) {
    if (active[a] === j) a++;
    else if (!isZero(fixed, j * RUN, count)) found.push(j);
  }
  if (found.length > 0) run.active = Int32Array.of(...active, ...found).sort();
}

function isZero(values: Float64Array, from: number, count: number): boolean {
  for (let i = from; i < from + count; i++) if (values[i] !== 0) return false;
  return true;
}
