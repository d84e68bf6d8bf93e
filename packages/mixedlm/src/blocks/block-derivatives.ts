// Sums over blocks that derivatives are made of. With M0 = Z'V^-1 Z = S'S, C = Z'V^-1 X, c = Z'V^-1 (y - X beta) and
// W = R_X^-1 C' (so that W'W = C Phi C'), everything is a product of entries of these: see `SecondOrder`.
// A merged block has one M0, which counts as often as it stands for blocks, and several C, whose products are added.
import { lowerSolveInPlace } from "@mixedlm/linalg";
import type { SecondOrder } from "../engine/engine.ts";
import { type CovarianceTerm, linearStarts } from "../parameters/covariance-terms.ts";
import type { BlockProducts } from "./block-products.ts";
import { type BlockFactorisation, kernelOf } from "./factorise-blocks.ts";
import { addPairDerivatives, addScalarDerivatives } from "./few-columns.ts";

/** What is added up; `whitened` is W E_j W' of each parameter, p x p, empty under ML. */
export interface DerivativeSums extends SecondOrder {
  readonly tracePP: Float64Array;
  readonly whitened: readonly Float64Array[];
}

/**
 * Accumulates the sums at a factorisation.
 *
 * @param beta - fixed effects that residuals are made with, length p.
 * @param second - whether second-order sums are wanted, or only `traceP` and `quadratic`.
 * @param isInternal - whether the columns are the internal ones, for which there are short ways.
 */
export function blockDerivatives(
  blocks: BlockProducts,
  terms: readonly CovarianceTerm[],
  at: BlockFactorisation,
  beta: Float64Array,
  reml: boolean,
  second: boolean,
  isInternal: boolean = true,
): SecondOrder {
  const p = beta.length;
  const m = linearStarts(terms)[terms.length];
  const sums: DerivativeSums = {
    m,
    traceP: new Float64Array(m),
    tracePP: new Float64Array(m * m),
    quadratic: new Float64Array(m),
    curvature: new Float64Array(m * m),
    fixedCross: new Float64Array(p * m),
    whitened: reml && second ? Array.from({ length: m }, () => new Float64Array(p * p)) : [],
  };
  const kernel = isInternal ? kernelOf(blocks, terms) : "general";
  if (kernel === "scalar") addScalarDerivatives(sums, blocks, at, beta, reml);
  else if (kernel === "pair") addPairDerivatives(sums, blocks, at, beta, reml);
  else addBlockDerivatives(sums, blocks, at, beta, reml, second);
  const { whitened, tracePP } = sums;
  for (let j = 0; j < whitened.length; j++)
    for (let k = 0; k < m; k++) {
      let sum = 0;
      for (let i = 0; i < p * p; i++) sum += whitened[j][i] * whitened[k][i];
      tracePP[k * m + j] += sum;
    }
  return sums;
}

/** Quantities of one block, for the largest one; overwritten from block to block. */
interface Workspace {
  /** Z'V^-1 (y - X beta), length q; Z'V^-1 X, q x p; W, p x q. */
  readonly c: Float64Array;
  readonly C: Float64Array;
  readonly W: Float64Array;
  /** S'S; and the sums over copies of W'W and of c c': q x q, full. */
  readonly M0: Float64Array;
  readonly WW: Float64Array;
  readonly cc: Float64Array;
}

function addBlockDerivatives(
  sums: DerivativeSums,
  blocks: BlockProducts,
  at: BlockFactorisation,
  beta: Float64Array,
  reml: boolean,
  second: boolean,
): void {
  const p = beta.length;
  const widest = blocks.layouts.reduce((most, { q }) => Math.max(most, q), 0);
  const square = (): Float64Array => new Float64Array(widest * widest);
  const work: Workspace = {
    c: new Float64Array(widest),
    C: new Float64Array(widest * p),
    W: new Float64Array(p * widest),
    M0: square(),
    WW: square(),
    cc: square(),
  };
  for (let b = 0; b < blocks.count; b++) {
    const layout = blocks.layouts[blocks.layout[b]];
    const { q } = layout;
    const wanted = second ? null : layout.positions;
    marginalPrecision(blocks, at, b, q, wanted, work.M0);
    work.WW.fill(0);
    work.cc.fill(0);
    for (let copy = 0; copy < blocks.copies[b]; copy++) {
      solveCopy(blocks, at, beta, b, copy, q, reml, work);
      addOuter(work, q, p, reml, wanted);
      if (second) addCross(sums, layout.positions, work, q, p, reml);
    }
    addTraces(sums, layout.positions, work, q, blocks.multiplicity[b], second);
  }
}

/** M0 = S'S of a block, q x q. @param wanted - pairs of row and column; null: all entries. */
function marginalPrecision(
  blocks: BlockProducts,
  { S }: BlockFactorisation,
  b: number,
  q: number,
  wanted: readonly Int32Array[] | null,
  M0: Float64Array,
): void {
  const s = blocks.tStart[b];
  const r = blocks.rank[b];
  for (const own of wanted ?? [])
    for (let e = 0; e < own.length; e += 2) {
      const [i, j] = [own[e], own[e + 1]];
      let sum = 0;
      for (let k = 0; k < r; k++) sum += S[s + i * q + k] * S[s + j * q + k];
      M0[j * q + i] = sum;
    }
  if (wanted !== null) return;
  for (let j = 0; j < q; j++)
    for (let i = j; i < q; i++) {
      let sum = 0;
      for (let k = 0; k < r; k++) sum += S[s + i * q + k] * S[s + j * q + k];
      M0[j * q + i] = sum;
      M0[i * q + j] = sum;
    }
}

function solveCopy(
  blocks: BlockProducts,
  at: BlockFactorisation,
  beta: Float64Array,
  b: number,
  copy: number,
  q: number,
  reml: boolean,
  { c, C, W }: Workspace,
): void {
  const p = beta.length;
  const r = blocks.rank[b];
  const s = blocks.tStart[b];
  const start = blocks.cStart[b] + copy * q * (p + 1);
  for (let i = 0; i < q; i++) {
    for (let j = 0; j <= p; j++) {
      let sum = 0;
      for (let k = 0; k < r; k++) sum += at.S[s + i * q + k] * at.B[start + j * q + k];
      if (j === p) c[i] = sum;
      else {
        C[j * q + i] = sum;
        W[i * p + j] = sum;
      }
    }
    for (let j = 0; j < p; j++) c[i] -= C[j * q + i] * beta[j];
  }
  if (reml) lowerSolveInPlace(at.R, p, W, q, 0, p + 1, 0, p);
}

/** Adds c c' and W'W. @param wanted - pairs of row and column, each once; null: all entries. */
function addOuter(
  { c, W, WW, cc }: Workspace,
  q: number,
  p: number,
  reml: boolean,
  wanted: readonly Int32Array[] | null,
): void {
  for (const own of wanted ?? [])
    for (let e = 0; e < own.length; e += 2) {
      const [i, j] = [own[e], own[e + 1]];
      cc[j * q + i] += c[i] * c[j];
      let sum = 0;
      for (let k = 0; reml && k < p; k++) sum += W[i * p + k] * W[j * p + k];
      WW[j * q + i] += sum;
    }
  if (wanted !== null) return;
  for (let j = 0; j < q; j++)
    for (let i = 0; i < q; i++) {
      cc[j * q + i] += c[i] * c[j];
      if (!reml) continue;
      let sum = 0;
      for (let k = 0; k < p; k++) sum += W[i * p + k] * W[j * p + k];
      WW[j * q + i] += sum;
    }
}

function addCross(
  { fixedCross, whitened }: DerivativeSums,
  positions: readonly Int32Array[],
  { c, C, W }: Workspace,
  q: number,
  p: number,
  reml: boolean,
): void {
  for (const [j, at] of positions.entries())
    for (let e = 0; e < at.length; e += 2) {
      const [r, s] = [at[e], at[e + 1]];
      for (let i = 0; i < p; i++) fixedCross[j * p + i] += C[i * q + r] * c[s];
      if (!reml) continue;
      const own = whitened[j];
      for (let b = 0; b < p; b++) for (let a = 0; a < p; a++) own[b * p + a] += W[r * p + a] * W[s * p + b];
    }
}

function addTraces(
  { m, traceP, tracePP, quadratic, curvature }: DerivativeSums,
  positions: readonly Int32Array[],
  { M0, WW, cc }: Workspace,
  q: number,
  multiplicity: number,
  second: boolean,
): void {
  for (let j = 0; j < m; j++) {
    const own = positions[j];
    for (let e = 0; e < own.length; e += 2) {
      const at = own[e + 1] * q + own[e];
      traceP[j] += multiplicity * M0[at] - WW[at];
      quadratic[j] += cc[at];
    }
    for (let k = 0; second && k <= j; k++) {
      const other = positions[k];
      let trace = 0;
      let bend = 0;
      for (let e = 0; e < own.length; e += 2)
        for (let f = 0; f < other.length; f += 2) {
          const link = M0[other[f] * q + own[e + 1]];
          const back = other[f + 1] * q + own[e];
          trace += link * (multiplicity * M0[back] - 2 * WW[back]);
          bend += 2 * link * cc[back];
        }
      tracePP[j * m + k] += trace;
      curvature[j * m + k] += bend;
      if (k === j) continue;
      tracePP[k * m + j] += trace;
      curvature[k * m + j] += bend;
    }
  }
}
