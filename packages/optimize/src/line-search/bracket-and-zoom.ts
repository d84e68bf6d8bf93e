// The line search of Nocedal and Wright's algorithms 3.5 and 3.6: steps double until an interval must hold an
// acceptable one, which interpolation then closes in on. Slopes are asked for only where the value has fallen enough.
import { integerPower } from "@mixedlm/linalg";
import type { Line, LineStep, Trial } from "./line.ts";
import type { WolfeLimits } from "./more-thuente.ts";

/** A further condition on a step that meets both Wolfe conditions. */
export type AcceptStep = (step: number, value: number) => boolean;

type Limits = Pick<WolfeLimits, "decrease" | "curvature" | "maxStep">;

const MAX_TRIALS = 10;

/**
 * Searches a line for a step that meets the strong Wolfe conditions.
 *
 * @param origin - step 0 with the value and slope there.
 * @param firstStep - tried first, then doubled.
 * @returns the step; after ten doublings the last one, untested; undefined when no step was found.
 * @see Nocedal & Wright (2006), Numerical Optimization, 2nd ed., algorithms 3.5 and 3.6.
 */
export function bracketAndZoom(
  line: Line,
  origin: Trial,
  firstStep: number,
  limits: Limits,
  accept: AcceptStep,
): LineStep | undefined {
  let previous = origin;
  let step = Math.min(firstStep, limits.maxStep);
  let value = line.value(step);
  for (let k = 0; k < MAX_TRIALS; k++) {
    if (step === 0 || previous.step === limits.maxStep) return undefined;
    const tooHigh = value > origin.value + limits.decrease * step * origin.slope;
    if (tooHigh || (k > 0 && value >= previous.value)) {
      return zoom(line, origin, previous, { step, value }, limits, accept);
    }
    const slope = line.slope(step);
    if (Math.abs(slope) <= -limits.curvature * origin.slope && accept(step, value)) return { step, value };
    if (slope >= 0) return zoom(line, origin, { step, value, slope }, previous, limits, accept);
    previous = { step, value, slope };
    step = Math.min(2 * step, limits.maxStep);
    value = line.value(step);
  }
  return { step, value };
}

// Keeps `low`, the lowest point with sufficient decrease, and `high`, such that an acceptable step lies between.
function zoom(
  line: Line,
  origin: Trial,
  start: Trial,
  end: LineStep,
  limits: Limits,
  accept: AcceptStep,
): LineStep | undefined {
  let low = start;
  let high = end;
  let dropped: LineStep = origin;
  for (let k = 0; k <= MAX_TRIALS; k++) {
    const step = interpolate(low, high, k > 0 ? dropped : undefined);
    const value = line.value(step);
    if (value > origin.value + limits.decrease * step * origin.slope || value >= low.value) {
      dropped = high;
      high = { step, value };
      continue;
    }
    const slope = line.slope(step);
    if (Math.abs(slope) <= -limits.curvature * origin.slope && accept(step, value)) return { step, value };
    if (slope * (high.step - low.step) >= 0) {
      dropped = high;
      high = low;
    } else {
      dropped = low;
    }
    low = { step, value, slope };
  }
  return undefined;
}

// The cubic's minimiser if it keeps 20 % of the interval away from the ends, else the quadratic's with 10 %, else the
// middle. The margins carry the sign of high - low, so they do not bind when the interval runs backwards: as SciPy
// does.
function interpolate(low: Trial, high: LineStep, dropped: LineStep | undefined): number {
  const span = high.step - low.step;
  const [left, right] = span < 0 ? [high.step, low.step] : [low.step, high.step];
  const within = (step: number, margin: number) =>
    Number.isFinite(step) && !(step > right - margin * span || step < left + margin * span);
  if (dropped !== undefined) {
    const step = cubicMinimum(low, high, dropped);
    if (within(step, 0.2)) return step;
  }
  const step = quadraticMinimum(low, high);
  return within(step, 0.1) ? step : low.step + 0.5 * span;
}

// Minimiser of the cubic with the value and slope at `low` and the values at two more points; NaN if there is none.
function cubicMinimum(low: Trial, first: LineStep, second: LineStep): number {
  const s = first.step - low.step;
  const t = second.step - low.step;
  const excessS = first.value - low.value - low.slope * s;
  const excessT = second.value - low.value - low.slope * t;
  const denominator = (s * t) ** 2 * (s - t);
  const a = (t ** 2 * excessS - s ** 2 * excessT) / denominator;
  const b = (integerPower(s, 3) * excessT - integerPower(t, 3) * excessS) / denominator;
  return low.step + (-b + Math.sqrt(b * b - 3 * a * low.slope)) / (3 * a);
}

// Minimiser of the parabola with the value and slope at `low` and the value at `high`.
function quadraticMinimum(low: Trial, high: LineStep): number {
  const span = high.step - low.step;
  const curvature = (high.value - low.value - low.slope * span) / (span * span);
  return low.step - low.slope / (2 * curvature);
}
