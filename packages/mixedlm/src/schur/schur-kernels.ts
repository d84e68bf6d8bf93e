// The sums over levels of the eliminated factor that an evaluation spends its time in. Both run over the remaining
// columns b, over the levels i that touch b, over the columns after b that i touches too: sum of squared degrees, no
// look-ups.
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
        addMultiple(alpha * B[from], B, column, from, end, to, base);
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
 * to[base + column[t]] += own B[t]; four at a time, since the rows of a level differ and no sum has to wait for
 * another.
 */
function addMultiple(
  own: number,
  B: Float64Array,
  column: Int32Array,
  from: number,
  end: number,
  to: Float64Array,
  base: number,
): void {
  let t = from;
  for (; t + 3 < end; t += 4) {
    const at0 = base + column[t];
    const at1 = base + column[t + 1];
    const at2 = base + column[t + 2];
    const at3 = base + column[t + 3];
    const sum0 = to[at0] + own * B[t];
    const sum1 = to[at1] + own * B[t + 1];
    const sum2 = to[at2] + own * B[t + 2];
    const sum3 = to[at3] + own * B[t + 3];
    to[at0] = sum0;
    to[at1] = sum1;
    to[at2] = sum2;
    to[at3] = sum3;
  }
  for (; t < end; t++) to[base + column[t]] += own * B[t];
}

/**
 * Adds the share of column b in A_i = B_i Q B_i' for the levels i that touch it, Q symmetric: the entry on the
 * diagonal, and the entries below it twice.
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
      // four sums, so that none waits for another
      let sum0 = 0.5 * q[base + b] * B[from];
      let sum1 = 0;
      let sum2 = 0;
      let sum3 = 0;
      let t = from + 1;
      for (; t + 3 < end; t += 4) {
        sum0 += q[base + column[t]] * B[t];
        sum1 += q[base + column[t + 1]] * B[t + 1];
        sum2 += q[base + column[t + 2]] * B[t + 2];
        sum3 += q[base + column[t + 3]] * B[t + 3];
      }
      for (; t < end; t++) sum0 += q[base + column[t]] * B[t];
      A[touchLevel[k]] += 2 * B[from] * (sum0 + sum1 + (sum2 + sum3));
    }
  }
  return A;
}
