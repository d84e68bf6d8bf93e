// The length of a vector of two numbers by products and a square root alone: the same bits in every engine, which
// `Math.hypot` does not promise (see logarithm.ts). Of longer vectors see `norm2`.

/** sqrt(x^2 + y^2) with an error below two units in the last place, also where squares leave the range of doubles. */
export function hypot(x: number, y: number): number {
  const squares = x * x + y * y;
  if (squares > SMALLEST && squares < Infinity) return Math.sqrt(squares);
  const unit = squares < 1 ? 2 ** -600 : 2 ** 600;
  const [u, v] = [x / unit, y / unit];
  return unit * Math.sqrt(u * u + v * v);
}

/** Below this a square may have lost digits that count. */
const SMALLEST = 1e-280;
