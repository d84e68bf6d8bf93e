// The sums of `block-derivatives.ts` for blocks of one and of two columns of one term, written out: with a hundred thousand
// groups these loops are all that a fit does. Linear parameters of two columns: psi_00, psi_10, psi_11.
import { lowerInverseInPlace } from "@mixedlm/linalg";
import type { DerivativeSums } from "./block-derivatives.ts";
import type { BlockProducts } from "./block-products.ts";
import type { BlockFactorisation } from "./factorise-blocks.ts";

/** R_X^-1, p x p lower triangle by rows one after another (row i from `i * p`). */
function inverseRows(R: Float64Array, p: number): Float64Array {
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
  { count, copies, multiplicity, cStart }: BlockProducts,
  { S, B, R }: BlockFactorisation,
  beta: Float64Array,
  reml: boolean,
): void {
  const p = beta.length;
  const inverse = inverseRows(R, p);
  const w = new Float64Array(p);
  const [whitened] = sums.whitened;
  const { fixedCross } = sums;
  let traceP = 0;
  let tracePP = 0;
  let quadratic = 0;
  let curvature = 0;
  for (let b = 0; b < count; b++) {
    const s = S[b];
    const M0 = s * s;
    let ww = 0;
    let cc = 0;
    for (let copy = 0; copy < copies[b]; copy++) {
      const at = cStart[b] + copy * (p + 1);
      let c = B[at + p];
      for (let j = 0; j < p; j++) c -= B[at + j] * beta[j];
      c *= s;
      cc += c * c;
      for (let j = 0; j < p; j++) fixedCross[j] += s * B[at + j] * c;
      if (!reml) continue;
      for (let i = 0; i < p; i++) {
        let sum = 0;
        for (let j = 0; j <= i; j++) sum += inverse[i * p + j] * B[at + j];
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
  { count, copies, multiplicity, tStart, cStart }: BlockProducts,
  { S, B, R }: BlockFactorisation,
  beta: Float64Array,
  reml: boolean,
): void {
  const p = beta.length;
  const inverse = inverseRows(R, p);
  const x = new Float64Array(p);
  const y = new Float64Array(p);
  const { fixedCross, whitened, traceP, quadratic } = sums;
  // sums of M0 x H and of M0 x cc, entry by entry: 00, 10, 11 of the first times 00, 10, 11 of the second
  const traces = new Float64Array(9);
  const bends = new Float64Array(9);
  for (let b = 0; b < count; b++) {
    const t = tStart[b];
    const s00 = S[t];
    const s10 = S[t + 1];
    const s01 = S[t + 2];
    const s11 = S[t + 3];
    const m00 = s00 * s00 + s10 * s10;
    const m10 = s00 * s01 + s10 * s11;
    const m11 = s01 * s01 + s11 * s11;
    let w00 = 0;
    let w10 = 0;
    let w11 = 0;
    let c00 = 0;
    let c10 = 0;
    let c11 = 0;
    for (let copy = 0; copy < copies[b]; copy++) {
      const at = cStart[b] + 2 * copy * (p + 1);
      let u = B[at + 2 * p];
      let v = B[at + 2 * p + 1];
      for (let j = 0; j < p; j++) {
        u -= B[at + 2 * j] * beta[j];
        v -= B[at + 2 * j + 1] * beta[j];
      }
      const c0 = s00 * u + s10 * v;
      const c1 = s01 * u + s11 * v;
      c00 += c0 * c0;
      c10 += c0 * c1;
      c11 += c1 * c1;
      for (let j = 0; j < p; j++) {
        const x0 = s00 * B[at + 2 * j] + s10 * B[at + 2 * j + 1];
        const x1 = s01 * B[at + 2 * j] + s11 * B[at + 2 * j + 1];
        x[j] = x0;
        y[j] = x1;
        fixedCross[j] += x0 * c0;
        fixedCross[p + j] += x1 * c0 + x0 * c1;
        fixedCross[2 * p + j] += x1 * c1;
      }
      if (!reml) continue;
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
      if (whitened.length > 0) addWhitened(whitened, x, y);
    }
    const k = multiplicity[b];
    traceP[0] += k * m00 - w00;
    traceP[1] += 2 * (k * m10 - w10);
    traceP[2] += k * m11 - w11;
    quadratic[0] += c00;
    quadratic[1] += 2 * c10;
    quadratic[2] += c11;
    const h00 = k * m00 - 2 * w00;
    const h10 = k * m10 - 2 * w10;
    const h11 = k * m11 - 2 * w11;
    traces[0] += m00 * h00;
    traces[1] += m00 * h10;
    traces[2] += m00 * h11;
    traces[3] += m10 * h00;
    traces[4] += m10 * h10;
    traces[5] += m10 * h11;
    traces[6] += m11 * h00;
    traces[7] += m11 * h10;
    traces[8] += m11 * h11;
    bends[0] += m00 * c00;
    bends[1] += m00 * c10;
    bends[2] += m00 * c11;
    bends[3] += m10 * c00;
    bends[4] += m10 * c10;
    bends[5] += m10 * c11;
    bends[6] += m11 * c00;
    bends[7] += m11 * c10;
    bends[8] += m11 * c11;
  }
  addTraceForms(sums.tracePP, traces, 1);
  addTraceForms(sums.curvature, bends, 2);
}

/** Adds x x', x y' + y x' and y y'. */
function addWhitened([first, cross, second]: readonly Float64Array[], x: Float64Array, y: Float64Array): void {
  const p = x.length;
  for (let j = 0, at = 0; j < p; j++)
    for (let i = 0; i < p; i++, at++) {
      first[at] += x[i] * x[j];
      cross[at] += x[i] * y[j] + y[i] * x[j];
      second[at] += y[i] * y[j];
    }
}

/** tr(E_j A E_k B) of the three parameters from the sums of A's entries times B's (00, 10, 11 each), 3 x 3. */
function addTraceForms(out: Float64Array, sums: Float64Array, factor: number): void {
  const of = (a: number, b: number): number => factor * sums[3 * a + b];
  const entries = [
    [of(0, 0), of(0, 1) + of(1, 0), of(1, 1)],
    [of(0, 1) + of(1, 0), of(0, 2) + of(2, 0) + 2 * of(1, 1), of(1, 2) + of(2, 1)],
    [of(1, 1), of(1, 2) + of(2, 1), of(2, 2)],
  ];
  for (let j = 0; j < 3; j++) for (let k = 0; k < 3; k++) out[k * 3 + j] += entries[j][k];
}
