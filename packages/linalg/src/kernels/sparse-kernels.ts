// The two operations that a sparse factorisation and its selected inverse spend their time in, on dense pieces of one
// memory. In: addresses and strides. The WebAssembly module has them beside the dense kernels (load.ts); where there is
// none, sparse-factor.ts and strided-product.ts are the same in TypeScript, with sums in another order.

/**
 * Kernels over one memory: addresses count doubles, lists of integers are addressed by integers, from the same byte.
 */
export interface SparseKernels {
  /**
   * Of rows of `depth` numbers from `source` on: subtracts the inner product of row i and row j, j < `columns`, at
   * `rowTerm[i] + columnTerm[j]`, for i from `first` (from j or j - 1 where that is -1) to `last - 1`.
   */
  subtractProducts(
    source: number,
    depth: number,
    columns: number,
    first: number,
    last: number,
    rowTerm: number,
    columnTerm: number,
  ): void;
  /** C += alpha P Q, C `m x n`: columns of C and P are runs, entry (l, j) of Q is at `q + l * qRow + j * qColumn`. */
  addProduct(
    c: number,
    cStride: number,
    m: number,
    n: number,
    k: number,
    alpha: number,
    p: number,
    pStride: number,
    q: number,
    qRow: number,
    qColumn: number,
  ): void;
}
