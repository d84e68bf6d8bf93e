// Orthogonal polynomials: positions -> one column a degree, by the three-term recurrence. Its coefficients are learnt
// from the training positions and are what R keeps as `coefs`; with them the columns of any positions can be made.

/** Coefficients of the recurrence, as R's `poly` keeps them. */
export interface PolynomialCoefficients {
  /** One per degree: the mean of the positions, weighted by the squares of the polynomial before. */
  readonly alpha: readonly number[];
  /** Sums of squares of the polynomials of degree 0, 1, ... on the training positions, one more than `alpha`. */
  readonly norm2: readonly number[];
}

/**
 * Finds the coefficients.
 *
 * @param x - training positions; NaN is passed over.
 * @param degree - >= 1 and less than the number of distinct positions.
 * @see Kennedy & Gentle (1980), Statistical Computing, 343-4, which R's `poly` follows.
 */
export function polynomialCoefficients(x: Float64Array, degree: number): PolynomialCoefficients {
  const present = x.filter((value) => !Number.isNaN(value));
  const alpha: number[] = [];
  const norm2 = [present.length];
  let before: Float64Array = new Float64Array(present.length);
  let current: Float64Array = new Float64Array(present.length).fill(1);
  // positions are counted from their mean: the sums keep their digits wherever zero is
  const origin = weightedMean(present, current, 0);
  for (let d = 0; d < degree; d++) {
    alpha.push(weightedMean(present, current, origin));
    const next = nextPolynomial(present, { alpha, norm2 }, d, before, current);
    norm2.push(next.reduce((sum, value) => sum + value * value, 0));
    [before, current] = [current, next];
  }
  return { alpha, norm2 };
}

/**
 * Evaluates the polynomials of degree 1, 2, ..., each of length one on the training positions.
 *
 * @param x - positions, length n; NaN gives NaN.
 * @returns one column of length n per degree.
 */
export function orthogonalPolynomials(x: Float64Array, coefficients: PolynomialCoefficients): Float64Array[] {
  let before: Float64Array = new Float64Array(x.length);
  let current: Float64Array = new Float64Array(x.length).fill(1);
  return coefficients.alpha.map((_, d) => {
    const next = nextPolynomial(x, coefficients, d, before, current);
    [before, current] = [current, next];
    const norm = Math.sqrt(coefficients.norm2[d + 1]!);
    return next.map((value) => value / norm);
  });
}

/** The polynomial of degree d + 1 from those of degree d (`current`) and d - 1 (`before`), on x. */
function nextPolynomial(
  x: Float64Array,
  { alpha, norm2 }: PolynomialCoefficients,
  d: number,
  before: Float64Array,
  current: Float64Array,
): Float64Array {
  const ratio = d === 0 ? 0 : norm2[d]! / norm2[d - 1]!;
  return current.map((value, i) => (x[i]! - alpha[d]!) * value - ratio * before[i]!);
}

/** Mean of x with the squares of `root` as weights, about a point near it. */
function weightedMean(x: Float64Array, root: Float64Array, origin: number): number {
  let [sum, total] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    const weight = root[i]! * root[i]!;
    sum += weight * (x[i]! - origin);
    total += weight;
  }
  return origin + sum / total;
}
