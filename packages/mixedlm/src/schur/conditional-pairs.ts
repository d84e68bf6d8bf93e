// Covariances of pairs of levels given the data, by entries of A^-1 (see `conditional.ts`): S_2^-1 itself among the
// remaining columns, -F S_2^-1 beside the eliminated factor. A pair that some row has is on the pattern of S_2, where
// the inverse is known; for pairs that no row has, such as a new combination of a subject and an item, one system is
// solved for each level of the second factor, whatever the number of pairs. In: a factorised workspace. Out: s_a x s_b
// numbers a pair.
import type { LevelPairs } from "../engine/engine.ts";
import { sandwich } from "../parameters/square.ts";
import { levelBlock, levelFactors } from "./conditional.ts";
import type { SchurPoint, SchurWorkspace } from "./factorise-schur.ts";
import { inverseSums } from "./schur-traces.ts";

/** Systems that are solved together. */
const BATCH = 16;

/** Computes Psi - Psi Z'V^-1Z Psi of pairs of levels; the pairs of one factor are of a level with itself. */
export function conditionalPairs(
  work: SchurWorkspace,
  at: SchurPoint,
  requests: readonly LevelPairs[],
): Float64Array[] {
  const { first, rest, products } = work.elimination;
  if (rest.order > 0) work.factor.invert();
  const entry = inverseEntry(work);
  let rows: Float64Array | null = null;
  return requests.map((request) => {
    const { a, b } = request;
    const inverse = ((): Float64Array => {
      if (a === first && b === first) return ownBlocks(work, at, request.levelA);
      // the eliminated factor, or that with more levels, on the left: systems are solved for levels on the right
      if (b === first || (a !== first && products.factors[a].levels < products.factors[b].levels)) {
        const turned = { a: b, b: a, levelA: request.levelB, levelB: request.levelA };
        const found = pairsBeside(turned);
        return transposedPairs(found, products.factors[b].columns, products.factors[a].columns);
      }
      return pairsBeside(request);
    })();
    scalePairs(at.roots.exact[a], at.roots.exact[b], inverse);
    return inverse;
  });

  function pairsBeside(request: LevelPairs): Float64Array {
    if (request.a === first) rows ??= eliminatedRows(work, at);
    return restPairs(work, request, request.a === first ? rows : null, entry);
  }
}

/** Reads S_2^-1 at a row and a column; undefined off the pattern. */
function inverseEntry({ pattern, factor }: SchurWorkspace): (i: number, j: number) => number | undefined {
  const { start, row, isFull, order } = pattern;
  if (order === 0) return () => undefined;
  const { place } = factor;
  const Z = factor.inverse();
  if (isFull) return (i, j) => (i < j ? Z[place[i] + j - i] : Z[place[j] + i - j]);
  return (i, j) => {
    const wanted = Math.max(i, j);
    const column = Math.min(i, j);
    let low = start[column];
    let high = start[column + 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (row[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return low < start[column + 1] && row[low] === wanted ? Z[place[column] + low - start[column]] : undefined;
  };
}

/** Blocks of A^-1 of levels of the eliminated factor. */
function ownBlocks(work: SchurWorkspace, at: SchurPoint, levels: Int32Array): Float64Array {
  const { s } = work.elimination;
  const { A } = inverseSums(work, at);
  const block = levelBlock(work, at);
  const out = new Float64Array(levels.length * s * s);
  levels.forEach((level, k) => {
    out.set(block(level, A), k * s * s);
  });
  return out;
}

/** -F of all levels of the eliminated factor: for each touched column s numbers. */
function eliminatedRows(work: SchurWorkspace, at: SchurPoint): Float64Array {
  const { levels, s, start, column, rest, products } = work.elimination;
  const { lifted } = at.roots;
  const out = new Float64Array(column.length * s);
  const factors = levelFactors(work, at);
  const own = new Float64Array(rest.widest);
  for (let i = 0; i < levels; i++) {
    if (start[i] === start[i + 1]) continue;
    const { KL } = factors(i);
    for (let t = start[i]; t < start[i + 1]; ) {
      const f = rest.blockFactor[rest.blockOf[column[t]]];
      const width = products.factors[f].columns;
      for (let k = 0; k < s; k++) {
        for (let j = 0; j < width; j++) {
          let sum = 0;
          for (let m = 0; m < s; m++) sum += KL[m * s + k] * work.BR[(t + j) * s + m];
          own[j] = -sum;
        }
        for (let j = 0; j < width; j++) {
          let sum = 0;
          for (let m = 0; m < width; m++) sum += lifted[f][j * width + m] * own[m];
          out[(t + j) * s + k] = sum;
        }
      }
      t += width;
    }
  }
  return out;
}

/**
 * Blocks of A^-1 of pairs whose right level is among the remaining columns.
 *
 * @param rows - -F when the left one is of the eliminated factor, else null.
 */
function restPairs(
  work: SchurWorkspace,
  { a, b, levelA, levelB }: LevelPairs,
  rows: Float64Array | null,
  entry: (i: number, j: number) => number | undefined,
): Float64Array {
  const { products, rest, start, column } = work.elimination;
  const [sa, sb] = [products.factors[a].columns, products.factors[b].columns];
  const out = new Float64Array(levelA.length * sa * sb);
  /** Writes a pair by what `read` gives of S_2^-1; false where it does not know an entry. */
  const write = (k: number, read: (i: number, j: number) => number | undefined): boolean => {
    out.fill(0, k * sa * sb, (k + 1) * sa * sb);
    for (let j = 0; j < sb; j++) {
      const at = (k * sb + j) * sa;
      if (rows === null) {
        for (let i = 0; i < sa; i++) {
          const value = read(rest.base[a] + levelA[k] * sa + i, j);
          if (value === undefined) return false;
          out[at + i] = value;
        }
        continue;
      }
      for (let t = start[levelA[k]]; t < start[levelA[k] + 1]; t++) {
        const value = read(column[t], j);
        if (value === undefined) return false;
        for (let i = 0; i < sa; i++) out[at + i] += rows[t * sa + i] * value;
      }
    }
    return true;
  };
  const first = (k: number): number => rest.base[b] + levelB[k] * sb;
  const unknown: number[] = [];
  for (let k = 0; k < levelA.length; k++) if (!write(k, (i, j) => entry(i, first(k) + j))) unknown.push(k);
  solvePairs(work, unknown, levelB, first, sb, write);
  return out;
}

/** Writes the pairs that are off the pattern, from columns of S_2^-1 that are solved for, each level's once. */
function solvePairs(
  { factor, pattern: { order } }: SchurWorkspace,
  unknown: number[],
  levelB: Int32Array,
  first: (k: number) => number,
  sb: number,
  write: (k: number, read: (i: number, j: number) => number) => boolean,
): void {
  unknown.sort((k, l) => levelB[k] - levelB[l]);
  const V = new Float64Array(unknown.length === 0 ? 0 : order * sb * BATCH);
  for (let from = 0; from < unknown.length; ) {
    const place = new Map<number, number>();
    let to = from;
    V.fill(0);
    while (to < unknown.length && (place.size < BATCH || place.has(levelB[unknown[to]]))) {
      const level = levelB[unknown[to]];
      if (!place.has(level)) {
        for (let j = 0; j < sb; j++) V[(place.size * sb + j) * order + first(unknown[to]) + j] = 1;
        place.set(level, place.size);
      }
      to += 1;
    }
    factor.solveInPlace(V, place.size * sb);
    for (; from < to; from++) {
      const own = place.get(levelB[unknown[from]])! * sb;
      write(unknown[from], (i, j) => V[(own + j) * order + i]);
    }
  }
}

/** The transposes of blocks of a x b numbers. */
function transposedPairs(blocks: Float64Array, a: number, b: number): Float64Array {
  const out = new Float64Array(blocks.length);
  for (let at = 0; at < blocks.length; at += a * b)
    for (let j = 0; j < b; j++) for (let i = 0; i < a; i++) out[at + i * b + j] = blocks[at + j * a + i];
  return out;
}

/** M := A M B' for every block. */
function scalePairs(A: Float64Array, B: Float64Array, blocks: Float64Array): void {
  const [a, b] = [Math.sqrt(A.length), Math.sqrt(B.length)];
  const room = new Float64Array(a * b);
  for (let at = 0; at < blocks.length; at += a * b) {
    const block = { data: blocks, at, stride: a };
    sandwich(A, a, block, B, b, block, room);
  }
}
