// Mixtures of chi-square distributions, which likelihood ratios of parameters at a boundary follow in large samples:
// the squared length of the projection of a normal vector onto the cone of directions that are possible. In: the cone
// and the information. Out: weights, or tails.
import { acos, asin, type Matrix, matrix, randomGenerator, spectralMap, symmetricEigen } from "@mixedlm/linalg";
import { chiSquareSf } from "./continuous.ts";

/**
 * Probability that a mixture of chi-square variables reaches `x`.
 *
 * @param x - a likelihood ratio; what is not positive gives 1.
 * @param weights - `weights[j]` is that of chi-square with j degrees of freedom; 0 degrees are an atom at 0.
 */
export function chiBarSquareSf(x: number, weights: readonly number[]): number {
  if (Number.isNaN(x)) return x;
  if (!(x > 0)) return 1;
  return weights.reduce((sum, weight, df) => (df === 0 || weight === 0 ? sum : sum + weight * chiSquareSf(x, df)), 0);
}

/** Weights of more variances than this are simulated, from so many draws. */
export const SIMULATED_WEIGHTS = { above: 3, draws: 20_000 } as const;

/**
 * Weights of the mixture for m parameters that cannot be negative: entry j is the probability that j of them are
 * positive in the projection of a normal vector. Closed forms up to three, by simulation beyond.
 *
 * @param information - of the m parameters, m x m, what is estimated beside them taken away; positive definite.
 * @param seed - of the simulation.
 * @returns m + 1 weights.
 * @see Shapiro (1985), Biometrika 72, 133-144, equations for up to three; Kudo (1963), Biometrika 50, 403-418.
 */
export function orthantWeights(information: Matrix, seed = 0): number[] {
  const m = information.nrow;
  if (m === 1) return [0.5, 0.5];
  // correlations of the estimates, and those given all others: of the information with its sign turned
  const partial = correlations(information);
  const rho = correlations(spectralMap(information, (value) => 1 / value));
  if (m === 2) {
    const both = 0.25 + asin(rho(0, 1)) / (2 * Math.PI);
    return [0.5 - both, 0.5, both];
  }
  if (m === 3) {
    const pairs = [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const;
    const arcs = (own: (i: number, j: number) => number): number =>
      pairs.reduce((sum, [i, j]) => sum + acos(own(i, j)), 0);
    const all = (2 * Math.PI - arcs(rho)) / (4 * Math.PI);
    const two = (3 * Math.PI - arcs((i, j) => -partial(i, j))) / (4 * Math.PI);
    return [0.5 - two, 0.5 - all, two, all];
  }
  const counts = new Array<number>(m + 1).fill(0);
  const random = randomGenerator(seed);
  const project = coneProjection(
    scaled(
      information,
      Array.from({ length: m }, (_, i) => unitOf(information, i)),
    ),
    "orthant",
  );
  for (let draw = 0; draw < SIMULATED_WEIGHTS.draws; draw++) {
    const { point } = project(Float64Array.from({ length: m }, () => random.normal()));
    counts[point.reduce((count, value) => count + (value > 0 ? 1 : 0), 0)] += 1 / SIMULATED_WEIGHTS.draws;
  }
  return counts;
}

function correlations({ data, nrow: m }: Matrix): (i: number, j: number) => number {
  return (i, j) => Math.max(-1, Math.min(1, data[j * m + i] / Math.sqrt(data[i * (m + 1)] * data[j * (m + 1)])));
}

function unitOf({ data, nrow }: Matrix, i: number): number {
  return Math.sqrt(data[i * (nrow + 1)]);
}

// units of the columns that give the variances unit information; a unit of two columns keeps the cone what it is, and
// the root of 2 makes entries off the diagonal count once for each triangle
function semidefiniteUnits(information: Matrix): number[] {
  const s = Math.round((Math.sqrt(1 + 8 * information.nrow) - 1) / 2);
  const column = (i: number): number => Math.sqrt(unitOf(information, (i * (i + 3)) / 2));
  const units: number[] = [];
  for (let i = 0; i < s; i++)
    for (let j = 0; j <= i; j++) units.push(column(i) * column(j) * (i === j ? 1 : Math.SQRT2));
  return units;
}

function scaled({ data, nrow }: Matrix, units: readonly number[]): Matrix {
  return matrix(
    nrow,
    nrow,
    data.map((value, at) => value / (units[at % nrow] * units[Math.floor(at / nrow)])),
  );
}

/** What a cone consists of: vectors without negative entries, or symmetric matrices without negative eigenvalues. */
export type Cone = "orthant" | "semidefinite";

/** Directions that are looked at before the error is, and at most; each with its opposite. */
const [BATCH, LARGEST] = [1000, 20_000];
/** Standard error, as a share of the tail, that is enough; and the tails that tests are decided by. */
const [ENOUGH, DECIDED] = [0.005, [1e-4, 0.2]] as const;

/** A tail that is simulated. */
export interface SimulatedTail {
  readonly tail: number;
  /** Its standard error. */
  readonly monteCarloError: number;
}

/**
 * Tail of the likelihood ratio of a covariance matrix that is 0, beside `free` covariances that may have any sign.
 *
 * A normal vector is a length times a direction, and so is its projection onto a cone: along each of some random
 * directions the tail is one of chi-square, so that small probabilities are as exact as large ones. Directions go in
 * opposite pairs, of which one is near the cone where the other is far. Where the tail is one that tests are decided
 * by, there are as many as make its standard error a share of 0.005; elsewhere 1,000 pairs.
 *
 * @param x - likelihood ratio.
 * @param information - of the d entries of the lower triangle by rows, d x d, positive definite.
 * @param free - degrees of freedom of what has no boundary.
 * @see Self & Liang (1987), J. Am. Stat. Assoc. 82, 605-610; Stram & Lee (1994), Biometrics 50, 1171-1177.
 */
export function semidefiniteTail(x: number, information: Matrix, free: number, seed = 0): SimulatedTail {
  if (!(x > 0)) return { tail: 1, monteCarloError: 0 };
  const d = information.nrow;
  const random = randomGenerator(seed);
  const project = coneProjection(scaled(information, semidefiniteUnits(information)), "semidefinite");
  const along = (z: Float64Array): number => mixedTail(x, Math.min(1, project(z).square), d, free);
  let [count, sum, square] = [0, 0, 0];
  for (;;) {
    for (const last = count + BATCH; count < last; count++) {
      const z = Float64Array.from({ length: d }, () => random.normal());
      const length = Math.sqrt(z.reduce((total, value) => total + value * value, 0));
      const [there, back] = [1, -1].map((sign) => along(z.map((value) => (sign * value) / length)));
      const own = (there + back) / 2;
      sum += own;
      square += own * own;
    }
    const tail = sum / count;
    const monteCarloError = Math.sqrt(Math.max(0, square / count - tail * tail) / (count - 1));
    const isDecided = tail < DECIDED[0] || tail > DECIDED[1];
    if (isDecided || monteCarloError <= ENOUGH * tail || count >= LARGEST) return { tail, monteCarloError };
  }
}

// P(share chi-square_d + chi-square_free > x), by the midpoint rule on quantiles of the part that has no boundary
function mixedTail(x: number, share: number, d: number, free: number): number {
  const tail = (rest: number): number => (rest <= 0 ? 1 : share > 0 ? chiSquareSf(rest / share, d) : 0);
  if (free === 0) return tail(x);
  // integrated over the free part v = x s: P(v > x) + density
  const steps = 64;
  let sum = chiSquareSf(x, free);
  for (let j = 0; j < steps; j++) {
    const [from, to] = [(x * j) / steps, (x * (j + 1)) / steps];
    sum += (chiSquareSf(from, free) - chiSquareSf(to, free)) * tail(x - (from + to) / 2);
  }
  return sum;
}

/** Gradient steps at most, and the change by one, relative to the point's size, that ends them. */
const [ROUNDS, SETTLED] = [500, 1e-10] as const;

/** The nearest point of a cone, in the metric of the information, and its squared length. */
interface Projected {
  readonly point: Float64Array;
  readonly square: number;
}

/**
 * Makes the projection of z ~ N(0, I), which stands for the estimates H^(-1/2) z, onto a cone: gradient steps that are
 * accelerated, each put back into the cone; the acceleration begins anew where it points uphill.
 *
 * @see Beck & Teboulle (2009), SIAM J. Imaging Sci. 2, 183-202, section 4; O'Donoghue & Candes (2015), Found. Comput.
 *   Math. 15, 715-732, on beginning anew.
 */
function coneProjection(H: Matrix, cone: Cone): (z: Float64Array) => Projected {
  const d = H.nrow;
  const half = spectralMap(H, Math.sqrt);
  const { values } = symmetricEigen(H);
  const step = 1 / values[d - 1];
  const back = cone === "orthant" ? clipEntries : clipEigenvalues;
  const times = ({ data }: Matrix, v: Float64Array): Float64Array =>
    Float64Array.from({ length: d }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < d; j++) sum += data[j * d + i] * v[j];
      return sum;
    });
  return (z) => {
    // minimises (w - u)'H(w - u), u = H^(-1/2) z, whose gradient is 2 (H w - H^(1/2) z)
    const target = times(half, z);
    let w: Float64Array = new Float64Array(d);
    let v = w;
    let momentum = 1;
    for (let round = 0; round < ROUNDS; round++) {
      const slope = times(H, v);
      const next = back(v.map((value, i) => value - step * (slope[i] - target[i])));
      const change = next.reduce((most, value, i) => Math.max(most, Math.abs(value - w[i])), 0);
      const size = next.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-300);
      const turned = next.reduce((sum, value, i) => sum + (v[i] - value) * (value - w[i]), 0) > 0;
      const grown = turned ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
      const pull = turned ? 0 : (momentum - 1) / grown;
      const from = w;
      v = next.map((value, i) => value + pull * (value - from[i]));
      [w, momentum] = [next, grown];
      if (change < SETTLED * size && round > 2) break;
    }
    // w'H w = w'H^(1/2) z at the projection
    return {
      point: w,
      square: Math.max(
        0,
        w.reduce((sum, value, i) => sum + value * target[i], 0),
      ),
    };
  };
}

function clipEntries(v: Float64Array): Float64Array {
  return v.map((value) => Math.max(0, value));
}

// a symmetric matrix by the rows of its lower triangle, off the diagonal in units that make the inner product Euclidean
function clipEigenvalues(v: Float64Array): Float64Array {
  const s = Math.round((Math.sqrt(1 + 8 * v.length) - 1) / 2);
  const A = matrix(s, s);
  for (let i = 0, at = 0; i < s; i++)
    for (let j = 0; j <= i; j++, at++) {
      const value = i === j ? v[at] : v[at] * Math.SQRT1_2;
      A.data[j * s + i] = value;
      A.data[i * s + j] = value;
    }
  const { values, vectors } = symmetricEigen(A);
  const out = new Float64Array(v.length);
  for (let k = 0; k < s; k++) {
    if (!(values[k] > 0)) continue;
    for (let i = 0, at = 0; i < s; i++)
      for (let j = 0; j <= i; j++, at++)
        out[at] += values[k] * vectors.data[k * s + i] * vectors.data[k * s + j] * (i === j ? 1 : Math.SQRT2);
  }
  return out;
}
