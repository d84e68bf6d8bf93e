// P S P' = LL' of a sparse symmetric positive definite matrix, by blocks. In: the analysis of its pattern and values.
// Out: L in a workspace that is used again for the next values. Left-looking: a supernode takes the updates of all
// earlier ones that reach it, then is factored as a dense block; so nothing beside L itself is stored.
import { choleskyFactorInPlace, choleskyLogdet } from "../cholesky.ts";
import { dataLength } from "../errors.ts";
import { SPARSE_FLOPS } from "../kernels/crossover.ts";
import { type SparseWorkspace, sparseWorkspace } from "../kernels/load.ts";
import { lowerSolveInPlace } from "../triangular.ts";
import type { SparseSymbolic } from "./sparse-analyse.ts";

/** A factor and its workspace; made by {@link sparseFactor}, used again by {@link sparseFactorInPlace}. */
export interface SparseFactor {
  /** Where its numbers stand. */
  readonly symbolic: SparseSymbolic;
  /** The numbers of L, laid out as {@link SparseSymbolic} says. */
  readonly values: Float64Array;
  /** Scratch space of the factorisation and the solves. */
  readonly work: SparseWork;
}

/** Scratch of the order of the matrix; nothing in it outlives a call. */
export interface SparseWork {
  /** Of each supernode, the first of the finished ones whose next unused row is in it; -1 for none. */
  readonly head: Int32Array;
  /** The one after it in the same list. */
  readonly next: Int32Array;
  /** The next unused row of each finished supernode, as its index in `symbolic.rows`. */
  readonly reached: Int32Array;
  /**
   * Of the rows of the supernode that is computed: the number in its triangle, or the place in the storage below that.
   */
  readonly at: Int32Array;
  /** Of each row i of an update: entry (i, j) goes to `rowTerm[i] + columnTerm[j]` of the storage. */
  readonly rowTerm: Int32Array;
  /** Of each column j of an update; see `rowTerm`. */
  readonly columnTerm: Int32Array;
}

/** Makes an empty factor: all the memory that factorisations of this pattern need. */
export function sparseFactor(symbolic: SparseSymbolic): SparseFactor {
  const { n } = symbolic.pattern;
  const ints = (length: number) => new Int32Array(length);
  const work = { head: ints(n), next: ints(n), reached: ints(n), at: ints(n), rowTerm: ints(n), columnTerm: ints(n) };
  return { symbolic, values: new Float64Array(symbolic.fill.stored), work };
}

/** Writes the values of the pattern (in its order) to their places in the factor, and zeros everywhere else. */
export function sparseScatter(factor: SparseFactor, values: Float64Array): void {
  const { position } = factor.symbolic;
  if (values.length !== position.length) throw dataLength([position.length, 1], values.length);
  const to = factor.values;
  to.fill(0);
  for (let k = 0; k < position.length; k++) to[position[k]] = values[k];
}

/**
 * Factors P S P' = LL'.
 *
 * @param factor - overwritten by L. Holds S on entry when `values` is not given.
 * @param values - S in the order of the pattern.
 * @returns -1, or the column (in the input's numbering) of the first pivot that is not a positive finite number.
 * @throws {@link LinalgError} `data-length` when `values` are not as many as the pattern has entries.
 * @see Ng & Peyton (1993), SIAM J. Sci. Comput. 14(5), 1034-1056.
 */
export function sparseFactorInPlace(factor: SparseFactor, values?: Float64Array): number {
  if (values !== undefined) sparseScatter(factor, values);
  const { symbolic, values: l } = factor;
  const { n } = symbolic.pattern;
  const memory = symbolic.fill.flops < SPARSE_FLOPS ? null : sparseWorkspace(l.length + n);
  if (memory === null) return factorBlocks(factor, l, null);
  // the two lists of terms stand behind the numbers
  memory.w.set(l);
  const failed = factorBlocks(factor, memory.w, memory);
  l.set(memory.w.subarray(0, l.length));
  return failed;
}

/** Factors the numbers `l`, which are those of the factor or a copy of them in `memory`. */
function factorBlocks({ symbolic, work }: SparseFactor, l: Float64Array, memory: SparseWorkspace | null): number {
  const { first, supernode, rowStart, rows, offset, order } = symbolic;
  const { head, next, reached } = work;
  const supernodes = first.length - 1;
  head.fill(-1, 0, supernodes);
  for (let s = 0; s < supernodes; s++) {
    const width = first[s + 1] - first[s];
    const below = rowStart[s + 1] - rowStart[s];
    placeRows(symbolic, work, s);
    for (let d = head[s]; d !== -1; ) {
      const following = next[d];
      const from = reached[d];
      let end = from;
      while (end < rowStart[d + 1] && rows[end] < first[s + 1]) end++;
      if (memory === null) update(symbolic, work, l, s, d, from, end);
      else updateInMemory(symbolic, work, memory, s, d, from, end);
      reached[d] = end;
      if (end < rowStart[d + 1]) {
        const up = supernode[rows[end]];
        next[d] = head[up];
        head[up] = d;
      }
      d = following;
    }
    const failed = choleskyFactorInPlace(l, width, offset[s], width);
    if (failed !== -1) return order[first[s] + failed];
    if (below === 0) continue;
    lowerSolveInPlace(l, width, l, below, offset[s], width, offset[s] + width * width, width);
    reached[s] = rowStart[s];
    const up = supernode[rows[rowStart[s]]];
    next[s] = head[up];
    head[up] = s;
  }
  return -1;
}

/** Computes log|S| of a factored matrix. */
export function sparseLogdet({ symbolic, values }: SparseFactor): number {
  const { first, offset } = symbolic;
  let log = 0;
  for (let s = 0; s + 1 < first.length; s++) log += choleskyLogdet(values, first[s + 1] - first[s], offset[s]);
  return log;
}

/**
 * Where the rows of supernode s are: the number in the triangle for its own, the place in the storage for those below.
 */
function placeRows(symbolic: SparseSymbolic, { at }: SparseWork, s: number): void {
  const { first, rowStart, rows, offset } = symbolic;
  const width = first[s + 1] - first[s];
  for (let j = 0; j < width; j++) at[first[s] + j] = j;
  let place = offset[s] + width * width;
  for (let k = rowStart[s]; k < rowStart[s + 1]; k++, place += width) at[rows[k]] = place;
}

/**
 * Subtracts from supernode s what the rows `from` to `end` of the earlier supernode d, which are its own, contribute.
 */
function update(
  { first, rowStart, rows, offset }: SparseSymbolic,
  { at, rowTerm, columnTerm }: SparseWork,
  values: Float64Array,
  s: number,
  d: number,
  from: number,
  end: number,
): void {
  const width = first[s + 1] - first[s];
  const depth = first[d + 1] - first[d];
  const inside = end - from;
  const tail = rowStart[d + 1] - end;
  const source = offset[d] + depth * (depth + from - rowStart[d]);

  // the triangle of s: entry (i, j) is at offset + j width + i
  for (let k = 0; k < inside; k++) {
    rowTerm[k] = at[rows[from + k]];
    columnTerm[k] = offset[s] + width * rowTerm[k];
  }
  for (let j = 0; j < inside; j += 4) {
    const columns = Math.min(4, inside - j);
    subtractCorner(values, source + j * depth, depth, columns, rowTerm, columnTerm, j);
    subtractProducts(values, source, depth, j + columns, inside, j, columns, rowTerm, columnTerm);
  }
  // the rows below: entry (i, j) is at the place of row i plus j
  for (let k = 0; k < inside; k++) columnTerm[k] = at[rows[from + k]];
  for (let k = 0; k < tail; k++) rowTerm[inside + k] = at[rows[end + k]];
  for (let j = 0; j < inside; j += 4) {
    const columns = Math.min(4, inside - j);
    subtractProducts(values, source, depth, inside, inside + tail, j, columns, rowTerm, columnTerm);
  }
}

/** {@link update} by the kernels; the lists of terms stand in the memory behind the factor. */
function updateInMemory(
  { pattern, first, rowStart, rows, offset }: SparseSymbolic,
  { at }: SparseWork,
  { ints, kernels }: SparseWorkspace,
  s: number,
  d: number,
  from: number,
  end: number,
): void {
  const width = first[s + 1] - first[s];
  const depth = first[d + 1] - first[d];
  const inside = end - from;
  const last = rowStart[d + 1] - from;
  const source = offset[d] + depth * (depth + from - rowStart[d]);
  const rowTerm = 2 * offset[offset.length - 1];
  const columnTerm = rowTerm + pattern.n;
  // the triangle, of which the place above an entry of the diagonal may be written too
  for (let k = 0; k < inside; k++) {
    const own = at[rows[from + k]];
    ints[rowTerm + k] = own;
    ints[columnTerm + k] = offset[s] + width * own;
  }
  kernels.subtractProducts(source, depth, inside, -1, inside, rowTerm, columnTerm);
  if (last === inside) return;
  for (let k = 0; k < inside; k++) ints[columnTerm + k] = at[rows[from + k]];
  for (let k = inside; k < last; k++) ints[rowTerm + k] = at[rows[from + k]];
  kernels.subtractProducts(source, depth, inside, inside, last, rowTerm, columnTerm);
}

/** The triangle of up to 4 x 4 entries on the diagonal. */
function subtractCorner(
  values: Float64Array,
  source: number,
  depth: number,
  columns: number,
  rowTerm: Int32Array,
  columnTerm: Int32Array,
  j0: number,
): void {
  for (let j = 0; j < columns; j++) {
    for (let i = j; i < columns; i++) {
      values[rowTerm[j0 + i] + columnTerm[j0 + j]] -= product(values, source + i * depth, source + j * depth, depth);
    }
  }
}

function product(values: Float64Array, a: number, b: number, depth: number): number {
  let sum = 0;
  for (let k = 0; k < depth; k++) sum += values[a + k] * values[b + k];
  return sum;
}

/**
 * Subtracts the inner products of rows i0..i1-1 with rows j0..j0+columns-1 of a block of rows of length `depth`; the
 * result for (i, j) goes to `rowTerm[i] + columnTerm[j]`. Tiles of 2 x 4 keep the sums in registers.
 */
function subtractProducts(
  values: Float64Array,
  source: number,
  depth: number,
  i0: number,
  i1: number,
  j0: number,
  columns: number,
  rowTerm: Int32Array,
  columnTerm: Int32Array,
): void {
  const q0 = source + j0 * depth;
  if (columns < 4) {
    for (let i = i0; i < i1; i++) {
      const p = source + i * depth;
      for (let j = 0; j < columns; j++) {
        values[rowTerm[i] + columnTerm[j0 + j]] -= product(values, p, q0 + j * depth, depth);
      }
    }
    return;
  }
  const t0 = columnTerm[j0];
  const t1 = columnTerm[j0 + 1];
  const t2 = columnTerm[j0 + 2];
  const t3 = columnTerm[j0 + 3];
  let i = i0;
  for (; i + 1 < i1; i += 2) {
    const p0 = source + i * depth;
    const p1 = p0 + depth;
    let s00 = 0;
    let s01 = 0;
    let s02 = 0;
    let s03 = 0;
    let s10 = 0;
    let s11 = 0;
    let s12 = 0;
    let s13 = 0;
    for (let k = 0; k < depth; k++) {
      const a0 = values[p0 + k];
      const a1 = values[p1 + k];
      const b0 = values[q0 + k];
      const b1 = values[q0 + depth + k];
      const b2 = values[q0 + 2 * depth + k];
      const b3 = values[q0 + 3 * depth + k];
      s00 += a0 * b0;
      s01 += a0 * b1;
      s02 += a0 * b2;
      s03 += a0 * b3;
      s10 += a1 * b0;
      s11 += a1 * b1;
      s12 += a1 * b2;
      s13 += a1 * b3;
    }
    const r0 = rowTerm[i];
    const r1 = rowTerm[i + 1];
    values[r0 + t0] -= s00;
    values[r0 + t1] -= s01;
    values[r0 + t2] -= s02;
    values[r0 + t3] -= s03;
    values[r1 + t0] -= s10;
    values[r1 + t1] -= s11;
    values[r1 + t2] -= s12;
    values[r1 + t3] -= s13;
  }
  if (i < i1) {
    const p = source + i * depth;
    for (let j = 0; j < 4; j++) {
      values[rowTerm[i] + columnTerm[j0 + j]] -= product(values, p, q0 + j * depth, depth);
    }
  }
}
