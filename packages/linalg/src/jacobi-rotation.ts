// What the two decompositions by rotations share: the rotation that makes a symmetric 2 x 2 matrix diagonal, and the
// unit that they take their matrices in. In: three numbers. Out: tangent, cosine and sine of the smaller of the two
// angles, which is what makes the sweeps converge.
import { binaryExponent, powerOfTwo } from "./elementary/binary-exponent.ts";
import { hypot } from "./elementary/hypot.ts";
import { notFinite } from "./errors.ts";
import type { Matrix } from "./matrix.ts";

/** A rotation by at most an eighth of a turn. */
export interface JacobiRotation {
  /** Tangent of the angle, -1 to 1. */
  readonly t: number;
  /** Its cosine, 1 / sqrt(1 + t^2). */
  readonly c: number;
  /** Its sine, t c. */
  readonly s: number;
}

/**
 * The rotation J with J' [p off; off q] J diagonal, J = [c s; -s c]: p - t off and q + t off are left on the diagonal.
 *
 * @param off - not 0.
 * @see Golub & Van Loan (2013), Matrix Computations, 4th ed., section 8.5.2, algorithm 8.5.1.
 */
export function jacobiRotation(p: number, off: number, q: number): JacobiRotation {
  const slope = (q - p) / (2 * off);
  const t = (slope < 0 ? -1 : 1) / (Math.abs(slope) + hypot(1, slope));
  const c = 1 / Math.sqrt(1 + t * t);
  return { t, c, s: c * t };
}

/**
 * A power of two near the largest entry, so that no sum of squares overflows and dividing by it rounds nothing.
 *
 * @throws {@link LinalgError} `not-finite` in the name of `operation` when an entry is NaN or infinite.
 */
export function unitOf(operation: string, { data, nrow: n }: Matrix): number {
  let largest = 0;
  for (let at = 0; at < data.length; at++) {
    if (!Number.isFinite(data[at])) throw notFinite(operation, at % n, Math.floor(at / n), data[at]);
    largest = Math.max(largest, Math.abs(data[at]));
  }
  if (largest === 0) return 1;
  return powerOfTwo(largest < 2 ** -1022 ? -1022 : binaryExponent(largest));
}
