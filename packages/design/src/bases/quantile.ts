// Quantiles of numbers by linear interpolation (type 7 of Hyndman and Fan 1996), in numpy's order of operations: a knot
// that numpy places on a data value has to be that value and not its neighbour, or the value changes sides.

/**
 * Quantile of sorted numbers.
 *
 * @param x - ascending, length n >= 1; NaN where there is none.
 * @param p - from 0 to 1.
 * @see Hyndman & Fan (1996), American Statistician 50(4), definition 7; numpy's `percentile`.
 */
export function quantile(x: ArrayLike<number>, p: number): number {
  const position = (x.length - 1) * p;
  const below = Math.floor(position);
  const a = x[below] ?? Number.NaN;
  const b = x[Math.min(below + 1, x.length - 1)] ?? Number.NaN;
  if (a === b) return a;
  const part = position - below;
  return part < 0.5 ? a + (b - a) * part : b - (b - a) * (1 - part);
}

/**
 * The `count` quantiles that divide sorted numbers into equal parts.
 *
 * @param x - ascending, length n >= 1.
 * @param unit - what the parts are counted in before they become percentages, which decides how they are rounded: 1 as
 * patsy's `bs` does, 100 as its `cr` and `cc` do.
 */
export function innerQuantiles(x: ArrayLike<number>, count: number, unit: 1 | 100): number[] {
  const step = unit / (count + 1);
  return Array.from({ length: count }, (_, i) => quantile(x, ((i + 1) * step * (100 / unit)) / 100));
}
