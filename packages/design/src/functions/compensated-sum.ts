// Numbers -> their sum. Plain sums lose digits as they grow long; this one does not.

/**
 * Neumaier's compensated sum: its error does not grow with the number of terms.
 *
 * @param values - any length; 0 of nothing.
 * @returns the sum, infinite where it leaves the range of doubles on the way.
 * @see Neumaier (1974), Zeitschrift fuer Angewandte Mathematik und Mechanik 54, 39-51.
 */
export function compensatedSum(values: Float64Array): number {
  let total = 0;
  let lost = 0;
  for (const term of values) {
    const next = total + term;
    lost += Math.abs(total) >= Math.abs(term) ? total - next + term : term - next + total;
    total = next;
  }
  // where the sum is infinite, the compensation is infinity minus infinity
  return Number.isFinite(total) ? total + lost : total;
}
