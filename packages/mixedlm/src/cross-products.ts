// Moments -> the cross-products that the likelihood is made of, in coordinates where every column is centred and has
// unit size. Units and origins of the data therefore never reach the arithmetic; what is estimated is taken back
// exactly by the maps kept here. y is replaced by its residual from ordinary least squares: the criterion is invariant.
// A group's random columns are taken in an orthonormal basis of their span: see `group-basis.ts`.
import { lowerSolveInPlace, rankUpdateInPlace } from "@mixedlm/linalg";
import type { Moments } from "@mixedlm/moments";
import { type FixedBasis, fixedBasis, residualProductsInPlace } from "./fixed-basis.ts";
import { constantOutside, type GroupProducts, groupBasis } from "./group-basis.ts";
import { type RandomBasis, randomBasis } from "./random-basis.ts";

/** Share of the constant outside a group's random columns that is rounding error. */
const ROUNDING = 1e-9;

/** Cross-products in internal coordinates, and the way back. Group blocks are column-major with leading dimension q. */
export interface CrossProducts {
  /** Rows, fixed columns, random-effects columns, components, groups. */
  readonly n: number;
  readonly p: number;
  readonly k: number;
  readonly components: number;
  readonly groups: number;
  /** Random columns of each group; component of each of them (-1: a random-effects column) from `columnStart[g]`. */
  readonly q: Int32Array;
  readonly component: Int32Array;
  readonly columnStart: Int32Array;
  /** Rank of each group's random columns; Z = Q T', Q orthonormal: T, q x rank, from `tStart[g]`. */
  readonly rank: Int32Array;
  readonly T: Float64Array;
  /** Q'[X | y] of each group, rank x (p + 1), from `cStart[g]`. */
  readonly C: Float64Array;
  readonly tStart: Float64Array;
  readonly cStart: Float64Array;
  /** What of [X | y]'[X | y] is outside the span of all random columns, (p + 1) x (p + 1), lower triangle. */
  readonly E: Float64Array;
  /** y's sum of squares that E's last entry is what is left of. */
  readonly squareBefore: number;
  readonly fixed: FixedBasis;
  readonly random: RandomBasis;
}

/**
 * Forms the scaled cross-products of a model.
 *
 * @throws {@link FitError} `rank-deficient`, `constant-response`, `perfect-fit`, `too-few-rows`, `not-finite`, `underflow`.
 */
export function crossProducts(moments: Moments, names: readonly string[], response: string): CrossProducts {
  const { p, k, q, widths } = moments.blocks;
  const groups = q.length;
  const fixed = fixedBasis(moments, names, response);
  const random = randomBasis(moments);
  const columnStart = new Int32Array(groups + 1);
  const tStart = new Float64Array(groups + 1);
  const cStart = new Float64Array(groups + 1);
  for (let g = 0; g < groups; g++) {
    columnStart[g + 1] = columnStart[g] + q[g];
    tStart[g + 1] = tStart[g] + q[g] * q[g];
    cStart[g + 1] = cStart[g] + q[g] * (p + 1);
  }
  const component = new Int32Array(columnStart[groups]).fill(-1);
  for (let g = 0; g < groups; g++) {
    let at = columnStart[g] + k;
    for (let c = 0; c < widths.length; c++) {
      component.fill(c, at, at + widths[c][g]);
      at += widths[c][g];
    }
  }
  const cp = {
    n: moments.n,
    p,
    k,
    components: widths.length,
    groups,
    q,
    component,
    columnStart,
    rank: new Int32Array(groups),
    T: new Float64Array(tStart[groups]),
    C: new Float64Array(cStart[groups]),
    tStart,
    cStart,
    E: new Float64Array((p + 1) ** 2),
    squareBefore: 0,
    fixed,
    random,
  };
  return { ...cp, squareBefore: fillGroups(cp, moments) };
}

/**
 * Finds every group's basis, and E: from products inside groups where the constant is in every group's span.
 * Returns y's sum of squares among the products that E was made from.
 */
function fillGroups(cp: CrossProducts, moments: Moments): number {
  const { E, fixed } = cp;
  const constantFirst = constantInEverySpan(cp, moments);
  const products = constantFirst ? moments.within.map((value, at) => value / unit(fixed, at)) : fixed.XX;
  E.set(products);
  residualProductsInPlace(fixed, E);
  const squareBefore = E[E.length - 1];
  for (let g = 0; g < cp.groups; g++) {
    if (moments.groupN[g] === 0) continue;
    const target = { T: cp.T, tAt: cp.tStart[g], C: cp.C, cAt: cp.cStart[g] };
    cp.rank[g] = groupBasis(groupProducts(cp, moments, g), constantFirst, target);
    // the constant's row of C is no part of the products inside groups
    const from = constantFirst ? 1 : 0;
    rankUpdateInPlace(E, cp.p + 1, cp.C, cp.rank[g] - from, -1, 0, cp.p + 1, cp.cStart[g] + from, cp.q[g]);
  }
  return squareBefore;
}

/** Unit of entry `at` of the products of [X | y]. */
function unit({ scale }: FixedBasis, at: number): number {
  return scale[at % scale.length] * scale[Math.floor(at / scale.length)];
}

function constantInEverySpan(cp: CrossProducts, moments: Moments): boolean {
  const { groupN } = moments;
  if (groupN.reduce((sum, rows) => sum + rows, 0) !== moments.n) return false;
  if (cp.random.constant >= 0) return true;
  return groupN.every((rows, g) => rows === 0 || constantOutside(groupProducts(cp, moments, g)) < ROUNDING);
}

/** Means and centred products of group g: scaled, y's column that of the residual, random effects orthogonal. */
function groupProducts(
  cp: CrossProducts,
  { blocks, groupN, groupMean, groupCross }: Moments,
  g: number,
): GroupProducts {
  const { p, fixed, random } = cp;
  const q = cp.q[g];
  const at = blocks.meanStart[g];
  const cross = blocks.crossStart[g];
  const own = (i: number): number => cp.component[cp.columnStart[g] + i];
  const scale = Float64Array.from({ length: q }, (_, i) =>
    own(i) < 0 ? random.scale[i] : random.componentScale[own(i)],
  );
  const zMean = scale.map((s, i) => (groupMean[at + i] - (own(i) < 0 ? random.centre[i] : 0)) / s);
  const fMean = fixed.scale.map((s, j) => (groupMean[at + q + j] - fixed.centre[j]) / s);
  const ZZ = Float64Array.from(
    { length: q * q },
    (_, e) => groupCross[cross + e] / (scale[e % q] * scale[Math.floor(e / q)]),
  );
  const ZF = Float64Array.from({ length: q * (p + 1) }, (_, e) => {
    const j = Math.floor(e / q);
    return groupCross[cross + q * q + e] / (scale[e % q] * fixed.scale[j]);
  });
  toResidual(fixed, fMean, 1);
  toResidual(fixed, ZF, q);
  orthogonalise(random.T, cp.k, q, zMean, ZZ, ZF);
  return { n: groupN[g], zMean, fMean, ZZ, ZF };
}

/** The last of p + 1 columns becomes that of the scaled least-squares residual; rows x (p + 1), column-major. */
function toResidual({ ols, residualScale }: FixedBasis, M: Float64Array, rows: number): void {
  const p = ols.length;
  for (let i = 0; i < rows; i++) {
    let value = M[p * rows + i];
    for (let j = 0; j < p; j++) value -= ols[j] * M[j * rows + i];
    M[p * rows + i] = value / residualScale;
  }
}

/** From the scaled random-effects columns to the orthogonal ones: T^-1 on the first k rows, and columns of Z'Z. */
function orthogonalise(T: Float64Array, k: number, q: number, zMean: Float64Array, ZZ: Float64Array, ZF: Float64Array) {
  lowerSolveInPlace(T, k, zMean);
  lowerSolveInPlace(T, k, ZF, ZF.length / Math.max(q, 1), 0, k, 0, q);
  lowerSolveInPlace(T, k, ZZ, q, 0, k, 0, q);
  const row = new Float64Array(k);
  for (let i = 0; i < q; i++) {
    for (let j = 0; j < k; j++) row[j] = ZZ[j * q + i];
    lowerSolveInPlace(T, k, row);
    for (let j = 0; j < k; j++) ZZ[j * q + i] = row[j];
  }
}
