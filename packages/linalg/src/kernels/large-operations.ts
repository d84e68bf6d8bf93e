// One operation on a large matrix from start to end: copy it into the kernels' memory, compute there, copy the result
// back. Copying is n^2 beside n^3. The public functions of the package come here from the orders on at which it pays.
// Blocks are pieces of larger buffers, as those functions have them.
import {
  factorStrips,
  invertStrips,
  productStrips,
  rankUpdateStrips,
  solveBackwardStrips,
  solveForwardStrips,
  squareStrips,
} from "./blocked.ts";
import { type Workspace, workspace } from "./load.ts";
import {
  addLower,
  type Block,
  lowerStrips,
  readColumns,
  readLower,
  readRows,
  readTransposedLower,
  rectangleStrips,
  type Strips,
  upperStrips,
  writeColumns,
  writeLower,
  writeTransposedLower,
} from "./strips.ts";

/** Rows of a panel beside the matrix: right-hand sides, or terms of a rank update. */
const PANEL = 256;

/** A block that an operation takes as it stands, or its transpose. */
export interface Operand {
  /** Where its numbers are. */
  readonly block: Block;
  /** Whether the operation is on the transpose of what stands there. */
  readonly isTransposed: boolean;
}

const tilesOf = (n: number): number => Math.ceil(n / 4);

/** See `choleskyFactorInPlace`; of a matrix that fails, the leading block before the pivot is written. */
export function largeFactor(a: Block, n: number): number {
  const tiles = tilesOf(n);
  const L = lowerStrips(0, tiles);
  const { w, kernels } = workspace(L.size);
  readLower(w, L, a, n);
  const failed = factorStrips(kernels, L, tiles);
  writeLower(w, L, a, failed < 0 ? n : failed);
  return failed;
}

/** See `choleskyInverseInPlace`. */
export function largeInverse(l: Block, n: number): void {
  const { w, kernels, L, U, tiles } = invertedFactor(l, n);
  squareStrips(kernels, w, U, L, tiles);
  writeLower(w, L, l, n);
}

/** See `lowerInverseInPlace`. */
export function largeLowerInverse(l: Block, n: number): void {
  const { w, U } = invertedFactor(l, n);
  writeTransposedLower(w, U, l, n);
}

/** A factor in the kernels' memory, and behind it the transpose of its inverse: U = L^-T. */
function invertedFactor(
  l: Block,
  n: number,
): Workspace & { readonly L: Strips; readonly U: Strips; readonly tiles: number } {
  const tiles = tilesOf(n);
  const L = lowerStrips(0, tiles);
  const U = upperStrips(L.size, tiles);
  const { w, kernels } = workspace(L.size + U.size);
  readLower(w, L, l, n);
  invertStrips(kernels, w, L, U, tiles);
  return { w, kernels, L, U, tiles };
}

/** See `lowerSolveInPlace`; of a transposed operand, `lowerTransposedSolveInPlace`. */
export function largeSolve({ block: l, isTransposed }: Operand, n: number, b: Block, nrhs: number): void {
  const tiles = tilesOf(n);
  const T = isTransposed ? upperStrips(0, tiles) : lowerStrips(0, tiles);
  const X = rectangleStrips(T.size, tilesOf(Math.min(nrhs, PANEL)), tiles);
  const { w, kernels } = workspace(T.size + X.size);
  (isTransposed ? readTransposedLower : readLower)(w, T, l, n);
  for (let r = 0; r < nrhs; r += PANEL) {
    const count = Math.min(PANEL, nrhs - r);
    const panel = { ...b, offset: b.offset + r * b.stride };
    readColumns(w, X, panel, n, count);
    (isTransposed ? solveBackwardStrips : solveForwardStrips)(kernels, X, tilesOf(count), T, tiles);
    writeColumns(w, X, panel, n, count);
  }
}

/** See `rankUpdateInPlace`. */
export function largeRankUpdate(c: Block, n: number, a: Block, k: number, alpha: number): void {
  const tiles = tilesOf(n);
  const C = lowerStrips(0, tiles);
  const A = rectangleStrips(C.size, tiles, tilesOf(Math.min(k, PANEL)));
  const { w, kernels } = workspace(C.size + A.size);
  w.fill(0, 0, C.size);
  for (let r = 0; r < k; r += PANEL) {
    const depth = Math.min(PANEL, k - r);
    readColumns(w, A, { ...a, offset: a.offset + r }, depth, n);
    rankUpdateStrips(kernels, C, tiles, A, tilesOf(depth));
  }
  addLower(w, C, c, n, alpha);
}

/**
 * C := A B with A `nrow x k` and B `k x ncol`, each as it stands or by its transpose. A stands in the memory whole; B
 * and C pass through in panels of columns of C.
 */
export function largeProduct(c: Block, nrow: number, ncol: number, a: Operand, b: Operand, k: number): void {
  const [rows, depth, height] = [tilesOf(nrow), tilesOf(k), tilesOf(Math.min(ncol, PANEL))];
  const A = rectangleStrips(0, rows, depth);
  const B = rectangleStrips(A.size, height, depth);
  const C = rectangleStrips(A.size + B.size, height, rows);
  const { w, kernels } = workspace(A.size + B.size + C.size);
  if (a.isTransposed) readColumns(w, A, a.block, k, nrow);
  else readRows(w, A, a.block, nrow, k);
  for (let j = 0; j < ncol; j += PANEL) {
    const count = Math.min(PANEL, ncol - j);
    const { block, isTransposed } = b;
    if (isTransposed) readRows(w, B, { ...block, offset: block.offset + j }, count, k);
    else readColumns(w, B, { ...block, offset: block.offset + j * block.stride }, k, count);
    w.fill(0, C.base, C.base + C.size);
    productStrips(kernels, C, B, tilesOf(count), A, rows, depth);
    writeColumns(w, C, { ...c, offset: c.offset + j * c.stride }, nrow, count);
  }
}
