// y - X b where X b is nearly y: plain arithmetic rounds every product to the digits of y, which are not those of what
// is left. Sums and products are taken with the error that each makes, and the errors are added up beside them.

/** 2^27 + 1: splits a double into two halves whose products are exact. */
const SPLIT = 134217729;

/**
 * Computes y - X b as in twice the precision, rounded once.
 *
 * @param y - length n.
 * @param X - n x p, column-major.
 * @param b - length p.
 * @returns length n; NaN where a product is beyond 2^970.
 * @see Ogita, Rump & Oishi (2005), SIAM J. Sci. Comput. 26, 1955-1988, algorithm Dot2.
 */
export function exactResidual(y: Float64Array, X: Float64Array, b: Float64Array): Float64Array {
  const n = y.length;
  const high = y.slice();
  const low = new Float64Array(n);
  for (let j = 0; j < b.length; j++) {
    const factor = -b[j];
    const up = upperHalf(factor);
    const down = factor - up;
    for (let i = 0; i < n; i++) {
      const x = X[j * n + i];
      const xUp = upperHalf(x);
      const xDown = x - xUp;
      const product = factor * x;
      const sum = high[i] + product;
      const back = sum - high[i];
      low[i] += up * xUp - product + up * xDown + down * xUp + down * xDown;
      low[i] += high[i] - (sum - back) + (product - back);
      high[i] = sum;
    }
  }
  for (let i = 0; i < n; i++) high[i] += low[i];
  return high;
}

function upperHalf(a: number): number {
  const c = SPLIT * a;
  return c - (c - a);
}
