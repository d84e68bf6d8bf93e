// Places of all pairs of columns that a level of the eliminated factor touches, where every level of every factor has
// one column: one list of numbers that the two sums over levels run through, with nothing to look up. In: an
// elimination and the pattern. Out: the list, or null where it would be long or the columns are wider.
import type { Elimination } from "./eliminate.ts";
import type { SchurPattern } from "./schur-pattern.ts";

/** Longest list: 32 MB. */
const MOST = 2 ** 23;

/**
 * Lists, level after level, for each touched column t of the level and each touched column u from t on, the place of
 * entry (column of u, column of t) among the values of the pattern.
 */
export function levelPairs(
  { levels, s, rest, start, column, touchStart, touch, touchLevel }: Elimination,
  pattern: SchurPattern,
): Int32Array | null {
  if (s !== 1 || rest.widest > 1 || pattern.isFull) return null;
  const first = new Float64Array(levels + 1);
  for (let i = 0; i < levels; i++) {
    const degree = start[i + 1] - start[i];
    first[i + 1] = first[i] + (degree * (degree + 1)) / 2;
  }
  if (first[levels] > MOST) return null;
  const pairs = new Int32Array(first[levels]);
  const { order, row } = pattern;
  const place = new Int32Array(order);
  for (let b = 0; b < order; b++) {
    for (let k = pattern.start[b]; k < pattern.start[b + 1]; k++) place[row[k]] = k;
    for (let k = touchStart[b]; k < touchStart[b + 1]; k++) {
      const i = touchLevel[k];
      const t = touch[k];
      const before = t - start[i];
      const degree = start[i + 1] - start[i];
      // pairs of the columns before t
      let to = first[i] + before * degree - (before * (before - 1)) / 2;
      for (let u = t; u < start[i + 1]; u++) pairs[to++] = place[column[u]];
    }
  }
  return pairs;
}

/** values += alpha sum B_i'B_i, by the list of pairs. */
export function addPairSquares(
  { levels, start }: Elimination,
  pairs: Int32Array,
  B: Float64Array,
  alpha: number,
  values: Float64Array,
): void {
  let at = 0;
  for (let i = 0; i < levels; i++) {
    const end = start[i + 1];
    for (let t = start[i]; t < end; t++) {
      const own = alpha * B[t];
      let u = t;
      // four at a time: the places of a level differ, so that no sum has to wait for another
      for (; u + 3 < end; u += 4, at += 4) {
        const at0 = pairs[at];
        const at1 = pairs[at + 1];
        const at2 = pairs[at + 2];
        const at3 = pairs[at + 3];
        const sum0 = values[at0] + own * B[u];
        const sum1 = values[at1] + own * B[u + 1];
        const sum2 = values[at2] + own * B[u + 2];
        const sum3 = values[at3] + own * B[u + 3];
        values[at0] = sum0;
        values[at1] = sum1;
        values[at2] = sum2;
        values[at3] = sum3;
      }
      for (; u < end; u++) values[pairs[at++]] += own * B[u];
    }
  }
}

/** A_i = B_i Q B_i' of every level, by the list of pairs; Q symmetric, on the pattern. */
export function pairSandwiches(
  { levels, start }: Elimination,
  pairs: Int32Array,
  B: Float64Array,
  Q: Float64Array,
): Float64Array {
  const A = new Float64Array(levels);
  let at = 0;
  for (let i = 0; i < levels; i++) {
    const end = start[i + 1];
    let sum = 0;
    for (let t = start[i]; t < end; t++) {
      const own = B[t];
      let sum0 = 0.5 * Q[pairs[at++]] * own;
      let sum1 = 0;
      let sum2 = 0;
      let sum3 = 0;
      let u = t + 1;
      for (; u + 3 < end; u += 4, at += 4) {
        sum0 += Q[pairs[at]] * B[u];
        sum1 += Q[pairs[at + 1]] * B[u + 1];
        sum2 += Q[pairs[at + 2]] * B[u + 2];
        sum3 += Q[pairs[at + 3]] * B[u + 3];
      }
      for (; u < end; u++) sum0 += Q[pairs[at++]] * B[u];
      sum += own * (sum0 + sum1 + (sum2 + sum3));
    }
    A[i] = 2 * sum;
  }
  return A;
}
