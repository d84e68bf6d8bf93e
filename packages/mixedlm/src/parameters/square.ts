// Small square matrices, k x k column-major: the changes of basis of random terms, in whole arrays or in places of
// them.

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

/** Copies the lower triangle of a k x k matrix, which begins at `at`, to its upper one. */
export function mirrorLower(A: Float64Array, k: number, at: number = 0): void {
  for (let j = 0; j < k; j++) for (let i = j + 1; i < k; i++) A[at + i * k + j] = A[at + j * k + i];
}

/** A place in a flat array: a matrix that begins at `at`, its columns `stride` numbers apart. */
export interface Block {
  readonly data: Float64Array;
  readonly at: number;
  readonly stride: number;
}

/**
 * out = A M B', in a cubic number of steps.
 *
 * @param A - a x a; B b x b.
 * @param M - a x b; it may be `out` itself.
 * @param work - room for a b numbers.
 */
export function sandwich(
  A: Float64Array,
  a: number,
  M: Block,
  B: Float64Array,
  b: number,
  out: Block,
  work: Float64Array,
): void {
  // A M first
  for (let j = 0; j < b; j++)
    for (let i = 0; i < a; i++) {
      let sum = 0;
      for (let m = 0; m < a; m++) sum += A[m * a + i] * M.data[M.at + j * M.stride + m];
      work[j * a + i] = sum;
    }
  for (let j = 0; j < b; j++)
    for (let i = 0; i < a; i++) {
      let sum = 0;
      for (let m = 0; m < b; m++) sum += work[m * a + i] * B[m * b + j];
      out.data[out.at + j * out.stride + i] = sum;
    }
}
