// Ascending numbers and one number -> where it is, or would be put in: the one binary search of this package.

/**
 * Position of the first of ascending numbers that is `least` or more.
 *
 * @param sorted - ascending in the run that is looked at.
 * @param start - where the run starts; default: at the first number.
 * @param stop - behind the run's last number, which is the answer when all are less; default: behind all.
 */
export function lowerBound(sorted: Int32Array, least: number, start: number = 0, stop: number = sorted.length): number {
  let low = start;
  let high = stop;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
