// The fixed effects that maximise the log-likelihood less a penalty, the covariances given. In coordinates z where the
// estimates are independent with variance one, the log-likelihood is -(nu / 2) log(1 + z'z / nu) up to a constant, so
// neither units nor correlations reach the search, and its cost does not depend on the rows. A penalty with a kink at
// zero, as SCAD has, may have its maximum there: such coefficients are held at zero, and let go where that gains.
import { dot, log1p, luFactor, type Matrix, matrix, maxAbs, multiplyVector } from "@mixedlm/linalg";
import { newton, type SecondOrderObjective } from "@mixedlm/optimize";
import type { Estimates } from "mixedlm";
import { SmfError } from "../errors.ts";
import { coefficientSubspace, solve, standardErrors, stretched, transposedTimes } from "./coefficient-subspace.ts";
import { type Penalty, penaltySlopes, penaltyValue } from "./penalties.ts";
import { penaltySlopesWrong } from "./penalty-errors.ts";

/** Largest slope at the maximum, in standard errors of the unpenalised estimates. */
const FLAT = 1e-12;
/** A search that has not ended here, in standard errors from a kink, is on its way there. */
const NEAR = 1e-2;
/** A step off a kink, in standard errors. */
const BESIDE = 1e-7;
/** The step of differences of `deriv`, where a penalty has no `deriv2`; in standard errors. */
const APART = 1e-6;

/**
 * Maximises `-(nu / 2) log(q(beta)) - penalty(beta)`, q the generalised sum of squares, from the estimates on.
 *
 * @param estimates - by generalised least squares: beta and its covariance matrix.
 * @param nu - rows, less fixed effects by REML.
 * @param fe_pen - for a penalty that is not convex the result is the maximum that the search meets first.
 * @returns the fixed effects, length p.
 * @throws {@link SmfError} `penalty-failed`, `penalty-length`, `penalty-result`; `penalty-slopes` when the search gets
 *   stuck since `deriv` is not the derivative of `func`.
 */
export function penalisedFixedEffects(
  { beta, vcov }: Pick<Estimates, "beta" | "vcov">,
  nu: number,
  fe_pen: Penalty,
): Float64Array {
  if (beta.length === 0) return new Float64Array(0);
  const sizes = standardErrors(vcov);
  const kinks = beta.map((_, j) => (hasKink(fe_pen, beta, j, sizes[j]!) ? 1 : 0));
  const zeros = new Set<number>();
  const letGo = new Set<number>();
  let start: ArrayLike<number> = beta;
  for (;;) {
    const criterion = restrictedCriterion(beta, vcov, sizes, [...zeros], nu, fe_pen);
    const isAtKink = (z: Float64Array): boolean =>
      criterion.coefficients(z).some((v, j) => kinks[j] === 1 && !zeros.has(j) && Math.abs(v) < NEAR * sizes[j]!);
    const { x, converged } = searched(criterion, criterion.coordinates(start), isAtKink);
    const found = criterion.coefficients(x);
    if (converged) {
      const outwards = steepestOutwards(found, zeros, letGo, sizes, criterion);
      if (outwards === undefined) return found;
      zeros.delete(outwards.column);
      letGo.add(outwards.column);
      start = found.map((value, j) => (j === outwards.column ? outwards.sign * BESIDE * sizes[j]! : value));
      continue;
    }
    const stuck = nearestKink(found, kinks, zeros, sizes);
    if (stuck === undefined) return checkedEnd(criterion, x, found);
    zeros.add(stuck);
    start = found.map((value, j) => (j === stuck ? 0 : value));
  }
}

/** Newton's method, given up early where it creeps towards a kink, which it never reaches. */
function searched(
  criterion: SecondOrderObjective,
  start: Float64Array,
  isAtKink: (z: Float64Array) => boolean,
): { x: Float64Array; converged: boolean } {
  const rules = { gtol: FLAT, gain: 1e-24 };
  const first = newton(criterion, start, { ...rules, maxiter: 20 });
  if (first.reason !== "max-iterations" || isAtKink(first.x)) return first;
  return newton(criterion, first.x, { ...rules, maxiter: 500 });
}

/** The criterion to be minimised over the coefficients that are not held at zero. */
interface RestrictedCriterion extends SecondOrderObjective {
  coefficients(z: Float64Array): Float64Array;
  coordinates(beta: ArrayLike<number>): Float64Array;
  /** The slope in each coefficient of the log-likelihood's part alone, to which the penalty's is added. */
  slopesWithoutPenalty(beta: Float64Array): Float64Array;
  readonly penalty: Penalty;
}

function restrictedCriterion(
  beta: Float64Array,
  vcov: Matrix,
  sizes: Float64Array,
  zeros: readonly number[],
  nu: number,
  penalty: Penalty,
): RestrictedCriterion {
  const p = beta.length;
  const plain = coefficientSubspace(beta, vcov, zeros);
  // units in which a stiff penalty does not hide what the data say
  const space = stretched(plain, penaltyCurvature(penalty, plain.origin, plain.M, sizes));
  const { origin, M, distance, weights, coordinates } = space;
  const coefficients = (z: Float64Array): Float64Array => multiplyVector(M, z).map((v, j) => origin[j]! + v);
  const square = (z: Float64Array): number => z.reduce((sum, v, i) => sum + weights[i]! * v * v, distance);
  return {
    penalty,
    coefficients,
    coordinates,
    value: (z) => (nu / 2) * log1p(square(z) / nu) + penaltyValue(penalty, coefficients(z)),
    gradient(z) {
      const slopes = transposedTimes(M, penaltySlopes(penalty, coefficients(z)));
      const share = nu / (nu + square(z));
      return slopes.map((slope, i) => slope + share * weights[i]! * z[i]!);
    },
    hessian(z) {
      const share = nu / (nu + square(z));
      const H = penaltyCurvature(penalty, coefficients(z), M, sizes);
      for (let j = 0; j < p; j++) {
        const own = weights[j]! * z[j]!;
        H.data[j * (p + 1)]! += share * weights[j]!;
        for (let i = 0; i < p; i++) H.data[j * p + i]! -= (2 * share * share * weights[i]! * z[i]! * own) / nu;
      }
      return H;
    },
    slopesWithoutPenalty(at) {
      const gap = at.map((value, j) => value - beta[j]!);
      const solved = solve(luFactor(vcov), gap);
      const share = nu / (nu + dot(gap, solved));
      return solved.map((value) => share * value);
    },
  };
}

/** M'H M with H the penalty's second derivatives, from differences of its gradient where it has none. */
function penaltyCurvature(penalty: Penalty, beta: Float64Array, M: Matrix, sizes: Float64Array): Matrix {
  const p = beta.length;
  const rows = secondDerivatives(penalty, beta) ?? differences(penalty, beta, sizes);
  const H = matrix(p, p);
  for (let j = 0; j < p; j++) {
    const column = M.data.subarray(j * p, (j + 1) * p);
    const product = Float64Array.from(rows, (row) => dot(row, column));
    H.data.set(transposedTimes(M, product), j * p);
  }
  return H;
}

function secondDerivatives(penalty: Penalty, beta: Float64Array): Float64Array[] | undefined {
  const p = beta.length;
  try {
    const given = penalty.deriv2(beta);
    if (given.length !== p) return undefined;
    const rows = Array.from<number | number[], Float64Array>(given, (own, i) => {
      return typeof own === "number" ? beta.map((_, j) => (i === j ? own : 0)) : Float64Array.from(own);
    });
    return rows.every((row) => row.length === p && row.every(Number.isFinite)) ? rows : undefined;
  } catch (cause) {
    if (cause instanceof SmfError && cause.code !== "not-implemented") throw cause;
    return undefined;
  }
}

function differences(penalty: Penalty, beta: Float64Array, sizes: Float64Array): Float64Array[] {
  const moved = (j: number, by: number): Float64Array =>
    penaltySlopes(
      penalty,
      beta.map((value, i) => (i === j ? value + by : value)),
    );
  const columns = Array.from(beta, (_, j) => {
    const step = APART * sizes[j]!;
    const [up, down] = [moved(j, step), moved(j, -step)];
    return up.map((value, i) => (value - down[i]!) / (2 * step));
  });
  return columns.map((_, i) => Float64Array.from(columns, (column, j) => (column[i]! + columns[i]![j]!) / 2));
}

/** Whether the slope in a coefficient jumps at zero: the jump does not shrink with the step over zero. */
function hasKink(penalty: Penalty, beta: Float64Array, column: number, size: number): boolean {
  const jump = (step: number): number =>
    slopeBeside(penalty, beta, column, step) - slopeBeside(penalty, beta, column, -step);
  const wide = Math.abs(jump(BESIDE * size));
  return wide > 0 && Math.abs(jump(BESIDE * size * 1e-3)) > 0.5 * wide;
}

function slopeBeside(penalty: Penalty, beta: Float64Array, column: number, step: number): number {
  return penaltySlopes(
    penalty,
    beta.map((value, j) => (j === column ? step : value)),
  )[column]!;
}

/** Where a search got stuck: the coefficient with a kink that is nearest to it. */
function nearestKink(
  found: Float64Array,
  kinks: Float64Array,
  zeros: ReadonlySet<number>,
  sizes: Float64Array,
): number | undefined {
  const distance = (j: number): number => Math.abs(found[j]!) / sizes[j]!;
  const candidates = Array.from(found, (_, j) => j).filter((j) => kinks[j] === 1 && !zeros.has(j));
  return candidates.reduce<number | undefined>(
    (best, j) => (best === undefined || distance(j) < distance(best) ? j : best),
    undefined,
  );
}

/**
 * The coefficient at zero whose change gains most, and to which side; each is let go once, lest the search go round.
 */
function steepestOutwards(
  found: Float64Array,
  zeros: ReadonlySet<number>,
  letGo: ReadonlySet<number>,
  sizes: Float64Array,
  { slopesWithoutPenalty, penalty }: RestrictedCriterion,
): { column: number; sign: number } | undefined {
  if (zeros.size === 0) return undefined;
  const smooth = slopesWithoutPenalty(found);
  let best: { column: number; sign: number } | undefined;
  let gain = 1e-8;
  for (const column of zeros)
    for (const sign of letGo.has(column) ? [] : [1, -1]) {
      const slope = smooth[column]! + slopeBeside(penalty, found, column, sign * BESIDE * sizes[column]!);
      if (-sign * slope * sizes[column]! > gain) {
        gain = -sign * slope * sizes[column]!;
        best = { column, sign };
      }
    }
  return best;
}

/** The end of a search that did not converge, unless the penalty contradicts itself. */
function checkedEnd(criterion: RestrictedCriterion, z: Float64Array, found: Float64Array): Float64Array {
  const slopes = criterion.gradient(z);
  const steepest = maxAbs(slopes);
  if (steepest <= 1e-6 * Math.max(1, maxAbs(z))) return found;
  const along = (step: number): number => criterion.value(z.map((v, i) => v + (step * slopes[i]!) / steepest));
  const difference = (along(APART * 10) - along(-APART * 10)) / (20 * APART);
  const promised = dot(slopes, slopes) / steepest;
  if (Math.abs(difference - promised) > 1e-2 * Math.abs(promised)) throw penaltySlopesWrong(promised, difference);
  return found;
}
