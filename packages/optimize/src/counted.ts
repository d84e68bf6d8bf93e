// An objective that remembers its last point and counts: asking twice at one point evaluates once. Equal counts are
// how the tests know that a run followed the reference path.
import { gradientLength } from "./errors.ts";
import type { Evaluations } from "./minimum.ts";
import type { Objective } from "./objective.ts";

/** An objective with a memory of one point and its counts so far. */
export interface CountedObjective extends Objective {
  evaluations(): Evaluations;
}

/**
 * Wraps an objective. Gradients are copied, so the objective may reuse its array.
 *
 * The wrapper keeps the `x` it is given: callers pass a fresh array for each new point.
 */
export function countedObjective(objective: Objective): CountedObjective {
  let values = 0;
  let gradients = 0;
  let at: Float64Array | undefined;
  let value: number | undefined;
  let gradient: Float64Array | undefined;

  function moveTo(x: Float64Array): void {
    if (at !== undefined && samePoint(at, x)) return;
    at = x;
    value = undefined;
    gradient = undefined;
  }

  return {
    value(x) {
      moveTo(x);
      if (value === undefined) {
        value = objective.value(x);
        values++;
      }
      return value;
    },
    gradient(x) {
      moveTo(x);
      if (gradient === undefined) {
        gradient = Float64Array.from(objective.gradient(x));
        if (gradient.length !== x.length) throw gradientLength(gradient.length, x.length);
        gradients++;
      }
      return gradient;
    },
    evaluations: () => ({ values, gradients }),
  };
}

// NaN differs from itself: a point that is not a number is evaluated every time
function samePoint(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
