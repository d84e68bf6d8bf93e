// What the derivatives of blocks of two columns add up in the end, whatever the number of fixed effects: traces and
// products of symmetric 2 x 2 matrices, entries 00, 10, 11. In: M0 = S'S of a block, and of its copies the sums of W'W
// and of c c' (see `block-derivatives.ts`). Out: one array of sums, from which the sums of derivatives follow.
import type { DerivativeSums } from "./block-derivatives.ts";

/**
 * Sums over blocks: 3 of the traces, 3 of the quadratic forms, then 6 for products of traces and 6 for the curvature.
 */
export type PairForms = Float64Array;

/** Sums of no block. */
export function pairForms(): PairForms {
  return new Float64Array(18);
}

/** Adds a block that stands for k blocks: M0, W'W and c c', entries 00, 10, 11 each. */
export function addPairForms(
  forms: PairForms,
  k: number,
  m00: number,
  m10: number,
  m11: number,
  w00: number,
  w10: number,
  w11: number,
  c00: number,
  c10: number,
  c11: number,
): void {
  forms[0] += k * m00 - w00;
  forms[1] += k * m10 - w10;
  forms[2] += k * m11 - w11;
  forms[3] += c00;
  forms[4] += c10;
  forms[5] += c11;
  const h00 = k * m00 - 2 * w00;
  const h10 = k * m10 - 2 * w10;
  const h11 = k * m11 - 2 * w11;
  forms[6] += m00 * h00;
  forms[7] += m00 * h10 + m10 * h00;
  forms[8] += m10 * h10;
  forms[9] += m00 * h11 + m11 * h00;
  forms[10] += m10 * h11 + m11 * h10;
  forms[11] += m11 * h11;
  forms[12] += m00 * c00;
  forms[13] += m00 * c10 + m10 * c00;
  forms[14] += m10 * c10;
  forms[15] += m00 * c11 + m11 * c00;
  forms[16] += m10 * c11 + m11 * c10;
  forms[17] += m11 * c11;
}

/** Adds the sums of all blocks to those of derivatives. */
export function spreadPairForms({ traceP, quadratic, tracePP, curvature }: DerivativeSums, forms: PairForms): void {
  const [trace0, trace1, trace2, square0, square1, square2] = forms;
  for (const [j, value] of [trace0, 2 * trace1, trace2].entries()) traceP[j] += value;
  for (const [j, value] of [square0, 2 * square1, square2].entries()) quadratic[j] += value;
  addTraceForms(tracePP, forms.subarray(6, 12), 1);
  addTraceForms(curvature, forms.subarray(12, 18), 2);
}

/**
 * Adds tr(E_j A E_k B) of the three parameters, 3 x 3, from sums of the entries of A and B: a00 b00, a00 b10 + a10 b00,
 * a10 b10, a00 b11 + a11 b00, a10 b11 + a11 b10, a11 b11.
 */
function addTraceForms(out: Float64Array, sums: Float64Array, factor: number): void {
  const [a, b, c, d, e, f] = sums;
  const entries = [a, b, c, b, d + 2 * c, e, c, e, f];
  for (const [at, entry] of entries.entries()) out[at] += factor * entry;
}
