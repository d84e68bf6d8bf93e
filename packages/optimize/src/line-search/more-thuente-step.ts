// The heart of More and Thuente's search: from the best point so far, the other end of the interval of uncertainty and
// a new trial, the next step to try, by cubic and quadratic interpolation with the safeguards of their section 4.
import type { Trial } from "./line.ts";

/** The interval of uncertainty: its best point, its other end, and whether a minimiser is known to lie between. */
export interface Uncertainty {
  readonly best: Trial;
  readonly other: Trial;
  readonly isClosed: boolean;
}

/**
 * Chooses the next step.
 *
 * @param low - smallest step to extrapolate to.
 * @param high - largest step to extrapolate to.
 * @see More & Thuente (1994), ACM Trans. Math. Softw. 20, 286-307, section 4, cases 1 to 4.
 */
export function chooseStep(interval: Uncertainty, trial: Trial, low: number, high: number): number {
  const { best } = interval;
  if (trial.value > best.value) return higherValue(best, trial);
  if (slopesOppose(best, trial)) return oppositeSlope(best, trial);
  if (Math.abs(trial.slope) < Math.abs(best.slope)) return flatterSlope(interval, trial, low, high);
  if (interval.isClosed) return trial.step + cubic(trial, interval.other).fraction * (interval.other.step - trial.step);
  return trial.step > best.step ? high : low;
}

/** Takes a trial into the interval: the lower point becomes the best, and the other end keeps a minimiser between. */
export function updateInterval(interval: Uncertainty, trial: Trial): Uncertainty {
  const { best, other, isClosed } = interval;
  if (trial.value > best.value) return { best, other: trial, isClosed: true };
  if (slopesOppose(best, trial)) return { best: trial, other: best, isClosed: true };
  return { best: trial, other, isClosed };
}

// case 1: the cubic's minimiser if it is nearer the best point than the quadratic's, else half-way between the two
function higherValue(best: Trial, trial: Trial): number {
  const span = trial.step - best.step;
  const cubicStep = best.step + cubic(best, trial).fraction * span;
  const quadraticStep = best.step + (best.slope / ((best.value - trial.value) / span + best.slope) / 2) * span;
  const cubicIsNearer = Math.abs(cubicStep - best.step) < Math.abs(quadraticStep - best.step);
  return cubicIsNearer ? cubicStep : cubicStep + (quadraticStep - cubicStep) / 2;
}

// case 2: of the cubic's and the secant's steps, the one farther from the trial
function oppositeSlope(best: Trial, trial: Trial): number {
  const cubicStep = trial.step + cubic(trial, best).fraction * (best.step - trial.step);
  const secantStep = secant(trial, best);
  return Math.abs(cubicStep - trial.step) > Math.abs(secantStep - trial.step) ? cubicStep : secantStep;
}

// case 3: the cubic may have no minimiser beyond the trial; then it counts as infinitely far
function flatterSlope({ best, other, isClosed }: Uncertainty, trial: Trial, low: number, high: number): number {
  const { fraction, root } = cubic(trial, best);
  const ahead = trial.step > best.step;
  const farthest = ahead ? high : low;
  const cubicStep = fraction < 0 && root !== 0 ? trial.step + fraction * (best.step - trial.step) : farthest;
  const secantStep = secant(trial, best);
  const cubicIsNearer = Math.abs(cubicStep - trial.step) < Math.abs(secantStep - trial.step);
  if (isClosed) {
    const step = cubicIsNearer ? cubicStep : secantStep;
    const cap = trial.step + 0.66 * (other.step - trial.step);
    return ahead ? Math.min(cap, step) : Math.max(cap, step);
  }
  const cubicIsFarther = Math.abs(cubicStep - trial.step) > Math.abs(secantStep - trial.step);
  return Math.max(low, Math.min(high, cubicIsFarther ? cubicStep : secantStep));
}

// The minimiser of the cubic through the values and slopes of two points, as a fraction of the way between them. A
// negative discriminant (no minimiser) arises in case 3 only, and is taken as 0.
function cubic(from: Trial, to: Trial): { fraction: number; root: number } {
  const theta = (3 * (from.value - to.value)) / (to.step - from.step) + from.slope + to.slope;
  const scale = Math.max(Math.abs(theta), Math.abs(from.slope), Math.abs(to.slope));
  const discriminant = (theta / scale) ** 2 - (from.slope / scale) * (to.slope / scale);
  const magnitude = scale * Math.sqrt(Math.max(0, discriminant));
  const root = to.step < from.step ? -magnitude : magnitude;
  return { fraction: (root - from.slope + theta) / (root - from.slope + root + to.slope), root };
}

// the zero of the straight line through two slopes
function secant(from: Trial, to: Trial): number {
  return from.step + (from.slope / (from.slope - to.slope)) * (to.step - from.step);
}

function slopesOppose(a: Trial, b: Trial): boolean {
  return b.slope * Math.sign(a.slope) < 0;
}
