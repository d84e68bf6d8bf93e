// The quasi-Newton method of Broyden, Fletcher, Goldfarb and Shanno on the path that SciPy's fmin_bfgs takes: same
// start, update, line search and stopping rule, so a run that stops early stops at the same digits.
import {
  dot,
  identity,
  type Matrix,
  matrix,
  multiply,
  multiplyByTransposed,
  multiplyTransposed,
  multiplyVector,
} from "@mixedlm/linalg";
import { descend, evaluate, gradientNorm, type Point } from "./descend.ts";
import { lineFrom } from "./line-search/line.ts";
import { wolfeSearch } from "./line-search/wolfe-search.ts";
import type { GradientMinimum } from "./minimum.ts";
import type { Objective } from "./objective.ts";
import type { GradientStopOptions } from "./stop-options.ts";

/** Where a run of {@link bfgs} ended. */
export interface BfgsMinimum extends GradientMinimum {
  /** The approximation of the inverse Hessian that the last step was made with, `n x n`: as SciPy returns it. */
  readonly inverseHessian: Matrix;
}

/**
 * Minimises a function with gradient.
 *
 * @param x0 - the start, kept.
 * @param options - by default `gtol` 1e-5 and `maxiter` 200 times the number of parameters.
 * @returns where the run ended; a failed line search ends it as not converged.
 * @throws {@link OptimizeError} `gradient-length`.
 * @see Nocedal & Wright (2006), Numerical Optimization, 2nd ed., algorithm 6.1.
 */
export function bfgs(objective: Objective, x0: ArrayLike<number>, options: GradientStopOptions = {}): BfgsMinimum {
  const rules = { gtol: 1e-5, maxiter: 200 * x0.length, ...options };
  let inverseHessian = identity(x0.length);
  let lastStep: readonly [moved: Float64Array, from: Point, to: Point] | undefined;
  // a step is learned from when another one follows
  const learn = (): Matrix => {
    if (lastStep !== undefined) inverseHessian = updatedInverse(inverseHessian, ...lastStep);
    lastStep = undefined;
    return inverseHessian;
  };
  const minimum = descend(objective, x0, rules, (f) => (point, previousValue) => {
    const direction = multiplyVector(learn(), point.gradient).map((entry) => -entry);
    const line = lineFrom(f, point.x, direction);
    const origin = { step: 0, value: point.value, slope: dot(point.gradient, direction) };
    const found = wolfeSearch(line, origin, previousValue);
    if (found === undefined) return "line-search";
    const next = evaluate(f, line.point(found.step));
    lastStep = [direction.map((entry) => found.step * entry), point, next];
    return next;
  });
  // SciPy learns from the last step, too, when only the limit on iterations ends the run
  if (minimum.reason === "max-iterations" && !(gradientNorm(minimum.gradient, rules.norm) <= rules.gtol)) learn();
  return { ...minimum, inverseHessian };
}

// H := (I - rho s y') H (I - rho y s') + rho s s' with s the step `moved`, y the gradient's change and rho = 1 / y's
// (Nocedal & Wright, eq. 6.17); rho = 1000 where y's is 0.
function updatedInverse(H: Matrix, moved: Float64Array, from: Point, to: Point): Matrix {
  const n = H.nrow;
  const s = matrix(n, 1, moved);
  const y = matrix(
    n,
    1,
    to.gradient.map((entry, i) => entry - from.gradient[i]),
  );
  const curvature = dot(y.data, s.data);
  const rho = curvature === 0 ? 1000 : 1 / curvature;
  const shear = multiplyByTransposed(y, s);
  for (let k = 0; k < shear.data.length; k++) shear.data[k] *= -rho;
  for (let j = 0; j < n; j++) shear.data[j * n + j] += 1;
  const updated = multiplyTransposed(shear, multiply(H, shear));
  for (let j = 0; j < n; j++) for (let i = 0; i < n; i++) updated.data[i + j * n] += rho * s.data[i] * s.data[j];
  return updated;
}
