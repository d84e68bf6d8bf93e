// Rows as the data have them -> the same rows in the engine's coordinates, in which columns are centred, of unit size
// and nearly orthogonal: the uncertainty of a prediction far from the origin (a year, say) keeps its digits. Entries of
// one level are put together to a vector over the columns of its factor.

import type { FixedTransform } from "@mixedlm/moments";
import type { InternalProducts } from "../coordinates/internal-products.ts";
import type { CovarianceTerm } from "../parameters/covariance-terms.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { internalColumns } from "./internal-columns.ts";
import type { ModelRows } from "./model-rows.ts";

/** Rows in internal coordinates. */
export interface InternalRows {
  readonly n: number;
  /** p numbers a row, row after row. */
  readonly X: Float64Array;
  /** The levels that row i belongs to are numbers `start[i]` to `start[i + 1] - 1`; no two of one factor. */
  readonly start: Int32Array;
  /** Factor, and level in it, -1 for one that the fit does not know. */
  readonly factor: Int32Array;
  readonly level: Int32Array;
  /** Values of the factor's columns, from `zAt` on. */
  readonly zAt: Int32Array;
  readonly z: Float64Array;
}

/** Takes rows to internal coordinates: x'beta and z'b are the same numbers there, up to constants and the unit of y. */
export function internalRows(fit: Fit, rows: ModelRows): InternalRows {
  const { moments, optimum } = partsOf(fit);
  return rowsInside(optimum.engine.products, moments.fixed, rows);
}

/**
 * The same from what it rests on. @param transform - what the moments' fixed columns are made of; null: the design's
 * own.
 */
export function rowsInside(
  products: InternalProducts,
  transform: FixedTransform | null,
  rows: Pick<ModelRows, "n" | "X" | "Z">,
): InternalRows {
  return { n: rows.n, X: internalColumns(products, transform, rows.X), ...internalLevels(products, rows) };
}

function internalLevels(
  products: InternalProducts,
  { n, Z }: Pick<ModelRows, "n" | "Z">,
): Omit<InternalRows, "n" | "X"> {
  const { factors } = products;
  const start = new Int32Array(n + 1);
  const factor = new Int32Array(Z.factor.length);
  const level = new Int32Array(Z.factor.length);
  const zAt = new Int32Array(Z.factor.length);
  let [levels, numbers] = [0, 0];
  const place = new Int32Array(Z.factor.length);
  for (let i = 0; i < n; i++) {
    for (let e = Z.start[i]; e < Z.start[i + 1]; e++) {
      let own = start[i];
      while (own < levels && factor[own] !== Z.factor[e]) own += 1;
      if (own === levels) {
        factor[own] = Z.factor[e];
        level[own] = Z.level[e];
        zAt[own] = numbers;
        numbers += factors[factor[own]].columns;
        levels += 1;
      }
      place[e] = zAt[own] + (Z.at[e] % factors[factor[own]].columns);
    }
    start[i + 1] = levels;
  }
  const z = new Float64Array(numbers);
  for (let e = 0; e < place.length; e++) z[place[e]] += Z.value[e];
  const toInternal = factors.map((_, f) => columnsInPlace(products, f));
  for (let t = 0; t < levels; t++) toInternal[factor[t]](z, zAt[t]);
  return { start, factor: factor.slice(0, levels), level: level.slice(0, levels), zAt: zAt.slice(0, levels), z };
}

/** Makes a function that takes the columns of a factor to internal ones, B (z - centre), from `at` on. */
function columnsInPlace({ terms, bases }: InternalProducts, factor: number): (z: Float64Array, at: number) => void {
  const own = terms.flatMap((term, t) =>
    term.placements.flatMap(({ factor: f, column }, k) =>
      f === factor ? [{ size: term.size, column, basis: bases[t], constant: bases[t].constant[k] }] : [],
    ),
  );
  const widest = own.reduce((most, { size }) => Math.max(most, size), 0);
  const work = new Float64Array(widest);
  return (z, at) => {
    for (const { size, column, basis, constant } of own) {
      const { centre, scale, B } = basis;
      const from = at + column;
      const one = constant < 0 ? 1 : z[from + constant] / scale[constant];
      for (let j = 0; j < size; j++) work[j] = centre[j] === 0 ? z[from + j] : z[from + j] - centre[j] * one;
      for (let i = 0; i < size; i++) {
        let sum = 0;
        for (let j = 0; j < size; j++) sum += B[j * size + i] * work[j];
        z[from + i] = sum;
      }
    }
  };
}

/** Calls back for each repetition of a term among the columns of a factor: the term's number, and its first column. */
export function forEachPlacement(
  terms: readonly CovarianceTerm[],
  factor: number,
  visit: (term: number, column: number, size: number) => void,
): void {
  for (const [t, { size, placements }] of terms.entries())
    for (const { factor: f, column } of placements) if (f === factor) visit(t, column, size);
}
