// What a set of kernels is: four operations on matrices that are cut into strips of four rows, in one memory. The block
// algorithms (blocked.ts) are written once over it; scalar.ts and the WebAssembly module (load.ts) are its two makes,
// which do the same operations in the same order and so give the same bits.

/**
 * Four kernels over one memory of doubles.
 *
 * Every matrix is given by the address of its first tile, the distance from its first strip to its second, and by how
 * much that distance grows from strip to strip (see strips.ts). Counts of rows and columns are counts of strips and of
 * tiles. `shape` is a sum of {@link LOWER} and {@link UPPER_A}.
 */
export interface Kernels {
  /** C += alpha A B': C is `rows x cols`, A is `rows x k`, B is `cols x k`. */
  update(
    c: number,
    cStep: number,
    cGrow: number,
    rows: number,
    a: number,
    aStep: number,
    aGrow: number,
    b: number,
    bStep: number,
    bGrow: number,
    cols: number,
    k: number,
    alpha: number,
    shape: number,
  ): void;
  /** X := X L^-T: X is `rows x cols`, L a lower triangle of order `cols`. */
  solveForward(
    x: number,
    xStep: number,
    xGrow: number,
    rows: number,
    l: number,
    lStep: number,
    lGrow: number,
    cols: number,
    shape: number,
  ): void;
  /** X := X U^-T: X is `rows x cols`, U an upper triangle of order `cols`. */
  solveBackward(
    x: number,
    xStep: number,
    xGrow: number,
    rows: number,
    u: number,
    uStep: number,
    uGrow: number,
    cols: number,
  ): void;
  /** A = LL' in place; the row of the pivot that is not a positive finite number, or -1. */
  factor(a: number, aStep: number, aGrow: number, rows: number): number;
}

/** Only the tiles of C on and below its diagonal. */
export const LOWER = 1;
/** Strip i of A (of X in a solve) begins with its tile i: what stands before it is zero and may not exist. */
export const UPPER_A = 2;
