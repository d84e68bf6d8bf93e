// The line search of SciPy's BFGS and conjugate gradients: More and Thuente's, and where that fails Nocedal and
// Wright's. In: a line with value and slope at its origin. Out: a step, or undefined when both fail.
import { type AcceptStep, bracketAndZoom } from "./bracket-and-zoom.ts";
import { type Line, type LineStep, type Trial, tryStep } from "./line.ts";
import { advanceSearch, startSearch, type WolfeLimits } from "./more-thuente.ts";

const MAX_TRIALS = 100;

/** SciPy's limits for quasi-Newton steps; conjugate gradients lower `curvature` to 0.4. */
export const WOLFE_LIMITS: WolfeLimits = {
  decrease: 1e-4,
  curvature: 0.9,
  width: 1e-14,
  minStep: 1e-100,
  maxStep: 1e100,
};

/**
 * Searches a line for a step that meets the strong Wolfe conditions.
 *
 * @param origin - step 0 with the value and slope there.
 * @param previousValue - the value one iteration before: the first trial step expects the same decrease again.
 * @param accept - a further condition on the step.
 */
export function wolfeSearch(
  line: Line,
  origin: Trial,
  previousValue: number,
  limits: WolfeLimits = WOLFE_LIMITS,
  accept: AcceptStep = () => true,
): LineStep | undefined {
  const firstStep = expectedStep(origin, previousValue);
  const found = moreThuente(line, origin, firstStep, limits);
  if (found !== undefined && accept(found.step, found.value)) return found;
  return bracketAndZoom(line, origin, firstStep, limits, accept);
}

// The step at which a parabola with the slope of the origin has fallen as much as the last iteration did, plus 1 %; at
// most 1, the quasi-Newton step. Not Math.min, since a NaN must give 1.
function expectedStep({ value, slope }: Trial, previousValue: number): number {
  const step = (1.01 * 2 * (value - previousValue)) / slope;
  return step >= 0 && step < 1 ? step : 1;
}

// The hundredth trial is evaluated but no longer judged, so that counts equal SciPy's.
function moreThuente(line: Line, origin: Trial, firstStep: number, limits: WolfeLimits): LineStep | undefined {
  const search = startSearch(origin, firstStep, limits);
  if (search.status !== "searching") return undefined;
  for (let k = 1; ; k++) {
    const trial = tryStep(line, search.step);
    if (k === MAX_TRIALS) return undefined;
    const status = advanceSearch(search, trial);
    if (status === "accepted") return trial;
    if (status !== "searching") return undefined;
  }
}
