// Which pairs of remaining columns the Schur complement has, and symmetric matrices on these pairs. A full pattern is a
// packed lower triangle; a sparse one is compressed by columns. Both are read the same way, column by column: entry k
// of column b is `values[start[b] + k]`, in row `row[rowStart[b] + k]`. A pattern consists of whole blocks.
import { matrix, multiply } from "@mixedlm/linalg";
import type { Elimination } from "./eliminate.ts";
import { isZero } from "./level-rest-products.ts";

/** Columns up to which a matrix is held dense whatever its pattern. */
const SMALL = 64;
/**
 * Share of pairs from which on it is held dense: dense kernels do more in a second, the more so the larger the share.
 */
const FULL_SHARE = 0.25;
/** The same for matrices of moderate order, where bookkeeping weighs more. */
const MODERATE = 500;
const MODERATE_SHARE = 0.05;

/** Columns from which on a matrix is multiplied by dense kernels, and the order up to which it is unpacked for them. */
const MANY = 8;
const UNPACKED = 2048;

/** Marks that are looked through in the time that one number takes to be sorted. */
const SCANNED = 32;

/** The lower triangle of a symmetric matrix. */
export interface SchurPattern {
  readonly order: number;
  readonly isFull: boolean;
  /** First entry of each column, and the number of entries. */
  readonly start: Int32Array;
  /** Rows, ascending from the diagonal, from `rowStart[b]` on. */
  readonly row: Int32Array;
  readonly rowStart: Int32Array;
}

/** How to choose between the two forms; `undefined` chooses by size and fill. */
export type SchurForm = "dense" | "sparse" | undefined;

/**
 * Finds the pattern: columns that some level of the eliminated factor touches both of, and columns that share a row.
 */
export function schurPattern(elimination: Elimination, form: SchurForm): SchurPattern {
  const { rest } = elimination;
  if (form === "dense" || (form === undefined && rest.order <= SMALL)) return fullPattern(rest.order);
  const blocks = rest.blockFactor.length;
  const share = rest.order <= MODERATE ? MODERATE_SHARE : FULL_SHARE;
  const most = form === "sparse" ? Infinity : (share * rest.order * (rest.order + 1)) / 2;
  const lists = neighbours(elimination, most);
  if (lists === null) return fullPattern(rest.order);
  const width = (m: number): number => rest.blockStart[m + 1] - rest.blockStart[m];
  const start = new Int32Array(rest.order + 1);
  for (let m = 0; m < blocks; m++) {
    let rows = 0;
    for (const l of lists[m]) rows += width(l);
    for (let k = 0; k < width(m); k++) start[rest.blockStart[m] + k + 1] = rows - k;
  }
  for (let b = 0; b < rest.order; b++) start[b + 1] += start[b];
  const row = new Int32Array(start[rest.order]);
  for (let m = 0; m < blocks; m++)
    for (let b = rest.blockStart[m]; b < rest.blockStart[m + 1]; b++) {
      let at = start[b];
      for (const l of lists[m])
        for (let r = Math.max(b, rest.blockStart[l]); r < rest.blockStart[l + 1]; r++) row[at++] = r;
    }
  return { order: rest.order, isFull: false, start, row, rowStart: start };
}

function fullPattern(order: number): SchurPattern {
  const start = new Int32Array(order + 1);
  for (let b = 0; b < order; b++) start[b + 1] = start[b] + order - b;
  const row = Int32Array.from({ length: order }, (_, b) => b);
  return { order, isFull: true, start, row, rowStart: row };
}

/** For each block the blocks that it meets from itself on, ascending; null when there are more than `most` entries. */
function neighbours(
  { products, rest, start, column, touchStart, touch, touchLevel }: Elimination,
  most: number,
): Int32Array[] | null {
  const { blockStart, blockOf, blockFactor } = rest;
  const blockCount = blockFactor.length;
  const touched = rest.widest === 1 ? column : column.map((b) => blockOf[b]);
  const shared = rowsShared(products, rest);
  const mark = new Int32Array(blockCount).fill(-1);
  const found = new Int32Array(blockCount + 1);
  const lists: Int32Array[] = [];
  let entries = 0;
  for (let m = 0; m < blockCount; m++) {
    mark[m] = m;
    found[0] = m;
    let count = 1;
    const b = blockStart[m];
    for (let k = touchStart[b]; k < touchStart[b + 1]; k++) {
      const end = start[touchLevel[k] + 1];
      for (let t = touch[k] + 1; t < end; t++) {
        // written at once, kept if it is new: a branch here would be guessed wrong
        const l = touched[t];
        found[count] = l;
        count += mark[l] === m ? 0 : 1;
        mark[l] = m;
      }
    }
    for (const l of shared(m)) {
      if (mark[l] === m) continue;
      mark[l] = m;
      found[count++] = l;
    }
    const width = blockStart[m + 1] - b;
    for (let k = 0; k < count; k++) entries += (blockStart[found[k] + 1] - blockStart[found[k]]) * width;
    if (entries > most) return null;
    lists.push(ascending(found, count, mark, m));
  }
  return lists;
}

/** The first `count` numbers of `found`, ascending: those from m on that are marked by it. */
function ascending(found: Int32Array, count: number, mark: Int32Array, m: number): Int32Array {
  const out = found.slice(0, count);
  // looking through all marks is faster than sorting a list that has many of them
  if (SCANNED * count < mark.length - m) return out.sort();
  for (let l = m, k = 0; k < count; l++) if (mark[l] === m) out[k++] = l;
  return out;
}

/** A function that lists the later blocks which some row has together with block m. */
function rowsShared({ cells }: Elimination["products"], rest: Elimination["rest"]): (m: number) => number[] {
  const pairs = cells.filter(({ a, b }) => rest.base[a] >= 0 && rest.base[b] >= 0);
  const firstBlock = rest.base.map((column) => (column < 0 ? -1 : (rest.blockOf[column] ?? -1)));
  if (pairs.length === 0) return () => [];
  return (m) =>
    pairs
      .filter(({ a }) => a === rest.blockFactor[m])
      .flatMap(({ a, b, start, level }) => {
        const l = m - firstBlock[a];
        return Array.from(level.subarray(start[l], start[l + 1]), (other) => firstBlock[b] + other);
      });
}

/**
 * Copies the columns of a block to `to`, `order` numbers each: rows of the pattern from the block's first column on.
 */
export function loadColumns(
  pattern: SchurPattern,
  values: Float64Array,
  from: number,
  count: number,
  to: Float64Array,
): void {
  const { order } = pattern;
  for (let k = 0; k < count; k++) loadColumn(pattern, values, from + k, to, k * order);
  mirrorBlock(order, from, count, to);
}

/** Fills in the part above the diagonal of a block whose columns were loaded. */
export function mirrorBlock(order: number, from: number, count: number, to: Float64Array): void {
  for (let k = 1; k < count; k++) for (let i = 0; i < k; i++) to[k * order + from + i] = to[i * order + from + k];
}

/** Copies column b to `to[offset + row]`. */
function loadColumn(
  { start, row, rowStart }: SchurPattern,
  values: Float64Array,
  b: number,
  to: Float64Array,
  offset: number,
): void {
  const count = start[b + 1] - start[b];
  for (let k = 0; k < count; k++) to[offset + row[rowStart[b] + k]] = values[start[b] + k];
}

/** out = M V for a symmetric M on the pattern and `count` columns of V; M is read once for two columns. */
export function multiplyPattern(
  pattern: SchurPattern,
  values: Float64Array,
  V: Float64Array,
  count: number,
  out: Float64Array,
): void {
  const { order } = pattern;
  if (pattern.isFull && count >= MANY && order <= UNPACKED) {
    out.set(multiply(matrix(order, order, unpacked(pattern, values)), matrix(order, count, V)).data);
    return;
  }
  out.fill(0, 0, order * count);
  for (let c = 0; c + 1 < count; c += 2) multiplyTwo(pattern, values, V, c * order, out);
  if (count % 2 === 1) multiplyOne(pattern, values, V, (count - 1) * order, out);
}

/** A full pattern's matrix as a square. */
function unpacked({ order, start }: SchurPattern, values: Float64Array): Float64Array {
  const square = new Float64Array(order * order);
  for (let b = 0; b < order; b++)
    for (let r = b; r < order; r++) {
      const value = values[start[b] + r - b];
      square[b * order + r] = value;
      square[r * order + b] = value;
    }
  return square;
}

/** The column of V from `v` on. */
function multiplyOne(
  { order, start, row, rowStart }: SchurPattern,
  values: Float64Array,
  V: Float64Array,
  v: number,
  out: Float64Array,
): void {
  if (isZero(V, v, order)) return;
  for (let b = 0; b < order; b++) {
    const own = V[v + b];
    const rows = rowStart[b] - start[b];
    const end = start[b + 1];
    let sum = values[start[b]] * own;
    for (let k = start[b] + 1; k < end; k++) {
      const a = v + row[rows + k];
      sum += values[k] * V[a];
      out[a] += values[k] * own;
    }
    out[v + b] += sum;
  }
}

/** The two columns of V from `v` on. */
function multiplyTwo(
  { order, start, row, rowStart }: SchurPattern,
  values: Float64Array,
  V: Float64Array,
  v: number,
  out: Float64Array,
): void {
  const w = v + order;
  for (let b = 0; b < order; b++) {
    const own = V[v + b];
    const other = V[w + b];
    const rows = rowStart[b] - start[b];
    const end = start[b + 1];
    let sum = values[start[b]] * own;
    let sum2 = values[start[b]] * other;
    for (let k = start[b] + 1; k < end; k++) {
      const r = row[rows + k];
      const value = values[k];
      sum += value * V[v + r];
      sum2 += value * V[w + r];
      out[v + r] += value * own;
      out[w + r] += value * other;
    }
    out[v + b] += sum;
    out[w + b] += sum2;
  }
}
