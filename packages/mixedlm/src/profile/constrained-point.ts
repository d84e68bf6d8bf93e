// The least deviance with one parameter held: Newton's method in what is free, from a point nearby. Free standard
// deviations may reach 0 and leave it again: at a zero the gradient vanishes whether it is the best value or the worst,
// so where the Hessian says that it is not, the search goes on along the direction of negative curvature.
import { maxAbs } from "@mixedlm/linalg";
import { type NewtonOptions, newton, type SecondOrderObjective } from "@mixedlm/optimize";
import type { SecantCorrection } from "../criterion/criterion.ts";
import type { Engine } from "../engine/engine.ts";
import { pick, placed, principal, restricted, scaledEigen } from "../search/free-variables.ts";
import { worthwhile } from "../search/search.ts";
import { argumentsAt, type Condition, pulledGradient, pulledHessian, slopeAlong } from "./condition.ts";
import type { HeldParameter } from "./held-parameter.ts";
import { type UnprofiledCriterion, unprofiledCriterion } from "./unprofiled-criterion.ts";

/** The least deviance at a value of the held parameter. */
export interface ConstrainedPoint {
  readonly u: number;
  /** Infinite where the criterion does not exist. */
  readonly deviance: number;
  /** Its derivative in u: of the others it does not depend there. */
  readonly slope: number;
  /** What is free, and the criterion's arguments that follow. */
  readonly z: Float64Array;
  readonly x: Float64Array;
  /** Fixed effects, internal coordinates, length p. */
  readonly beta: Float64Array;
  readonly converged: boolean;
}

/** When Newton stops: a deviance has some 1e-11 of rounding error for each unit of its size. */
const STOP = { gtol: 1e-4, gain: 1e-12, settled: 1e-5, maxiter: 100 } as const;
/** The deviance up to which promises can be as small. */
const MANY_TERMS = 1e4;
/** How often bounds may change, and a saddle may be left. */
const [ROUNDS, DEPARTURES] = [20, 5];

/**
 * Minimises the deviance with a parameter held at u.
 *
 * @param from - z at a point nearby.
 * @param correction - what earlier points of the same criterion have taught; null where Hessians are exact.
 */
export function constrainedPoint(
  engine: Engine,
  reml: boolean,
  held: HeldParameter,
  u: number,
  from: Float64Array,
  correction: SecantCorrection | null,
): ConstrainedPoint {
  const { frames, unit, oneSided } = held;
  const condition = held.condition(u);
  const criterion = unprofiledCriterion({ engine, reml, unit, frames, held: held.combination(u), correction });
  const f = pulled(criterion, condition);
  const start = from.map((value, k) => (condition.free.includes(k) ? value : 0));
  const value = f.value(start);
  if (!Number.isFinite(value)) return nowhere(condition, u, start, engine.products.p);
  const stop = { ...STOP, gain: STOP.gain * Math.max(1, Math.abs(value) / MANY_TERMS) };
  let best = withinBounds(f, start, condition.free, oneSided, stop);
  for (let left = 0; left < DEPARTURES; left++) {
    const off = offTheSaddle(f, best.z, best.free);
    if (off === null) break;
    best = withinBounds(f, off, condition.free, oneSided, stop);
  }
  const { z, converged } = best;
  const x = argumentsAt(condition, z);
  return {
    u,
    deviance: criterion.value(x),
    slope: slopeAlong(condition, z, criterion.gradient(x)) + criterion.heldSlope(x),
    z,
    x,
    beta: criterion.fixed(x),
    converged,
  };
}

/** A point at which the criterion does not exist, such as a residual standard deviation of 0. */
function nowhere(condition: Condition, u: number, z: Float64Array, p: number): ConstrainedPoint {
  const [deviance, slope] = [Number.POSITIVE_INFINITY, Number.NaN];
  const beta = new Float64Array(p).fill(Number.NaN);
  return { u, deviance, slope, z, x: argumentsAt(condition, z), beta, converged: false };
}

/** The criterion as a function of z. */
function pulled(criterion: UnprofiledCriterion, condition: Condition): SecondOrderObjective {
  return {
    value: (z) => criterion.value(argumentsAt(condition, z)),
    gradient: (z) => pulledGradient(condition, criterion.gradient(argumentsAt(condition, z))),
    hessian: (z) => pulledHessian(condition, criterion.hessian(argumentsAt(condition, z))),
  };
}

interface Minimum {
  readonly z: Float64Array;
  readonly converged: boolean;
  /** Positions that are not at a bound. */
  readonly free: Int32Array;
}

/** Newton's method with what must not be negative held at 0 where it would become so. */
function withinBounds(
  f: SecondOrderObjective,
  start: Float64Array,
  all: Int32Array,
  oneSided: readonly number[],
  stop: NewtonOptions,
): Minimum {
  const fixed = new Set<number>(oneSided.filter((k) => all.includes(k) && start[k] === 0));
  const free = (): Int32Array => all.filter((k) => !fixed.has(k));
  let z = start;
  let converged = false;
  for (let round = 0; round < ROUNDS; round++) {
    const own = free();
    if (own.length === 0) return { z, converged: true, free: own };
    const run = newton(restricted(f, z, own), pick(z, own), stop);
    z = placed(z, own, run.x);
    converged = run.converged;
    const negative = oneSided.filter((k) => z[k] < 0);
    for (const k of negative) fixed.add(k);
    z = z.map((value, k) => (fixed.has(k) ? 0 : value));
    if (negative.length > 0) continue;
    if (fixed.size === 0) break;
    const off = offTheBound(f, z, fixed);
    if (off === null) break;
    fixed.delete(off.released);
    z = off.z;
  }
  return { z, converged, free: free() };
}

/** Steps off a bound, and along a direction of negative curvature, that are tried. */
const STEPS = [1, 0.3, 0.1, 0.03, 0.01, 1e-3, 1e-4];

/**
 * The best of some points with one variable off its bound, or null where none is better. Slopes do not tell: with two
 * standard deviations at 0, both vanish.
 */
function offTheBound(
  f: SecondOrderObjective,
  z: Float64Array,
  fixed: ReadonlySet<number>,
): { readonly released: number; readonly z: Float64Array } | null {
  const value = f.value(z);
  let best: { released: number; z: Float64Array } | null = null;
  let least = value - worthwhile(value);
  for (const released of fixed)
    for (const step of STEPS) {
      const there = z.map((own, k) => (k === released ? step : own));
      const own = f.value(there);
      if (!(own < least)) continue;
      best = { released, z: there };
      least = own;
    }
  return best;
}

/** Share of the largest eigenvalue below which a negative one is rounding error. */
const NEGATIVE = 1e-9;

/** From a stationary point that is no minimum, the best of some points beside it; null where none is better. */
function offTheSaddle(f: SecondOrderObjective, z: Float64Array, free: Int32Array): Float64Array | null {
  const n = free.length;
  const value = f.value(z);
  if (n === 0 || !Number.isFinite(value)) return null;
  const hessian = principal(f.hessian(z), free);
  if (!hessian.data.every(Number.isFinite)) return null;
  const { values, vectors, unit } = scaledEigen(hessian);
  if (values[0] >= -NEGATIVE * maxAbs(values)) return null;
  const along = vectors.data.subarray(0, n).map((entry, i) => entry * unit[i]);
  const longest = maxAbs(along);
  let best: Float64Array | null = null;
  let least = value - worthwhile(value);
  for (const step of STEPS.flatMap((own) => [own, -own])) {
    const there = placed(
      z,
      free,
      along.map((entry, i) => z[free[i]] + (step * entry) / longest),
    );
    const own = f.value(there);
    if (!(own < least)) continue;
    best = there;
    least = own;
  }
  return best;
}
