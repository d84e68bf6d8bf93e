// The sums of `block-derivatives.ts` for blocks of one and of two columns of one term, written out: with a hundred thousand
// groups these loops are all that a fit does. Linear parameters of two columns: psi_00, psi_10, psi_11.
import { lowerInverseInPlace } from "@mixedlm/linalg";
import type { DerivativeSums } from "./block-derivatives.ts";
import type { BlockProducts } from "./block-products.ts";
import type { BlockFactorisation } from "./factorise-blocks.ts";
import { addLineDerivatives, type PairForms } from "./line-derivatives.ts";

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
  const { traces, bends } =
    beta.length === 2
      ? addLineDerivatives(
          sums,
          blocks,
          pivots,
          beta,
          reml ? Float64Array.of(inverse[0], inverse[2], inverse[3]) : null,
        )
      : addAllPairs(sums, blocks, pivots, beta, reml ? inverse : null);
  addTraceForms(sums.tracePP, traces, 1);
  addTraceForms(sums.curvature, bends, 2);
}

/** Adds the sums of all blocks under any number of fixed effects, but for those that are returned. */
function addAllPairs(
  sums: DerivativeSums,
  { count, copies, multiplicity, T, C }: BlockProducts,
  pivots: Float64Array,
  beta: Float64Array,
  inverse: Float64Array | null,
): PairForms {
  const p = beta.length;
  const x = new Float64Array(p);
  const y = new Float64Array(p);
  const { fixedCross, whitened } = sums;
  const [first, cross, second] = whitened;
  let trace0 = 0;
  let trace1 = 0;
  let trace2 = 0;
  let square0 = 0;
  let square1 = 0;
  let square2 = 0;
  // products of M0's entries (00, 10, 11) with those of H and of cc, as far as they are wanted
  let h0 = 0;
  let h1 = 0;
  let h2 = 0;
  let h3 = 0;
  let h4 = 0;
  let h5 = 0;
  let g0 = 0;
  let g1 = 0;
  let g2 = 0;
  let g3 = 0;
  let g4 = 0;
  let g5 = 0;
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
    const k = multiplicity[b];
    trace0 += k * m00 - w00;
    trace1 += k * m10 - w10;
    trace2 += k * m11 - w11;
    square0 += c00;
    square1 += c10;
    square2 += c11;
    const h00 = k * m00 - 2 * w00;
    const h10 = k * m10 - 2 * w10;
    const h11 = k * m11 - 2 * w11;
    h0 += m00 * h00;
    h1 += m00 * h10 + m10 * h00;
    h2 += m10 * h10;
    h3 += m00 * h11 + m11 * h00;
    h4 += m10 * h11 + m11 * h10;
    h5 += m11 * h11;
    g0 += m00 * c00;
    g1 += m00 * c10 + m10 * c00;
    g2 += m10 * c10;
    g3 += m00 * c11 + m11 * c00;
    g4 += m10 * c11 + m11 * c10;
    g5 += m11 * c11;
  }
  const { traceP, quadratic } = sums;
  traceP.set([traceP[0] + trace0, traceP[1] + 2 * trace1, traceP[2] + trace2]);
  quadratic.set([quadratic[0] + square0, quadratic[1] + 2 * square1, quadratic[2] + square2]);
  for (const W of whitened) for (let j = 0; j < p; j++) for (let i = 0; i < j; i++) W[j * p + i] = W[i * p + j];
  return { traces: [h0, h1, h2, h3, h4, h5], bends: [g0, g1, g2, g3, g4, g5] };
}

/**
 * Adds tr(E_j A E_k B) of the three parameters, 3 x 3, from sums of the entries of A and B: a00 b00, a00 b10 + a10 b00,
 * a10 b10, a00 b11 + a11 b00, a10 b11 + a11 b10, a11 b11.
 */
function addTraceForms(out: Float64Array, sums: readonly number[], factor: number): void {
  const [a, b, c, d, e, f] = sums;
  const entries = [a, b, c, b, d + 2 * c, e, c, e, f];
  for (const [at, entry] of entries.entries()) out[at] += factor * entry;
}
