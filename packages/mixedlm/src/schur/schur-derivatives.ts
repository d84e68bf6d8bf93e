// The sums that first and second derivatives are made of; the linear covariance parameters are the lower triangles of
// all Psi, row by row. With M0 = Z'V^-1 Z, C = Z'V^-1 X, c = Z'V^-1(y - X beta) and W = C R_X^-T (so that W W' = C Phi
// C'), traces come from diagonal blocks, and products of E_j c with M0 from solves: one for each parameter.
import { axpyInPlace } from "@mixedlm/linalg";
import type { SecondOrder } from "../engine/engine.ts";
import { type CovarianceTerm, linearStarts } from "../parameters/covariance-terms.ts";
import type { SchurPoint, SchurWorkspace } from "./factorise-schur.ts";
import { factorStart, fixedSolves, marginalProducts, randomColumns, residualSolves } from "./random-solves.ts";
import { marginalTraces } from "./schur-traces.ts";

/** Numbers of a batch of right-hand sides. */
const BATCH = 2 ** 21;

/** One linear parameter: entry (row, column) of a term, and the first row of each of its levels. */
export interface LinearEntry {
  readonly row: number;
  readonly column: number;
  readonly levels: Int32Array;
}

/** First order: tr(P V_j) and r'V^-1 V_j V^-1 r of each linear parameter. */
export function firstOrder(
  work: SchurWorkspace,
  at: SchurPoint,
  beta: Float64Array,
  reml: boolean,
): Pick<SecondOrder, "traceP" | "quadratic"> {
  const { terms } = work.elimination.products;
  const solves = fixedSolves(work, at);
  const levels = terms.map((term) => termLevels(work, term));
  const c = residualSolves(solves, beta);
  const traceP = spreadTraces(terms, marginalTraces(work, at));
  if (reml) axpyInPlace(-1, squareSums(terms, levels, whitenedFixed(solves, at.R, beta.length), beta.length), traceP);
  return { traceP, quadratic: squareSums(terms, levels, c, 1) };
}

/** All but `tracePP`, which is null. */
export function secondOrderSums(work: SchurWorkspace, at: SchurPoint, beta: Float64Array, reml: boolean): SecondOrder {
  const { terms } = work.elimination.products;
  const first = firstOrder(work, at, beta, reml);
  const m = first.traceP.length;
  const p = beta.length;
  const solves = fixedSolves(work, at);
  const c = residualSolves(solves, beta);
  const q = c.length;
  const entries = linearEntries(work, terms);
  const fixedCross = new Float64Array(p * m);
  for (let j = 0; j < m; j++)
    for (let i = 0; i < p; i++) fixedCross[j * p + i] = entryProduct(entries[j], solves, i * q, c);
  const curvature = new Float64Array(m * m);
  const batch = Math.max(1, Math.min(m, Math.floor(BATCH / Math.max(q, 1))));
  for (let from = 0; from < m; from += batch) {
    const count = Math.min(batch, m - from);
    const G = new Float64Array(q * count);
    for (let k = 0; k < count; k++) spreadEntry(entries[from + k], c, G, k * q);
    const MG = marginalProducts(work, at.roots, G, count);
    for (let k = 0; k < count; k++)
      for (let j = 0; j < m; j++) curvature[(from + k) * m + j] = 2 * entryProduct(entries[j], MG, k * q, c);
  }
  for (let k = 0; k < m; k++)
    for (let j = 0; j < k; j++) {
      const mean = (curvature[k * m + j] + curvature[j * m + k]) / 2;
      curvature[k * m + j] = mean;
      curvature[j * m + k] = mean;
    }
  return { m, ...first, tracePP: null, curvature, fixedCross };
}

/** First row of each level of a term, in the vectors over all random columns, placement after placement. */
export function termLevels(work: SchurWorkspace, { placements }: CovarianceTerm): Int32Array {
  const { factors } = work.elimination.products;
  const rows = new Int32Array(placements.reduce((sum, { factor }) => sum + factors[factor].levels, 0));
  let at = 0;
  for (const { factor, column } of placements) {
    const start = factorStart(work, factor) + column;
    const { levels, columns } = factors[factor];
    for (let l = 0; l < levels; l++) rows[at++] = start + l * columns;
  }
  return rows;
}

/** The linear parameters, with the rows of their levels. */
export function linearEntries(work: SchurWorkspace, terms: readonly CovarianceTerm[]): LinearEntry[] {
  return terms.flatMap((term) => {
    const levels = termLevels(work, term);
    const entries: LinearEntry[] = [];
    for (let row = 0; row < term.size; row++)
      for (let column = 0; column <= row; column++) entries.push({ row, column, levels });
    return entries;
  });
}

/** a'E_j c for the vector a from `at`. */
function entryProduct({ row, column, levels }: LinearEntry, a: Float64Array, at: number, c: Float64Array): number {
  let sum = 0;
  if (row === column) for (const l of levels) sum += a[at + l + row] * c[l + row];
  else for (const l of levels) sum += a[at + l + row] * c[l + column] + a[at + l + column] * c[l + row];
  return sum;
}

/** E_j c, added to zeros from `at`. */
export function spreadEntry({ row, column, levels }: LinearEntry, c: Float64Array, to: Float64Array, at: number): void {
  for (const l of levels) {
    to[at + l + row] = c[l + column];
    to[at + l + column] = c[l + row];
  }
}

/** Entries of symmetric matrices -> the sums of linear parameters, where entries off the diagonal count twice. */
function spreadTraces(terms: readonly CovarianceTerm[], blocks: readonly Float64Array[]): Float64Array {
  const starts = linearStarts(terms);
  const out = new Float64Array(starts[terms.length]);
  for (let t = 0; t < terms.length; t++) {
    let j = starts[t];
    const { size } = terms[t];
    for (let row = 0; row < size; row++)
      for (let column = 0; column <= row; column++)
        out[j++] = (row === column ? 1 : 2) * blocks[t][column * size + row];
  }
  return out;
}

/** tr(V' E_j V) of each linear parameter, for the `count` columns of V. */
function squareSums(
  terms: readonly CovarianceTerm[],
  levels: readonly Int32Array[],
  V: Float64Array,
  count: number,
): Float64Array {
  const q = count === 0 ? 0 : V.length / count;
  const blocks = terms.map(({ size }, t) => {
    const block = new Float64Array(size * size);
    for (let c = 0; c < count; c++)
      for (const l of levels[t])
        for (let j = 0; j < size; j++)
          for (let i = j; i < size; i++) block[j * size + i] += V[c * q + l + i] * V[c * q + l + j];
    return block;
  });
  return spreadTraces(terms, blocks);
}

/** W = Z'V^-1 X R_X^-T, q x p, from Z'V^-1[X | y]. */
export function whitenedFixed(solves: Float64Array, R: Float64Array, p: number): Float64Array {
  const q = solves.length / (p + 1);
  const W = solves.slice(0, p * q);
  for (let j = 0; j < p; j++) {
    for (let k = 0; k < j; k++) {
      const share = R[k * (p + 1) + j];
      for (let i = 0; i < q; i++) W[j * q + i] -= share * W[k * q + i];
    }
    const pivot = R[j * (p + 1) + j];
    for (let i = 0; i < q; i++) W[j * q + i] /= pivot;
  }
  return W;
}

/** Z'PZ, q x q, full: P is V^-1 under ML. */
export function marginalPrecision(work: SchurWorkspace, at: SchurPoint, reml: boolean): Float64Array {
  const q = randomColumns(work);
  const { p } = work.elimination.products;
  const M = new Float64Array(q * q);
  const batch = Math.max(1, Math.min(q, Math.floor(BATCH / Math.max(q, 1))));
  for (let from = 0; from < q; from += batch) {
    const count = Math.min(batch, q - from);
    const units = new Float64Array(q * count);
    for (let k = 0; k < count; k++) units[k * q + from + k] = 1;
    M.set(marginalProducts(work, at.roots, units, count), from * q);
  }
  if (!reml) return M;
  const W = whitenedFixed(fixedSolves(work, at), at.R, p);
  for (let c = 0; c < p; c++)
    for (let b = 0; b < q; b++) {
      const own = W[c * q + b];
      for (let a = 0; a < q; a++) M[b * q + a] -= own * W[c * q + a];
    }
  return M;
}
