// Small square matrices, k x k column-major: the changes of basis of one random term.

/** A B for k x k column-major matrices. */
export function multiplySquare(A: Float64Array, B: Float64Array, k: number): Float64Array {
  const out = new Float64Array(k * k);
  for (let j = 0; j < k; j++)
    for (let m = 0; m < k; m++) {
      const b = B[j * k + m];
      for (let i = 0; i < k; i++) out[j * k + i] += A[m * k + i] * b;
    }
  return out;
}

/** The transpose of a k x k matrix. */
export function transposed(K: Float64Array, k: number): Float64Array {
  const out = new Float64Array(k * k);
  for (let j = 0; j < k; j++) for (let i = 0; i < k; i++) out[i * k + j] = K[j * k + i];
  return out;
}
