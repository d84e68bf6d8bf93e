// Products of all B_i = L_i^-1 Q_i'Z_rest with several vectors: over the levels' coordinates (levels s rows) and over
// the remaining columns (order rows). In: vectors as columns. Out: sums added to others.
import { axpyInPlace, matrix, multiply, multiplyTransposed } from "@mixedlm/linalg";
import type { Elimination } from "./eliminate.ts";
import type { LevelSquares } from "./level-squares.ts";

/** Columns from which on a stacked B is multiplied as a whole. */
const MANY = 8;

/** to += B'v for the `count` columns of v. */
export function addToRest(
  { levels, s, rest, start, column }: Elimination,
  { stacked }: LevelSquares,
  B: Float64Array,
  v: Float64Array,
  count: number,
  to: Float64Array,
): void {
  const height = levels * s;
  if (stacked !== null && count >= MANY) {
    axpyInPlace(1, multiplyTransposed(matrix(height, rest.order, stacked), matrix(height, count, v)).data, to);
    return;
  }
  for (let c = 0; c < count; c++) {
    const from = c * height;
    const out = c * rest.order;
    if (isZero(v, from, height)) continue;
    if (stacked !== null) {
      for (let b = 0; b < rest.order; b++) {
        let sum = 0;
        for (let k = 0; k < height; k++) sum += stacked[b * height + k] * v[from + k];
        to[out + b] += sum;
      }
      continue;
    }
    for (let i = 0; i < levels; i++)
      for (let t = start[i]; t < start[i + 1]; t++) {
        let sum = 0;
        for (let m = 0; m < s; m++) sum += B[t * s + m] * v[from + i * s + m];
        to[out + column[t]] += sum;
      }
  }
}

/** to += B x for the `count` columns of x. */
export function addToLevels(
  { levels, s, rest, start, column }: Elimination,
  { stacked }: LevelSquares,
  B: Float64Array,
  x: Float64Array,
  count: number,
  to: Float64Array,
): void {
  const height = levels * s;
  if (stacked !== null && count >= MANY) {
    axpyInPlace(1, multiply(matrix(height, rest.order, stacked), matrix(rest.order, count, x)).data, to);
    return;
  }
  for (let c = 0; c < count; c++) {
    const from = c * rest.order;
    const out = c * height;
    if (stacked !== null) {
      for (let b = 0; b < rest.order; b++) {
        const value = x[from + b];
        if (value !== 0) for (let k = 0; k < height; k++) to[out + k] += stacked[b * height + k] * value;
      }
      continue;
    }
    for (let i = 0; i < levels; i++)
      for (let t = start[i]; t < start[i + 1]; t++) {
        const value = x[from + column[t]];
        for (let m = 0; m < s; m++) to[out + i * s + m] += B[t * s + m] * value;
      }
  }
}

/** Whether all of `length` numbers are zero. */
export function isZero(v: Float64Array, from: number, length: number): boolean {
  for (let k = from; k < from + length; k++) if (v[k] !== 0) return false;
  return true;
}
