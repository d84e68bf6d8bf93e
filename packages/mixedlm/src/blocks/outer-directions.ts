// The rows of a block's basis that stand for the levels of its finest factor -> the same rows, turned so that the
// constant of each outer level is one of them. A variance that is huge beside the others then stands in one row of K =
// T'F, where the factorisation meets it first; spread over all rows it would cancel there, with the digits of what is
// nested in it.
import { norm2 } from "@mixedlm/linalg";
import type { InternalProducts } from "../coordinates/internal-products.ts";
import type { WholeBlocks } from "./block-products.ts";

/** Share of a column's length below which an entry is rounding error. */
const ROUNDING = 1e-8;

/**
 * Turns the first rows of T and C of a block, in place: reflections, which leave Z = Q T' and all products as they are.
 *
 * @param cover - the factor whose levels the rows stand for.
 * @param rows - how many.
 * @see Golub & Van Loan (2013), Matrix Computations, 4th ed., section 5.1.
 */
export function turnToOuter(
  { members, T, C, tStart, cStart, layouts, layout }: WholeBlocks,
  { factors, p }: Pick<InternalProducts, "factors" | "p">,
  b: number,
  cover: number,
  rows: number,
): void {
  const { q } = layouts[layout[b]];
  const [t, c] = [tStart[b], cStart[b]];
  const outer = factors
    .flatMap(({ constant }, f) => {
      if (f === cover || constant < 0) return [];
      return [Array.from(members.levelsOf(b, f), (l) => members.positionOf(f, l) + constant)];
    })
    .filter((columns) => columns.length < rows && isNested(T, t, q, rows, columns))
    // inner factors first: what is outside them then has one row for each of their levels
    .sort((x, y) => y.length - x.length);
  for (const columns of outer)
    for (const column of columns) {
      const reflection = reflectionOf(T, t + column, q, rows);
      if (reflection === null) continue;
      for (let i = 0; i < q; i++) reflect(reflection, T, t + i, q);
      for (let j = 0; j <= p; j++) reflect(reflection, C, c + j * q, 1);
      const [first, ...others] = reflection.rows;
      T[t + first * q + column] = reflection.length;
      for (const k of others) T[t + k * q + column] = 0;
    }
}

/** Whether every row belongs to one of the columns at most. */
function isNested(T: Float64Array, t: number, q: number, rows: number, columns: readonly number[]): boolean {
  for (let k = 0; k < rows; k++) {
    const own = columns.filter((column) => T[t + k * q + column] !== 0);
    if (own.length > 1) return false;
  }
  return true;
}

/** I - 2 v v' / v'v on some rows. */
interface Reflection {
  readonly rows: readonly number[];
  readonly v: Float64Array;
  readonly square: number;
  /** What the vector that it is made for becomes in the first of the rows, the others zero. */
  readonly length: number;
}

/** The reflection that takes a column to its first row; null when it has but one. */
function reflectionOf(T: Float64Array, from: number, q: number, rows: number): Reflection | null {
  let square = 0;
  for (let k = 0; k < rows; k++) square += T[from + k * q] ** 2;
  const least = ROUNDING * Math.sqrt(square);
  const own = Array.from({ length: rows }, (_, k) => k).filter((k) => Math.abs(T[from + k * q]) > least);
  if (own.length < 2) return null;
  const v = Float64Array.from(own, (k) => T[from + k * q]);
  const length = -Math.sign(v[0]) * norm2(v);
  v[0] -= length;
  return { rows: own, v, square: v.reduce((sum, value) => sum + value * value, 0), length };
}

function reflect({ rows, v, square }: Reflection, values: Float64Array, from: number, stride: number): void {
  let along = 0;
  for (let k = 0; k < rows.length; k++) along += v[k] * values[from + rows[k] * stride];
  if (along === 0) return;
  const share = (2 * along) / square;
  for (let k = 0; k < rows.length; k++) values[from + rows[k] * stride] -= share * v[k];
}
