// Rows -> moments in one pass. All rows together are summed up in short runs, each about its own first row, that are merged
// into the total; each group is summed up about its own first row. See group-sums.ts for why.
import { type Design, type DesignRows, designChunks, type Table, type TableLike } from "@mixedlm/design";
import { type Blocks, designBlocks } from "./blocks.ts";
import { addToGroups, centreGroups, type GroupSums, groupedRows, startGroups } from "./group-sums.ts";
import { type DesignMoments, type Moments, mergeBlockInPlace } from "./moments.ts";

/** Rows summed up before they are merged into the total: rounding errors then grow with n / RUN and not with n. */
const RUN = 128;

/**
 * Accumulates the moments of a table's rows.
 *
 * @param design - what the columns are; made from this table or from another with the same columns.
 * @param data - the rows, a table of any kind.
 * @throws {@link MomentsError} `limit` when the moments would not fit in memory; DesignError when a column is missing, or a
 * value is not one of the design's levels.
 */
export function accumulate<D extends TableLike<D>>(design: Design, data: Table | D): DesignMoments {
  return accumulateChunks(design, [data]);
}

/**
 * Accumulates the moments of several tables that together are one: a stream of chunks.
 *
 * The result is the same to rounding as that of the whole table, whatever the chunks; some may be empty.
 */
export function accumulateChunks<D extends TableLike<D>>(design: Design, chunks: Iterable<Table | D>): DesignMoments {
  const sums = startSums(designBlocks(design));
  for (const chunk of chunks) for (const rows of designChunks(design, chunk)) addRows(sums, rows);
  return { ...finish(sums), design };
}

/**
 * Accumulates the moments of columns that are in memory already.
 *
 * @param blocks - the layout that the columns' group codes and component columns refer to.
 * @param rows - X, y, entries of random terms and group codes.
 */
export function accumulateRows(blocks: Blocks, rows: DesignRows): Moments {
  const sums = startSums(blocks);
  addRows(sums, rows);
  return finish(sums);
}

/** What is accumulated: the total as moments, each group as sums about its origin. */
interface Sums {
  readonly blocks: Blocks;
  n: number;
  readonly shift: Float64Array;
  readonly mean: Float64Array;
  readonly cross: Float64Array;
  /** Null before the first rows. */
  groups: GroupSums | null;
  readonly run: Run;
}

/** A run of rows of [X | y] less the shift, one row after the other; and its sums about its first row. */
interface Run {
  readonly rows: Float64Array;
  readonly sum: Float64Array;
  /** Lower triangle. */
  readonly product: Float64Array;
}

function startSums(blocks: Blocks): Sums {
  const columns = blocks.p + 1;
  return {
    blocks,
    n: 0,
    shift: new Float64Array(columns),
    mean: new Float64Array(columns),
    cross: new Float64Array(columns * columns),
    groups: null,
    run: {
      rows: new Float64Array(RUN * columns),
      sum: new Float64Array(columns),
      product: new Float64Array(columns * columns),
    },
  };
}

function addRows(sums: Sums, rows: DesignRows): void {
  if (rows.n === 0) return;
  if (sums.n === 0) startShift(sums.shift, rows);
  sums.groups ??= startGroups(sums.blocks, rows);
  const { groups } = sums;
  const grouped = groupedRows(rows, groups.constant, RUN);
  for (let start = 0; start < rows.n; start += RUN) {
    const count = Math.min(RUN, rows.n - start);
    readRun(sums, rows, start, count);
    addRun(sums, count);
    addToGroups(groups, grouped, start, count, sums.run.rows);
  }
}

/** Takes the very first row of all as what [X | y] is counted from. */
function startShift(shift: Float64Array, { n, X, y }: DesignRows): void {
  for (let j = 0; j < shift.length - 1; j++) shift[j] = X[j * n];
  shift[shift.length - 1] = y[0];
}

/** Writes rows of [X | y] one after the other, less the shift. */
function readRun({ shift, run }: Sums, { n, X, y }: DesignRows, start: number, count: number): void {
  const columns = shift.length;
  for (let j = 0; j < columns; j++) {
    const isResponse = j === columns - 1;
    const values = isResponse ? y : X;
    const first = (isResponse ? 0 : j * n) + start;
    const from = shift[j];
    for (let i = 0; i < count; i++) run.rows[i * columns + j] = values[first + i] - from;
  }
}

/** Sums a run up about its first row and merges it into the total. */
function addRun(sums: Sums, n: number): void {
  const { rows, sum, product } = sums.run;
  const columns = sum.length;
  sum.fill(0);
  product.fill(0);
  for (let row = columns; row < n * columns; row += columns) {
    for (let j = 0; j < columns; j++) {
      const value = rows[row + j] - rows[j];
      if (value === 0) continue;
      sum[j] += value;
      const start = j * columns;
      for (let i = j; i < columns; i++) product[start + i] += value * (rows[row + i] - rows[i]);
    }
  }
  for (let j = 0; j < columns; j++)
    for (let i = j; i < columns; i++) {
      const centred = product[j * columns + i] - (sum[j] * sum[i]) / n;
      product[j * columns + i] = centred;
      product[i * columns + j] = centred;
    }
  for (let j = 0; j < columns; j++) sum[j] = rows[j] + sum[j] / n;
  mergeBlockInPlace(sums.n, sums.mean, sums.cross, n, sum, product, columns, columns);
  sums.n += n;
}

/** Sums about origins -> means and centred products. */
function finish({ blocks, n, shift, mean, cross, ...sums }: Sums): Moments {
  const groups = sums.groups ?? startGroups(blocks, { randomEffects: [] });
  centreGroups(groups);
  const { n: groupN, origin: groupMean, product: groupCross, within } = groups;
  return { blocks, n, shift, mean, cross, within, groupN, groupMean, groupCross };
}
