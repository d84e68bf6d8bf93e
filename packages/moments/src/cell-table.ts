// A hash table from pairs of levels to one number each, for millions of pairs: open addressing in one block of memory
// of 16 bytes a slot, so that finding a pair and its number is one visit to memory. Grows by doubling; nothing is ever
// removed.
import { RUN } from "./run.ts";

/** Pairs (a, b) and their numbers. Slot i has a, then b + 1 (0: the slot is free), then the number as a double. */
export interface CellTable {
  /** Pairs in the table. */
  count: number;
  /** 32 less the logarithm of the number of slots. */
  shift: number;
  keys: Int32Array;
  /** The same memory: the number of slot i is at 2 i + 1. */
  values: Float64Array;
}

const SMALLEST = 10;

/** What is read ahead is not used, but an engine leaves out what is not kept. */
const ahead = new Int32Array(RUN);

/** Makes an empty table. */
export function cellTable(): CellTable {
  return { count: 0, shift: 32 - SMALLEST, ...slotsOf(SMALLEST) };
}

function slotsOf(bits: number): Pick<CellTable, "keys" | "values"> {
  const memory = new ArrayBuffer(16 * 2 ** bits);
  return { keys: new Int32Array(memory), values: new Float64Array(memory) };
}

/**
 * Finds the slot of each row's pair; pairs that are new get one, with the number 0.
 *
 * @param a - first level of each of at most {@link RUN} rows, -1 for none.
 * @param b - second level.
 * @param slots - the slots found, -1 where there is no pair; valid until the next call.
 */
export function findSlots(table: CellTable, a: Int32Array, b: Int32Array, count: number, slots: Int32Array): void {
  while (table.count + RUN > 2 ** (31 - table.shift)) grow(table);
  const { keys, shift } = table;
  const mask = keys.length / 4 - 1;
  // reading from many places one after another, without a decision between them, lets the processor fetch them together
  for (let i = 0; i < count; i++) {
    slots[i] = hash(a[i], b[i] + 1, shift);
    ahead[i] = keys[4 * slots[i] + 1];
  }
  let found = table.count;
  for (let i = 0; i < count; i++) {
    const key = b[i] + 1;
    if (a[i] < 0 || key === 0) {
      slots[i] = -1;
      continue;
    }
    // sorted rows repeat their pair
    if (i > 0 && a[i] === a[i - 1] && b[i] === b[i - 1]) {
      slots[i] = slots[i - 1];
      continue;
    }
    let slot = slots[i];
    while (keys[4 * slot + 1] !== 0 && (keys[4 * slot + 1] !== key || keys[4 * slot] !== a[i]))
      slot = (slot + 1) & mask;
    if (keys[4 * slot + 1] === 0) {
      keys[4 * slot] = a[i];
      keys[4 * slot + 1] = key;
      found++;
    }
    slots[i] = slot;
  }
  table.count = found;
}

/** The highest bits of a product are the best mixed (Knuth, The Art of Computer Programming 3, 6.4). */
function hash(a: number, key: number, shift: number): number {
  return Math.imul(Math.imul(a, 0x9e3779b1) ^ key, 0x85ebca6b) >>> shift;
}

/** Moves all pairs to a table twice as large, four times while it is small. */
function grow(table: CellTable): void {
  const { keys, values } = table;
  const bits = 32 - table.shift + (table.shift > 16 ? 2 : 1);
  const next = slotsOf(bits);
  const mask = 2 ** bits - 1;
  for (let from = 0; from < keys.length / 4; from++) {
    const key = keys[4 * from + 1];
    if (key === 0) continue;
    let slot = hash(keys[4 * from], key, 32 - bits);
    while (next.keys[4 * slot + 1] !== 0) slot = (slot + 1) & mask;
    next.keys[4 * slot] = keys[4 * from];
    next.keys[4 * slot + 1] = key;
    next.values[2 * slot + 1] = values[2 * from + 1];
  }
  Object.assign(table, next, { shift: 32 - bits });
}

/** The pairs in order: by a, then by b. */
export interface SortedCells {
  /** Where the pairs of each a start; one more entry: their number. */
  readonly start: Int32Array;
  readonly b: Int32Array;
  readonly values: Float64Array;
}

/**
 * Sorts the pairs by counting, first by b and then, keeping that order, by a. Each pass reads in order and writes to as
 * many places as there are levels, which a processor does faster than reading from all over the table.
 */
export function sortedCells({ keys, values, count }: CellTable, levelsOfA: number, levelsOfB: number): SortedCells {
  const startOfB = new Int32Array(levelsOfB + 1);
  const start = new Int32Array(levelsOfA + 1);
  for (let k = 0; k < keys.length; k += 4) {
    if (keys[k + 1] === 0) continue;
    startOfB[keys[k + 1]]++;
    start[keys[k] + 1]++;
  }
  for (let l = 0; l < levelsOfB; l++) startOfB[l + 1] += startOfB[l];
  for (let l = 0; l < levelsOfA; l++) start[l + 1] += start[l];
  const byB = { a: new Int32Array(count), values: new Float64Array(count) };
  const nextOfB = startOfB.slice();
  for (let k = 0; k < keys.length; k += 4) {
    if (keys[k + 1] === 0) continue;
    const at = nextOfB[keys[k + 1] - 1]++;
    byB.a[at] = keys[k];
    byB.values[at] = values[k / 2 + 1];
  }
  const sorted = { start, b: new Int32Array(count), values: new Float64Array(count) };
  const next = start.slice();
  for (let l = 0; l < levelsOfB; l++) {
    for (let k = startOfB[l]; k < startOfB[l + 1]; k++) {
      const at = next[byB.a[k]]++;
      sorted.b[at] = l;
      sorted.values[at] = byB.values[k];
    }
  }
  return sorted;
}
