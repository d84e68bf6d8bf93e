// Nonlinear conjugate gradients with Polak and Ribiere's factor kept from going negative, on the path of SciPy's
// fmin_cg: each step must leave the next direction one of sufficient descent.
import { dot } from "@mixedlm/linalg";
import { descend, evaluate, gradientNorm, type Point } from "./descend.ts";
import { lineFrom } from "./line-search/line.ts";
import { WOLFE_LIMITS, wolfeSearch } from "./line-search/wolfe-search.ts";
import type { GradientMinimum } from "./minimum.ts";
import type { Objective } from "./objective.ts";
import type { GradientStopOptions } from "./stop-options.ts";

const LIMITS = { ...WOLFE_LIMITS, curvature: 0.4 };
const SUFFICIENT_DESCENT = 0.01;

/**
 * Minimises a function with gradient.
 *
 * @param x0 - the start, kept.
 * @param options - by default `gtol` 1e-5 and `maxiter` 200 times the number of parameters.
 * @returns where the run ended; a failed line search ends it as not converged.
 * @throws {@link OptimizeError} `gradient-length`.
 * @see Nocedal & Wright (2006), Numerical Optimization, 2nd ed., algorithm 5.4 with eq. 5.45; Gilbert & Nocedal (1992),
 *   SIAM J. Optim. 2, 21-42, for the descent condition.
 */
export function conjugateGradient(
  objective: Objective,
  x0: ArrayLike<number>,
  options: GradientStopOptions = {},
): GradientMinimum {
  const rules = { gtol: 1e-5, maxiter: 200 * x0.length, ...options };
  const isSmall = (gradient: Float64Array) => gradientNorm(gradient, rules.norm) <= rules.gtol;
  return descend(objective, x0, rules, (f) => {
    let direction: Float64Array | undefined;
    return (point, previousValue) => {
      const along = direction ?? point.gradient.map((entry) => -entry);
      const line = lineFrom(f, point.x, along);
      const origin = { step: 0, value: point.value, slope: dot(point.gradient, along) };
      const found = wolfeSearch(line, origin, previousValue, LIMITS, (step) => {
        const next = evaluate(f, line.point(step));
        return isSmall(next.gradient) || descends(next, conjugate(along, point, next));
      });
      if (found === undefined) return "line-search";
      const next = evaluate(f, line.point(found.step));
      direction = conjugate(along, point, next);
      return next;
    };
  });
}

function descends(point: Point, direction: Float64Array): boolean {
  return dot(direction, point.gradient) <= -SUFFICIENT_DESCENT * dot(point.gradient, point.gradient);
}

// -g+ + beta d with beta = max(0, (g+ - g)'g+ / g'g)
function conjugate(direction: Float64Array, from: Point, to: Point): Float64Array {
  const change = to.gradient.map((entry, i) => entry - from.gradient[i]);
  const beta = Math.max(0, dot(change, to.gradient) / dot(from.gradient, from.gradient));
  return direction.map((entry, i) => beta * entry - to.gradient[i]);
}
