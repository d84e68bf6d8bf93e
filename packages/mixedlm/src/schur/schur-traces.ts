// Sums over levels of the diagonal blocks of Z'V^-1 Z, which the derivatives of log|V| are. With S_2^-1 on the pattern
// and
// Q = Lambda S_2^-1 Lambda', those of the eliminated factor are S_i'(1 - B_i Q B_i')S_i; those of the others, times
// Lambda on both sides, are 1 - S_2^-1, or from the right alone N Lambda S_2^-1. The first form is exact where much is
// explained, the second where little is; columns of Lambda are orthogonal, so either divides by their lengths without
// loss.
import { axpyInPlace, norm2, rankUpdateInPlace } from "@mixedlm/linalg";
import { mirrorLower } from "../parameters/square.ts";
import type { FactorRoots } from "./factor-roots.ts";
import type { SchurPoint, SchurWorkspace } from "./factorise-schur.ts";
import { pairSandwiches } from "./level-pairs.ts";
import { combineColumns, scalarRoots, scaleAllRows, scaleRows } from "./rest-roots.ts";
import { addSandwichColumn, scalarSandwiches } from "./schur-kernels.ts";
import { loadColumns, mirrorBlock } from "./schur-pattern.ts";

/** Share of a column that has to be explained for the first form to be used. */
const MUCH = 0.1;

/** For each term the sum over its levels and placements of the blocks of Z'V^-1 Z, size x size, column-major. */
export function marginalTraces(work: SchurWorkspace, at: SchurPoint): readonly Float64Array[] {
  at.traces ??= computeTraces(work, at);
  return at.traces;
}

function computeTraces(work: SchurWorkspace, at: SchurPoint): Float64Array[] {
  const { products, first } = work.elimination;
  if (work.pattern.order > 0) work.factor.invert();
  const { A, inverse } = inverseSums(work, at);
  const own = firstTraces(work, A);
  let little: Float64Array[] | null = null;
  return products.terms.map(({ size, placements }, t) => {
    const out = new Float64Array(size * size);
    for (const { factor, column } of placements) {
      const s = products.factors[factor].columns;
      const block = (M: Float64Array) => subBlock(M, s, column, size);
      if (factor === first) {
        axpyInPlace(1, block(own), out);
        continue;
      }
      const explained = block(inverse[factor]).map(
        (value, e) => (e % (size + 1) === 0 ? products.factors[factor].levels : 0) - value,
      );
      const share = Float64Array.from(
        { length: size },
        (_, k) => explained[k * (size + 1)] / products.factors[factor].levels,
      );
      const isMuch = share.every((own) => own > MUCH);
      if (!isMuch) little ??= productSums(work, at);
      const right = isMuch || little === null ? null : block(little[factor]);
      axpyInPlace(1, divideByRoots(at.roots.terms[t], size, explained, right, share), out);
    }
    return out;
  });
}

function subBlock(M: Float64Array, s: number, column: number, size: number): Float64Array {
  return Float64Array.from(
    { length: size * size },
    (_, e) => M[(column + Math.floor(e / size)) * s + column + (e % size)],
  );
}

/** G from Lambda'G Lambda (`both`) or G Lambda (`right`), entry by entry in the basis of Lambda's directions. */
function divideByRoots(
  root: Float64Array,
  size: number,
  both: Float64Array,
  right: Float64Array | null,
  share: Float64Array,
): Float64Array {
  const length = Float64Array.from({ length: size }, (_, k) => norm2(root.subarray(k * size, (k + 1) * size)));
  const M = new Float64Array(size * size);
  for (let k = 0; k < size; k++)
    for (let j = 0; j <= k; j++) {
      // the column of which less is explained decides
      const [a, b] = share[j] < share[k] ? [k, j] : [j, k];
      let value = 0;
      if (right === null || share[b] > MUCH) value = both[b * size + a] / (length[a] * length[b]);
      else for (let i = 0; i < size; i++) value += (root[a * size + i] / length[a]) * (right[b * size + i] / length[b]);
      M[k * size + j] = value;
      M[j * size + k] = value;
    }
  const G = new Float64Array(size * size);
  for (let b = 0; b < size; b++)
    for (let a = 0; a < size; a++) {
      const value = M[b * size + a] / (length[a] * length[b]);
      for (let j = 0; j < size; j++)
        for (let i = 0; i < size; i++) G[j * size + i] += root[a * size + i] * value * root[b * size + j];
    }
  return G;
}

/** A_i = B_i Q B_i' of all levels of the eliminated factor, and for each other factor the sum of S_2^-1's blocks. */
export function inverseSums(work: SchurWorkspace, { roots }: SchurPoint): { A: Float64Array; inverse: Float64Array[] } {
  const { elimination, pattern, factor, columns, squares, BR } = work;
  const { rest, levels, s, products } = elimination;
  const { order, row, rowStart, start } = pattern;
  if (rest.widest === 1 && s === 1 && squares.stacked === null) return scalarSums(work, roots);
  const isStacked = squares.stacked !== null && factor.halfSolveInPlace !== null;
  const A = isStacked ? stackedSandwiches(work, roots) : new Float64Array(levels * s * s);
  const inverse = products.factors.map(({ columns: width }) => new Float64Array(width * width));
  const [raw, out] = columns;
  const scratch = new Float64Array(s);
  for (let m = 0; m < rest.blockFactor.length; m++) {
    const b = rest.blockStart[m];
    const f = rest.blockFactor[m];
    const width = rest.blockStart[m + 1] - b;
    for (let k = 0; k < width; k++) factor.inverseColumn(b + k, raw, k * order);
    mirrorBlock(order, b, width, raw);
    for (let k = 0; k < width; k++) for (let i = 0; i < width; i++) inverse[f][k * width + i] += raw[k * order + b + i];
    if (isStacked) continue;
    const from = rowStart[b];
    const to = from + start[b + 1] - start[b];
    combineColumns(roots.lifted[f], true, raw, order, row, from, to, out);
    for (let k = 0; k < width; k++) {
      scaleRows(rest, roots.lifted, false, row, from, to, out, k * order);
      addSandwichColumn(elimination, BR, b + k, out, k * order, A, scratch);
    }
  }
  return { A, inverse };
}

/** {@link inverseSums} for one column a level. */
function scalarSums({ elimination, pattern, factor, squares, BR }: SchurWorkspace, { lifted }: FactorRoots) {
  const { rest, column, products } = elimination;
  const inverse = products.factors.map(() => new Float64Array(1));
  const own = scalarRoots(rest, lifted);
  const scaled = new Float64Array(BR.length);
  for (let t = 0; t < BR.length; t++) scaled[t] = BR[t] * own[column[t]];
  const { place } = factor;
  const Z = factor.inverse();
  for (let b = 0; b < rest.order; b++) inverse[rest.blockFactor[b]][0] += Z[place[b]];
  const A =
    squares.pairs === null
      ? scalarSandwiches(elimination, scaled, pattern, Z, place)
      : pairSandwiches(elimination, squares.pairs, scaled, Z);
  return { A, inverse };
}

/** All B_i Q B_i' = Y_i'Y_i at once, Y = L_2^-1 Lambda'B'. */
function stackedSandwiches({ elimination, factor, BR }: SchurWorkspace, { lifted }: FactorRoots): Float64Array {
  const { rest, levels, s, start, column } = elimination;
  const { order } = rest;
  const A = new Float64Array(levels * s * s);
  const Y = new Float64Array(levels * s * order);
  for (let i = 0; i < levels; i++)
    for (let t = start[i]; t < start[i + 1]; t++)
      for (let m = 0; m < s; m++) Y[(i * s + m) * order + column[t]] = BR[t * s + m];
  scaleAllRows(rest, lifted, true, Y, levels * s);
  factor.halfSolveInPlace?.(Y, levels * s);
  for (let i = 0; i < levels; i++) {
    const at = i * s * s;
    rankUpdateInPlace(A, s, Y, order, 1, at, s, i * s * order, order);
    mirrorLower(A, s, at);
  }
  return A;
}

/** sum S_i'(1 - A_i)S_i. */
function firstTraces({ elimination: { levels, s }, S }: SchurWorkspace, A: Float64Array): Float64Array {
  const out = new Float64Array(s * s);
  const left = new Float64Array(s * s);
  for (let i = 0; i < levels; i++) {
    const at = i * s * s;
    for (let k = 0; k < s; k++)
      for (let m = 0; m < s; m++) {
        let sum = S[at + k * s + m];
        for (let j = 0; j < s; j++) sum -= A[at + j * s + m] * S[at + k * s + j];
        left[k * s + m] = sum;
      }
    for (let k = 0; k < s; k++)
      for (let j = 0; j < s; j++) {
        let sum = 0;
        for (let m = 0; m < s; m++) sum += S[at + j * s + m] * left[k * s + m];
        out[k * s + j] += sum;
      }
  }
  return out;
}

/** For each remaining factor the sum over levels of the diagonal blocks of N Lambda S_2^-1. */
function productSums(work: SchurWorkspace, { roots }: SchurPoint): Float64Array[] {
  const { elimination, pattern, factor, columns, N } = work;
  const { rest, products } = elimination;
  const { order, row, rowStart, start } = pattern;
  const sums = products.factors.map(({ columns: width }) => new Float64Array(width * width));
  const [raw, own] = columns;
  const other = new Float64Array(own.length);
  for (let m = 0; m < rest.blockFactor.length; m++) {
    const b = rest.blockStart[m];
    const f = rest.blockFactor[m];
    const width = rest.blockStart[m + 1] - b;
    const from = rowStart[b];
    const to = from + start[b + 1] - start[b];
    loadColumns(pattern, N, b, width, own);
    for (let k = 0; k < width; k++) factor.inverseColumn(b + k, raw, k * order);
    mirrorBlock(order, b, width, raw);
    // blocks below: N_lm (S_2^-1 Lambda')_lm' belongs to the level of the row
    combineColumns(roots.lifted[f], true, raw, order, row, from, to, other);
    addRowBlocks(work, sums, own, other, from + width, to, width);
    // the block's own: N_lm' (Lambda S_2^-1)_lm over all rows
    for (let k = 0; k < width; k++) {
      scaleRows(rest, roots.lifted, false, row, from, to, raw, k * order);
      for (let i = 0; i < width; i++) {
        let sum = 0;
        for (let at = from; at < to; at++) sum += own[i * order + row[at]] * raw[k * order + row[at]];
        sums[f][k * width + i] += sum;
      }
    }
  }
  return sums;
}

/** Adds sum_i N[(l, j), i] Z_i[(l, j2)] to entry (j, j2) of the factor of every level l among the rows. */
function addRowBlocks(
  { elimination: { rest }, pattern: { order, row } }: SchurWorkspace,
  sums: readonly Float64Array[],
  N: Float64Array,
  Z: Float64Array,
  from: number,
  to: number,
  width: number,
): void {
  const { blockOf, blockStart, blockFactor } = rest;
  for (let at = from; at < to; ) {
    const block = blockOf[row[at]];
    const start = blockStart[block];
    const s = blockStart[block + 1] - start;
    const out = sums[blockFactor[block]];
    for (let j2 = 0; j2 < s; j2++)
      for (let j = 0; j < s; j++) {
        let sum = 0;
        for (let i = 0; i < width; i++) sum += N[i * order + start + j] * Z[i * order + start + j2];
        out[j2 * s + j] += sum;
      }
    at += s;
  }
}
