// Three steps along a line with the lowest value in the middle: what Brent's method starts from. Steps grow by the
// golden section, or to the minimum of the parabola through the last three; constants as in SciPy.
import type { LineStep } from "./line.ts";

/** Steps in ascending or descending order; no value at an end is below the one in the middle. */
export interface Bracket {
  readonly ends: readonly [number, number];
  readonly middle: LineStep;
}

const GOLDEN = 1.618034;
/** A parabola is trusted as far as this many times the last interval. */
const GROWTH = 110;
const SMALLEST_CURVATURE = 1e-21;
const MAX_GROWTHS = 1000;

/**
 * Walks downhill from the steps 0 and 1.
 *
 * @param f - the value at a step.
 * @returns undefined when the values fall without end.
 * @see Press, Teukolsky, Vetterling & Flannery (2007), Numerical Recipes, 3rd ed., section 10.1.
 */
export function bracketMinimum(f: (step: number) => number): Bracket | undefined {
  const at = (step: number): LineStep => ({ step, value: f(step) });
  const beyond = (from: LineStep, to: LineStep): LineStep => at(to.step + GOLDEN * (to.step - from.step));
  let a = at(0);
  let b = at(1);
  if (a.value < b.value) [a, b] = [b, a];
  let c = beyond(a, b);
  for (let k = 0; c.value < b.value; k++) {
    if (k > MAX_GROWTHS) return undefined;
    const limit = b.step + GROWTH * (c.step - b.step);
    const vertex = parabolaMinimum(a, b, c);
    let next: LineStep;
    if ((vertex - c.step) * (b.step - vertex) > 0) {
      next = at(vertex);
      if (next.value < c.value) return { ends: [b.step, c.step], middle: next };
      if (next.value > b.value) return { ends: [a.step, next.step], middle: b };
      next = beyond(b, c);
    } else if ((vertex - limit) * (limit - c.step) >= 0) {
      next = at(limit);
    } else if ((vertex - limit) * (c.step - vertex) > 0) {
      next = at(vertex);
      if (next.value < c.value) {
        [b, c] = [c, next];
        next = beyond(b, c);
      }
    } else {
      next = beyond(b, c);
    }
    [a, b, c] = [b, c, next];
  }
  return { ends: [a.step, c.step], middle: b };
}

function parabolaMinimum(a: LineStep, b: LineStep, c: LineStep): number {
  const left = (b.step - a.step) * (b.value - c.value);
  const right = (b.step - c.step) * (b.value - a.value);
  const curvature = right - left;
  const divisor = Math.abs(curvature) < SMALLEST_CURVATURE ? SMALLEST_CURVATURE : curvature;
  return b.step - ((b.step - c.step) * right - (b.step - a.step) * left) / (2 * divisor);
}
