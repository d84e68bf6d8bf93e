// The entries of S^-1 where the factor P S P' = LL' has entries, without the rest of the inverse: what the derivatives
// of log|S| need. In: a factor. Out: numbers laid out as L is. From the last supernode to the first, by blocks: with J
// a supernode's columns and R its rows below, Y = L_RJ L_JJ^-1 gives Z_RJ = -Z_RR Y and Z_JJ = (L_JJ L_JJ')^-1 -
// Y'Z_RJ, and Z_RR is there already, since R is among the rows of every later supernode that it meets.
import { choleskyInverseInPlace } from "../cholesky.ts";
import { SPARSE_FLOPS } from "../kernels/crossover.ts";
import { sparseWorkspace } from "../kernels/load.ts";
import type { SparseKernels } from "../kernels/sparse-kernels.ts";
import { lowerTransposedSolveInPlace } from "../triangular.ts";
import type { SparseSymbolic } from "./sparse-analyse.ts";
import type { SparseFactor } from "./sparse-factor.ts";
import { addProductInPlace } from "./strided-product.ts";

/** Columns of Z_RR that are gathered at a time: the piece stays in the cache whatever the number of rows. */
const PIECE = 64;

/**
 * Computes the selected inverse of a factored matrix.
 *
 * The entry of S^-1 that belongs to entry k of the pattern is at `symbolic.position[k]`, the diagonal of column j at
 * `symbolic.diagonal[j]`.
 *
 * @param reuse - an array of this function for the same pattern, overwritten and returned.
 * @see Takahashi, Fagan & Chin (1973); Erisman & Tinney (1975), Commun. ACM 18(3), 177-179.
 */
export function sparseSelectedInverse(factor: SparseFactor, reuse?: Float64Array): Float64Array {
  const { symbolic, values: l } = factor;
  const scratch = inverseScratch(symbolic, l.length);
  const { w } = scratch;
  w.set(l);
  invertBlocks(symbolic, scratch);
  const z = reuse ?? new Float64Array(l.length);
  z.set(w.subarray(l.length, 2 * l.length));
  return z;
}

function invertBlocks(symbolic: SparseSymbolic, scratch: InverseScratch): void {
  const { first, rowStart, offset } = symbolic;
  const { w, z, y, addProduct } = scratch;
  for (let s = first.length - 2; s >= 0; s--) {
    const width = first[s + 1] - first[s];
    const below = rowStart[s + 1] - rowStart[s];
    const triangle = z + offset[s];
    invertTriangle(w, offset[s], triangle, width);
    if (below === 0) continue;
    const block = triangle + width * width;
    const from = offset[s] + width * width;
    w.copyWithin(y, from, from + width * below);
    lowerTransposedSolveInPlace(w, width, w, below, offset[s], width, y, width);
    w.fill(0, block, block + width * below);
    multiplyRest(symbolic, scratch, s);
    // the triangle is completed by Y'Z_RR Y, of which the part above the diagonal is not used
    addProduct(triangle, width, width, width, below, -1, y, width, block, width, 1);
  }
}

/** One memory: L, then Z, then the scratch of a supernode. */
interface InverseScratch {
  readonly w: Float64Array;
  /** First number of Z; */
  readonly z: number;
  /** of Y' of the present supernode, `width x below`; */
  readonly y: number;
  /** of a piece of Z_RR, row after row. */
  readonly piece: number;
  /** Place of each row below in the storage of the supernode that is read. */
  readonly at: Float64Array;
  readonly addProduct: SparseKernels["addProduct"];
}

function inverseScratch({ first, rowStart, fill }: SparseSymbolic, stored: number): InverseScratch {
  let largest = 0;
  let longest = 0;
  for (let s = 0; s + 1 < first.length; s++) {
    const below = rowStart[s + 1] - rowStart[s];
    largest = Math.max(largest, below * (first[s + 1] - first[s]));
    longest = Math.max(longest, below);
  }
  const places = { z: stored, y: 2 * stored, piece: 2 * stored + largest, at: new Float64Array(longest) };
  const size = places.piece + longest * Math.min(PIECE, longest);
  const memory = fill.flops < SPARSE_FLOPS ? null : sparseWorkspace(size);
  if (memory !== null) return { ...places, w: memory.w, addProduct: memory.kernels.addProduct };
  const w = new Float64Array(size);
  return {
    ...places,
    w,
    addProduct: (c, cStride, m, n, k, alpha, p, pStride, q, qRow, qColumn) =>
      addProductInPlace(w, m, n, k, alpha, w, w, c, cStride, p, pStride, q, qRow, qColumn),
  };
}

function invertTriangle(w: Float64Array, from: number, to: number, width: number): void {
  if (width === 1) {
    w[to] = 1 / (w[from] * w[from]);
    return;
  }
  w.copyWithin(to, from, from + width * width);
  choleskyInverseInPlace(w, width, to, width);
}

/** Subtracts Y'Z_RR from the block below supernode s, in pieces of Z_RR's columns. */
function multiplyRest(symbolic: SparseSymbolic, scratch: InverseScratch, s: number): void {
  const { first, supernode, rowStart, rows, offset } = symbolic;
  const { z, y, piece, at, addProduct } = scratch;
  const width = first[s + 1] - first[s];
  const block = z + offset[s] + width * width;
  const end = rowStart[s + 1];
  for (let from = rowStart[s]; from < end; ) {
    const source = supernode[rows[from]];
    let last = from;
    while (last < end && rows[last] < first[source + 1]) last++;
    placeTail(symbolic, at, source, last, end);
    for (let k = from; k < last; k += PIECE) {
      const columns = Math.min(PIECE, last - k);
      gather(symbolic, scratch, source, k, columns, last, end);
      const left = (k - rowStart[s]) * width;
      const right = left + columns * width;
      const tail = end - k;
      // the piece's columns take from all rows from k on, the rows below the piece take from its columns
      addProduct(block + left, width, width, columns, tail, -1, y + left, width, piece, columns, 1);
      const rest = tail - columns;
      const under = piece + columns * columns;
      if (rest > 0) addProduct(block + right, width, width, rest, columns, -1, y + left, width, under, 1, columns);
    }
    from = last;
  }
}

/**
 * Finds the rows `last` to `end` among the rows below supernode `source`: two ascending lists, one within the other.
 */
function placeTail(symbolic: SparseSymbolic, at: Float64Array, source: number, last: number, end: number): void {
  const { first, rowStart, rows, offset } = symbolic;
  const width = first[source + 1] - first[source];
  const below = offset[source] + width * width;
  let row = rowStart[source];
  for (let k = last; k < end; k++) {
    while (rows[row] < rows[k]) row++;
    at[k - last] = below + (row - rowStart[source]) * width;
  }
}

/**
 * Copies columns k..k+columns-1 of the list of rows, from row k on: the symmetric corner in full, then the rows under
 * it.
 */
function gather(
  { first, rows, offset }: SparseSymbolic,
  { w, z, piece, at }: InverseScratch,
  source: number,
  k: number,
  columns: number,
  last: number,
  end: number,
): void {
  const start = first[source];
  const width = first[source + 1] - start;
  for (let j = 0; j < columns; j++) {
    const column = z + offset[source] + (rows[k + j] - start) * width - start;
    for (let i = j; i < last - k; i++) w[piece + i * columns + j] = w[column + rows[k + i]];
    for (let i = j + 1; i < columns; i++) w[piece + j * columns + i] = w[piece + i * columns + j];
  }
  let to = piece + (last - k) * columns;
  for (let i = last; i < end; i++, to += columns) {
    const from = z + at[i - last] - start;
    for (let j = 0; j < columns; j++) w[to + j] = w[from + rows[k + j]];
  }
}
