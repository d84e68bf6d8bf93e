// The entries of S^-1 where the factor P S P' = LL' has entries, without the rest of the inverse: what the derivatives of
// log|S| need. In: a factor. Out: numbers laid out as L is. From the last supernode to the first, by blocks: with J a
// supernode's columns and R its rows below, Y = L_RJ L_JJ^-1 gives Z_RJ = -Z_RR Y and Z_JJ = (L_JJ L_JJ')^-1 - Y'Z_RJ, and
// Z_RR is there already, since R is among the rows of every later supernode that it meets.
import { choleskyInverseInPlace } from "./cholesky.ts";
import type { SparseSymbolic } from "./sparse-analyse.ts";
import type { SparseFactor } from "./sparse-factor.ts";
import { addProductInPlace } from "./strided-product.ts";
import { lowerTransposedSolveInPlace } from "./triangular.ts";

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
  const { first, rowStart, offset, fill } = symbolic;
  const z = reuse ?? new Float64Array(fill.stored);
  const scratch = inverseScratch(symbolic);
  for (let s = first.length - 2; s >= 0; s--) {
    const width = first[s + 1] - first[s];
    const below = rowStart[s + 1] - rowStart[s];
    invertTriangle(l, z, offset[s], width);
    if (below === 0) continue;
    const block = offset[s] + width * width;
    const { y } = scratch;
    for (let k = 0; k < width * below; k++) y[k] = l[block + k];
    lowerTransposedSolveInPlace(l, width, y, below, offset[s], width, 0, width);
    z.fill(0, block, block + width * below);
    multiplyRest(symbolic, z, scratch, s);
    // the triangle is completed by Y'Z_RR Y, of which the part above the diagonal is not used
    addProductInPlace(z, width, width, below, -1, y, z, offset[s], width, 0, width, block, width, 1);
  }
  return z;
}

interface InverseScratch {
  /** Y' of the present supernode, `width x below`. */
  readonly y: Float64Array;
  /** A piece of Z_RR, row after row. */
  readonly piece: Float64Array;
  /** Place of each row below in the storage of the supernode that is read. */
  readonly at: Float64Array;
}

function inverseScratch({ first, rowStart }: SparseSymbolic): InverseScratch {
  let largest = 0;
  let longest = 0;
  for (let s = 0; s + 1 < first.length; s++) {
    const below = rowStart[s + 1] - rowStart[s];
    largest = Math.max(largest, below * (first[s + 1] - first[s]));
    longest = Math.max(longest, below);
  }
  return {
    y: new Float64Array(largest),
    piece: new Float64Array(longest * Math.min(PIECE, longest)),
    at: new Float64Array(longest),
  };
}

function invertTriangle(l: Float64Array, z: Float64Array, at: number, width: number): void {
  if (width === 1) {
    z[at] = 1 / (l[at] * l[at]);
    return;
  }
  for (let k = at; k < at + width * width; k++) z[k] = l[k];
  choleskyInverseInPlace(z, width, at, width);
}

/** Subtracts Y'Z_RR from the block below supernode s, in pieces of Z_RR's columns. */
function multiplyRest(symbolic: SparseSymbolic, z: Float64Array, scratch: InverseScratch, s: number): void {
  const { first, supernode, rowStart, rows, offset } = symbolic;
  const { y, piece, at } = scratch;
  const width = first[s + 1] - first[s];
  const block = offset[s] + width * width;
  const end = rowStart[s + 1];
  for (let from = rowStart[s]; from < end; ) {
    const source = supernode[rows[from]];
    let last = from;
    while (last < end && rows[last] < first[source + 1]) last++;
    placeTail(symbolic, at, source, last, end);
    for (let k = from; k < last; k += PIECE) {
      const columns = Math.min(PIECE, last - k);
      gather(symbolic, z, piece, at, source, k, columns, last, end);
      const left = (k - rowStart[s]) * width;
      const right = left + columns * width;
      const tail = end - k;
      // the piece's columns take from all rows from k on, the rows below the piece take from its columns
      addProductInPlace(z, width, columns, tail, -1, y, piece, block + left, width, left, width, 0, columns, 1);
      const rest = tail - columns;
      const under = columns * columns;
      if (rest === 0) continue;
      addProductInPlace(z, width, rest, columns, -1, y, piece, block + right, width, left, width, under, 1, columns);
    }
    from = last;
  }
}

/** Finds the rows `last` to `end` among the rows below supernode `source`: two ascending lists, one within the other. */
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

/** Copies columns k..k+columns-1 of the list of rows, from row k on: the symmetric corner in full, then the rows under it. */
function gather(
  symbolic: SparseSymbolic,
  z: Float64Array,
  piece: Float64Array,
  at: Float64Array,
  source: number,
  k: number,
  columns: number,
  last: number,
  end: number,
): void {
  const { first, rows, offset } = symbolic;
  const start = first[source];
  const width = first[source + 1] - start;
  for (let j = 0; j < columns; j++) {
    const column = offset[source] + (rows[k + j] - start) * width - start;
    for (let i = j; i < last - k; i++) piece[i * columns + j] = z[column + rows[k + i]];
    for (let i = j + 1; i < columns; i++) piece[j * columns + i] = piece[i * columns + j];
  }
  let to = (last - k) * columns;
  for (let i = last; i < end; i++, to += columns) {
    const from = at[i - last] - start;
    for (let j = 0; j < columns; j++) piece[to + j] = z[from + rows[k + j]];
  }
}
