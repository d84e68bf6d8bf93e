// Rows -> moments in one pass. Within a block, values are counted from the block's own first row: deviations are then
// as small as the spread inside the block, so that plain sums of their products keep their digits
// (the same data about one common origin lose as many digits as means exceed spreads).
import { type Design, type DesignRows, designChunks, type Table, type TableLike } from "@mixedlm/design";
import { type Blocks, componentStart, designBlocks } from "./blocks.ts";
import { type DesignMoments, type Moments, mergeBlockInPlace } from "./moments.ts";

/** Rows summed up before they are merged into the total: rounding errors then grow with n / RUN and not with n. */
const RUN = 128;

/**
 * Accumulates the moments of a table's rows.
 *
 * @param design - what the columns are; made from this table or from another with the same columns.
 * @param data - the rows, a table of any kind.
 * @throws DesignError when a column is missing, or a value is not one of the design's levels.
 */
export function accumulate(design: Design, data: Table | TableLike): DesignMoments {
  return accumulateChunks(design, [data]);
}

/**
 * Accumulates the moments of several tables that together are one: a stream of chunks.
 *
 * The result is the same to rounding as that of the whole table, whatever the chunks; some may be empty.
 */
export function accumulateChunks(design: Design, chunks: Iterable<Table | TableLike>): DesignMoments {
  const sums = startSums(designBlocks(design));
  for (const chunk of chunks) for (const rows of designChunks(design, chunk)) addRows(sums, rows);
  return { ...finish(sums), design };
}

/**
 * Accumulates the moments of columns that are in memory already.
 *
 * @param blocks - the layout that the columns' group codes and component columns refer to.
 * @param rows - X, y, Z, component entries and group codes.
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
  /** Products of [X | y] about the origin of the row's group, all groups together; lower triangle. */
  readonly within: Float64Array;
  readonly groupN: Float64Array;
  /** Origin of a group: its first row for [Z | X | y], zero for component columns. */
  readonly groupOrigin: Float64Array;
  readonly groupSum: Float64Array;
  readonly groupProduct: Float64Array;
}

function startSums(blocks: Blocks): Sums {
  const columns = blocks.p + 1;
  const groups = blocks.q.length;
  return {
    blocks,
    n: 0,
    shift: new Float64Array(columns),
    mean: new Float64Array(columns),
    cross: new Float64Array(columns * columns),
    within: new Float64Array(columns * columns),
    groupN: new Float64Array(groups),
    groupOrigin: new Float64Array(blocks.meanStart[groups]),
    groupSum: new Float64Array(blocks.meanStart[groups]),
    groupProduct: new Float64Array(blocks.crossStart[groups]),
  };
}

function addRows(sums: Sums, rows: DesignRows): void {
  const { p, k } = sums.blocks;
  const { n, X, Z, y } = rows;
  const fixed = new Float64Array(p + 1);
  const random = new Float64Array(k);
  for (let start = 0; start < n; start += RUN) {
    const stop = Math.min(start + RUN, n);
    const run = startRun(p + 1);
    for (let i = start; i < stop; i++) {
      for (let j = 0; j < p; j++) fixed[j] = X[j * n + i];
      fixed[p] = y[i];
      for (let j = 0; j < k; j++) random[j] = Z[j * n + i];
      if (sums.n === 0 && i === 0) sums.shift.set(fixed);
      for (let j = 0; j <= p; j++) fixed[j] -= sums.shift[j];
      addToRun(run, fixed);
      addToGroup(sums, rows, i, random, fixed);
    }
    finishRun(sums, run);
  }
}

/** Sums of a run of rows about its first row. */
interface Run {
  n: number;
  readonly origin: Float64Array;
  readonly sum: Float64Array;
  readonly product: Float64Array;
}

function startRun(columns: number): Run {
  return {
    n: 0,
    origin: new Float64Array(columns),
    sum: new Float64Array(columns),
    product: new Float64Array(columns * columns),
  };
}

/** Adds one row of [X | y]; only the lower triangle of the products is kept. */
function addToRun(run: Run, fixed: Float64Array): void {
  const columns = fixed.length;
  const { origin, sum, product } = run;
  if (run.n === 0) origin.set(fixed);
  run.n += 1;
  for (let j = 0; j < columns; j++) {
    const value = fixed[j] - origin[j];
    sum[j] += value;
    if (value !== 0) for (let i = j; i < columns; i++) product[j * columns + i] += value * (fixed[i] - origin[i]);
  }
}

/** Merges a run into the total. */
function finishRun(sums: Sums, { n, origin, sum, product }: Run): void {
  const columns = origin.length;
  for (let j = 0; j < columns; j++)
    for (let i = j; i < columns; i++) {
      const centred = product[j * columns + i] - (sum[j] * sum[i]) / n;
      product[j * columns + i] = centred;
      product[i * columns + j] = centred;
    }
  const mean = origin.map((o, j) => o + sum[j] / n);
  mergeBlockInPlace(sums.n, sums.mean, sums.cross, n, mean, product, columns, columns);
  sums.n += n;
}

/** Adds row i to the block of its group; rows outside every group (code -1) have no block. */
function addToGroup(sums: Sums, rows: DesignRows, i: number, random: Float64Array, fixed: Float64Array): void {
  const g = rows.codes[i];
  if (g < 0) return;
  const { blocks, groupOrigin, groupSum, groupProduct } = sums;
  const { k } = blocks;
  const q = blocks.q[g];
  const at = blocks.meanStart[g];
  const cross = blocks.crossStart[g];
  const fixedColumns = fixed.length;
  if (sums.groupN[g] === 0) {
    groupOrigin.set(random, at);
    groupOrigin.set(fixed, at + q);
  }
  sums.groupN[g] += 1;
  for (let j = 0; j < k; j++) groupSum[at + j] += random[j] - groupOrigin[at + j];
  for (let j = 0; j < fixedColumns; j++) {
    const value = fixed[j] - groupOrigin[at + q + j];
    groupSum[at + q + j] += value;
    if (value === 0) continue;
    for (let i = j; i < fixedColumns; i++)
      sums.within[j * fixedColumns + i] += value * (fixed[i] - groupOrigin[at + q + i]);
  }
  for (let a = 0; a < k; a++) {
    const za = random[a] - groupOrigin[at + a];
    if (za === 0) continue;
    for (let b = 0; b < k; b++) groupProduct[cross + b * q + a] += za * (random[b] - groupOrigin[at + b]);
    for (let b = 0; b < fixedColumns; b++)
      groupProduct[cross + (q + b) * q + a] += za * (fixed[b] - groupOrigin[at + q + b]);
  }
  if (rows.components.length > 0) addComponents(sums, rows, i, g, random, fixed);
}

/** The products of row i's component entries with everything, and its random columns with them. */
function addComponents(
  sums: Sums,
  rows: DesignRows,
  i: number,
  g: number,
  random: Float64Array,
  fixed: Float64Array,
): void {
  const { blocks, groupOrigin, groupSum, groupProduct } = sums;
  const q = blocks.q[g];
  const at = blocks.meanStart[g];
  const cross = blocks.crossStart[g];
  const entries = rowEntries(blocks, rows, i, g);
  for (const [column, value] of entries) {
    groupSum[at + column] += value;
    for (let b = 0; b < blocks.k; b++) {
      const product = value * (random[b] - groupOrigin[at + b]);
      groupProduct[cross + b * q + column] += product;
      groupProduct[cross + column * q + b] += product;
    }
    for (const [other, otherValue] of entries) groupProduct[cross + other * q + column] += value * otherValue;
    for (let b = 0; b < fixed.length; b++)
      groupProduct[cross + (q + b) * q + column] += value * (fixed[b] - groupOrigin[at + q + b]);
  }
}

/** Row i's non-zero component entries: column inside the group's block, value. */
function rowEntries(blocks: Blocks, rows: DesignRows, i: number, g: number): [column: number, value: number][] {
  const entries: [number, number][] = [];
  for (let c = 0; c < rows.components.length; c++) {
    const { width, column, value } = rows.components[c];
    const start = componentStart(blocks, c, g);
    for (let w = i * width; w < (i + 1) * width; w++) if (column[w] >= 0) entries.push([start + column[w], value[w]]);
  }
  return entries;
}

/** Sums about origins -> means and centred products. */
function finish(sums: Sums): Moments {
  const { blocks, n, shift, mean, cross, within, groupN } = sums;
  const columns = blocks.p + 1;
  const groupMean = sums.groupOrigin;
  const groupCross = sums.groupProduct;
  for (let g = 0; g < groupN.length; g++) {
    if (groupN[g] === 0) continue;
    const q = blocks.q[g];
    const at = blocks.meanStart[g];
    const start = blocks.crossStart[g];
    for (let j = 0; j < q + columns; j++) {
      const fromOrigin = sums.groupSum[at + j] / groupN[g];
      for (let i = j; j >= q && i < q + columns; i++)
        within[(j - q) * columns + i - q] -= sums.groupSum[at + i] * fromOrigin;
      for (let i = 0; i < q; i++) groupCross[start + j * q + i] -= sums.groupSum[at + i] * fromOrigin;
      groupMean[at + j] += fromOrigin;
    }
  }
  return { blocks, n, shift, mean, cross, within, groupN, groupMean, groupCross };
}
