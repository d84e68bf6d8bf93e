// The Schur-complement kernel: the lower triangle of a symmetric block takes +-A'A, in place, on blocks inside larger
// buffers (offset and column stride), so that eliminating a block of random effects allocates nothing. Large ones go to
// the kernels.
import { BLOCKED_DEPTH, BLOCKED_ORDER } from "./kernels/crossover.ts";
import { largeRankUpdate } from "./kernels/large-operations.ts";

/**
 * Adds a multiple of A'A to the lower triangle of C: C := C + alpha A'A.
 *
 * @param c - holds the `n x n` block C; entries above its diagonal are neither read nor written.
 * @param a - holds the `k x n` block A.
 * @param alpha - -1 subtracts, as a Schur complement does.
 */
export function rankUpdateInPlace(
  c: Float64Array,
  n: number,
  a: Float64Array,
  k: number,
  alpha: number,
  cOffset: number = 0,
  cStride: number = n,
  aOffset: number = 0,
  aStride: number = k,
): void {
  if (n >= BLOCKED_ORDER && k >= BLOCKED_DEPTH) {
    const block = { data: a, offset: aOffset, stride: aStride };
    largeRankUpdate({ data: c, offset: cOffset, stride: cStride }, n, block, k, alpha);
    return;
  }
  for (let j = 0; j < n; j++) {
    const aj = aOffset + j * aStride;
    const cj = cOffset + j * cStride;
    for (let i = j; i < n; i++) {
      const ai = aOffset + i * aStride;
      let sum = 0;
      for (let r = 0; r < k; r++) sum += a[ai + r] * a[aj + r];
      c[cj + i] += alpha * sum;
    }
  }
}
