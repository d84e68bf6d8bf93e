// Columns that were left out of a fit as combinations of others -> which linear functions of the coefficients have one
// value whatever coefficients fit the data: x'beta is estimable when x, left-out columns included, depends on itself as
// the columns of X do. Checked on the dependence, found once; the kept coefficients alone would give a number to any x.
import { designChunks } from "@mixedlm/design";
import type { FixedTransform } from "@mixedlm/moments";
import { constantColumn } from "../coordinates/independent-columns.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { type ColumnProducts, regressColumns } from "../rows/regress-columns.ts";

/** Left-out columns as combinations of those that were kept. JSON. @inline */
export interface Dependence {
  /** Numbers of the kept columns in the design, from 0. */
  readonly kept: readonly number[];
  /** Numbers of the left-out columns. */
  readonly dropped: readonly number[];
  /** What combinations are counted in where kept columns nearly depend on each other; else null. */
  readonly basis: {
    /** What is taken from each kept column, in multiples of the constant one. */
    readonly centre: readonly number[];
    /** Coefficients of the centred kept columns in each combination, combination after combination, r x r. */
    readonly A: readonly number[];
    /** Number of the constant column among the kept ones; -1 for none. */
    readonly constant: number;
  } | null;
  /** Coefficients of each left-out column, column after column. */
  readonly C: readonly number[];
  /** Share of a sum's terms below which it counts as 0. */
  readonly tolerance: number;
}

/** Share of a column's size that is rounding noise in its coefficients. */
const NOISE = 1e-11;
/**
 * Share of a sum's terms below which it counts as 0: emmeans' tolerance, which decides the same cases. Rows of data are
 * given more room for prediction (`estimableRows`): their numbers are recorded to some digits, those of a grid are
 * exact.
 */
const TOLERANCE = 1e-8;
/** Share of the terms of a combination that it is wrong by. */
const ROUNDING = 1e-13;

/**
 * Finds how the columns that a fit left out depend on the others.
 *
 * @returns null when none was left out, or when the fit has no rows and its moments do not tell.
 */
export function columnDependence(fit: Fit): Dependence | null {
  const { moments, optimum, table } = partsOf(fit);
  if (fit.dropped.length === 0) return null;
  const P = fit.design.fixed.names.length;
  const kept = optimum.kept.slice();
  const dropped = Array.from({ length: P }, (_, j) => j).filter((j) => !kept.includes(j));
  const { fixed, weight, shift, mean, cross } = moments;
  if (fixed === null) {
    const raw = Float64Array.from({ length: P }, (_, j) => shift[j] + mean[j]);
    const square = (i: number, j: number): number => cross[j * (P + 1) + i];
    return {
      kept,
      dropped,
      basis: null,
      C: regressColumns(kept, dropped, { weight, raw, square }, constantColumn(moments), NOISE),
      tolerance: TOLERANCE,
    };
  }
  if (table === null) return null;
  const constant = constantColumn(moments);
  const value = constant < 0 ? 0 : shift[constant] + mean[constant];
  const basis = { centre: [...fixed.centre].map((c) => (constant < 0 ? 0 : c / value)), A: [...fixed.A], constant };
  return { kept, dropped, basis, C: regressOnBasis(fit, fixed, kept, dropped, table), tolerance: toleranceOf(fixed) };
}

/**
 * Combinations, which have the mean square 1, are differences of numbers the size of the columns' means times A: what
 * that leaves of their digits.
 */
function toleranceOf({ centre, A }: FixedTransform): number {
  const r = centre.length;
  let largest = 0;
  for (let j = 0; j < r; j++) {
    let terms = 0;
    for (let k = 0; k <= j; k++) terms += Math.abs(A[j * r + k] * centre[k]);
    largest = Math.max(largest, terms);
  }
  return Math.min(1e-3, Math.max(TOLERANCE, 100 * Number.EPSILON * largest));
}

/** The same on orthogonal combinations of the kept columns, made row by row. */
function regressOnBasis(
  fit: Fit,
  { centre, A }: FixedTransform,
  kept: readonly number[],
  dropped: readonly number[],
  table: NonNullable<ReturnType<typeof partsOf>["table"]>,
): number[] {
  const r = kept.length;
  const size = r + dropped.length;
  const square = new Float64Array(size * size);
  const t = new Float64Array(size);
  for (const { n, X } of designChunks(fit.design, table))
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < r; j++) {
        t[j] = 0;
        for (let k = 0; k <= j; k++) t[j] += A[j * r + k] * (X[kept[k] * n + i] - centre[k]);
      }
      dropped.forEach((d, k) => {
        t[r + k] = X[d * n + i];
      });
      for (let b = 0; b < size; b++) for (let a = 0; a < size; a++) square[b * size + a] += t[a] * t[b];
    }
  const products: ColumnProducts = {
    weight: 1,
    raw: new Float64Array(size),
    square: (i, j) => square[j * size + i],
  };
  const numbers = Array.from({ length: size }, (_, j) => j);
  return regressColumns(numbers.slice(0, r), numbers.slice(r), products, -1, NOISE);
}

/**
 * Tells whether a linear function of the coefficients is estimable.
 *
 * @param x - coefficients of all columns of the design.
 */
export function isEstimable(x: ArrayLike<number>, dependence: Dependence | null): boolean {
  if (dependence === null) return true;
  const { kept, dropped, basis, C, tolerance } = dependence;
  const t = Float64Array.from(kept, (j) => x[j]);
  const own = basis === null ? { sums: t, sizes: t.map(Math.abs) } : combined(t, basis);
  return dropped.every((d, k) => {
    let sum = x[d];
    let terms = Math.abs(sum);
    let noise = 0;
    for (let j = 0; j < t.length; j++) {
      const c = C[k * t.length + j];
      sum -= own.sums[j] * c;
      terms += Math.abs(own.sums[j] * c);
      noise += own.sizes[j] * Math.abs(c);
    }
    return Math.abs(sum) <= tolerance * terms + ROUNDING * noise;
  });
}

/** x in the combinations, and the size of the terms that each is the sum of. */
function combined(
  x: Float64Array,
  { centre, A, constant }: NonNullable<Dependence["basis"]>,
): { readonly sums: Float64Array; readonly sizes: Float64Array } {
  const r = x.length;
  const one = constant < 0 ? 0 : x[constant];
  const sums = new Float64Array(r);
  const sizes = new Float64Array(r);
  for (let j = 0; j < r; j++) {
    // entries that ought to be 0 are wrong by as much as the others
    let largest = 0;
    for (let k = 0; k <= j; k++) largest = Math.max(largest, Math.abs(A[j * r + k]));
    for (let k = 0; k <= j; k++) {
      sums[j] += A[j * r + k] * (x[k] - centre[k] * one);
      sizes[j] += largest * (Math.abs(x[k]) + Math.abs(centre[k] * one));
    }
  }
  return { sums, sizes };
}
