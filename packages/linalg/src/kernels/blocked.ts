// The block algorithms on matrices of strips: blocks of 64 rows, each block computed whole from the blocks before it
// (left-looking), so that one block of every operand stays in the first-level cache and results are written once.
// All products are of the form A B', the only one that strips have in runs of memory.
import { type Kernels, LOWER, UPPER_A } from "./kernels.ts";
import { type Strips, stepAt, tileAt } from "./strips.ts";

/** Strips in a block. */
const BLOCK = 16;

/** A = LL' in place of a lower triangle; the row of the first pivot that is not a positive finite number, or -1. */
export function factorStrips(kernels: Kernels, A: Strips, tiles: number): number {
  for (let i = 0; i < tiles; i += BLOCK) {
    const rows = Math.min(BLOCK, tiles - i);
    solveForwardRows(kernels, A, i, rows, A, 0, i, 0);
    for (let k = 0; k < i; k += BLOCK) updateBlock(kernels, A, i, i, rows, A, i, A, i, rows, k, BLOCK, -1, LOWER);
    const failed = kernels.factor(tileAt(A, i, i), stepAt(A, i), A.grow, rows);
    if (failed >= 0) return 4 * i + failed;
  }
  return -1;
}

/** X := X L^-T for `rows` strips of a rectangle X, from its first. */
export function solveForwardStrips(kernels: Kernels, X: Strips, rows: number, L: Strips, tiles: number): void {
  for (let i = 0; i < rows; i += BLOCK) {
    solveForwardRows(kernels, X, i, Math.min(BLOCK, rows - i), L, 0, tiles, 0);
  }
}

/** X := X U^-T for `rows` strips of a rectangle X and an upper triangle U. */
export function solveBackwardStrips(kernels: Kernels, X: Strips, rows: number, U: Strips, tiles: number): void {
  const last = Math.floor((tiles - 1) / BLOCK) * BLOCK;
  for (let i = 0; i < rows; i += BLOCK) {
    const height = Math.min(BLOCK, rows - i);
    for (let j = last; j >= 0; j -= BLOCK) {
      const width = Math.min(BLOCK, tiles - j);
      for (let k = j + BLOCK; k < tiles; k += BLOCK) {
        updateBlock(kernels, X, i, j, height, X, i, U, j, width, k, Math.min(BLOCK, tiles - k), -1, 0);
      }
      kernels.solveBackward(
        tileAt(X, i, j),
        stepAt(X, i),
        X.grow,
        height,
        tileAt(U, j, j),
        stepAt(U, j),
        U.grow,
        width,
      );
    }
  }
}

/** U := L^-T, the transpose of the inverse of a lower triangle: the rows of the identity are solved for, I L^-T. */
export function invertStrips(kernels: Kernels, w: Float64Array, L: Strips, U: Strips, tiles: number): void {
  w.fill(0, U.base, U.base + U.size);
  for (let i = 0; i < tiles; i++) {
    for (let r = 0; r < 4; r++) w[tileAt(U, i, i) + 5 * r] = 1;
  }
  for (let i = 0; i < tiles; i += BLOCK) {
    solveForwardRows(kernels, U, i, Math.min(BLOCK, tiles - i), L, i, tiles, UPPER_A);
  }
}

/** C := U U', the lower triangle, of an upper triangle. */
export function squareStrips(kernels: Kernels, w: Float64Array, U: Strips, C: Strips, tiles: number): void {
  w.fill(0, C.base, C.base + C.size);
  for (let i = 0; i < tiles; i += BLOCK) {
    const rows = Math.min(BLOCK, tiles - i);
    for (let j = 0; j <= i; j += BLOCK) {
      const cols = Math.min(BLOCK, tiles - j);
      for (let k = i; k < tiles; k += BLOCK) {
        const shape = (i === j ? LOWER : 0) + (k === i ? UPPER_A : 0);
        updateBlock(kernels, C, i, j, rows, U, i, U, j, cols, k, Math.min(BLOCK, tiles - k), 1, shape);
      }
    }
  }
}

/** C := C + A A', the lower triangle, of a rectangle with `k` tiles in a strip. */
export function rankUpdateStrips(kernels: Kernels, C: Strips, tiles: number, A: Strips, k: number): void {
  for (let i = 0; i < tiles; i += BLOCK) {
    const rows = Math.min(BLOCK, tiles - i);
    for (let j = 0; j <= i; j += BLOCK) {
      for (let r = 0; r < k; r += BLOCK) {
        const cols = Math.min(BLOCK, tiles - j);
        updateBlock(kernels, C, i, j, rows, A, i, A, j, cols, r, Math.min(BLOCK, k - r), 1, i === j ? LOWER : 0);
      }
    }
  }
}

/** C := C + A B' of rectangles with `rows` and `cols` strips, `k` tiles in each. */
export function productStrips(
  kernels: Kernels,
  C: Strips,
  A: Strips,
  rows: number,
  B: Strips,
  cols: number,
  k: number,
): void {
  for (let i = 0; i < rows; i += BLOCK) {
    const height = Math.min(BLOCK, rows - i);
    for (let j = 0; j < cols; j += BLOCK) {
      const width = Math.min(BLOCK, cols - j);
      for (let r = 0; r < k; r += BLOCK) {
        updateBlock(kernels, C, i, j, height, A, i, B, j, width, r, Math.min(BLOCK, k - r), 1, 0);
      }
    }
  }
}

// Solves X L' = X for strips i.. of X in columns first..last; with UPPER_A these strips begin on the diagonal.
function solveForwardRows(
  kernels: Kernels,
  X: Strips,
  i: number,
  rows: number,
  L: Strips,
  first: number,
  last: number,
  shape: number,
): void {
  for (let j = first; j < last; j += BLOCK) {
    const cols = Math.min(BLOCK, last - j);
    for (let k = first; k < j; k += BLOCK) {
      updateBlock(kernels, X, i, j, rows, X, i, L, j, cols, k, BLOCK, -1, k === first ? shape : 0);
    }
    const shapeOfBlock = j === first ? shape : 0;
    kernels.solveForward(
      tileAt(X, i, j),
      stepAt(X, i),
      X.grow,
      rows,
      tileAt(L, j, j),
      stepAt(L, j),
      L.grow,
      cols,
      shapeOfBlock,
    );
  }
}

// block (ci, cj) of C += alpha (strips ai of A, from tile k) (strips bj of B, from tile k)'
function updateBlock(
  kernels: Kernels,
  C: Strips,
  ci: number,
  cj: number,
  rows: number,
  A: Strips,
  ai: number,
  B: Strips,
  bj: number,
  cols: number,
  k: number,
  depth: number,
  alpha: number,
  shape: number,
): void {
  kernels.update(
    tileAt(C, ci, cj),
    stepAt(C, ci),
    C.grow,
    rows,
    tileAt(A, ai, k),
    stepAt(A, ai),
    A.grow,
    tileAt(B, bj, k),
    stepAt(B, bj),
    B.grow,
    cols,
    depth,
    alpha,
    shape,
  );
}
