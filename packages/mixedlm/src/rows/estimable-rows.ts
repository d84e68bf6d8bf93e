// Which rows of new data a fit can predict whose fixed columns were not all kept: the columns left out were
// combinations of the others in the fit's rows, and a row in which they are not the same combinations has no estimate.
// In: a fit and rows. Out: a flag for each row.
import { choleskyFactorInPlace, choleskySolveInPlace } from "@mixedlm/linalg";
import type { Fit } from "../results/fit.ts";
import { oncePerFit, partsOf } from "../results/fit-parts.ts";
import { type InternalRows, internalRows } from "./internal-rows.ts";
import { fitRows, type ModelRows } from "./model-rows.ts";
import { unknownCombinations } from "./row-errors.ts";

/** Distance from the combination, relative to the largest number in it, that is rounding error. */
const ROUNDING = 1e-8;
/**
 * Distance, relative to the column's size in the fit's rows, that is nothing: ten times what columns are left out for.
 */
const NEAR = 1e-5;

/** What makes the columns left out. */
interface Combinations {
  /** Coefficients of the internal columns, p x their number. */
  readonly coefficients: Float64Array;
  /** Size of each column in the fit's rows, about its mean where a constant column takes that up. */
  readonly sizes: Float64Array;
}

const combinationsOf = oncePerFit(combinations);

/**
 * Tells which rows are combinations of the fit's rows.
 *
 * @param internal - the same rows in internal coordinates.
 * @returns null when no column was left out, so that all are; else 1 or 0 a row.
 * @throws {@link FitError} `unknown-combinations` for a fit without rows whose moments do not tell.
 */
export function estimableRows(fit: Fit, { n, dropped }: ModelRows, { X }: InternalRows): Uint8Array | null {
  if (dropped.ncol === 0) return null;
  const { coefficients, sizes } = combinationsOf(fit);
  const { p } = fit;
  return Uint8Array.from({ length: n }, (_, i) => {
    for (let d = 0; d < dropped.ncol; d++) {
      const value = dropped.data[d * n + i];
      let rest = value;
      let size = Math.abs(value);
      for (let j = 0; j < p; j++) {
        const share = coefficients[d * p + j] * X[i * p + j];
        rest -= share;
        size = Math.max(size, Math.abs(share));
      }
      if (!(Math.abs(rest) <= Math.max(ROUNDING * size, NEAR * sizes[d]))) return 0;
    }
    return 1;
  });
}

/** 1 for rows of which a predictor is infinite: sums of such values are no numbers. */
export function infiniteRows({ n, X, dropped, Z, offset }: ModelRows): Uint8Array {
  const out = new Uint8Array(n);
  for (const { data } of [X, dropped])
    for (let at = 0; at < data.length; at++) if (!Number.isFinite(data[at])) out[at % n] = 1;
  for (let i = 0; i < n; i++) {
    if (offset !== null && !Number.isFinite(offset[i])) out[i] = 1;
    for (let e = Z.start[i]; e < Z.start[i + 1]; e++) if (!Number.isFinite(Z.value[e])) out[i] = 1;
  }
  return out;
}

/** Least squares, which fits up to what the columns were left out for. */
function combinations(fit: Fit): Combinations {
  const { optimum } = partsOf(fit);
  const { fixed, p } = optimum.engine.products;
  const L = new Float64Array(p * p);
  for (let j = 0; j < p; j++) for (let i = j; i < p; i++) L[j * p + i] = fixed.XX[j * (p + 1) + i];
  choleskyFactorInPlace(L, p);
  const { products, sizes } = crossProducts(fit);
  choleskySolveInPlace(L, p, products, fit.dropped.length);
  return { coefficients: products, sizes };
}

/**
 * Products of the internal columns with those left out, and their sizes: from the moments, unless these hold
 * combinations.
 */
function crossProducts(fit: Fit): { readonly products: Float64Array; readonly sizes: Float64Array } {
  const { moments, optimum, table } = partsOf(fit);
  const { kept, engine } = optimum;
  const { p } = fit;
  const { constant } = engine.products.fixed;
  const out = new Float64Array(p * fit.dropped.length);
  const sizes = new Float64Array(fit.dropped.length);
  if (moments.fixed === null) {
    const { weight, shift, mean, cross } = moments;
    const { origin, scale } = engine.products.fixed;
    const columns = moments.layout.p + 1;
    const left = fit.design.fixed.names.map((_, j) => j).filter((j) => !kept.includes(j));
    for (const [d, c] of left.entries()) {
      const apart = constant < 0 ? shift[c] + mean[c] : 0;
      sizes[d] = Math.sqrt(cross[c * (columns + 1)] / weight + apart ** 2);
      for (const [k, j] of kept.entries()) {
        const apart = weight * (shift[j] + mean[j] - origin[k]) * (shift[c] + mean[c]);
        out[d * p + k] = (cross[c * columns + j] + apart) / scale[k];
      }
    }
    return { products: out, sizes };
  }
  if (table === null) throw unknownCombinations(fit.dropped);
  const rows = fitRows(fit);
  const { X } = internalRows(fit, rows);
  for (let d = 0; d < rows.dropped.ncol; d++) {
    const own = rows.dropped.data.subarray(d * rows.n, (d + 1) * rows.n);
    for (let i = 0; i < rows.n; i++) {
      const value = (rows.weights?.[i] ?? 1) * own[i];
      for (let j = 0; j < p; j++) out[d * p + j] += value * X[i * p + j];
    }
    const centre = constant < 0 ? 0 : own.reduce((sum, value) => sum + value / rows.n, 0);
    sizes[d] = Math.sqrt(own.reduce((sum, value) => sum + (value - centre) ** 2 / rows.n, 0));
  }
  return { products: out, sizes };
}
