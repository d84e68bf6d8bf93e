// A fit and one of its variances -> the log-likelihood maximised over everything else, at values around the estimate.
// statsmodels holds the variance divided by the residual variance (`ratio`); the profile of the variance itself
// (`variance`) lets the residual variance move by itself. Both are searched to rounding, each point from its neighbour.
import { type Minimum, newton, type SecondOrderObjective } from "@mixedlm/optimize";
import { type Engine, lowerRoot, type StopSignal, throwIfAborted } from "mixedlm";
import { optionType } from "../errors.ts";
import { checkOptions } from "../model/options.ts";
import { fromPackedSqrt, pack } from "../model/packing.ts";
import type { MixedLMParams } from "../model/params.ts";
import { constrainedFit, profileParameter, profileRange } from "./inference-errors.ts";
import { type ProfileCriterion, profileCriterion } from "./profile-criterion.ts";

/** What is profiled: which points, and what is held at each. */
export interface ProfileOptions {
  /** Number of points below the estimate. Default 5. */
  readonly num_low?: number;
  /** How far down they reach, units of the variance. Default 1. */
  readonly dist_low?: number;
  /** Number of points above the estimate. Default 5. */
  readonly num_high?: number;
  /** How far up they reach, units of the variance. Default 1. */
  readonly dist_high?: number;
  /**
   * `ratio`, statsmodels' own: the variance divided by the residual variance is held, and a value is their product
   * where the likelihood is largest. `variance`: the variance is held, the values are the grid's. Default `ratio`.
   */
  readonly profile?: "ratio" | "variance";
  /** Accepted for statsmodels' sake: the optimum is exact whatever the method. */
  readonly method?: string | readonly string[] | null;
  /** Accepted, and without effect: no search is cut short. */
  readonly maxiter?: number;
  /** Accepted, and without effect: searches go on to rounding. */
  readonly gtol?: number;
  /** Accepted: nothing is printed. */
  readonly disp?: boolean | number;
  /** Called after each point; what it throws ends the profile. */
  readonly onProgress?: (done: number, total: number) => void;
  /** An `AbortSignal`, looked at before each point: once aborted, its reason is thrown. */
  readonly signal?: StopSignal;
}

const OPTIONS = {
  num_low: "points",
  dist_low: "amount",
  num_high: "points",
  dist_high: "amount",
  profile: "text",
  method: "methods",
  maxiter: "count",
  gtol: "positive",
  disp: "anything",
  onProgress: "function",
  signal: "signal",
} as const;

/** The fit that is profiled. */
export interface ProfiledFit {
  readonly engine: Engine;
  readonly reml: boolean;
  /** The estimates, covariances relative to `scale`. */
  readonly params_object: MixedLMParams;
  readonly scale: number;
  readonly exog_re_names: readonly string[];
  readonly vcomp_names: readonly string[];
  /** The mask of a constrained fit; parameters with a 0 stay where they are. */
  readonly freepat: MixedLMParams | null;
  /** Whether the fit maximised a penalised likelihood. */
  readonly isPenalised: boolean;
}

/**
 * Profiles a variance.
 *
 * @param re_ix - `re`: number or name of a random-effects column; `vc`: name of a variance component.
 * @returns rows of [value, log-likelihood], values ascending, the estimate among them; the log-likelihood is NaN where
 *   no maximum was found.
 * @throws {@link SmfError} `profile-parameter`; `profile-range` when `dist_low` reaches below zero; `constrained-fit`
 *   for a penalised fit; `unknown-option`, `option-type`; the reason of a signal.
 */
export function profileRe(
  fit: ProfiledFit,
  re_ix: number | string,
  vtype: "re" | "vc",
  options: ProfileOptions = {},
): number[][] {
  checkOptions("profile_re", options, OPTIONS);
  const { num_low = 5, dist_low = 1, num_high = 5, dist_high = 1, profile = "ratio" } = options;
  const { onProgress, signal } = options;
  if (profile !== "ratio" && profile !== "variance")
    throw optionType("profile_re", "profile", '"ratio" or "variance"', profile);
  if (fit.isPenalised) throw constrainedFit("profile_re", "penalties");
  const { position, order } = parameter(fit, re_ix, vtype);
  const start = packedRoots(fit, order);
  const variance = fit.scale * start[position]! ** 2;
  // what rounding takes away is no negative variance
  const lowest = variance - dist_low;
  if (num_low > 0 && !(lowest > 0)) throw profileRange(variance, dist_low);
  const criterion = profileCriterion(fit, order, position);
  const positions = freePositions(fit, order);
  const sizes = unitSizes(fit, order, start);
  const below = steps(variance, lowest, num_low);
  const above = steps(variance, variance + dist_high, num_high);
  let done = 0;
  const follow = (values: readonly number[]): number[][] => {
    let at = start;
    return values.map((value) => {
      throwIfAborted(signal);
      const point = maximise(criterion, { value, profile, scale: fit.scale, position, positions, sizes, start: at });
      at = point.packed;
      done += 1;
      onProgress?.(done, num_low + 1 + num_high);
      return [point.value, point.logLik];
    });
  };
  const rows = [...follow(below).reverse(), ...follow([variance]), ...follow(above)];
  throwIfAborted(signal);
  return rows;
}

/** Values from an end on, that end left out. */
function steps(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + ((i + 1) / count) * (to - from));
}

/** Where the variance stands among the packed square roots, with its column put first; and the columns' order. */
function parameter(
  { exog_re_names, vcomp_names }: ProfiledFit,
  re_ix: unknown,
  vtype: unknown,
): { position: number; order: readonly number[] } {
  const order = exog_re_names.map((_, i) => i);
  if (vtype === "vc") {
    const at = (vcomp_names as readonly unknown[]).indexOf(re_ix);
    if (at < 0) throw profileParameter(re_ix, vtype, vcomp_names);
    return { position: (order.length * (order.length + 1)) / 2 + at, order };
  }
  if (vtype !== "re") throw optionType("profile_re", "vtype", '"re" or "vc"', vtype);
  const at = typeof re_ix === "number" ? order.indexOf(re_ix) : (exog_re_names as readonly unknown[]).indexOf(re_ix);
  if (at < 0) throw profileParameter(re_ix, vtype, exog_re_names);
  // the square of the first entry of a triangular root is the first variance, whatever the other entries are
  order[0] = at;
  order[at] = 0;
  return { position: 0, order };
}

/** The estimates as packed square roots, the columns in another order. */
function packedRoots({ params_object }: ProfiledFit, order: readonly number[]): Float64Array {
  const { cov_re, vcomp } = params_object;
  const psi = Float64Array.from(order.flatMap((j) => order.map((i) => cov_re[i]![j]!)));
  const roots = vcomp.map((variance) => Float64Array.of(Math.sqrt(variance)));
  return pack(order.length === 0 ? roots : [lowerRoot(psi, order.length), ...roots]);
}

/** Numbers of the packed square roots that no mask holds. */
function freePositions({ freepat, params_object }: ProfiledFit, order: readonly number[]): number[] {
  const all = Array.from({ length: params_object.k_re2 + params_object.k_vc }, (_, i) => i);
  if (freepat === null) return all;
  const lower = order.flatMap((i, row) => order.slice(0, row + 1).map((j) => freepat.cov_re[i]![j]!));
  const mask = [...lower, ...freepat.vcomp];
  return all.filter((i) => mask[i] !== 0);
}

/** Share of a column's own unit below which a standard deviation says nothing about its size. */
const TINY = 1e-3;

/** A size for each packed square root: its row's standard deviation, or where that is zero the unit of its column. */
function unitSizes({ engine }: ProfiledFit, order: readonly number[], packed: Float64Array): Float64Array {
  const { bases } = engine.products;
  const roots = fromPackedSqrt(packed, order.length);
  return pack(
    roots.map((root, t) => {
      const k = Math.sqrt(root.length);
      return root.map((_, at) => {
        const row = at % k;
        const unit = 1 / bases[t]!.scale[(t === 0 ? order[row] : undefined) ?? row]!;
        let square = 0;
        for (let m = 0; m < k; m++) square += root[m * k + row]! ** 2;
        return Math.sqrt(square) > TINY * unit ? Math.sqrt(square) : unit;
      });
    }),
  );
}

/** One point of a profile. */
interface Point {
  readonly value: number;
  readonly profile: "ratio" | "variance";
  readonly scale: number;
  /** Position of the profiled root; positions that are free, that one included; sizes of all. */
  readonly position: number;
  readonly positions: readonly number[];
  readonly sizes: Float64Array;
  /** The maximum of a neighbour. */
  readonly start: Float64Array;
}

/** Slope, in parameters of unit size, beyond which a point is no maximum. */
const FLAT = 1e-3;
/** A diagonal entry, in units of its size, that may have been stopped by a zero; and what it is tried with instead. */
const NEAR_ZERO = 0.05;
const LIFTED = 0.3;

/** The maximum with the variance, or its ratio, held; at a variance of zero both are the same. */
function maximise(criterion: ProfileCriterion, point: Point): { value: number; logLik: number; packed: Float64Array } {
  const { value, scale, position, positions, sizes } = point;
  const held = point.profile === "ratio" || value === 0 ? null : value;
  const start = point.start.slice();
  const before = held === null ? scale : criterion.residualVariance(start);
  start[position] = Math.sqrt(value / before);
  const moving = positions.filter((i) => held !== null || i !== position);
  if (held !== null && !moving.includes(position)) moving.push(position);
  const packed = (x: Float64Array): Float64Array => {
    const whole = start.slice();
    for (const [a, i] of moving.entries()) whole[i] = x[a]! * sizes[i]!;
    return whole;
  };
  const objective = withDifferences({
    value: (x) => -criterion.at(packed(x), held).logLik,
    gradient(x) {
      const slopes = criterion.at(packed(x), held).slopes();
      return Float64Array.from(moving, (i) => -slopes[i]! * sizes[i]!);
    },
  });
  const first = Float64Array.from(moving, (i) => start[i]! / sizes[i]!);
  const lifted = first.map((v, a) => (criterion.isDiagonal[moving[a]!] && Math.abs(v) < NEAR_ZERO ? LIFTED : v));
  const starts = lifted.some((v, a) => v !== first[a]) ? [first, lifted] : [first];
  const ends = starts.map((x): Pick<Minimum, "x" | "value" | "gradient"> => {
    if (moving.length === 0) return { x, value: objective.value(x), gradient: x };
    return newton(objective, x, { gtol: 1e-9, gain: 1e-12 });
  });
  const best = ends.reduce((a, b) => (b.value < a.value ? b : a));
  const at = packed(Float64Array.from(best.x));
  const isFlat = best.gradient?.every((slope) => Math.abs(slope) <= FLAT) ?? false;
  const variance = held ?? at[position]! ** 2 * criterion.residualVariance(at);
  return { value: variance, logLik: isFlat || moving.length === 0 ? -best.value : Number.NaN, packed: at };
}

/** Step of differences of a gradient, in parameters of unit size: error of rounding and of the third order alike. */
const STEP = 1e-4;

/** Adds a Hessian by differences of the exact gradient: it decides the steps, not where they end. */
function withDifferences(objective: Omit<SecondOrderObjective, "hessian">): SecondOrderObjective {
  return {
    ...objective,
    hessian(x) {
      const n = x.length;
      const data = new Float64Array(n * n);
      for (let j = 0; j < n; j++) {
        const moved = (by: number): Float64Array => objective.gradient(x.map((v, i) => (i === j ? v + by : v)));
        const [up, down] = [moved(STEP), moved(-STEP)];
        for (let i = 0; i < n; i++) {
          const slope = (up[i]! - down[i]!) / (4 * STEP);
          data[j * n + i]! += slope;
          data[i * n + j]! += slope;
        }
      }
      return { nrow: n, ncol: n, data };
    },
  };
}
