// The sums over levels of the eliminated factor that an evaluation spends its time in. Both run over the remaining columns
// b, over the levels i that touch b, over the columns after b that i touches too: sum of squared degrees, no look-ups.
import type { Elimination } from "./eliminate.ts";
import type { SchurPattern } from "./schur-pattern.ts";

/**
 * Adds alpha sum B_i'B_i to a symmetric matrix on the pattern.
 *
 * @param B - s numbers for each touched column, as `Elimination.CR`.
 * @param work - `order` zeros, left as zeros.
 */
export function addSquares(
  elimination: Elimination,
  B: Float64Array,
  alpha: number,
  { order, isFull, start, row }: SchurPattern,
  values: Float64Array,
  work: Float64Array,
): void {
  const { s, start: levelStart, column, touchStart, touch, touchLevel } = elimination;
  for (let b = 0; b < order; b++) {
    // a full column is written where it is, a sparse one gathered from the workspace
    const to = isFull ? values : work;
    const base = isFull ? start[b] - b : 0;
    for (let k = touchStart[b]; k < touchStart[b + 1]; k++) {
      const from = touch[k];
      const end = levelStart[touchLevel[k] + 1];
      if (s === 1) {
        const own = alpha * B[from];
        for (let t = from; t < end; t++) to[base + column[t]] += own * B[t];
      } else if (s === 2) {
        const own0 = alpha * B[2 * from];
        const own1 = alpha * B[2 * from + 1];
        for (let t = from; t < end; t++) to[base + column[t]] += own0 * B[2 * t] + own1 * B[2 * t + 1];
      } else {
        const own = from * s;
        for (let t = from; t < end; t++) {
          let sum = 0;
          for (let m = 0; m < s; m++) sum += B[own + m] * B[t * s + m];
          to[base + column[t]] += alpha * sum;
        }
      }
    }
    if (isFull) continue;
    for (let k = start[b]; k < start[b + 1]; k++) {
      values[k] += work[row[k]];
      work[row[k]] = 0;
    }
  }
}

/**
 * Adds the share of column b in A_i = B_i Q B_i' for the levels i that touch it, Q symmetric: the entry on the diagonal,
 * and the entries below it twice.
 *
 * @param q - column b of Q at `q[at + row]`, from row b on.
 * @param A - s x s a level; of symmetric matrices the whole is filled.
 * @param scratch - s numbers.
 */
export function addSandwichColumn(
  elimination: Elimination,
  B: Float64Array,
  b: number,
  q: Float64Array,
  at: number,
  A: Float64Array,
  scratch: Float64Array,
): void {
  const { s, start: levelStart, column, touchStart, touch, touchLevel } = elimination;
  for (let k = touchStart[b]; k < touchStart[b + 1]; k++) {
    const from = touch[k];
    const level = touchLevel[k];
    const end = levelStart[level + 1];
    if (s === 1) {
      let sum = 0;
      for (let t = from + 1; t < end; t++) sum += q[at + column[t]] * B[t];
      A[level] += B[from] * (q[at + b] * B[from] + 2 * sum);
      continue;
    }
    // half of the diagonal's share, so that v B' + B v' has it whole
    for (let m = 0; m < s; m++) scratch[m] = 0.5 * q[at + b] * B[from * s + m];
    for (let t = from + 1; t < end; t++) {
      const weight = q[at + column[t]];
      for (let m = 0; m < s; m++) scratch[m] += weight * B[t * s + m];
    }
    const to = level * s * s;
    for (let j = 0; j < s; j++)
      for (let i = 0; i < s; i++) A[to + j * s + i] += scratch[i] * B[from * s + j] + B[from * s + i] * scratch[j];
  }
}

/**
 * A_i = B_i Q B_i' of every level where every level of every factor has one column.
 *
 * @param Q - symmetric: entries of column b in the order of the pattern, from `place[b]` on.
 */
export function scalarSandwiches(
  { levels, start: levelStart, column, touchStart, touch, touchLevel }: Elimination,
  B: Float64Array,
  { order, isFull, start, row }: SchurPattern,
  Q: Float64Array,
  place: Int32Array,
): Float64Array {
  const A = new Float64Array(levels);
  const gathered = new Float64Array(order);
  for (let b = 0; b < order; b++) {
    const q = isFull ? Q : gathered;
    const base = isFull ? place[b] - b : 0;
    if (!isFull) for (let k = start[b]; k < start[b + 1]; k++) gathered[row[k]] = Q[place[b] + k - start[b]];
    for (let k = touchStart[b]; k < touchStart[b + 1]; k++) {
      const from = touch[k];
      const end = levelStart[touchLevel[k] + 1];
      let sum = 0.5 * q[base + b] * B[from];
      for (let t = from + 1; t < end; t++) sum += q[base + column[t]] * B[t];
      A[touchLevel[k]] += 2 * B[from] * sum;
    }
  }
  return A;
}
