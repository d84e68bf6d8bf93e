// The product of two small dense blocks that lie anywhere in larger buffers: C := C + alpha P Q. The columns of C and P
// are contiguous, Q has both strides free, so that it may be a transpose. Tiles of 4 x 2 keep the sums in registers.

/**
 * Adds a multiple of a product: C := C + alpha P Q.
 *
 * @param c - holds C, `m x n`, from `c0` with column stride `cStride`.
 * @param p - holds P, `m x k`, from `p0` with column stride `pStride`.
 * @param q - holds Q, `k x n`, from `q0`: entry (l, j) is at `q0 + l * qRow + j * qColumn`.
 */
export function addProductInPlace(
  c: Float64Array,
  m: number,
  n: number,
  k: number,
  alpha: number,
  p: Float64Array,
  q: Float64Array,
  c0: number,
  cStride: number,
  p0: number,
  pStride: number,
  q0: number,
  qRow: number,
  qColumn: number,
): void {
  let i = 0;
  for (; i + 3 < m; i += 4) {
    let j = 0;
    for (; j + 1 < n; j += 2) {
      let s00 = 0;
      let s10 = 0;
      let s20 = 0;
      let s30 = 0;
      let s01 = 0;
      let s11 = 0;
      let s21 = 0;
      let s31 = 0;
      let a = p0 + i;
      let b = q0 + j * qColumn;
      for (let l = 0; l < k; l++, a += pStride, b += qRow) {
        const b0 = q[b];
        const b1 = q[b + qColumn];
        const a0 = p[a];
        const a1 = p[a + 1];
        const a2 = p[a + 2];
        const a3 = p[a + 3];
        s00 += a0 * b0;
        s10 += a1 * b0;
        s20 += a2 * b0;
        s30 += a3 * b0;
        s01 += a0 * b1;
        s11 += a1 * b1;
        s21 += a2 * b1;
        s31 += a3 * b1;
      }
      const to = c0 + i + j * cStride;
      c[to] += alpha * s00;
      c[to + 1] += alpha * s10;
      c[to + 2] += alpha * s20;
      c[to + 3] += alpha * s30;
      c[to + cStride] += alpha * s01;
      c[to + cStride + 1] += alpha * s11;
      c[to + cStride + 2] += alpha * s21;
      c[to + cStride + 3] += alpha * s31;
    }
    if (j < n) addDots(c, i, i + 4, j, n, k, alpha, p, q, c0, cStride, p0, pStride, q0, qRow, qColumn);
  }
  if (i < m) addDots(c, i, m, 0, n, k, alpha, p, q, c0, cStride, p0, pStride, q0, qRow, qColumn);
}

/** Rows i0..i1-1 and columns j0..j1-1, entry after entry: what the tiles leave. */
function addDots(
  c: Float64Array,
  i0: number,
  i1: number,
  j0: number,
  j1: number,
  k: number,
  alpha: number,
  p: Float64Array,
  q: Float64Array,
  c0: number,
  cStride: number,
  p0: number,
  pStride: number,
  q0: number,
  qRow: number,
  qColumn: number,
): void {
  for (let j = j0; j < j1; j++) {
    for (let i = i0; i < i1; i++) {
      let sum = 0;
      for (let l = 0; l < k; l++) sum += p[p0 + i + l * pStride] * q[q0 + l * qRow + j * qColumn];
      c[c0 + i + j * cStride] += alpha * sum;
    }
  }
}
