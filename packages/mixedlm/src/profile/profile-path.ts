// The profile of one parameter as a path that can be walked: the signed root
//     zeta(u) = sign(u - u_hat) sqrt(d(u) - d_hat)
// of the deviance with the parameter held. The slope of the deviance is known at each point, so zeta's is, and ends of
// intervals are found by Newton's method on zeta, which is nearly a straight line, inside a bracket.
// Bates & Watts (1988), Nonlinear Regression Analysis, section 6.1; Venzon & Moolgavkar (1988), Appl. Stat. 37, 87-94.

import { type StopSignal, throwIfAborted } from "../calls/progress.ts";
import { secantCorrection } from "../criterion/criterion.ts";
import type { ModelParameter } from "../results/parameter-names.ts";
import type { Optimum } from "../search/optimum.ts";
import { worthwhile } from "../search/search.ts";
import { type ConstrainedPoint, constrainedPoint } from "./constrained-point.ts";
import { type Corner, type HeldParameter, heldParameter } from "./held-parameter.ts";
import { profileStarts } from "./profile-starts.ts";

/** A point of a profile. */
export interface PathPoint extends ConstrainedPoint {
  /** Signed root of the deviance above the least, and its derivative in u; NaN at the estimate. */
  readonly zeta: number;
  readonly zetaSlope: number;
}

/** The profile of one parameter. */
export interface ProfilePath {
  readonly held: HeldParameter;
  readonly estimate: PathPoint;
  /** Looks at a point. @param near - a point that was looked at, close by. */
  at(u: number, near: PathPoint): PathPoint;
  /** The lowest of a point and of others with the parameter at the same value, from other starts. */
  lowest(point: PathPoint): PathPoint;
  /** How far below the optimum's the lowest deviance is that was met, or that the slope there promises; 0 or more. */
  lowered(): number;
  /** The point where that was. */
  lowestPoint(): ConstrainedPoint;
}

/** Starts the profile of a parameter. @param signal - is looked at before each point. */
export function profilePath(optimum: Optimum, parameter: ModelParameter, signal?: StopSignal): ProfilePath {
  const { engine, reml } = optimum;
  const held = heldParameter(optimum, parameter.place);
  const { start, startAt } = held;
  const shared = engine.exactHessian ? null : secantCorrection();
  // where a fixed effect is held, the criterion is another one at each point
  const isOther = parameter.kind === "fixed" && !engine.exactHessian;
  const least = (u: number, z: Float64Array): ConstrainedPoint =>
    constrainedPoint(engine, reml, held, u, z, isOther ? secantCorrection() : shared);
  const first = least(start, startAt);
  const base = first.deviance;
  let lowest = first;
  const corner = lowestCorner(optimum, held);
  const at = (u: number, near: PathPoint): PathPoint => {
    throwIfAborted(signal);
    const along = least(u, near.z);
    const point =
      corner === null || along.deviance <= corner.deviance ? along : lower(along, least(u, without(near.z, corner)));
    return seen(point);
  };
  const seen = (point: ConstrainedPoint): PathPoint => {
    if (point.deviance < lowest.deviance - worthwhile(lowest.deviance)) lowest = point;
    const zeta = Math.sign(point.u - start) * Math.sqrt(Math.max(0, point.deviance - base));
    return { ...point, zeta, zetaSlope: point.slope / (2 * zeta) };
  };
  const lowestAt = (point: PathPoint): PathPoint => {
    let best: ConstrainedPoint = point;
    for (const from of profileStarts(engine, point.z, point.x)) {
      throwIfAborted(signal);
      const other = least(point.u, from);
      if (other.deviance < best.deviance - worthwhile(best.deviance)) best = other;
    }
    return best === point ? point : seen(best);
  };
  const estimate = { ...first, zeta: 0, zetaSlope: Number.NaN };
  return {
    held,
    estimate,
    at,
    lowest: lowestAt,
    lowered: () => Math.max(base - lowest.deviance, shortOf(optimum, held, first)),
    lowestPoint: () => lowest,
  };
}

/** Share of a chi-square quantile, some 4, that is nothing. */
const NOTHING = 1e-3;

/**
 * How far a profile's first point says that the optimum is off: by a lower deviance, or by a slope; 0 where that is
 * nothing.
 */
function shortOf(
  { estimates }: Optimum,
  { range, start, step, exists }: HeldParameter,
  first: ConstrainedPoint,
): number {
  const isInside = exists && start > range[0] && start < range[1];
  const along = isInside ? ((first.slope * step) / 2) ** 2 : 0;
  const short = Math.max(estimates.objective - first.deviance, along);
  return short > NOTHING ? short : 0;
}

/** Whether what a profile is short of the optimum is too much for it to have limits. */
export function isLost(path: ProfilePath): boolean {
  return path.lowered() > NOTHING;
}

/** z without the standard deviation of a corner. */
function without(z: Float64Array, { at }: Corner): Float64Array {
  return z.map((value, k) => (k === at ? 0 : value));
}

function lower(a: ConstrainedPoint, b: ConstrainedPoint): ConstrainedPoint {
  return b.deviance < a.deviance ? b : a;
}

/** The least deviance with a standard deviation of 0 that the parameter is about; null where it is about none. */
function lowestCorner(optimum: Optimum, { corners }: HeldParameter): (Corner & { deviance: number }) | null {
  const { engine, reml } = optimum;
  let lowest: (Corner & { deviance: number }) | null = null;
  for (const corner of corners) {
    const sd = heldParameter(optimum, corner.place);
    const { deviance } = constrainedPoint(
      engine,
      reml,
      sd,
      0,
      sd.startAt,
      engine.exactHessian ? null : secantCorrection(),
    );
    if (lowest === null || deviance < lowest.deviance) lowest = { ...corner, deviance };
  }
  return lowest;
}

/** An end of an interval. */
export interface PathEnd {
  readonly u: number;
  /** Whether the deviance reaches the level there; if not, the parameter's range ends first. */
  readonly reached: boolean;
}

/**
 * Distance from an end, in units of the parameter's step, at which Newton's last correction is taken without another
 * look.
 */
const CLOSE = 1e-6;
/**
 * Points that are looked at for an end. Farther than this, in steps, a level counts as never reached: rounding errors
 * of a deviance that is flat grow with the square of the way.
 */
const [TRIES, FAR] = [60, 1e5];
/** By how much a step may be longer than all the way before it. */
const STRIDE = 4;

/**
 * Finds where zeta reaches a level.
 *
 * @param side - -1 for the lower end, 1 for the upper.
 * @param level - positive.
 */
export function pathEnd(path: ProfilePath, side: -1 | 1, level: number): PathEnd {
  const { held, estimate } = path;
  const bound = held.range[side < 0 ? 0 : 1];
  const distance = (u: number): number => side * (u - held.start);
  const farthest = Number.isFinite(bound) ? distance(bound) : FAR * held.step;
  let inner = estimate;
  let outer: PathPoint | null = null;
  let next = Math.min(level * held.step, farthest);
  // an estimate at its bound
  if (!(next > 0)) return { u: bound, reached: false };
  for (let tries = 0; tries < TRIES; tries++) {
    const u = next >= farthest && Number.isFinite(bound) ? bound : held.start + side * next;
    let point = path.at(u, inner);
    let correction = (level - side * point.zeta) / point.zetaSlope;
    if (Math.abs(correction) <= CLOSE * held.step) {
      const other = path.lowest(point);
      if (other === point) return { u: u + side * correction, reached: true };
      // the level is reached farther out, along another minimum
      point = other;
      outer = null;
      correction = (level - side * point.zeta) / point.zetaSlope;
    }
    const isOut = side * point.zeta > level;
    if (!isOut && next >= farthest) return { u: bound, reached: false };
    if (isOut) outer = point;
    else inner = point;
    const from = distance(inner.u);
    const to = outer === null ? Math.min(farthest, STRIDE * Math.max(from, held.step)) : distance(outer.u);
    if (outer !== null && to - from <= Number.EPSILON * (held.step + Math.abs(u))) break;
    next = chosen(next + correction, from, to, outer !== null);
  }
  return { u: (outer ?? inner).u, reached: true };
}

/**
 * Newton's place where it lies between the two; the limit where nothing is beyond it, the middle where something is.
 */
function chosen(newton: number, from: number, to: number, isBracket: boolean): number {
  if (newton > from && newton < to) return newton;
  return isBracket ? (from + to) / 2 : to;
}

/** Points are a little more than the cutoff's share apart, so that the last is not just short of it. */
const BEYOND = 1.02;
/** Share of the first guess that is looked at to learn zeta's slope. */
const PROBE = 0.25;
/** Points on one side that a profile may have, in units of those asked for. */
const LONGEST = 4;

/**
 * Walks one side of a profile: points about evenly spaced in zeta, the last one at the cutoff or a little beyond, or at
 * the end of the parameter's range.
 *
 * @param count - points that are wanted.
 */
export function pathPoints(path: ProfilePath, side: -1 | 1, cutoff: number, count: number): PathPoint[] {
  const { held, estimate } = path;
  const bound = held.range[side < 0 ? 0 : 1];
  if (held.start === bound) return [];
  const spacing = (BEYOND * cutoff) / count;
  const within = (u: number): number => (side < 0 ? Math.max(u, bound) : Math.min(u, bound));
  const probe = path.at(within(held.start + side * PROBE * spacing * held.step), estimate);
  const pace = Math.abs(probe.zeta) > 0 ? Math.abs(probe.u - held.start) / Math.abs(probe.zeta) : held.step;
  const points: PathPoint[] = [];
  let last = estimate;
  let next = within(held.start + side * spacing * Math.min(pace, STRIDE * held.step));
  while (points.length < LONGEST * count) {
    const point = path.lowest(path.at(next, last));
    if (!Number.isFinite(point.deviance)) break;
    points.push(point);
    if (Math.abs(point.zeta) >= cutoff || point.u === bound) break;
    const step = spacing / point.zetaSlope;
    const longest = STRIDE * Math.abs(point.u - last.u);
    next = within(point.u + side * (step > 0 && step < longest ? step : longest));
    last = point;
  }
  return points;
}
