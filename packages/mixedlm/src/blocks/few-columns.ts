// The sums of `block-derivatives.ts` for blocks of one and of two columns of one term, written out: with a hundred
// thousand groups these loops are all that a fit does. Linear parameters of two columns: psi_00, psi_10, psi_11.
import { lowerInverseInPlace } from "@mixedlm/linalg";
import { mirrorLower } from "../parameters/square.ts";
import type { DerivativeSums } from "./block-derivatives.ts";
import type { BlockProducts } from "./block-products.ts";
import type { BlockFactorisation } from "./factorise-blocks.ts";
import { addLineDerivatives } from "./line-derivatives.ts";
import { addPairForms, type PairForms, pairForms, spreadPairForms } from "./pair-forms.ts";

/** R_X^-1, p x p lower triangle by rows one after another (row i from `i * p`). */
function fixedInverse(R: Float64Array, p: number): Float64Array {
  const columns = p + 1;
  const L = new Float64Array(p * p);
  for (let j = 0; j < p; j++) for (let i = j; i < p; i++) L[j * p + i] = R[j * columns + i];
  lowerInverseInPlace(L, p);
  const rows = new Float64Array(p * p);
  for (let j = 0; j < p; j++) for (let i = j; i < p; i++) rows[i * p + j] = L[j * p + i];
  return rows;
}

/** Blocks of one column. */
export function addScalarDerivatives(
  sums: DerivativeSums,
  { count, copies, multiplicity, T, C }: BlockProducts,
  { lambda, R }: BlockFactorisation,
  beta: Float64Array,
  reml: boolean,
): void {
  const p = beta.length;
  const columns = p + 1;
  const scale = lambda[0][0];
  const inverse = fixedInverse(R, p);
  const w = new Float64Array(p);
  const [whitened] = sums.whitened;
  const { fixedCross } = sums;
  let traceP = 0;
  let tracePP = 0;
  let quadratic = 0;
  let curvature = 0;
  for (let b = 0, at = 0; b < count; b++) {
    const k = T[b] * scale;
    // Z'V^-1 = s C with s = T / (1 + k^2)
    const s = T[b] / (1 + k * k);
    const M0 = s * T[b];
    let ww = 0;
    let cc = 0;
    const stop = at + copies[b] * columns;
    for (; at < stop; at += columns) {
      let c = C[at + p];
      for (let j = 0; j < p; j++) c -= C[at + j] * beta[j];
      c *= s;
      cc += c * c;
      for (let j = 0; j < p; j++) fixedCross[j] += s * C[at + j] * c;
      if (!reml) continue;
      for (let i = 0; i < p; i++) {
        let sum = 0;
        for (let j = 0; j <= i; j++) sum += inverse[i * p + j] * C[at + j];
        w[i] = s * sum;
        ww += w[i] * w[i];
      }
      if (whitened === undefined) continue;
      for (let j = 0; j < p; j++) for (let i = 0; i < p; i++) whitened[j * p + i] += w[i] * w[j];
    }
    traceP += multiplicity[b] * M0 - ww;
    tracePP += M0 * (multiplicity[b] * M0 - 2 * ww);
    quadratic += cc;
    curvature += 2 * M0 * cc;
  }
  sums.traceP[0] += traceP;
  sums.tracePP[0] += tracePP;
  sums.quadratic[0] += quadratic;
  sums.curvature[0] += curvature;
}

/** Blocks of two columns. */
export function addPairDerivatives(
  sums: DerivativeSums,
  blocks: BlockProducts,
  { pivots, R }: BlockFactorisation,
  beta: Float64Array,
  reml: boolean,
): void {
  const inverse = fixedInverse(R, beta.length);
  const forms = pairForms();
  if (beta.length === 2) {
    const entries = reml ? Float64Array.of(inverse[0], inverse[2], inverse[3]) : null;
    addLineDerivatives(sums, blocks, pivots, beta, entries, forms);
  } else addAllPairs(sums, blocks, pivots, beta, reml ? inverse : null, forms);
  spreadPairForms(sums, forms);
}

/** The same sums as `addLineDerivatives` makes, under any number of fixed effects. */
function addAllPairs(
  sums: DerivativeSums,
  { count, copies, multiplicity, T, C }: BlockProducts,
  pivots: Float64Array,
  beta: Float64Array,
  inverse: Float64Array | null,
  forms: PairForms,
): void {
  const p = beta.length;
  const x = new Float64Array(p);
  const y = new Float64Array(p);
  const { fixedCross, whitened } = sums;
  const [first, cross, second] = whitened;
  for (let b = 0, at = 0; b < count; b++) {
    const t = 4 * b;
    const i00 = pivots[3 * b];
    const r10 = pivots[3 * b + 1];
    const i11 = pivots[3 * b + 2];
    // S = L^-1 T'
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
    const stop = at + copies[b] * 2 * (p + 1);
    for (; at < stop; at += 2 * (p + 1)) {
      // Z'V^-1(y - X beta) = S'L^-1 C (-beta, 1)
      let u = C[at + 2 * p];
      let v = C[at + 2 * p + 1];
      for (let j = 0; j < p; j++) {
        u -= C[at + 2 * j] * beta[j];
        v -= C[at + 2 * j + 1] * beta[j];
      }
      u *= i00;
      v = (v - r10 * u) * i11;
      const c0 = s00 * u + s10 * v;
      const c1 = s01 * u + s11 * v;
      c00 += c0 * c0;
      c10 += c0 * c1;
      c11 += c1 * c1;
      for (let j = 0; j < p; j++) {
        const b0 = C[at + 2 * j] * i00;
        const b1 = (C[at + 2 * j + 1] - r10 * b0) * i11;
        const x0 = s00 * b0 + s10 * b1;
        const x1 = s01 * b0 + s11 * b1;
        x[j] = x0;
        y[j] = x1;
        fixedCross[j] += x0 * c0;
        fixedCross[p + j] += x1 * c0 + x0 * c1;
        fixedCross[2 * p + j] += x1 * c1;
      }
      if (inverse === null) continue;
      // from the last row up, so that what is still needed is not yet overwritten
      for (let i = p - 1; i >= 0; i--) {
        let sum0 = 0;
        let sum1 = 0;
        for (let j = 0; j <= i; j++) {
          sum0 += inverse[i * p + j] * x[j];
          sum1 += inverse[i * p + j] * y[j];
        }
        x[i] = sum0;
        y[i] = sum1;
        w00 += sum0 * sum0;
        w10 += sum0 * sum1;
        w11 += sum1 * sum1;
      }
      if (whitened.length === 0) continue;
      for (let j = 0; j < p; j++)
        for (let i = j; i < p; i++) {
          first[j * p + i] += x[i] * x[j];
          cross[j * p + i] += x[i] * y[j] + y[i] * x[j];
          second[j * p + i] += y[i] * y[j];
        }
    }
    addPairForms(forms, multiplicity[b], m00, m10, m11, w00, w10, w11, c00, c10, c11);
  }
  for (const W of whitened) mirrorLower(W, p);
}
