// Products of the remaining columns' square root Lambda, block diagonal, with vectors. In: roots by factor. Out:
// vectors changed in place.
import type { RestColumns } from "./rest-columns.ts";

/** v := Lambda v (or Lambda'v) in rows `row[from]` to `row[to - 1]`, which are whole blocks; `v[at + row]`. */
export function scaleRows(
  rest: RestColumns,
  roots: readonly Float64Array[],
  isTransposed: boolean,
  row: Int32Array,
  from: number,
  to: number,
  v: Float64Array,
  at: number,
): void {
  const { blockOf, blockStart, blockFactor, widest } = rest;
  if (widest === 1) {
    for (let k = from; k < to; k++) v[at + row[k]] *= roots[blockFactor[row[k]]][0];
    return;
  }
  const own = new Float64Array(widest);
  for (let k = from; k < to; ) {
    const block = blockOf[row[k]];
    scaleBlock(rest, roots, isTransposed, block, v, at, own);
    k += blockStart[block + 1] - blockStart[block];
  }
}

/** The root of each column where every level has one column. */
export function scalarRoots({ order, blockFactor }: RestColumns, roots: readonly Float64Array[]): Float64Array {
  const own = new Float64Array(order);
  for (let b = 0; b < order; b++) own[b] = roots[blockFactor[b]][0];
  return own;
}

/** {@link scaleRows} for all rows of the `count` columns of V. */
export function scaleAllRows(
  rest: RestColumns,
  roots: readonly Float64Array[],
  isTransposed: boolean,
  V: Float64Array,
  count: number,
): void {
  if (rest.widest === 1) {
    const all = scalarRoots(rest, roots);
    for (let k = 0; k < count * rest.order; k++) V[k] *= all[k % rest.order];
    return;
  }
  const own = new Float64Array(rest.widest);
  for (let c = 0; c < count; c++)
    for (let block = 0; block < rest.blockFactor.length; block++)
      scaleBlock(rest, roots, isTransposed, block, V, c * rest.order, own);
}

function scaleBlock(
  { blockFactor, blockStart }: RestColumns,
  roots: readonly Float64Array[],
  isTransposed: boolean,
  block: number,
  v: Float64Array,
  at: number,
  own: Float64Array,
): void {
  const start = at + blockStart[block];
  const s = blockStart[block + 1] - blockStart[block];
  const root = roots[blockFactor[block]];
  if (s === 1) {
    v[start] *= root[0];
    return;
  }
  for (let i = 0; i < s; i++) own[i] = v[start + i];
  for (let i = 0; i < s; i++) {
    let sum = 0;
    if (isTransposed) for (let j = 0; j < s; j++) sum += root[i * s + j] * own[j];
    else for (let j = 0; j < s; j++) sum += root[j * s + i] * own[j];
    v[start + i] = sum;
  }
}

/**
 * out = W Lambda_m (or W Lambda_m') for the columns W of one block, `order` numbers each, in rows
 * `row[from]..row[to - 1]`.
 */
export function combineColumns(
  root: Float64Array,
  isTransposed: boolean,
  W: Float64Array,
  order: number,
  row: Int32Array,
  from: number,
  to: number,
  out: Float64Array,
): void {
  const s = Math.sqrt(root.length);
  for (let k = 0; k < s; k++)
    for (let at = from; at < to; at++) {
      const r = row[at];
      let sum = 0;
      if (isTransposed) for (let i = 0; i < s; i++) sum += W[i * order + r] * root[i * s + k];
      else for (let i = 0; i < s; i++) sum += W[i * order + r] * root[k * s + i];
      out[k * order + r] = sum;
    }
}
