// The left inverse of a level's T (s x r, full rank, zero columns beyond r): H with H T = 1 on the first r columns, by
// orthogonalising T's columns. In: a block of a flat array. Out: a small matrix.

/**
 * Computes H, s x s column-major, of which rows beyond the rank are zero.
 *
 * @see Golub & Van Loan (2013), Matrix Computations, 4th ed., section 5.2.8: modified Gram-Schmidt, done twice.
 */
export function leftInverse(T: Float64Array, at: number, s: number): Float64Array {
  if (s === 1) return Float64Array.of(T[at] === 0 ? 0 : 1 / T[at]);
  const Q = T.slice(at, at + s * s);
  const R = new Float64Array(s * s);
  let rank = 0;
  while (rank < s && orthogonaliseColumn(Q, R, s, rank)) rank += 1;
  const H = new Float64Array(s * s);
  // R H = Q', from the last row up
  for (let k = 0; k < s; k++)
    for (let m = rank - 1; m >= 0; m--) {
      let sum = Q[m * s + k];
      for (let j = m + 1; j < rank; j++) sum -= R[j * s + m] * H[k * s + j];
      H[k * s + m] = sum / R[m * s + m];
    }
  return H;
}

/** Makes column m of Q orthonormal to those before it and fills column m of R; false for a column of zeros. */
function orthogonaliseColumn(Q: Float64Array, R: Float64Array, s: number, m: number): boolean {
  for (let pass = 0; pass < 2; pass++)
    for (let j = 0; j < m; j++) {
      let share = 0;
      for (let k = 0; k < s; k++) share += Q[j * s + k] * Q[m * s + k];
      R[m * s + j] += share;
      for (let k = 0; k < s; k++) Q[m * s + k] -= share * Q[j * s + k];
    }
  let square = 0;
  for (let k = 0; k < s; k++) square += Q[m * s + k] ** 2;
  if (square === 0) return false;
  const length = Math.sqrt(square);
  R[m * s + m] = length;
  for (let k = 0; k < s; k++) Q[m * s + k] /= length;
  return true;
}
