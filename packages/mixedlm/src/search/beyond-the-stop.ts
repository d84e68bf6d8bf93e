// Where Newton's method stops early, something flat is in its way: terms that say nearly the same, whose variances have
// a sum but hardly a share; or so few digits that lower cannot be told from higher. In: such a point. Out: a lower one
// along its flat directions, in the parameters or in the covariances themselves, where sums of variances stay what
// they are; or none, and then the point is an optimum as far as the criterion can tell.
import { dot, matrix, maxAbs, spectralMap } from "@mixedlm/linalg";
import type { Criterion } from "../criterion/criterion.ts";
import { joinParameters, termParameters } from "../parameters/covariance-parameters.ts";
import { COVARIANCE_STRUCTURES, lowerParameters } from "../parameters/covariance-structures.ts";
import type { CovarianceTerm } from "../parameters/covariance-terms.ts";
import { covarianceOf, lowerRoot } from "../parameters/triangular-root.ts";
import { pick, placed, principal, scaledEigen } from "./free-variables.ts";

/** What was seen beyond a point. */
export interface Beyond {
  /** The lowest of the points that were looked at, or null where none is lower by more than rounding. */
  readonly lower: Float64Array | null;
  /** What rounding moves the criterion by at the point; see {@link roundingAt}. */
  readonly rounding: number;
}

/** Lengths of looks, as multiples of the parameter that changes most beside its size. */
const LENGTHS = [10, 1, 0.1, 1e-2, 1e-3, 1e-4];
/** The same as shares of Newton's step. */
const SHARES = [1, 0.1, 0.01];
/** Size of a parameter of zero for that, as a share of the largest one's. */
const SMALLEST = 1e-3;
/** How many times the rounding of the criterion a difference must be to be one. */
export const CERTAIN = 10;

/**
 * Looks for a lower point beyond one at which a search stopped.
 *
 * @param free - positions of the parameters that may move.
 * @param least - difference of the criterion that is worth a step.
 */
export function beyondTheStop(
  f: Criterion,
  parameters: Float64Array,
  terms: readonly CovarianceTerm[],
  free: Int32Array,
  least: number,
): Beyond {
  const directions = flatDirections(f, parameters, free);
  // without derivatives nothing is known of the point
  if (directions === null) return { lower: null, rounding: Number.POSITIVE_INFINITY };
  const rounding = roundingAt(f, parameters);
  let lower: Float64Array | null = null;
  let lowest = f.value(parameters) - Math.max(least, CERTAIN * rounding);
  const look = (point: Float64Array): void => {
    const value = f.value(point);
    if (value >= lowest) return;
    lower = point;
    lowest = value;
  };
  const still = new Float64Array(parameters.length);
  const largest = maxAbs(parameters) || 1;
  for (const [k, own] of directions.entries()) {
    const direction = placed(still, free, own);
    const along = (t: number): Float64Array => parameters.map((value, i) => value + t * direction[i]);
    const relative = direction.map((value, i) => value / Math.max(Math.abs(parameters[i]), SMALLEST * largest));
    const unit = maxAbs(relative);
    if (!(unit > 0 && unit < Number.POSITIVE_INFINITY)) continue;
    for (const length of LENGTHS)
      for (const t of [length / unit, -length / unit]) {
        look(along(t));
        look(alongCovariances(terms, parameters, direction, t));
      }
    if (k === 0) for (const share of SHARES) look(along(share));
  }
  return { lower, rounding };
}

/** Points around one that tell what rounding does, and how far they are, relative to each parameter. */
const [SAMPLES, NEAR] = [6, 8 * Number.EPSILON];

/**
 * What rounding moves the criterion by: the largest difference between a point and others that are some units in the
 * last place of its parameters away.
 *
 * @see Moré & Wild (2011), Estimating computational noise, SIAM J. Sci. Comput. 33, 1292-1314, of which this is the
 *   crudest form.
 */
export function roundingAt(f: Pick<Criterion, "value">, parameters: Float64Array): number {
  const value = f.value(parameters);
  const differences = Array.from({ length: SAMPLES }, (_, k) => {
    // shares between -1 and 1 that have no pattern in i or k
    const near = parameters.map((own, i) => own * (1 + (NEAR * (((7 * i + 5 * k) % 11) - 5)) / 5));
    return Math.abs(f.value(near) - value);
  });
  return maxAbs(Float64Array.from(differences, (own) => (Number.isNaN(own) ? Number.POSITIVE_INFINITY : own)));
}

/** Share of the largest scaled curvature from which a direction is flat, and how many of them are looked along. */
const [FLAT, MOST] = [1e-3, 8];
/** Share of the largest scaled curvature that Newton's step takes for the least. */
const FLOOR = 1e-7;

/** Newton's step first, then the directions of least curvature, negative ones included; of free parameters. */
function flatDirections(f: Criterion, parameters: Float64Array, free: Int32Array): Float64Array[] | null {
  const gradient = pick(f.gradient(parameters), free);
  const hessian = principal(f.hessian(parameters), free);
  if (!hessian.data.every(Number.isFinite) || !gradient.every(Number.isFinite)) return null;
  const { values, vectors, unit } = scaledEigen(hessian);
  const n = free.length;
  const largest = maxAbs(values) || 1;
  const axes = Array.from(values, (value, k) => {
    const direction = vectors.data.subarray(k * n, (k + 1) * n).map((entry, i) => entry * unit[i]);
    return { value, direction, share: dot(direction, gradient) / Math.max(Math.abs(value), FLOOR * largest) };
  });
  const newton = unit.map((_, i) => -axes.reduce((sum, { direction, share }) => sum + share * direction[i], 0));
  const flat = axes.filter(({ value }) => value <= FLAT * largest).slice(0, MOST);
  return [newton, ...flat.map(({ direction }) => direction)];
}

/**
 * A step along the tangent of each Psi in a direction of the parameters: Psi + t (lambda delta' + delta lambda'),
 * without negative eigenvalues. A sum of variances that the direction leaves alone stays the same however long the
 * step.
 */
function alongCovariances(
  terms: readonly CovarianceTerm[],
  parameters: Float64Array,
  direction: Float64Array,
  t: number,
): Float64Array {
  const deltas = termParameters(terms, direction);
  return joinParameters(
    termParameters(terms, parameters).map((own, k) => {
      const { structure, size } = terms[k];
      return structure === "us" ? alongMatrix(own, deltas[k], size, t) : alongVariances(own, deltas[k], t);
    }),
  );
}

function alongMatrix(own: Float64Array, delta: Float64Array, size: number, t: number): Float64Array {
  const { us } = COVARIANCE_STRUCTURES;
  const sum = us.lambda(
    own.map((value, k) => value + t * delta[k]),
    size,
  );
  const square = covarianceOf(
    us.lambda(
      delta.map((value) => t * value),
      size,
    ),
    size,
  );
  const psi = covarianceOf(sum, size).map((entry, at) => entry - square[at]);
  if (!psi.every(Number.isFinite)) return own;
  const { data } = spectralMap(matrix(size, size, psi), (value) => Math.max(value, 0));
  return lowerParameters(lowerRoot(data, size), size);
}

/** The same for standard deviations followed by an angle, which moves as it is. */
function alongVariances(own: Float64Array, delta: Float64Array, t: number): Float64Array {
  const last = own.length - 1;
  return own.map((value, k) =>
    k === last ? value + t * delta[k] : Math.sqrt(Math.max(0, value * (value + 2 * t * delta[k]))),
  );
}
