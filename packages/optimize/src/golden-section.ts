// The largest value of a function of one variable between two points, by golden sections: values only, a known number
// of them, and never a step outside.

/** A point and the function's value there. */
export interface HighestPoint {
  /** The middle of what is left of the interval. */
  readonly x: number;
  /** The larger of the last two values, which were taken beside it. */
  readonly value: number;
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Looks for the maximum of a function that has one between two points; of another function, for one of its local
 * maxima.
 *
 * @param sections - each shortens the interval to 0.618 of its length and asks for one value, beside the first two.
 * @see Kiefer (1953), Proc. Am. Math. Soc. 4, 502-506.
 */
export function goldenSection(f: (x: number) => number, from: number, to: number, sections: number): HighestPoint {
  let [low, high] = [from, to];
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [atLeft, atRight] = [f(left), f(right)];
  for (let section = 0; section < sections; section++) {
    if (atLeft > atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - GOLDEN * (high - low);
      atLeft = f(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + GOLDEN * (high - low);
      atRight = f(right);
    }
  }
  return { x: (low + high) / 2, value: Math.max(atLeft, atRight) };
}
