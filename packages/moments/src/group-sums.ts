// Rows -> sums of each group about the group's own first row: deviations are then as small as the spread inside the group,
// so that plain sums of their products keep their digits (the same data about one common origin lose as many digits
// as means exceed spreads). A category's columns are counted from zero, since a row touches one of them. Where a random
// column is all ones, its products with the others are their sums, and no memory beside the result is needed.
import type { DesignRows } from "@mixedlm/design";
import { type Blocks, componentStart } from "./blocks.ts";

/** What is summed up of each group. Blocks are those of {@link Blocks}. */
export interface GroupSums {
  readonly blocks: Blocks;
  /** Rows of each group. */
  readonly n: Float64Array;
  /** What a group's columns are counted from: its first row, zero for columns of categories. */
  readonly origin: Float64Array;
  /** The random column that is all ones, in every group; -1 where there is none. */
  readonly constant: number;
  /** Sums of all columns; empty where they are the products of the constant column. */
  readonly sum: Float64Array;
  /** Products of the random columns with all columns; the constant column is not counted from its origin. */
  readonly product: Float64Array;
  /** Products of [X | y], all groups together; lower triangle. */
  readonly within: Float64Array;
}

/**
 * Starts the sums of no rows.
 *
 * @param rows - some rows to come: their entries tell which random column is all ones.
 */
export function startGroups(blocks: Blocks, { randomEffects }: Pick<DesignRows, "randomEffects">): GroupSums {
  const groups = blocks.q.length;
  const ones = randomEffects.find(({ column, value }) => typeof column === "number" && value === null)?.column;
  const constant = typeof ones === "number" ? ones : -1;
  return {
    blocks,
    n: new Float64Array(groups),
    origin: new Float64Array(blocks.meanStart[groups]),
    constant,
    sum: new Float64Array(constant < 0 ? blocks.meanStart[groups] : 0),
    product: new Float64Array(blocks.crossStart[groups]),
    within: new Float64Array((blocks.p + 1) ** 2),
  };
}

/** An entry that each row has in the random columns of its group. */
interface Slot {
  /** The component that it belongs to, -1 for the unstructured term. */
  readonly component: number;
  readonly column: number | Int32Array;
  /** Null: all are 1. */
  readonly value: Float64Array | null;
  /** Whether all rows have it in one column, so that it is counted from the group's first. */
  readonly fromFirst: boolean;
}

/** The rows of one record, with the entries of their random columns; and room for those of a run. */
export interface GroupedRows {
  readonly codes: Int32Array;
  readonly slots: readonly Slot[];
  /** Slots that differ from the origin: all but columns of ones that sums are not read from. */
  readonly varying: readonly Slot[];
  /** How many those are. */
  readonly width: number;
  /** Columns in the group's block and deviations from the origin, `width` of each for every row of a run. */
  readonly column: Int32Array;
  readonly deviation: Float64Array;
}

/** Lists the entries of a record's rows, term after term. */
export function groupedRows(
  { codes, randomEffects, components }: DesignRows,
  constant: number,
  longestRun: number,
): GroupedRows {
  const slots = [randomEffects, ...components].flatMap((entries, c) =>
    entries.map((entry): Slot => {
      const isConstant = c === 0 && entry.column === constant;
      return { ...entry, component: c - 1, fromFirst: typeof entry.column === "number" && !isConstant };
    }),
  );
  const varying = slots.filter(({ fromFirst, value }) => !fromFirst || value !== null);
  const room = longestRun * varying.length;
  const [column, deviation] = [new Int32Array(room), new Float64Array(room)];
  return { codes, slots, varying, width: varying.length, column, deviation };
}

/**
 * Adds a run of rows to the blocks of their groups; rows outside every group (code -1) have no block.
 *
 * Step by step for all rows of the run and not row by row: groups lie far apart in memory, and a processor that waits for
 * one can fetch the next ones meanwhile only if little is to be done for each.
 *
 * @param rows - the record that the run is part of.
 * @param start - the run's first row in the record.
 * @param count - how many rows it has.
 * @param run - those rows of [X | y] less the shift, one after the other; overwritten by what they are less their origins.
 */
export function addToGroups(sums: GroupSums, rows: GroupedRows, start: number, count: number, run: Float64Array): void {
  const codes = rows.codes.subarray(start, start + count);
  countFromOrigins(sums, rows, start, codes, run);
  addSquares(sums.within, run, count, sums.blocks.p + 1);
  readDeviations(sums, rows, start, codes);
  if (sums.constant < 0) addSums(sums, rows, codes, run);
  addProducts(sums, rows, codes, run);
}

// Positions of a group's blocks, worked out where all groups have the same: a look-up is one more place to wait for.

function meanStart(blocks: Blocks, g: number): number {
  return blocks.widths.length === 0 ? g * (blocks.k + blocks.p + 1) : blocks.meanStart[g];
}

function crossStart(blocks: Blocks, g: number): number {
  return blocks.widths.length === 0 ? g * blocks.k * (blocks.k + blocks.p + 1) : blocks.crossStart[g];
}

function columnsOf(blocks: Blocks, g: number): number {
  return blocks.widths.length === 0 ? blocks.k : blocks.q[g];
}

/** Takes the origin of its group from each row; the first row of a group becomes its origin. */
function countFromOrigins(
  sums: GroupSums,
  rows: GroupedRows,
  start: number,
  codes: Int32Array,
  run: Float64Array,
): void {
  const { blocks, origin } = sums;
  const columns = blocks.p + 1;
  for (let i = 0; i < codes.length; i++) {
    const g = codes[i];
    const row = i * columns;
    if (g < 0) {
      run.fill(0, row, row + columns);
      continue;
    }
    const at = meanStart(blocks, g) + columnsOf(blocks, g);
    if (sums.n[g]++ === 0) {
      for (let j = 0; j < columns; j++) origin[at + j] = run[row + j];
      startRandom(sums, rows, start + i, g);
    }
    for (let j = 0; j < columns; j++) run[row + j] -= origin[at + j];
  }
}

/** Takes the random columns of row i, the first of group g, as their origin. */
function startRandom({ blocks, origin }: GroupSums, { slots }: GroupedRows, i: number, g: number): void {
  for (const { component, column, value, fromFirst } of slots) {
    if (!fromFirst || typeof column !== "number") continue;
    const start = component < 0 ? 0 : componentStart(blocks, component, g);
    origin[blocks.meanStart[g] + start + column] = value === null ? 1 : value[i];
  }
}

/** Adds the products of n rows with themselves to a lower triangle. */
function addSquares(products: Float64Array, rows: Float64Array, n: number, columns: number): void {
  for (let row = 0; row < n * columns; row += columns) {
    for (let j = 0; j < columns; j++) {
      const value = rows[row + j];
      if (value === 0) continue;
      for (let i = j, at = j * columns; i < columns; i++) products[at + i] += value * rows[row + i];
    }
  }
}

/** Adds the columns of a run. */
function addSums({ blocks, sum }: GroupSums, rows: GroupedRows, codes: Int32Array, run: Float64Array): void {
  const { width, column, deviation } = rows;
  const fixed = blocks.p + 1;
  for (let i = 0; i < codes.length; i++) {
    const g = codes[i];
    if (g < 0) continue;
    const at = meanStart(blocks, g);
    const q = columnsOf(blocks, g);
    for (let a = i * width; a < (i + 1) * width; a++) sum[at + column[a]] += deviation[a];
    for (let j = 0; j < fixed; j++) sum[at + q + j] += run[i * fixed + j];
  }
}

/** Adds the products of a run's random columns with one another and with [X | y]. */
function addProducts({ blocks, product }: GroupSums, rows: GroupedRows, codes: Int32Array, run: Float64Array): void {
  const { width, column, deviation } = rows;
  if (width === 0) return;
  const fixed = blocks.p + 1;
  for (let i = 0; i < codes.length; i++) {
    const g = codes[i];
    if (g < 0) continue;
    const cross = crossStart(blocks, g);
    const q = columnsOf(blocks, g);
    for (let a = i * width; a < (i + 1) * width; a++) {
      const value = deviation[a];
      if (value === 0) continue;
      const first = cross + column[a];
      for (let b = i * width; b < (i + 1) * width; b++) product[first + column[b] * q] += value * deviation[b];
      for (let j = 0; j < fixed; j++) product[first + (q + j) * q] += value * run[i * fixed + j];
    }
  }
}

/** Lists the entries of a run, with columns in the group's block, less their origins; 0 stands for none. */
function readDeviations({ blocks, origin }: GroupSums, rows: GroupedRows, start: number, codes: Int32Array): void {
  const { width, column, deviation } = rows;
  for (const [s, slot] of rows.varying.entries()) {
    const { component, value, fromFirst } = slot;
    for (let i = 0; i < codes.length; i++) {
      const g = codes[i];
      const inTerm = typeof slot.column === "number" ? slot.column : slot.column[start + i];
      if (g < 0 || inTerm < 0) {
        column[i * width + s] = 0;
        deviation[i * width + s] = 0;
        continue;
      }
      const own = component < 0 ? inTerm : componentStart(blocks, component, g) + inTerm;
      const counted = value === null ? 1 : value[start + i];
      column[i * width + s] = own;
      deviation[i * width + s] = fromFirst ? counted - origin[meanStart(blocks, g) + own] : counted;
    }
  }
}

/**
 * Turns sums about origins into means and centred products, in place: afterwards `origin` holds the means and `product`
 * and `within` the centred products.
 */
export function centreGroups(sums: GroupSums): void {
  const { blocks, n, origin, constant, product, within } = sums;
  const columns = blocks.p + 1;
  const sum = new Float64Array(blocks.q.reduce((most, q) => Math.max(most, q), 0) + columns);
  for (let g = 0; g < n.length; g++) {
    if (n[g] === 0) continue;
    const q = blocks.q[g];
    const at = blocks.meanStart[g];
    const start = blocks.crossStart[g];
    readSums(sums, g, sum);
    for (let j = 0; j < q + columns; j++) {
      const fromOrigin = sum[j] / n[g];
      if (fromOrigin === 0) continue;
      for (let i = j; j >= q && i < q + columns; i++) within[(j - q) * columns + i - q] -= sum[i] * fromOrigin;
      for (let i = 0; i < q; i++) if (sum[i] !== 0) product[start + j * q + i] -= sum[i] * fromOrigin;
      origin[at + j] += fromOrigin;
    }
    if (constant < 0) continue;
    // it has no spread: what is left of its products is rounding
    product.fill(0, start + constant * q, start + (constant + 1) * q);
    for (let j = 0; j < q + columns; j++) product[start + j * q + constant] = 0;
  }
}

/** Copies the sums of a group's columns. */
function readSums({ blocks, constant, sum, product }: GroupSums, g: number, own: Float64Array): void {
  const q = blocks.q[g];
  const from = constant < 0 ? sum : product;
  const first = constant < 0 ? blocks.meanStart[g] : blocks.crossStart[g] + constant;
  const step = constant < 0 ? 1 : q;
  for (let j = 0; j < q + blocks.p + 1; j++) own[j] = from[first + j * step];
}
