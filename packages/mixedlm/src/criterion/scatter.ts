// What every Hessian in the linear covariance parameters is made of, whichever other parameters are profiled out: the
// scatter of residuals y'P V_j P V_k P y, and the traces tr(P V_j P V_k) where these are numbers.
import { lowerSolveInPlace, type Matrix, matrix } from "@mixedlm/linalg";
import type { SecondOrder } from "../engine/engine.ts";

/**
 * The scatter of the residuals that the fixed effects leave: r'V^-1 V_j V^-1 V_k V^-1 r less what the fixed effects
 * follow of it, m x m.
 *
 * @param R - of the factorisation; its first p columns make X'V^-1X.
 * @param direction - a direction of R^-1 X'V^-1 r, length 1, that the fixed effects do not follow, since they are held
 *   along it.
 */
export function residualScatter(
  R: Float64Array,
  p: number,
  { m, curvature, fixedCross }: Pick<SecondOrder, "m" | "curvature" | "fixedCross">,
  direction: Float64Array | null = null,
): Matrix {
  const fixed = fixedCross.slice();
  lowerSolveInPlace(R, p, fixed, m, 0, p + 1, 0, p);
  if (direction !== null) leaveOut(fixed, m, direction);
  const scatter = matrix(m, m);
  for (let j = 0; j < m; j++)
    for (let k = 0; k < m; k++) {
      let value = curvature[j * m + k] / 2;
      for (let i = 0; i < p; i++) value -= fixed[j * p + i] * fixed[k * p + i];
      scatter.data[j * m + k] = value;
    }
  return scatter;
}

/** Takes from each of m columns its part along a direction. */
function leaveOut(columns: Float64Array, m: number, direction: Float64Array): void {
  const p = direction.length;
  for (let j = 0; j < m; j++) {
    let along = 0;
    for (let i = 0; i < p; i++) along += columns[j * p + i] * direction[i];
    for (let i = 0; i < p; i++) columns[j * p + i] -= along * direction[i];
  }
}

/**
 * The traces tr(P V_j P V_k), m x m; null where they were too expensive, or where they are differences and a point of
 * such a difference has no factorisation. Then the average information, in which there are none, is what can be had.
 */
export function tracesOf({ tracePP }: Pick<SecondOrder, "tracePP">): Float64Array | null {
  return tracePP?.every((trace) => Number.isFinite(trace)) ? tracePP : null;
}
