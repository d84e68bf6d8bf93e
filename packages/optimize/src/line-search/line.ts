// The objective along a ray x + step * direction, as a function of the step: what the line searches see.
import { axpyInPlace, dot } from "@mixedlm/linalg";
import type { Objective } from "../objective.ts";

/** The restriction of an objective to a ray. */
export interface Line {
  /** The point at a step, a fresh array. */
  point(step: number): Float64Array;
  value(step: number): number;
  /** The derivative of the value by the step. */
  slope(step: number): number;
}

/** A step with the value and slope there. */
export interface Trial {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

/** A step that a line search settled on, and the value there. */
export interface LineStep {
  readonly step: number;
  readonly value: number;
}

/** Makes the ray from `x` along `direction`; both are kept, not copied. */
export function lineFrom(objective: Objective, x: Float64Array, direction: Float64Array): Line {
  const point = (step: number): Float64Array => pointAlong(x, direction, step);
  return {
    point,
    value: (step) => objective.value(point(step)),
    slope: (step) => dot(objective.gradient(point(step)), direction),
  };
}

/** The point x + step * direction, a fresh array. */
export function pointAlong(x: Float64Array, direction: Float64Array, step: number): Float64Array {
  const moved = x.slice();
  axpyInPlace(step, direction, moved);
  return moved;
}

/** Evaluates value and slope at a step. */
export function tryStep(line: Line, step: number): Trial {
  return { step, value: line.value(step), slope: line.slope(step) };
}
