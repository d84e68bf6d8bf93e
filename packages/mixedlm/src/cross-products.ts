// Moments -> the cross-products that the likelihood is made of, in coordinates where every column is centred and has
// unit size. Units and origins of the data therefore never reach the arithmetic; what is estimated is taken back
// exactly by the maps kept here. y is replaced by its residual from ordinary least squares: the criterion is invariant.
import { lowerSolveInPlace } from "@mixedlm/linalg";
import type { Moments } from "@mixedlm/moments";
import { type FixedBasis, fixedBasis } from "./fixed-basis.ts";
import { type RandomBasis, randomBasis } from "./random-basis.ts";

/** Cross-products in internal coordinates, and the way back. */
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
  /** [X | y]'[X | y], (p + 1) x (p + 1), column-major. */
  readonly XX: Float64Array;
  /** Per group Z'Z, q x q, from `zzStart[g]`; and Z'[X | y], q x (p + 1), from `zxStart[g]`. Column-major. */
  readonly ZZ: Float64Array;
  readonly ZX: Float64Array;
  readonly zzStart: Float64Array;
  readonly zxStart: Float64Array;
  readonly fixed: FixedBasis;
  readonly random: RandomBasis;
}

/**
 * Forms the scaled cross-products of a model.
 *
 * @throws {@link FitError} `rank-deficient`, `constant-response`, `perfect-fit`, `too-few-rows`, `not-finite`, `underflow`.
 */
export function crossProducts(moments: Moments, names: readonly string[], response: string): CrossProducts {
  const { blocks } = moments;
  const { p, k, q, widths } = blocks;
  const groups = q.length;
  const fixed = fixedBasis(moments, names, response);
  const random = randomBasis(moments);
  const columnStart = new Int32Array(groups + 1);
  const zzStart = new Float64Array(groups + 1);
  const zxStart = new Float64Array(groups + 1);
  for (let g = 0; g < groups; g++) {
    columnStart[g + 1] = columnStart[g] + q[g];
    zzStart[g + 1] = zzStart[g] + q[g] * q[g];
    zxStart[g + 1] = zxStart[g] + q[g] * (p + 1);
  }
  const component = new Int32Array(columnStart[groups]).fill(-1);
  for (let g = 0; g < groups; g++) {
    let at = columnStart[g] + k;
    for (let c = 0; c < widths.length; c++) {
      component.fill(c, at, at + widths[c][g]);
      at += widths[c][g];
    }
  }
  const cp: CrossProducts = {
    n: moments.n,
    p,
    k,
    components: widths.length,
    groups,
    q,
    component,
    columnStart,
    XX: fixed.XX,
    ZZ: new Float64Array(zzStart[groups]),
    ZX: new Float64Array(zxStart[groups]),
    zzStart,
    zxStart,
    fixed,
    random,
  };
  for (let g = 0; g < groups; g++) if (moments.groupN[g] > 0) fillGroup(cp, moments, g);
  return cp;
}

/** Writes Z'Z and Z'[X | y] of group g: centred products plus n times the product of means. */
function fillGroup(cp: CrossProducts, moments: Moments, g: number): void {
  const { p, fixed, random } = cp;
  const q = cp.q[g];
  const n = moments.groupN[g];
  const at = moments.blocks.meanStart[g];
  const cross = moments.blocks.crossStart[g];
  const centre = new Float64Array(q);
  const scale = new Float64Array(q);
  for (let i = 0; i < q; i++) {
    const c = cp.component[cp.columnStart[g] + i];
    centre[i] = c < 0 ? random.centre[i] : 0;
    scale[i] = c < 0 ? random.scale[i] : random.componentScale[c];
  }
  const zMean = new Float64Array(q);
  for (let i = 0; i < q; i++) zMean[i] = (moments.groupMean[at + i] - centre[i]) / scale[i];
  for (let j = 0; j < q; j++)
    for (let i = 0; i < q; i++)
      cp.ZZ[cp.zzStart[g] + j * q + i] =
        moments.groupCross[cross + j * q + i] / (scale[i] * scale[j]) + n * zMean[i] * zMean[j];
  for (let j = 0; j <= p; j++) {
    const fMean = (moments.groupMean[at + q + j] - fixed.centre[j]) / fixed.scale[j];
    for (let i = 0; i < q; i++)
      cp.ZX[cp.zxStart[g] + j * q + i] =
        moments.groupCross[cross + (q + j) * q + i] / (scale[i] * fixed.scale[j]) + n * zMean[i] * fMean;
  }
  // the last column becomes Z' of the least-squares residual
  for (let j = 0; j < p; j++)
    for (let i = 0; i < q; i++) cp.ZX[cp.zxStart[g] + p * q + i] -= fixed.ols[j] * cp.ZX[cp.zxStart[g] + j * q + i];
  for (let i = 0; i < q; i++) cp.ZX[cp.zxStart[g] + p * q + i] /= fixed.residualScale;
  orthogonaliseGroup(cp, g);
}

/** From the scaled columns to the orthogonal ones: T^-1 on the first k rows of both blocks, and columns of Z'Z. */
function orthogonaliseGroup({ p, k, q, random: { T }, ZZ, ZX, zzStart, zxStart }: CrossProducts, g: number): void {
  lowerSolveInPlace(T, k, ZX, p + 1, 0, k, zxStart[g], q[g]);
  lowerSolveInPlace(T, k, ZZ, q[g], 0, k, zzStart[g], q[g]);
  const row = new Float64Array(k);
  for (let i = 0; i < q[g]; i++) {
    for (let j = 0; j < k; j++) row[j] = ZZ[zzStart[g] + j * q[g] + i];
    lowerSolveInPlace(T, k, row);
    for (let j = 0; j < k; j++) ZZ[zzStart[g] + j * q[g] + i] = row[j];
  }
}
