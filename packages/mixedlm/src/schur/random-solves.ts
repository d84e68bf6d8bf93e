// Products with the whole Z'V^-1: with [X | y], with residuals, and with Z itself. In: a factorised workspace. Out:
// vectors over all random columns: those of the eliminated factor, level after level, then the remaining ones.
import type { FactorRoots } from "./factor-roots.ts";
import type { SchurPoint, SchurWorkspace } from "./factorise-schur.ts";
import { addToLevels, addToRest } from "./level-rest-products.ts";
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

/** Z'V^-1[X | y], q x (p + 1); not to be changed. */
export function fixedSolves(work: SchurWorkspace, at: SchurPoint): Float64Array {
  at.solves ??= computeSolves(work);
  return at.solves;
}

function computeSolves({ elimination, squares, S, BF, BR, D, GR }: SchurWorkspace): Float64Array {
  const { levels, s, rest, products } = elimination;
  const { order } = rest;
  const widths = products.p + 1;
  const q = levels * s + order;
  const out = new Float64Array(q * widths);
  const v = BF.slice();
  addToLevels(elimination, squares, BR, D, widths, v);
  multiplyTransposedRoots(S, levels, s, v, widths, out, q);
  for (let j = 0; j < widths; j++) out.set(GR.subarray(j * order, (j + 1) * order), j * q + levels * s);
  return out;
}

/** The first rows of `count` columns of `out` := S_i'v_i. */
function multiplyTransposedRoots(
  S: Float64Array,
  levels: number,
  s: number,
  v: Float64Array,
  count: number,
  out: Float64Array,
  q: number,
): void {
  for (let c = 0; c < count; c++)
    for (let i = 0; i < levels; i++)
      for (let k = 0; k < s; k++) {
        let sum = 0;
        for (let m = 0; m < s; m++) sum += S[(i * s + k) * s + m] * v[(c * levels + i) * s + m];
        out[c * q + i * s + k] = sum;
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
  const { elimination, pattern, squares, N, factor, S, BR } = work;
  const { levels, s, rest } = elimination;
  const { order } = rest;
  const head = levels * s;
  const q = head + order;
  // v_i = S_i g_i, and of the remaining rows Z_rest'V_1^-1 Z g = N g + sum B_i'v_i
  const v = multiplyRoots(S, levels, s, G, count, q);
  const g = new Float64Array(order * count);
  for (let c = 0; c < count; c++) g.set(G.subarray(c * q + head, (c + 1) * q), c * order);
  const a = new Float64Array(order * count);
  multiplyPattern(pattern, N, g, count, a);
  addToRest(elimination, squares, BR, v, count, a);
  // d = -Lambda S_2^-1 Lambda'a is what the remaining effects take up
  const d = a.slice();
  scaleAllRows(rest, lifted, true, d, count);
  if (order > 0) factor.solveInPlace(d, count);
  scaleAllRows(rest, lifted, false, d, count);
  for (let k = 0; k < d.length; k++) d[k] = -d[k];
  const taken = new Float64Array(order * count);
  multiplyPattern(pattern, N, d, count, taken);
  for (let k = 0; k < d.length; k++) {
    taken[k] += a[k];
    d[k] += g[k];
  }
  addToLevels(elimination, squares, BR, d, count, v);
  const out = new Float64Array(q * count);
  multiplyTransposedRoots(S, levels, s, v, count, out, q);
  for (let c = 0; c < count; c++) out.set(taken.subarray(c * order, (c + 1) * order), c * q + head);
  return out;
}

/** S_i g_i of all levels, for the `count` columns of G. */
function multiplyRoots(
  S: Float64Array,
  levels: number,
  s: number,
  G: Float64Array,
  count: number,
  q: number,
): Float64Array {
  const v = new Float64Array(levels * s * count);
  for (let c = 0; c < count; c++)
    for (let i = 0; i < levels; i++)
      for (let k = 0; k < s; k++) {
        const value = G[c * q + i * s + k];
        if (value !== 0) for (let m = 0; m < s; m++) v[(c * levels + i) * s + m] += S[(i * s + k) * s + m] * value;
      }
  return v;
}
