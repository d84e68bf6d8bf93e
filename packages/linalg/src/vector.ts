// Vectors are plain Float64Arrays. These are the few operations that the factorisations and the minimisers share;
// the caller answers for equal lengths, since these run in inner loops.

/** Computes x'y; NaN where `y` is shorter than `x`. */
export function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

/** Computes the Euclidean length of `x`, without overflow or underflow of the squares. */
export function norm2(x: Float64Array): number {
  const squares = dot(x, x);
  if (squares > 1e-280 && squares < Infinity) return Math.sqrt(squares);
  const scale = maxAbs(x);
  if (!(scale > 0 && scale < Infinity)) return scale;
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i] / scale) ** 2;
  return scale * Math.sqrt(sum);
}

/** Finds the largest absolute entry of `x`: 0 of an empty vector, NaN when any entry is NaN. */
export function maxAbs(x: Float64Array): number {
  let max = 0;
  for (let i = 0; i < x.length; i++) max = Math.max(max, Math.abs(x[i]));
  return max;
}

/** Adds a multiple in place: y := y + a x. */
export function axpyInPlace(a: number, x: Float64Array, y: Float64Array): void {
  for (let i = 0; i < x.length; i++) y[i] += a * x[i];
}
