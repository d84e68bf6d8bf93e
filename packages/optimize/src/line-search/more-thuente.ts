// The line search of More and Thuente (1994): an interval that holds a point with sufficient decrease and small slope
// shrinks around it. The caller evaluates: it starts a search, tries `search.step`, hands the trial in, and goes on
// while the status is "searching". So each caller keeps its own limit on trials and its own view of a failure.
import type { Trial } from "./line.ts";
import { chooseStep, type Uncertainty, updateInterval } from "./more-thuente-step.ts";

/** What an acceptable step is, and the range of steps to try. */
export interface WolfeLimits {
  /** c1: the value must fall at least this fraction of what the slope at 0 promises. */
  readonly decrease: number;
  /** c2: the slope must shrink in magnitude to this fraction of the slope at 0. */
  readonly curvature: number;
  /** The search ends when the interval is this narrow, relative to its upper end. */
  readonly width: number;
  readonly minStep: number;
  readonly maxStep: number;
}

/**
 * `accepted`: the last trial meets both conditions. The others are failures: `not-descent` and `bad-start` before the
 * first trial, `rounding` (the interval cannot be divided further), `narrow`, `at-max-step`, `at-min-step`.
 */
export type SearchStatus =
  | "searching"
  | "accepted"
  | "not-descent"
  | "bad-start"
  | "rounding"
  | "narrow"
  | "at-max-step"
  | "at-min-step";

/** A search under way; only `startSearch` and `advanceSearch` write it. */
export interface Search {
  status: SearchStatus;
  /** The step to try next, while the status is `searching`. */
  step: number;
  readonly origin: Trial;
  readonly limits: WolfeLimits;
  interval: Uncertainty;
  /** Until a trial has sufficient decrease and a rising slope, the tilted function of section 2 is searched. */
  isFirstStage: boolean;
  /** Range of the next trial: the interval's ends, or how far to extrapolate. */
  low: number;
  high: number;
  width: number;
  previousWidth: number;
}

/** Starts a search from step 0 with the value and slope there, to try `step` first. */
export function startSearch(origin: Trial, step: number, limits: WolfeLimits): Search {
  const { minStep, maxStep } = limits;
  const inRange = !(step < minStep || step > maxStep);
  return {
    status: !inRange ? "bad-start" : origin.slope >= 0 ? "not-descent" : "searching",
    step,
    origin,
    limits,
    interval: { best: origin, other: origin, isClosed: false },
    isFirstStage: true,
    low: 0,
    high: 5 * step,
    width: maxStep - minStep,
    previousWidth: 2 * (maxStep - minStep),
  };
}

/**
 * Takes in the trial at `search.step`: gives the status, and sets the next step while it is `searching`.
 *
 * @see More & Thuente (1994), ACM Trans. Math. Softw. 20, 286-307, sections 2 and 3.
 */
export function advanceSearch(search: Search, trial: Trial): SearchStatus {
  const { origin, limits, interval } = search;
  const promised = limits.decrease * origin.slope;
  const ceiling = origin.value + trial.step * promised;
  if (search.isFirstStage && trial.value <= ceiling && trial.slope >= 0) search.isFirstStage = false;
  search.status = verdict(search, trial, ceiling, promised);
  if (search.status !== "searching") return search.status;

  // In the first stage a trial that is lower but not low enough is judged by the function minus its promised decrease.
  const tilt = search.isFirstStage && trial.value <= interval.best.value && trial.value > ceiling ? promised : 0;
  const searched = { ...interval, best: tilted(interval.best, tilt), other: tilted(interval.other, tilt) };
  const step = chooseStep(searched, tilted(trial, tilt), search.low, search.high);
  const updated = updateInterval(searched, tilted(trial, tilt));
  search.interval = { ...updated, best: tilted(updated.best, -tilt), other: tilted(updated.other, -tilt) };
  search.step = confine(search, step);
  return search.status;
}

function verdict(search: Search, trial: Trial, ceiling: number, promised: number): SearchStatus {
  const { limits, low, high } = search;
  const { step, value, slope } = trial;
  if (value <= ceiling && Math.abs(slope) <= limits.curvature * -search.origin.slope) return "accepted";
  if (step === limits.minStep && (value > ceiling || slope >= promised)) return "at-min-step";
  if (step === limits.maxStep && value <= ceiling && slope <= promised) return "at-max-step";
  if (search.interval.isClosed && high - low <= limits.width * high) return "narrow";
  if (search.interval.isClosed && (step <= low || step >= high)) return "rounding";
  return "searching";
}

function tilted(point: Trial, tilt: number): Trial {
  return { step: point.step, value: point.value - point.step * tilt, slope: point.slope - tilt };
}

// Bisects when the interval has not shrunk to 0.66 over two trials, sets the range of the next trial, and keeps to it.
function confine(search: Search, chosen: number): number {
  const { best, other, isClosed } = search.interval;
  const { minStep, maxStep, width } = search.limits;
  let step = chosen;
  if (isClosed) {
    const length = Math.abs(other.step - best.step);
    if (length >= 0.66 * search.previousWidth) step = best.step + 0.5 * (other.step - best.step);
    search.previousWidth = search.width;
    search.width = length;
    search.low = Math.min(best.step, other.step);
    search.high = Math.max(best.step, other.step);
  } else {
    search.low = step + 1.1 * (step - best.step);
    search.high = step + 4 * (step - best.step);
  }
  step = Math.min(Math.max(step, minStep), maxStep);
  const { low, high } = search;
  // a step that is not a number, interpolated from values that are not finite, is not inside either
  const inside = step > low && step < high && high - low > width * high;
  return isClosed && !inside ? best.step : step;
}
