// What of [X | y] is outside all random columns: the root of its X part, which may be singular, what that leaves of y,
// and y drawn again. In: E, products of what is outside. Out: a triangle with a column of zeros for each column of X
// that has no part there.
import type { ResponseDraws } from "../engine/engine.ts";

/** Share of a column's square outside the columns before it that is rounding error. */
const DEPENDENT = 1e-10;

/** A root of what of X'X is outside all random columns; columns without a part there have none in it. */
export interface OutsideRoot {
  /** p x p, lower triangle, with columns of zeros; and which columns are not. */
  readonly L: Float64Array;
  readonly isFree: readonly boolean[];
  readonly rank: number;
}

/**
 * The Cholesky factor of the X part of E, which may be singular.
 *
 * @param E - (p + 1) x (p + 1), lower triangle.
 * @param FF - products of the whole columns, which rounding errors are measured by.
 */
export function rootOutside(E: Float64Array, FF: Float64Array, p: number): OutsideRoot {
  const columns = p + 1;
  const L = new Float64Array(p * p);
  const isFree: boolean[] = [];
  for (let j = 0; j < p; j++) {
    for (let i = j; i < p; i++) {
      let value = E[j * columns + i];
      for (let m = 0; m < j; m++) value -= L[m * p + i] * L[m * p + j];
      L[j * p + i] = value;
    }
    const pivot = L[j * (p + 1)];
    isFree.push(pivot > DEPENDENT * FF[j * (columns + 1)]);
    const root = isFree[j] ? 1 / Math.sqrt(pivot) : 0;
    for (let i = j; i < p; i++) L[j * p + i] *= root;
  }
  return { L, isFree, rank: isFree.filter(Boolean).length };
}

/**
 * y's sum of squares outside X and all random columns.
 *
 * @param E - that the root was made of, with y's row.
 */
export function squareOutside({ L, isFree }: OutsideRoot, E: Float64Array, p: number): number {
  const z = new Float64Array(p);
  let square = E[(p + 1) * (p + 1) - 1];
  for (let j = 0; j < p; j++) {
    if (!isFree[j]) continue;
    let value = E[j * (p + 1) + p];
    for (let m = 0; m < j; m++) value -= L[m * p + j] * z[m];
    z[j] = value / L[j * (p + 1)];
    square -= z[j] * z[j];
  }
  return square;
}

/** Draws y's row of E: products with X, and its square, of which `left` degrees of freedom are outside X too. */
export function drawOutside(
  random: ResponseDraws,
  { L, isFree }: OutsideRoot,
  left: number,
  p: number,
  z: Float64Array,
  E: Float64Array,
): void {
  let square = 0;
  for (let j = 0; j < p; j++) {
    z[j] = isFree[j] ? random.normal() : 0;
    square += z[j] * z[j];
  }
  for (let j = 0; j < p; j++) {
    let sum = 0;
    for (let m = 0; m <= j; m++) sum += L[m * p + j] * z[m];
    E[j * (p + 1) + p] = sum;
  }
  E[(p + 1) * (p + 1) - 1] = square + random.chiSquare(left);
}
