// Products with X that the inference of fixed effects is made of, by solves: with W = Z'V^-1 X R_X^-T (q x p) and
// M0 = Z'V^-1 Z, they are W'E_j W and (E_j W)'M0 (E_k W). No matrix with q rows has more than p columns for each
// parameter.
import type { FixedProducts } from "../engine/engine.ts";
import type { SchurPoint, SchurWorkspace } from "./factorise-schur.ts";
import { fixedSolves, marginalProducts } from "./random-solves.ts";
import { linearEntries, spreadEntry, whitenedFixed } from "./schur-derivatives.ts";

/** Computes the products at a point. @param second - whether `second` is wanted. */
export function schurFixedProducts(work: SchurWorkspace, at: SchurPoint, second: boolean): FixedProducts {
  const { terms, p } = work.elimination.products;
  const W = whitenedFixed(fixedSolves(work, at), at.R, p);
  const q = p === 0 ? 0 : W.length / p;
  const spread = linearEntries(work, terms).map((entry) => {
    const EW = new Float64Array(W.length);
    for (let c = 0; c < p; c++) spreadEntry(entry, W.subarray(c * q, (c + 1) * q), EW, c * q);
    return EW;
  });
  const first = spread.map((EW) => products(W, EW, q, p));
  if (!second) return { first, second: null };
  const pairs = spread.map((_, j) => new Array<Float64Array>(j + 1));
  for (let k = 0; k < spread.length; k++) {
    const ME = marginalProducts(work, at.roots, spread[k], p);
    for (let j = k; j < spread.length; j++) pairs[j][k] = products(spread[j], ME, q, p);
  }
  return { first, second: pairs };
}

/** The symmetric part of A'B for q x p matrices. */
function products(A: Float64Array, B: Float64Array, q: number, p: number): Float64Array {
  const out = new Float64Array(p * p);
  for (let b = 0; b < p; b++)
    for (let a = 0; a < p; a++) {
      let sum = 0;
      for (let i = 0; i < q; i++) sum += A[a * q + i] * B[b * q + i];
      out[b * p + a] += sum / 2;
      out[a * p + b] += sum / 2;
    }
  return out;
}
