// x'A y: the kernel of variances and covariances of combinations, and of the derivatives of these.

/** x'A y for a square matrix of as many rows as x and y have numbers, column-major. */
export function bilinearForm(A: Float64Array, x: ArrayLike<number>, y: ArrayLike<number>): number {
  const p = x.length;
  let sum = 0;
  for (let j = 0; j < p; j++) {
    let along = 0;
    for (let i = 0; i < p; i++) along += x[i] * A[j * p + i];
    sum += along * y[j];
  }
  return sum;
}

/** x'A x. */
export function quadraticForm(A: Float64Array, x: ArrayLike<number>): number {
  return bilinearForm(A, x, x);
}

/** x'y. */
export function innerProduct(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}
