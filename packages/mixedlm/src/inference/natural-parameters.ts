// The parameters in which Kenward and Roger's adjustment is made, and how the entries of all Psi depend on them: the
// entries themselves where a term is unstructured, so that the covariance is linear in them; standard deviations and
// the correlation of a structured term. The adjustment is the same in any other parameters.
import { integerPower, type Matrix, matrix } from "@mixedlm/linalg";
import { termParameters } from "../parameters/covariance-parameters.ts";
import { correlationOf } from "../parameters/covariance-structures.ts";
import { type CovarianceTerm, linearStarts } from "../parameters/covariance-terms.ts";
import { lowerEntriesByRow } from "../parameters/triangular-root.ts";

/** A second derivative that is not 0: of linear parameter `entry` in natural parameters `a` and `b`. */
export interface Bend {
  readonly entry: number;
  readonly a: number;
  readonly b: number;
  readonly value: number;
}

/** Derivatives of the linear parameters, to which the residual variance is added last, in the natural ones. */
export interface NaturalParameters {
  /** (m + 1) x (number of natural parameters). */
  readonly jacobian: Matrix;
  /** Both orders of `a` and `b`. */
  readonly bends: readonly Bend[];
}

/** Computes the derivatives at a point, internal coordinates. */
export function naturalParameters(terms: readonly CovarianceTerm[], parameters: Float64Array): NaturalParameters {
  const starts = linearStarts(terms);
  const m = starts[terms.length];
  const slopes: { entry: number; of: number; value: number }[] = [];
  const bends: Bend[] = [];
  let count = 0;
  for (const [t, own] of termParameters(terms, parameters).entries()) {
    const { structure, size } = terms[t];
    if (structure === "us") {
      for (let entry = starts[t]; entry < starts[t + 1]; entry++) slopes.push({ entry, of: count++, value: 1 });
      continue;
    }
    const shape = { isOrdered: structure === "ar1", isHeterogeneous: structure === "cs" };
    const sds = own.subarray(0, -1);
    const rho = correlationOf(structure, own, size);
    for (const [e, { row, column }] of lowerEntriesByRow(size).entries()) {
      const entry = starts[t] + e;
      const { slope, bend } = entryDerivatives(shape, sds, rho, row, column);
      for (const [of, value] of slope) slopes.push({ entry, of: count + of, value });
      for (const [a, b, value] of bend) bends.push({ entry, a: count + a, b: count + b, value });
    }
    count += sds.length + 1;
  }
  slopes.push({ entry: m, of: count++, value: 1 });
  const jacobian = matrix(m + 1, count);
  for (const { entry, of, value } of slopes) jacobian.data[of * (m + 1) + entry] += value;
  return { jacobian, bends };
}

/** What a structured matrix is: whether the correlation depends on the distance of columns, and each has its own sd. */
interface Shape {
  readonly isOrdered: boolean;
  readonly isHeterogeneous: boolean;
}

/** Derivatives of sd_i sd_j r_ij in the standard deviations (0, 1, ...) and rho (the last). */
function entryDerivatives(
  { isOrdered, isHeterogeneous }: Shape,
  sds: Float64Array,
  rho: number,
  i: number,
  j: number,
): { slope: [of: number, value: number][]; bend: [a: number, b: number, value: number][] } {
  const last = sds.length;
  const [a, b] = isHeterogeneous ? [i, j] : [0, 0];
  const [r, dr, ddr] = correlation(rho, i === j ? 0 : isOrdered ? Math.abs(i - j) : 1);
  return {
    slope: [
      [a, sds[b] * r],
      [b, sds[a] * r],
      [last, sds[a] * sds[b] * dr],
    ],
    bend: [
      [a, b, r],
      [b, a, r],
      [a, last, sds[b] * dr],
      [last, a, sds[b] * dr],
      [b, last, sds[a] * dr],
      [last, b, sds[a] * dr],
      [last, last, sds[a] * sds[b] * ddr],
    ],
  };
}

/** rho^d and its derivatives. */
function correlation(rho: number, d: number): readonly [number, number, number] {
  return [
    integerPower(rho, d),
    d === 0 ? 0 : d * integerPower(rho, d - 1),
    d < 2 ? 0 : d * (d - 1) * integerPower(rho, d - 2),
  ];
}
