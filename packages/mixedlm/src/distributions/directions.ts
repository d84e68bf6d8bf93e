// The tail of the largest |T_i| of a multivariate t or normal vector, any correlation, singular or not. The vector is a
// length times a uniform direction in as many dimensions as the correlation has. Each direction belongs to the axis i
// nearest to it, whose |T_i| is the largest along it; in polar coordinates about that axis the angle is integrated once
// for all, and only how far it is to the next axis depends on where one goes. So a small probability is a sum of small
// terms, and its relative error is small too. The ways out are points of a circle, or lattices with random shifts; how
// far they go does not depend on the value that is asked for and is kept.
import { atan, cos, dot, integerPower, type Matrix, type RandomGenerator, randomGenerator, sin } from "@mixedlm/linalg";
import { type Axes, lengthTails } from "./correlation-axes.ts";
import { latticeSteps } from "./lattice-steps.ts";
import { normalQuantile } from "./normal.ts";

/** Random shifts of a lattice: enough for a standard error. */
const SHIFTS = 12;
/** Primes, for lattices of growing size. */
const SIZES = [61, 127, 251, 509, 1021, 2039, 4093, 8191, 16381, 32749];
/** Multiplications, and angles that are kept, before the search for more digits ends: some tenths of a second. */
const MOST_WORK = 1e8;
const MOST_ANGLES = 4e6;
/** What a normal quantile costs, in multiplications. */
const NORMAL = 20;
/** Cells of a table over a right angle. */
const CELLS = 512;
/** Correlation beyond which two variables are one. */
const ONE_VARIABLE = 1 - 1e-12;
/** Points of half a circle; the integrand has corners, so that the error falls with the square of their number. */
const CIRCLE = 4096;

/** A probability by simulation. @inline */
export interface Estimated {
  /** From 0 to 1. */
  readonly value: number;
  /** Three standard errors. */
  readonly error: number;
}

/** How far a probability is worked out. */
export interface Accuracy {
  /** Absolute and relative error that are asked for: both are to be met. */
  readonly absolute: number;
  readonly relative: number;
  /** How many lattices to take instead, so that the answer is a continuous function of the question. */
  readonly lattices?: number;
}

/** A share, and how many lattices it took. */
export interface DirectionalTail extends Estimated {
  readonly lattices: number;
}

/**
 * P(max |T_i| > c) over P(|T_i| > c).
 *
 * @param c - positive.
 * @param df - degrees of freedom; infinite for normal.
 * @param single - P(|T_i| > c), which turns relative into absolute errors.
 */
export type DirectionalTails = (c: number, df: number, single: number, accuracy: Accuracy) => DirectionalTail;

/**
 * Prepares the tail of the largest of |T_i| in three dimensions or more.
 *
 * @param axes - of rank 3 or more.
 * @param seed - of the random shifts.
 * @see Deak (1980), Numer. Math. 35, 35-46, on directions; Genz & Bretz (2002), J. Comput. Graph. Stat. 11(4), 950-971,
 *   on shifted lattices.
 */
export function directionalTails({ rank: r, rows }: Axes, seed: number): DirectionalTails {
  const views = viewsOf(rows);
  if (r === 3) {
    const runs = circleRuns(views);
    return (c, df) => {
      const cap = capTable(c, r, df);
      const [even, odd] = runs.map((places) => meanShare(places, cap) * views.length);
      return { value: (even + odd) / 2, error: Math.abs(even - odd), lattices: 0 };
    };
  }
  const random = randomGenerator(seed);
  const rounds: Float32Array[][] = [];
  const work = SHIFTS * views.length * (views.length + NORMAL) * r;
  const affordable = SIZES.filter(
    (size, at) => at < 2 || (size * work < MOST_WORK && size * SHIFTS * views.length * 2 < MOST_ANGLES),
  );
  return (c, df, single, { absolute, relative, lattices }) => {
    const cap = capTable(c, r, df);
    // every lattice is a sample of its own: they are weighted by their points
    let [mean, variance, points, used] = [0, 0, 0, 0];
    for (const size of affordable.slice(0, lattices)) {
      if (rounds.length === used) rounds.push(latticeRuns(views, r, size, random));
      const round = meanOfRuns(rounds[used].map((places) => meanShare(places, cap) * views.length));
      const share = size / (points + size);
      mean += share * (round.value - mean);
      variance = (1 - share) ** 2 * variance + (share * round.error) ** 2;
      points += size;
      used++;
      const error = Math.sqrt(variance);
      if (lattices === undefined && error * single <= absolute && error <= relative * mean) break;
    }
    return { value: mean, error: Math.sqrt(variance), lattices: used };
  };
}

function meanOfRuns(values: readonly number[]): Estimated {
  const mean = values.reduce((sum, own) => sum + own, 0) / values.length;
  const squares = values.reduce((sum, own) => sum + (own - mean) ** 2, 0);
  return { value: mean, error: 3 * Math.sqrt(squares / (values.length - 1) / values.length) };
}

/** What is seen from an axis: correlations with the others, and what of them is across it, (k - 1) x (r - 1). */
interface View {
  readonly correlations: Float64Array;
  readonly across: Float64Array;
}

function viewsOf({ data, nrow: k, ncol: r }: Matrix): readonly View[] {
  const row = (i: number): Float64Array => Float64Array.from({ length: r }, (_, d) => data[d * k + i]);
  const product = (a: Float64Array, b: Float64Array): number => a.reduce((sum, own, d) => sum + own * b[d], 0);
  const distinct: Float64Array[] = [];
  for (let i = 0; i < k; i++)
    if (distinct.every((own) => Math.abs(product(own, row(i))) < ONE_VARIABLE)) distinct.push(row(i));
  return distinct.map((axis, i) => {
    const rest = distinct.filter((_, j) => j !== i);
    const across = new Float64Array(rest.length * (r - 1));
    for (const [j, own] of rest.entries()) across.set(reflected(own, axis).subarray(1), j * (r - 1));
    return { correlations: Float64Array.from(rest, (own) => product(own, axis)), across };
  });
}

// a vector in coordinates whose first is along the axis: Householder's reflection, with the sign that cancels nothing
function reflected(vector: Float64Array, axis: Float64Array): Float64Array {
  const v = axis.slice();
  v[0] += axis[0] < 0 ? -1 : 1;
  const square = dot(v, v);
  const along = dot(v, vector);
  return vector.map((own, d) => own - (2 * along * v[d]) / square);
}

// how far it is from the axis to the bisector with another, going out along w and along -w, in cells of a right angle
function writePlaces({ correlations, across }: View, w: Float64Array, places: Float32Array, at: number): void {
  const size = w.length;
  let [forth, back] = [0, 0];
  for (let j = 0; j < correlations.length; j++) {
    let along = 0;
    for (let d = 0; d < size; d++) along += across[j * size + d] * w[d];
    const rho = along > 0 ? correlations[j] : -correlations[j];
    const distance = Math.abs(along);
    // reciprocal tangents of the angles at which |T_j| becomes the largest
    const [ahead, behind] = [distance / (1 - rho), distance / (1 + rho)];
    if (ahead > forth) forth = ahead;
    if (behind > back) back = behind;
  }
  const cells = CELLS / (Math.PI / 2);
  places[at] = atan(1 / forth) * cells;
  places[at + 1] = atan(1 / back) * cells;
}

// three dimensions: the ways out are half a circle, and equidistant points are as good as any; even ones, then odd ones
function circleRuns(views: readonly View[]): readonly Float32Array[] {
  const w = new Float64Array(2);
  return [0, 1].map((odd) => {
    const places = new Float32Array(views.length * CIRCLE);
    let at = 0;
    for (const view of views)
      for (let n = odd; n < CIRCLE; n += 2) {
        const angle = (Math.PI * (n + 0.5)) / CIRCLE;
        w[0] = cos(angle);
        w[1] = sin(angle);
        writePlaces(view, w, places, at);
        at += 2;
      }
    return places;
  });
}

// a lattice, shifted for each axis and each run
function latticeRuns(views: readonly View[], r: number, size: number, random: RandomGenerator): Float32Array[] {
  const dimensions = r === 4 ? 2 : r - 1;
  const steps = latticeSteps(size, dimensions);
  const shift = new Float64Array(dimensions);
  const point = new Float64Array(dimensions);
  const w = new Float64Array(r - 1);
  return Array.from({ length: SHIFTS }, () => {
    const places = new Float32Array(views.length * size * 2);
    let at = 0;
    for (const view of views) {
      for (let d = 0; d < dimensions; d++) shift[d] = random.uniform();
      for (let n = 0; n < size; n++) {
        // folded, so that the integrand is continuous where the lattice repeats
        for (let d = 0; d < dimensions; d++) point[d] = Math.abs(2 * (((n * steps[d]) / size + shift[d]) % 1) - 1);
        directionAt(point, w);
        writePlaces(view, w, places, at);
        at += 2;
      }
    }
    return places;
  });
}

// a uniform direction: on the sphere by height and half a turn, as w and -w are both taken; elsewhere from normals
function directionAt(point: Float64Array, w: Float64Array): void {
  if (w.length === 3) {
    const height = 2 * point[0] - 1;
    const wide = Math.sqrt(1 - height * height);
    w[0] = height;
    w[1] = wide * cos(Math.PI * point[1]);
    w[2] = wide * sin(Math.PI * point[1]);
    return;
  }
  let square = 0;
  for (let d = 0; d < w.length; d++) {
    w[d] = normalQuantile(Math.min(Math.max(point[d], 1e-15), 1 - 1e-15));
    square += w[d] * w[d];
  }
  const scale = 1 / Math.sqrt(square || 1);
  for (let d = 0; d < w.length; d++) w[d] *= scale;
}

/** Integrals from the axis to the edges of cells, as shares of the whole, and their slopes. */
interface CapTable {
  readonly shares: Float64Array;
  readonly slopes: Float64Array;
}

// the share of P(|T_1| > c) that lies within an angle about the axis: the integral of sin^(r-2) P(length > c / cos)
function capTable(c: number, r: number, df: number): CapTable {
  const cell = Math.PI / 2 / CELLS;
  const density = (angle: number): number =>
    angle >= Math.PI / 2 ? 0 : integerPower(sin(angle), r - 2) * lengthTails(c, cos(angle), r, df).upper;
  const [shares, slopes] = [new Float64Array(CELLS + 1), new Float64Array(CELLS + 1)];
  let before = 0;
  for (let j = 0; j < CELLS; j++) {
    const after = density((j + 1) * cell);
    slopes[j + 1] = after * cell;
    shares[j + 1] = shares[j] + (cell / 6) * (before + 4 * density((j + 0.5) * cell) + after);
    before = after;
  }
  const total = shares[CELLS];
  return { shares: shares.map((own) => own / total), slopes: slopes.map((own) => own / total) };
}

// the mean of the shares at some angles, in cells: cubics between the edges
function meanShare(places: Float32Array, { shares, slopes }: CapTable): number {
  let sum = 0;
  for (let i = 0; i < places.length; i++) {
    const j = Math.min(Math.floor(places[i]), CELLS - 1);
    const t = places[i] - j;
    const rise = shares[j + 1] - shares[j];
    const bent = (1 - t) * (slopes[j] - rise) - t * (slopes[j + 1] - rise);
    sum += shares[j] + t * rise + t * (1 - t) * bent;
  }
  return sum / places.length;
}
