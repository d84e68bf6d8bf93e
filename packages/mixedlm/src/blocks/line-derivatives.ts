// The sums of `few-columns.ts` for blocks of two columns under two fixed effects, y ~ x + (x | g), with every sum over
// copies in a variable of its own: the model that is fitted to more groups than any other, and half the time of arrays.
// What is added once a block goes to `pair-forms.ts`.
import type { DerivativeSums } from "./block-derivatives.ts";
import type { BlockProducts } from "./block-products.ts";
import { addPairForms, type PairForms } from "./pair-forms.ts";

/**
 * Adds the sums of all blocks that name a fixed effect, and to the forms what follows from 2 x 2 matrices.
 *
 * @param pivots - of the factorisation.
 * @param inverse - R_X^-1, entries 00, 10, 11; null under ML.
 */
export function addLineDerivatives(
  { fixedCross, whitened }: DerivativeSums,
  { count, copies, multiplicity, T, C }: BlockProducts,
  pivots: Float64Array,
  beta: Float64Array,
  inverse: Float64Array | null,
  forms: PairForms,
): void {
  const beta0 = beta[0];
  const beta1 = beta[1];
  const isReml = inverse !== null;
  const v00 = isReml ? inverse[0] : 0;
  const v10 = isReml ? inverse[1] : 0;
  const v11 = isReml ? inverse[2] : 0;
  // x is the block's first column and y its second; f0 and f1 are the fixed ones
  let x0 = 0;
  let x1 = 0;
  let xy0 = 0;
  let xy1 = 0;
  let y0 = 0;
  let y1 = 0;
  let xx00 = 0;
  let xx10 = 0;
  let xx11 = 0;
  let xy00 = 0;
  let xy10 = 0;
  let xy11 = 0;
  let yy00 = 0;
  let yy10 = 0;
  let yy11 = 0;
  for (let b = 0, at = 0; b < count; b++) {
    const t = 4 * b;
    const i00 = pivots[3 * b];
    const r10 = pivots[3 * b + 1];
    const i11 = pivots[3 * b + 2];
    const s00 = T[t] * i00;
    const s10 = (T[t + 2] - r10 * s00) * i11;
    const s01 = T[t + 1] * i00;
    const s11 = (T[t + 3] - r10 * s01) * i11;
    const m00 = s00 * s00 + s10 * s10;
    const m10 = s00 * s01 + s10 * s11;
    const m11 = s01 * s01 + s11 * s11;
    let w00 = 0;
    let w10 = 0;
    let w11 = 0;
    let c00 = 0;
    let c10 = 0;
    let c11 = 0;
    for (let copy = copies[b]; copy > 0; copy--, at += 6) {
      // rows of L^-1 C
      const a0 = C[at] * i00;
      const a1 = C[at + 2] * i00;
      const b0 = (C[at + 1] - r10 * a0) * i11;
      const b1 = (C[at + 3] - r10 * a1) * i11;
      const u = (C[at + 4] - C[at] * beta0 - C[at + 2] * beta1) * i00;
      const v = (C[at + 5] - C[at + 1] * beta0 - C[at + 3] * beta1 - r10 * u) * i11;
      const c0 = s00 * u + s10 * v;
      const c1 = s01 * u + s11 * v;
      c00 += c0 * c0;
      c10 += c0 * c1;
      c11 += c1 * c1;
      const fx0 = s00 * a0 + s10 * b0;
      const fx1 = s00 * a1 + s10 * b1;
      const fy0 = s01 * a0 + s11 * b0;
      const fy1 = s01 * a1 + s11 * b1;
      x0 += fx0 * c0;
      x1 += fx1 * c0;
      xy0 += fy0 * c0 + fx0 * c1;
      xy1 += fy1 * c0 + fx1 * c1;
      y0 += fy0 * c1;
      y1 += fy1 * c1;
      if (!isReml) continue;
      const p0 = v00 * fx0;
      const p1 = v10 * fx0 + v11 * fx1;
      const q0 = v00 * fy0;
      const q1 = v10 * fy0 + v11 * fy1;
      w00 += p0 * p0 + p1 * p1;
      w10 += p0 * q0 + p1 * q1;
      w11 += q0 * q0 + q1 * q1;
      xx00 += p0 * p0;
      xx10 += p1 * p0;
      xx11 += p1 * p1;
      xy00 += p0 * q0;
      xy10 += p1 * q0 + q1 * p0;
      xy11 += p1 * q1;
      yy00 += q0 * q0;
      yy10 += q1 * q0;
      yy11 += q1 * q1;
    }
    addPairForms(forms, multiplicity[b], m00, m10, m11, w00, w10, w11, c00, c10, c11);
  }
  fixedCross.set([x0, x1, xy0, xy1, y0, y1]);
  if (whitened.length > 0) {
    whitened[0].set([xx00, xx10, xx10, xx11]);
    whitened[1].set([2 * xy00, xy10, xy10, 2 * xy11]);
    whitened[2].set([yy00, yy10, yy10, yy11]);
  }
}
