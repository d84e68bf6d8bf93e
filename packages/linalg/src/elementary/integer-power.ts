// Powers by multiplications alone: the same bits in every engine, which `**` promises no more than `Math.pow`.

/** x^n for a whole number n, by repeated squaring; 0^0 is 1. */
export function integerPower(x: number, n: number): number {
  let [value, square] = [1, x];
  for (let left = Math.abs(n); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) value *= square;
    square *= square;
  }
  return n < 0 ? 1 / value : value;
}
