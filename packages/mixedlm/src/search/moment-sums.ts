// The sums of `SecondOrder` where no random effect varies, V = I, straight from the products: Z'V^-1 Z is then Z'Z,
// which is zero between levels without a row in common. One pass over levels and cells, whatever the structure.
import { choleskyFactorInPlace, lowerSolveInPlace } from "@mixedlm/linalg";
import { type InternalProducts, levelCross, levelSquare } from "../coordinates/internal-products.ts";
import type { SecondOrder } from "../engine/engine.ts";
import { linearStarts } from "../parameters/covariance-terms.ts";
import { lowerEntriesByRow } from "../parameters/triangular-root.ts";

/** The sums that moment equations are made of; matrices m x m. P projects on what X leaves. */
export interface MomentSums extends Pick<SecondOrder, "m" | "traceP" | "quadratic"> {
  readonly tracePP: Float64Array;
  /** tr(V_j V_j), without the projection. */
  readonly unprojected: Float64Array;
  /** y'Py. */
  readonly r2: number;
}

/** A linear parameter inside a factor: psi at (row, column) of its s columns, both ways. */
interface Entry {
  readonly parameter: number;
  readonly row: number;
  readonly column: number;
}

/** Computes the sums; null where X is not of full rank. */
export function momentSums(products: InternalProducts): MomentSums | null {
  const { p, terms, factors, FF } = products;
  const columns = p + 1;
  const R = FF.slice();
  if (choleskyFactorInPlace(R, columns) >= 0) return null;
  const m = linearStarts(terms)[terms.length];
  const entries = factors.map((_, f) => entriesOf(products, f));
  const sums = {
    m,
    traceP: new Float64Array(m),
    quadratic: new Float64Array(m),
    tracePP: new Float64Array(m * m),
    unprojected: new Float64Array(m),
    r2: R[columns * columns - 1] ** 2,
  };
  const whitened = Array.from({ length: m }, () => new Float64Array(p * p));
  const images = factors.map((_, f) => levelImages(products, f, R));
  for (let f = 0; f < factors.length; f++) {
    addLevels(sums, whitened, products, f, entries[f], images[f]);
  }
  for (const { a, b, start, level, product } of products.cells) {
    const size = factors[a].columns * factors[b].columns;
    for (let l = 0; l < factors[a].levels; l++)
      for (let c = start[l]; c < start[l + 1]; c++)
        addLink(
          sums,
          entries[a],
          entries[b],
          product.subarray(c * size, (c + 1) * size),
          factors[a].columns,
          (i, j) => images[a].cross(l, i, images[b], level[c], j),
          true,
        );
  }
  for (let j = 0; j < m; j++)
    for (let k = 0; k < m; k++) {
      let sum = 0;
      for (let i = 0; i < p * p; i++) sum += whitened[j][i] * whitened[k][i];
      sums.tracePP[k * m + j] += sum;
    }
  return sums;
}

function entriesOf({ terms }: InternalProducts, f: number): Entry[] {
  const starts = linearStarts(terms);
  return terms.flatMap(({ size, placements }, t) =>
    placements.flatMap(({ factor, column: first }) => {
      if (factor !== f) return [];
      return lowerEntriesByRow(size).flatMap(({ row, column }, e): Entry[] => {
        const own = { parameter: starts[t] + e, row: first + row, column: first + column };
        return row === column ? [own] : [own, { ...own, row: own.column, column: own.row }];
      });
    }),
  );
}

/** W = R_X^-1 X'Z and c = Z'y of a factor's columns. */
interface Images {
  /** p numbers for column i of level l, from (l s + i) p. */
  readonly W: Float64Array;
  readonly c: Float64Array;
  cross(level: number, i: number, other: Images, otherLevel: number, j: number): number;
  readonly s: number;
}

function levelImages({ factors, p }: InternalProducts, f: number, R: Float64Array): Images {
  const { levels, columns: s } = factors[f];
  const W = new Float64Array(levels * s * p);
  const c = new Float64Array(levels * s);
  const cross = new Float64Array(s * (p + 1));
  for (let l = 0; l < levels; l++) {
    levelCross(factors[f], l, cross);
    for (let i = 0; i < s; i++) {
      for (let j = 0; j < p; j++) W[(l * s + i) * p + j] = cross[j * s + i];
      c[l * s + i] = cross[p * s + i];
    }
  }
  lowerSolveInPlace(R, p, W, levels * s, 0, p + 1, 0, p);
  return {
    W,
    c,
    s,
    cross(level, i, other, otherLevel, j) {
      const x = (level * s + i) * p;
      const y = (otherLevel * other.s + j) * p;
      let sum = 0;
      for (let k = 0; k < p; k++) sum += W[x + k] * other.W[y + k];
      return sum;
    },
  };
}

function addLevels(
  sums: MomentSums,
  whitened: readonly Float64Array[],
  { factors, p }: InternalProducts,
  f: number,
  entries: readonly Entry[],
  images: Images,
): void {
  const { levels, columns: s, weight } = factors[f];
  const M = new Float64Array(s * s);
  for (let l = 0; l < levels; l++) {
    if (weight[l] === 0) continue;
    levelSquare(factors[f], l, M);
    for (const { parameter, row, column } of entries) {
      sums.traceP[parameter] += M[column * s + row] - images.cross(l, row, images, l, column);
      sums.quadratic[parameter] += images.c[l * s + row] * images.c[l * s + column];
      const own = whitened[parameter];
      const x = (l * s + row) * p;
      const y = (l * s + column) * p;
      for (let b = 0; b < p; b++) for (let a = 0; a < p; a++) own[b * p + a] += images.W[x + a] * images.W[y + b];
    }
    addLink(sums, entries, entries, M, s, (i, j) => images.cross(l, i, images, l, j), false);
  }
}

/** Adds tr(E_j M E_k M') for columns of one level and of another, M = Z_a'Z_b, less what the projection takes. */
function addLink(
  { m, tracePP, unprojected }: MomentSums,
  left: readonly Entry[],
  right: readonly Entry[],
  M: Float64Array,
  rows: number,
  projected: (i: number, j: number) => number,
  bothWays: boolean,
): void {
  for (const a of left)
    for (const b of right) {
      const link = M[b.row * rows + a.column];
      if (link === 0) continue;
      const back = M[b.column * rows + a.row];
      const full = link * back;
      const value = full - 2 * link * projected(a.row, b.column);
      tracePP[b.parameter * m + a.parameter] += value;
      if (bothWays) tracePP[a.parameter * m + b.parameter] += value;
      if (a.parameter === b.parameter) unprojected[a.parameter] += bothWays ? 2 * full : full;
    }
}
