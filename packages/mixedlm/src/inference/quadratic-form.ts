// x'A y: the kernel of variances and covariances of combinations, and of the derivatives of these; and vectors of
// length 1, of which these are numbers whatever the units of the columns are.
import { norm2 } from "@mixedlm/linalg";

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

/** x / |x|, also where the square of |x| is no number; zeros become NaN. */
export function unitVector(x: Float64Array): Float64Array {
  const size = norm2(x);
  return x.map((value) => value / size);
}
