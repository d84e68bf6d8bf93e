// From which sizes on an operation goes to the kernels: below, copying in and out costs more than they gain. Measured
// with `pnpm bench:kernels`. The sizes are the same for WebAssembly and TypeScript, so that both give the same bits
// (sparse factors excepted, whose sums are in another order in WebAssembly).

/** Order of the matrix. */
export const BLOCKED_ORDER = 24;
/** Right-hand sides of a triangular solve. */
const BLOCKED_RHS = 8;
/** A triangle of this order goes there with this many right-hand sides. */
const NARROW_ORDER = 8;
const NARROW_RHS = 64;
/** Terms of a rank update, and of every entry of a product. */
export const BLOCKED_DEPTH = 8;

/** Operations of a sparse factorisation. */
export const SPARSE_FLOPS = 1e5;

/** Whether a triangular solve goes to the kernels: also a narrow one, for columns enough. */
export function isBlockedSolve(n: number, nrhs: number): boolean {
  return n >= BLOCKED_ORDER ? nrhs >= BLOCKED_RHS : n >= NARROW_ORDER && nrhs >= NARROW_RHS;
}
