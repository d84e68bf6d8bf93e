// The factor of S = I + Lambda'N Lambda, dense or sparse, and its inverse on the pattern. The one place that knows
// which of the two it is. In: columns of S. Out: solves, the log-determinant, columns of the inverse.
import {
  choleskyFactorInPlace,
  choleskyInverseInPlace,
  choleskyLogdet,
  choleskySolveInPlace,
  lowerSolveInPlace,
  lowerTransposedSolveInPlace,
  sparseAnalyse,
  sparseFactor,
  sparseFactorInPlace,
  sparseLogdet,
  sparseLowerTransposedSolveInPlace,
  sparsePattern,
  sparseSelectedInverse,
  sparseSolveInPlace,
} from "@mixedlm/linalg";
import type { SchurPattern } from "./schur-pattern.ts";

/** Order up to which the factor is kept beside the inverse; beyond, the inverse takes its place. */
const KEEP_BOTH = 2048;

/** A positive definite matrix on a pattern: set column by column, then factored, then perhaps inverted. */
export interface SchurFactor {
  /**
   * Where S is written: the entries of column b, in the order of the pattern, stand from `place[b]` on. The same places
   * hold those of S^-1 in what `inverse` returns.
   */
  readonly values: Float64Array;
  readonly place: Int32Array;
  /** Takes column b from `v[row]`, rows of the pattern. */
  setColumn(b: number, v: Float64Array): void;
  /** Factors; false where a pivot is not a positive finite number. */
  factor(): boolean;
  logdet(): number;
  /** V := S^-1 V, order x count. */
  solveInPlace(V: Float64Array, count: number): void;
  /** V := L^-1 V for S = LL'; null where the factor is not kept or its rows are permuted. */
  readonly halfSolveInPlace: ((V: Float64Array, count: number) => void) | null;
  /**
   * Independent normals -> a draw with covariance S^-1: L^-T z, length `order`. To be called before an inverse is asked
   * for, which may take the factor's place.
   */
  normalsInPlace(z: Float64Array): void;
  /** Computes the entries of S^-1 on the pattern, once for each factorisation. */
  invert(): void;
  /** The same, in the places of columns. */
  inverse(): Float64Array;
  /** Copies column b of the inverse to `v[offset + row]`, rows of the pattern. */
  inverseColumn(b: number, v: Float64Array, offset: number): void;
}

/** Makes the memory for a pattern. */
export function schurFactor(pattern: SchurPattern): SchurFactor {
  return pattern.isFull ? denseFactor(pattern.order) : sparseForm(pattern);
}

function denseFactor(order: number): SchurFactor {
  const L = new Float64Array(order * order);
  let logdet = 0;
  // the memory of an inverse of its own, and the inverse of the present factor, L itself where there is no other
  let beside: Float64Array | null = null;
  let inverse: Float64Array | null = null;
  const invert = (): void => {
    if (inverse !== null) return;
    if (order <= KEEP_BOTH) beside ??= new Float64Array(L.length);
    inverse = beside ?? L;
    if (inverse !== L) inverse.set(L);
    choleskyInverseInPlace(inverse, order);
  };
  return {
    values: L,
    place: Int32Array.from({ length: order }, (_, b) => b * (order + 1)),
    setColumn(b, v) {
      L.set(v.subarray(b, order), b * order + b);
    },
    factor() {
      inverse = null;
      if (choleskyFactorInPlace(L, order) >= 0) return false;
      logdet = choleskyLogdet(L, order);
      return true;
    },
    logdet: () => logdet,
    solveInPlace(V, count) {
      if (inverse === L) multiplyInPlace(L, order, V, count);
      else choleskySolveInPlace(L, order, V, count);
    },
    halfSolveInPlace: order > KEEP_BOTH ? null : (V, count) => lowerSolveInPlace(L, order, V, count),
    normalsInPlace: (z) => lowerTransposedSolveInPlace(L, order, z),
    invert,
    inverse() {
      invert();
      return inverse ?? L;
    },
    inverseColumn(b, v, offset) {
      const from = b * order;
      v.set((inverse ?? L).subarray(from + b, from + order), offset + b);
    },
  };
}

/** V := M V for the lower triangle of a symmetric M. */
function multiplyInPlace(M: Float64Array, order: number, V: Float64Array, count: number): void {
  for (let c = 0; c < count; c++) {
    const out = new Float64Array(order);
    const v = V.subarray(c * order, (c + 1) * order);
    for (let b = 0; b < order; b++) {
      const column = b * order;
      let sum = M[column + b] * v[b];
      for (let a = b + 1; a < order; a++) {
        sum += M[column + a] * v[a];
        out[a] += M[column + a] * v[b];
      }
      out[b] += sum;
    }
    v.set(out);
  }
}

function sparseForm({ order, start, row }: SchurPattern): SchurFactor {
  const symbolic = sparseAnalyse(sparsePattern(order, start, row));
  const factor = sparseFactor(symbolic);
  const values = new Float64Array(row.length);
  // the inverse as the factor is laid out, and its entries on the pattern
  let selected: Float64Array | undefined;
  const inverse = new Float64Array(row.length);
  let isInverted = false;
  const invert = (): void => {
    if (isInverted) return;
    selected = sparseSelectedInverse(factor, selected);
    const { position } = symbolic;
    for (let k = 0; k < position.length; k++) inverse[k] = selected[position[k]];
    isInverted = true;
  };
  return {
    values,
    place: start,
    setColumn(b, v) {
      for (let k = start[b]; k < start[b + 1]; k++) values[k] = v[row[k]];
    },
    factor() {
      isInverted = false;
      return sparseFactorInPlace(factor, values) < 0;
    },
    logdet: () => sparseLogdet(factor),
    solveInPlace: (V, count) => sparseSolveInPlace(factor, V, count),
    halfSolveInPlace: null,
    normalsInPlace(z) {
      sparseLowerTransposedSolveInPlace(factor, z);
      const permuted = z.slice();
      for (let k = 0; k < order; k++) z[symbolic.order[k]] = permuted[k];
    },
    invert,
    inverse() {
      invert();
      return inverse;
    },
    inverseColumn(b, v, offset) {
      for (let k = start[b]; k < start[b + 1]; k++) v[offset + row[k]] = inverse[k];
    },
  };
}
