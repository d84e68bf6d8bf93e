// tr(P V_j P V_k) of all pairs of linear covariance parameters: from Z'PZ where that fits in memory, else from
// differences of tr(P V_j), whose derivative in psi_k it is with the sign turned.

import { norm2 } from "@mixedlm/linalg";
import { linearStarts } from "../parameters/covariance-terms.ts";
import { multiplySquare, transposed } from "../parameters/square.ts";
import { lowerEntriesByRow, lowerRoot } from "../parameters/triangular-root.ts";
import { factoriseSchur, type SchurPoint, type SchurWorkspace } from "./factorise-schur.ts";
import { randomColumns } from "./random-solves.ts";
import { firstOrder, marginalPrecision, termLevels } from "./schur-derivatives.ts";

/** Random columns up to which Z'PZ is formed. */
const DENSE = 1500;
/** Step of a difference, as a share of what a variance's derivatives vary with. */
const STEP = 1e-4;

/** Computes the traces, m x m; not numbers where a point of a difference has no factorisation. */
export function traceProducts(work: SchurWorkspace, at: SchurPoint, beta: Float64Array, reml: boolean): Float64Array {
  return areDifferences(work) ? differencedTraces(work, at, beta, reml) : exactTraces(work, at, reml);
}

/** Whether traces are differences, which leave the workspace at another point. */
export function areDifferences(work: SchurWorkspace): boolean {
  return randomColumns(work) > DENSE;
}

function exactTraces(work: SchurWorkspace, at: SchurPoint, reml: boolean): Float64Array {
  const { terms } = work.elimination.products;
  const P = marginalPrecision(work, at, reml);
  const q = randomColumns(work);
  const starts = linearStarts(terms);
  const m = starts[terms.length];
  const out = new Float64Array(m * m);
  const levels = terms.map((term) => termLevels(work, term));
  for (let t = 0; t < terms.length; t++)
    for (let u = 0; u <= t; u++) {
      const [a, b] = [terms[t].size, terms[u].size];
      const traces = entryTraces(blockSquares(P, q, levels[t], a, levels[u], b), a, b);
      for (const [j, row] of traces.entries())
        for (const [k, trace] of row.entries()) {
          out[(starts[u] + k) * m + starts[t] + j] = trace;
          out[(starts[t] + j) * m + starts[u] + k] = trace;
        }
    }
  return out;
}

/** tr(P V_j P V_k) of the entries j of one term and k of another, of a and b columns, from `blockSquares`. */
function entryTraces(H: Float64Array, a: number, b: number): number[][] {
  const at = (i: number, i2: number, j: number, j2: number): number => H[((i * a + i2) * b + j) * b + j2];
  const columns = lowerEntriesByRow(b);
  return lowerEntriesByRow(a).map(({ row: r, column: s }) =>
    columns.map(({ row: v, column: w }) => {
      const sum = at(r, s, v, w) + at(s, r, v, w) + at(r, s, w, v) + at(s, r, w, v);
      return sum / ((r === s ? 2 : 1) * (v === w ? 2 : 1));
    }),
  );
}

/** H[i, i2, j, j2] = sum over levels l, n of P[l + i, n + j] P[l + i2, n + j2]. */
function blockSquares(
  P: Float64Array,
  q: number,
  rows: Int32Array,
  a: number,
  columns: Int32Array,
  b: number,
): Float64Array {
  const H = new Float64Array(a * a * b * b);
  for (const n of columns)
    for (const l of rows)
      for (let i = 0; i < a; i++)
        for (let i2 = 0; i2 < a; i2++)
          for (let j = 0; j < b; j++) {
            const own = P[(n + j) * q + l + i];
            const to = ((i * a + i2) * b + j) * b;
            for (let j2 = 0; j2 < b; j2++) H[to + j2] += own * P[(n + j2) * q + l + i2];
          }
  return H;
}

/**
 * Central differences. A singular Psi is moved inside by two steps first, for both points have to be covariances: the
 * traces are then those of a point nearby, right to about the step's size; elsewhere to its square.
 */
function differencedTraces(work: SchurWorkspace, at: SchurPoint, beta: Float64Array, reml: boolean): Float64Array {
  const { terms, factors } = work.elimination.products;
  const starts = linearStarts(terms);
  const m = starts[terms.length];
  const out = new Float64Array(m * m);
  for (let t = 0; t < terms.length; t++) {
    const { size, placements } = terms[t];
    const root = at.roots.terms[t];
    const psi = multiplySquare(root, transposed(root, size), size);
    const least = Math.min(
      ...Array.from({ length: size }, (_, k) => norm2(root.subarray(k * size, (k + 1) * size)) ** 2),
    );
    const { weight } = factors[placements[0].factor];
    const perLevel = weight.reduce((sum, w) => sum + w, 0) / Math.max(1, weight.length);
    const h = STEP * (least + 1 / perLevel);
    if (least < 2 * h) for (let k = 0; k < size; k++) psi[k * (size + 1)] += 2 * h;
    let k = starts[t];
    for (let r = 0; r < size; r++)
      for (let s = 0; s <= r; s++, k++) {
        const [up, down] = [h, -h].map((step) => {
          const moved = psi.slice();
          moved[s * size + r] += step;
          if (r !== s) moved[r * size + s] += step;
          const point = factoriseSchur(
            work,
            at.lambda.map((own, u) => (u === t ? lowerRoot(moved, size) : own)),
          );
          return point === null ? null : firstOrder(work, point, beta, reml).traceP;
        });
        for (let j = 0; j < m; j++)
          out[k * m + j] = up === null || down === null ? Number.NaN : (down[j] - up[j]) / (2 * h);
      }
  }
  return out.map((value, e) => (value + out[(e % m) * m + Math.floor(e / m)]) / 2);
}
