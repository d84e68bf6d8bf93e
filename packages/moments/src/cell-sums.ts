// Runs -> sums of each cell, that is of each pair of levels of two factors that some row has. Cells are found while
// rows come, in a hash table. Where all columns of both factors are ones, a cell is its weight; else it has its sums
// about its own first row, as levels have.

import { type CellTable, cellTable, findSlots, sortedCells } from "./cell-table.ts";
import { tooManyCells } from "./errors.ts";
import { type FactorRows, readDense } from "./factor-rows.ts";
import { LIMIT } from "./layout.ts";
import type { CellMoments } from "./moments.ts";
import { RUN, type Run } from "./run.ts";

/** Which two factors, and how many columns of each cells are to have. */
export interface CellSizes {
  readonly a: number;
  readonly b: number;
  /** 0 and 0: weights only. */
  readonly columns: readonly [number, number];
}

/** What is summed up of each cell. */
export interface CellSums extends CellSizes {
  /** From pairs of levels to weights; where cells have columns to their numbers in `numbers`, counted from 1. */
  readonly table: CellTable;
  /**
   * Cell after cell: its weight, origins of the columns of a and b, their sums, products of a's with b's
   * (column-major).
   */
  numbers: Float64Array;
  /** Numbers of a cell, and most of all cells. */
  readonly size: number;
  readonly limit: number;
  /** Room for a run: slots in the table, columns of a and b. */
  readonly slots: Int32Array;
  readonly dense: readonly [Float64Array, Float64Array];
}

/** Starts the cells of no rows. */
export function startCells(sizes: CellSizes, limit: number = LIMIT): CellSums {
  const [sa, sb] = sizes.columns;
  return {
    ...sizes,
    table: cellTable(),
    numbers: new Float64Array(0),
    size: sa === 0 ? 2 : 1 + 2 * (sa + sb) + sa * sb,
    limit,
    slots: new Int32Array(RUN),
    dense: [new Float64Array(RUN * sa), new Float64Array(RUN * sb)],
  };
}

/**
 * Adds a run of rows to their cells; rows without a level of one of the factors have none.
 *
 * @param a - the record that the run is part of as the first factor sees it, its levels read.
 * @param b - the same of the second.
 * @param start - the run's first row in the record.
 * @throws {@link MomentsError} `limit` when there are more cells than fit in memory.
 */
export function addToCells(sums: CellSums, a: FactorRows, b: FactorRows, start: number, run: Run): void {
  const { table, slots, columns, dense } = sums;
  const before = table.count;
  findSlots(table, a.level, b.level, run.count, slots);
  if (table.count * sums.size > sums.limit) throw tooManyCells(table.count, sums.size, sums.limit);
  if (columns[0] === 0) {
    addWeights(table.values, slots, run);
    return;
  }
  readDense(a, start, run.count, columns[0], dense[0]);
  readDense(b, start, run.count, columns[1], dense[1]);
  makeRoom(sums, before);
  addColumns(sums, before, run);
}

function addWeights(values: Float64Array, slots: Int32Array, { weight, count }: Run): void {
  for (let i = 0; i < count; i++) if (slots[i] >= 0) values[2 * slots[i] + 1] += weight[i];
}

/** Doubles the room for numbers until all cells have theirs. */
function makeRoom(sums: CellSums, cells: number): void {
  const needed = sums.table.count * sums.size;
  if (needed <= sums.numbers.length) return;
  const larger = new Float64Array(Math.max(needed, Math.min(2 * sums.numbers.length, sums.limit), RUN * sums.size));
  larger.set(sums.numbers.subarray(0, cells * sums.size));
  sums.numbers = larger;
}

/** Adds a run to cells with columns; `cells` of them are there already. */
function addColumns({ table, slots, size, ...sums }: CellSums, cells: number, { weight, count }: Run): void {
  const { numbers, dense } = sums;
  const [sa, sb] = sums.columns;
  const width = sa + sb;
  let known = cells;
  for (let i = 0; i < count; i++) {
    if (slots[i] < 0) continue;
    const place = 2 * slots[i] + 1;
    const isNew = table.values[place] === 0;
    if (isNew) table.values[place] = ++known;
    const cell = (table.values[place] - 1) * size;
    const w = weight[i];
    numbers[cell] += w;
    const origin = cell + 1;
    if (isNew) {
      for (let j = 0; j < sa; j++) numbers[origin + j] = dense[0][i * sa + j];
      for (let k = 0; k < sb; k++) numbers[origin + sa + k] = dense[1][i * sb + k];
      continue;
    }
    const sum = origin + width;
    for (let j = 0; j < sa; j++) numbers[sum + j] += w * (dense[0][i * sa + j] - numbers[origin + j]);
    for (let k = 0; k < sb; k++) {
      const deviation = w * (dense[1][i * sb + k] - numbers[origin + sa + k]);
      if (deviation === 0) continue;
      numbers[sum + sa + k] += deviation;
      const product = sum + width + k * sa;
      for (let j = 0; j < sa; j++) numbers[product + j] += deviation * (dense[0][i * sa + j] - numbers[origin + j]);
    }
  }
}

/**
 * Sorts the cells, and turns their sums into means and centred products.
 *
 * @param levelsOfA - number of levels of the first factor.
 * @param levelsOfB - and of the second.
 */
export function cellMoments(sums: CellSums, levelsOfA: number, levelsOfB: number): CellMoments {
  const { a, b, columns, numbers, size } = sums;
  const [sa, sb] = columns;
  const { start, b: level, values } = sortedCells(sums.table, levelsOfA, levelsOfB);
  const none = new Float64Array(0);
  if (sa === 0) return { a, b, start, level, weight: values, mean: none, cross: none };
  const count = level.length;
  const width = sa + sb;
  const mean = new Float64Array(count * width);
  const cross = new Float64Array(count * sa * sb);
  for (let i = 0; i < count; i++) {
    const cell = (values[i] - 1) * size;
    const weight = numbers[cell];
    const origin = cell + 1;
    const sum = origin + width;
    const product = sum + width;
    for (let j = 0; j < width; j++) mean[i * width + j] = numbers[origin + j] + numbers[sum + j] / weight;
    for (let k = 0; k < sb; k++) {
      const fromOrigin = numbers[sum + sa + k] / weight;
      for (let j = 0; j < sa; j++) {
        const at = k * sa + j;
        cross[i * sa * sb + at] = numbers[product + at] - numbers[sum + j] * fromOrigin;
      }
    }
    values[i] = weight;
  }
  return { a, b, start, level, weight: values, mean, cross };
}
