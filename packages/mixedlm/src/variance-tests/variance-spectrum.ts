// The term of one variance -> the eigenvalues that the distribution of its likelihood ratio depends on: those of Z'P0Z,
// P0 = I - X(X'X)^-1X', and of Z'Z. Z'Z is diagonal up to a rotation inside levels and Z'P0Z differs from it by a
// matrix of rank p, so that of each set of equal entries all but p stay what they are: no matrix of all levels is
// formed.
import { choleskyFactorInPlace, log, lowerSolveInPlace, matrix, symmetricEigen } from "@mixedlm/linalg";
import type { InternalProducts } from "../coordinates/internal-products.ts";
import type { Placement } from "../parameters/covariance-terms.ts";

/** Eigenvalues with how often they occur; zeros are left out. */
export interface Spectrum {
  readonly values: Float64Array;
  readonly counts: Int32Array;
}

/** What the null distribution depends on, besides n and p; relative to the largest. */
export interface VarianceSpectrum {
  /** Of Z'P0Z. */
  readonly projected: Spectrum;
  /** Of Z'Z. */
  readonly whole: Spectrum;
  /** Whether entries of Z'Z that differ by less than a hundredth were taken for equal, as there are too many. */
  readonly isBinned: boolean;
}

/** Share of the largest eigenvalue below which one counts as 0; difference of entries that counts as rounding. */
const ZERO = 1e-10;
const EQUAL = 1e-9;
/** Order of a matrix whose eigenvalues take a second; and bins of entries in an e-fold where it would be larger. */
const MOST = 400;
const BINS = 100;

/**
 * Computes the spectrum of a term.
 *
 * @param products - of the model; other terms count for nothing.
 * @param placements - columns of one factor that share the variance.
 */
export function varianceSpectrum(products: InternalProducts, placements: readonly Placement[]): VarianceSpectrum {
  const rows = diagonalRows(products, placements);
  const { p } = products;
  const largest = rows.reduce((most, { square }) => Math.max(most, square), 0);
  const kept = rows.filter(({ square }) => square > ZERO * largest).sort((a, b) => a.square - b.square);
  let sets = equalSets(kept, (first, own) => own - first <= EQUAL * first);
  const order = sets.reduce((sum, set) => sum + Math.min(set.length, p), 0);
  const isBinned = order > MOST;
  if (isBinned) sets = equalSets(kept, (first, own) => Math.floor(BINS * log(own)) === Math.floor(BINS * log(first)));
  return {
    projected: relative(projectedSpectrum(sets, p), largest),
    whole: relative(
      { values: Float64Array.from(sets, meanSquare), counts: Int32Array.from(sets, (set) => set.length) },
      largest,
    ),
    isBinned,
  };
}

/** A coordinate in which Z'Z is diagonal: its entry, and Z'X R^-T with X'X = R R', length p. */
interface DiagonalRow {
  readonly square: number;
  readonly fixed: Float64Array;
}

function diagonalRows({ factors, p, FF }: InternalProducts, placements: readonly Placement[]): DiagonalRow[] {
  const { levels, columns: s, weight, zMean, fMean, ZZ, ZF } = factors[placements[0].factor];
  const at = placements.map(({ column }) => column);
  const m = at.length;
  const R = Float64Array.from({ length: p * p }, (_, k) => FF[Math.floor(k / p) * (p + 1) + (k % p)]);
  choleskyFactorInPlace(R, p);
  return Array.from({ length: levels }, (_, l) => l).flatMap((l) => {
    const own = matrix(m, m);
    for (const [b, j] of at.entries())
      for (const [a, i] of at.entries())
        own.data[b * m + a] = ZZ[l * s * s + j * s + i] + weight[l] * zMean[l * s + i] * zMean[l * s + j];
    const { values, vectors } = symmetricEigen(own);
    return Array.from(values, (square, k): DiagonalRow => {
      const fixed = Float64Array.from({ length: p }, (_, j) => {
        let sum = 0;
        for (const [a, i] of at.entries()) {
          const product = ZF[l * s * (p + 1) + j * s + i] + weight[l] * zMean[l * s + i] * fMean[l * (p + 1) + j];
          sum += vectors.data[k * m + a] * product;
        }
        return sum;
      });
      lowerSolveInPlace(R, p, fixed, 1);
      return { square, fixed };
    });
  });
}

/** Sorted rows in sets whose first and other entries belong together. */
function equalSets(rows: readonly DiagonalRow[], isEqual: (first: number, own: number) => boolean): DiagonalRow[][] {
  const sets: DiagonalRow[][] = [];
  for (const row of rows) {
    const set = sets[sets.length - 1];
    if (set !== undefined && isEqual(set[0].square, row.square)) set.push(row);
    else sets.push([row]);
  }
  return sets;
}

function meanSquare(set: readonly DiagonalRow[]): number {
  return set.reduce((sum, { square }) => sum + square, 0) / set.length;
}

// inside a set X is seen along the axes of its products only; the other directions keep the set's entry
function projectedSpectrum(sets: readonly DiagonalRow[][], p: number): Spectrum {
  const values: number[] = [];
  const counts: number[] = [];
  const seen: DiagonalRow[] = [];
  for (const set of sets) {
    const square = meanSquare(set);
    const rows = set.length <= p ? set : rowsOfProducts(set, square, p);
    seen.push(...rows);
    if (set.length > rows.length) {
      values.push(square);
      counts.push(set.length - rows.length);
    }
  }
  const k = seen.length;
  const A = matrix(k, k);
  for (const [j, b] of seen.entries())
    for (const [i, a] of seen.entries()) {
      let product = i === j ? a.square : 0;
      for (let d = 0; d < p; d++) product -= a.fixed[d] * b.fixed[d];
      A.data[j * k + i] = product;
    }
  const own = symmetricEigen(A).values;
  return { values: Float64Array.of(...values, ...own), counts: Int32Array.of(...counts, ...new Array(k).fill(1)) };
}

// the same products with X from fewer rows: F'F = V diag(w) V', rows sqrt(w_k) v_k'
function rowsOfProducts(set: readonly DiagonalRow[], square: number, p: number): DiagonalRow[] {
  const F = matrix(p, p);
  for (const { fixed } of set)
    for (let j = 0; j < p; j++) for (let i = 0; i < p; i++) F.data[j * p + i] += fixed[i] * fixed[j];
  const { values, vectors } = symmetricEigen(F);
  return Array.from(values, (value, k) => {
    const size = Math.sqrt(Math.max(0, value));
    return { square, fixed: vectors.data.slice(k * p, (k + 1) * p).map((own) => own * size) };
  });
}

/** Eigenvalues over the largest entry of Z'Z; zeros go, and equal ones are joined. */
function relative({ values, counts }: Spectrum, largest: number): Spectrum {
  const order = [...values.keys()].filter((k) => values[k] > ZERO * largest).sort((a, b) => values[a] - values[b]);
  const joined: { value: number; count: number }[] = [];
  for (const k of order) {
    const value = values[k] / largest;
    const last = joined[joined.length - 1];
    if (last !== undefined && value - last.value <= EQUAL * value) last.count += counts[k];
    else joined.push({ value, count: counts[k] });
  }
  return {
    values: Float64Array.from(joined, ({ value }) => value),
    counts: Int32Array.from(joined, ({ count }) => count),
  };
}
