// Products with the whole Z'V^-1: with [X | y], with residuals, and with Z itself. In: a factorised workspace. Out: vectors
// over all random columns: those of the eliminated factor, level after level, then the remaining ones.
import type { FactorRoots } from "./factor-roots.ts";
import type { SchurWorkspace } from "./factorise-schur.ts";
import { scaleAllRows } from "./rest-roots.ts";
import { multiplyPattern } from "./schur-pattern.ts";

/** Random columns in the order of the vectors here. */
export function randomColumns({ elimination: { levels, s, rest } }: SchurWorkspace): number {
  return levels * s + rest.order;
}

/** First row of a factor's levels in these vectors. */
export function factorStart({ elimination: { first, levels, s, rest } }: SchurWorkspace, factor: number): number {
  return factor === first ? 0 : levels * s + rest.base[factor];
}

/** Z'V^-1[X | y], q x (p + 1). */
export function fixedSolves({ elimination, S, BF, BR, D, GR }: SchurWorkspace): Float64Array {
  const { levels, s, rest, start, column, products } = elimination;
  const { order } = rest;
  const widths = products.p + 1;
  const q = levels * s + order;
  const out = new Float64Array(q * widths);
  const own = new Float64Array(s);
  for (let j = 0; j < widths; j++) {
    for (let i = 0; i < levels; i++) {
      for (let m = 0; m < s; m++) own[m] = BF[(i * widths + j) * s + m];
      for (let t = start[i]; t < start[i + 1]; t++) {
        const value = D[j * order + column[t]];
        for (let m = 0; m < s; m++) own[m] += BR[t * s + m] * value;
      }
      transposedProduct(S, i, s, own, out, j * q + i * s);
    }
    out.set(GR.subarray(j * order, (j + 1) * order), j * q + levels * s);
  }
  return out;
}

/** out = S_i'v. */
function transposedProduct(
  S: Float64Array,
  i: number,
  s: number,
  v: Float64Array,
  out: Float64Array,
  at: number,
): void {
  for (let k = 0; k < s; k++) {
    let sum = 0;
    for (let m = 0; m < s; m++) sum += S[(i * s + k) * s + m] * v[m];
    out[at + k] = sum;
  }
}

/** Z'V^-1(y - X beta) from Z'V^-1[X | y]. */
export function residualSolves(solves: Float64Array, beta: Float64Array): Float64Array {
  const p = beta.length;
  const q = solves.length / (p + 1);
  const c = solves.slice(p * q);
  for (let j = 0; j < p; j++) for (let k = 0; k < q; k++) c[k] -= solves[j * q + k] * beta[j];
  return c;
}

/** Z'V^-1 Z G for the `count` columns of G, q x count. */
export function marginalProducts(
  work: SchurWorkspace,
  { lifted }: FactorRoots,
  G: Float64Array,
  count: number,
): Float64Array {
  const { elimination, pattern, N, factor, S, BR } = work;
  const { levels, s, rest, start, column } = elimination;
  const { order } = rest;
  const q = levels * s + order;
  const head = levels * s;
  // v_i = S_i g_i, and the remaining rows: N g_2 + sum B_i'v_i
  const v = new Float64Array(head * count);
  const g = new Float64Array(order * count);
  for (let c = 0; c < count; c++) {
    for (let i = 0; i < levels; i++)
      for (let k = 0; k < s; k++) {
        const value = G[c * q + i * s + k];
        if (value !== 0) for (let m = 0; m < s; m++) v[c * head + i * s + m] += S[(i * s + k) * s + m] * value;
      }
    g.set(G.subarray(c * q + head, (c + 1) * q), c * order);
  }
  const a = new Float64Array(order * count);
  multiplyPattern(pattern, N, g, count, a);
  for (let c = 0; c < count; c++)
    for (let i = 0; i < levels; i++)
      for (let t = start[i]; t < start[i + 1]; t++) {
        let sum = 0;
        for (let m = 0; m < s; m++) sum += BR[t * s + m] * v[c * head + i * s + m];
        a[c * order + column[t]] += sum;
      }
  const d = a.slice();
  scaleAllRows(rest, lifted, true, d, count);
  if (order > 0) factor.solveInPlace(d, count);
  scaleAllRows(rest, lifted, false, d, count);
  for (let k = 0; k < d.length; k++) d[k] = -d[k];
  const nd = new Float64Array(order * count);
  multiplyPattern(pattern, N, d, count, nd);
  const out = new Float64Array(q * count);
  const own = new Float64Array(s);
  for (let c = 0; c < count; c++) {
    for (let k = 0; k < order; k++) out[c * q + head + k] = a[c * order + k] + nd[c * order + k];
    for (let i = 0; i < levels; i++) {
      for (let m = 0; m < s; m++) own[m] = v[c * head + i * s + m];
      for (let t = start[i]; t < start[i + 1]; t++) {
        const at = c * order + column[t];
        const value = g[at] + d[at];
        for (let m = 0; m < s; m++) own[m] += BR[t * s + m] * value;
      }
      transposedProduct(S, i, s, own, out, c * q + i * s);
    }
  }
  return out;
}
