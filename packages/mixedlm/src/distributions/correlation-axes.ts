// A correlation matrix -> unit vectors whose products are the correlations, in as few dimensions as there are; and how
// the length of a t vector in so many dimensions is distributed.
import { type Matrix, matrix, symmetricEigen } from "@mixedlm/linalg";
import { impossibleCorrelation } from "../errors.ts";
import { betaTails, gammaTails, type Tails } from "./tails.ts";

/** Share of the largest eigenvalue of the correlation below which a dimension is rounding. */
const DEPENDENT = 1e-10;

/** The same below 0, beyond which a matrix has no vectors. */
const IMPOSSIBLE = 1e-8;

/** Unit vectors, one for each variable, whose products are the correlations: k x r. */
export interface Axes {
  readonly rows: Matrix;
  readonly rank: number;
}

/**
 * Unit vectors that have the given correlations, in as few dimensions as there are.
 *
 * @throws {@link FitError} `not-a-correlation` of a matrix with a negative eigenvalue.
 */
export function axesOf(correlation: Matrix): Axes {
  const k = correlation.nrow;
  const { values, vectors } = symmetricEigen(correlation);
  if (values[0] < -IMPOSSIBLE * values[k - 1])
    throw impossibleCorrelation(`an eigenvalue is ${values[0].toPrecision(3)}`);
  const kept = Array.from(values.keys()).filter((j) => values[j] > DEPENDENT * values[k - 1]);
  const rows = matrix(k, kept.length);
  for (let i = 0; i < k; i++) {
    let square = 0;
    for (const [at, j] of kept.entries()) {
      rows.data[at * k + i] = vectors.data[j * k + i] * Math.sqrt(values[j]);
      square += rows.data[at * k + i] ** 2;
    }
    for (let at = 0; at < kept.length; at++) rows.data[at * k + i] /= Math.sqrt(square);
  }
  return { rows, rank: kept.length };
}

/** Tails of c / m exceeding the length of a t vector in r dimensions; the slope is in log m. */
export function lengthTails(c: number, m: number, r: number, df: number): Tails {
  const square = (c / m) ** 2;
  if (df === Number.POSITIVE_INFINITY) return gammaTails(r / 2, square / 2);
  const odds = square / df;
  return betaTails(r / 2, df / 2, odds === Number.POSITIVE_INFINITY ? 1 : odds / (1 + odds), 1 / (1 + odds));
}
