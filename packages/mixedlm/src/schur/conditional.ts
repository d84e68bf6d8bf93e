// Covariances of random effects given the data: blocks of Lambda A^-1 Lambda', A = I + Lambda'Z'Z Lambda. With K =
// T'Lambda and
// F = K'L^-T B Lambda_2 of a level of the eliminated factor, A^-1 has (1 + K'K)^-1 + F S_2^-1 F' there, -F S_2^-1
// beside it and S_2^-1 in the rest: sums of positive terms, and exactly zero where Lambda is.
import { choleskyFactorInPlace, choleskySolveInPlace, lowerTransposedSolveInPlace } from "@mixedlm/linalg";
import type { LevelOf } from "../engine/engine.ts";
import { sandwich } from "../parameters/square.ts";
import { levelFactor, type SchurPoint, type SchurWorkspace } from "./factorise-schur.ts";
import { scaleAllRows } from "./rest-roots.ts";
import { inverseSums } from "./schur-traces.ts";

/** Blocks of each level of a factor: levels x (s x s). */
export function conditionalBlocks(work: SchurWorkspace, at: SchurPoint, factor: number): Float64Array {
  const { products, first, rest } = work.elimination;
  const { levels, columns: s } = products.factors[factor];
  const out = new Float64Array(levels * s * s);
  if (work.pattern.order > 0) work.factor.invert();
  const exact = at.roots.exact[factor];
  const room = new Float64Array(s * s);
  const scale = (B: Float64Array, to: number): void =>
    sandwich(exact, s, { data: B, at: 0, stride: s }, exact, s, { data: out, at: to, stride: s }, room);
  if (factor === first) {
    const { A } = inverseSums(work, at);
    const block = levelBlock(work, at);
    for (let i = 0; i < levels; i++) scale(block(i, A), i * s * s);
    return out;
  }
  const [raw] = work.columns;
  const inverse = new Float64Array(s * s);
  for (let l = 0; l < levels; l++) {
    const b = rest.base[factor] + l * s;
    for (let k = 0; k < s; k++) {
      work.factor.inverseColumn(b + k, raw, 0);
      for (let i = k; i < s; i++) {
        inverse[k * s + i] = raw[b + i];
        inverse[i * s + k] = raw[b + i];
      }
    }
    scale(inverse, l * s * s);
  }
  return out;
}

/**
 * A function that makes a level's block of A^-1: (1 + K'K)^-1 + K'L^-T A_i L^-1 K; without A_i, the first part alone.
 */
export function levelBlock(work: SchurWorkspace, at: SchurPoint): (i: number, A: Float64Array | null) => Float64Array {
  const { s } = work.elimination;
  const small = new Float64Array(s * s);
  const factors = levelFactors(work, at);
  return (i, A) => {
    const { K, KL } = factors(i);
    for (let b = 0; b < s; b++)
      for (let a = b; a < s; a++) {
        let sum = a === b ? 1 : 0;
        for (let m = 0; m < s; m++) sum += K[a * s + m] * K[b * s + m];
        small[b * s + a] = sum;
      }
    choleskyFactorInPlace(small, s);
    const out = new Float64Array(s * s);
    for (let k = 0; k < s; k++) out[k * (s + 1)] = 1;
    choleskySolveInPlace(small, s, out, s);
    if (A === null) return out;
    const from = i * s * s;
    for (let b = 0; b < s; b++)
      for (let a = 0; a < s; a++) {
        let sum = 0;
        for (let m = 0; m < s; m++)
          for (let k = 0; k < s; k++) sum += KL[m * s + a] * A[from + k * s + m] * KL[k * s + b];
        out[b * s + a] += sum;
      }
    return out;
  };
}

/** A function that makes a level's K, and KL = K'L^-T, s x s. */
export function levelFactors({ elimination: { T, s, first } }: SchurWorkspace, { roots }: SchurPoint) {
  const K = new Float64Array(s * s);
  const L = new Float64Array(s * s);
  const solved = new Float64Array(s * s);
  const KL = new Float64Array(s * s);
  return (i: number): { K: Float64Array; KL: Float64Array } => {
    levelFactor(T, i * s * s, roots.lifted[first], s, K, L);
    choleskyFactorInPlace(L, s);
    // K'L^-T is the transpose of L^-1 K; from L^-T 1 its columns are K'(L^-T e_k)
    solved.fill(0);
    for (let k = 0; k < s; k++) solved[k * (s + 1)] = 1;
    lowerTransposedSolveInPlace(L, s, solved, s);
    for (let k = 0; k < s; k++)
      for (let a = 0; a < s; a++) {
        let sum = 0;
        for (let m = 0; m < s; m++) sum += K[a * s + m] * solved[k * s + m];
        KL[k * s + a] = sum;
      }
    return { K, KL };
  };
}

/** Some levels, and where the columns of each stand in their joint covariance. */
interface LevelSet {
  readonly wanted: readonly LevelOf[];
  readonly widths: readonly number[];
  readonly offsets: readonly number[];
  readonly size: number;
}

/**
 * The joint covariances of the columns of some levels, one for each set, square, full. Sets have nothing in common: no
 * row is in levels of two of them. So they share the columns of one system, which costs what the largest of them costs.
 */
export function conditionalCovariances(
  work: SchurWorkspace,
  at: SchurPoint,
  sets: readonly (readonly LevelOf[])[],
): Float64Array[] {
  const layouts = sets.map((wanted) => levelSet(work, wanted));
  const width = layouts.reduce((most, { size }) => Math.max(most, size), 0);
  const rows = inverseRows(work, at, layouts, width);
  const solved = rows.slice();
  if (work.elimination.rest.order > 0) work.factor.solveInPlace(solved, width);
  return layouts.map((set) => {
    const inverse = touchedProducts(work, set, rows, solved);
    addLevelBlocks(work, at, set.wanted, set.offsets, inverse, set.size);
    return scaleBlocks(at, set.wanted, set.widths, set.offsets, inverse, set.size);
  });
}

function levelSet({ elimination: { products } }: SchurWorkspace, wanted: readonly LevelOf[]): LevelSet {
  const widths = wanted.map(({ factor }) => products.factors[factor].columns);
  const offsets: number[] = [];
  let size = 0;
  for (const width of widths) {
    offsets.push(size);
    size += width;
  }
  return { wanted, widths, offsets, size };
}

/** Columns of A^-1's rows in terms of S_2^-1, order x width: unit vectors, and -F'. */
function inverseRows(work: SchurWorkspace, at: SchurPoint, sets: readonly LevelSet[], width: number): Float64Array {
  const { first, rest, start, column } = work.elimination;
  const { order } = rest;
  const rows = new Float64Array(order * width);
  const factors = levelFactors(work, at);
  for (const { wanted, widths, offsets } of sets)
    for (const [w, { factor, level }] of wanted.entries()) {
      if (factor !== first) continue;
      const s = widths[w];
      const { KL } = factors(level);
      for (let t = start[level]; t < start[level + 1]; t++)
        for (let k = 0; k < s; k++) {
          let sum = 0;
          for (let m = 0; m < s; m++) sum += KL[m * s + k] * work.BR[t * s + m];
          rows[(offsets[w] + k) * order + column[t]] = -sum;
        }
    }
  scaleAllRows(rest, at.roots.lifted, true, rows, width);
  for (const { wanted, widths, offsets } of sets)
    for (const [w, { factor, level }] of wanted.entries())
      for (let k = 0; factor !== first && k < widths[w]; k++)
        rows[(offsets[w] + k) * order + rest.base[factor] + level * widths[w] + k] = 1;
  return rows;
}

/** Products of a set's rows with what was solved: a row touches the columns that its own level meets, and no others. */
function touchedProducts(
  { elimination: { first, rest, start, column } }: SchurWorkspace,
  { wanted, widths, offsets, size }: LevelSet,
  rows: Float64Array,
  solved: Float64Array,
): Float64Array {
  const { order } = rest;
  const out = new Float64Array(size * size);
  for (const [w, { factor, level }] of wanted.entries())
    for (let own = 0; own < widths[w]; own++) {
      const a = offsets[w] + own;
      const unit = rest.base[factor] + level * widths[w] + own;
      const touched = factor === first ? column.subarray(start[level], start[level + 1]) : Int32Array.of(unit);
      for (let b = 0; b < size; b++) {
        let sum = 0;
        for (const k of touched) sum += rows[a * order + k] * solved[b * order + k];
        out[b * size + a] = sum;
      }
    }
  return out;
}

/** Adds (1 + K'K)^-1 where both columns are of the same level of the eliminated factor. */
function addLevelBlocks(
  work: SchurWorkspace,
  at: SchurPoint,
  wanted: readonly LevelOf[],
  offsets: readonly number[],
  to: Float64Array,
  size: number,
): void {
  const { first, s } = work.elimination;
  const block = levelBlock(work, at);
  for (let w = 0; w < wanted.length; w++)
    for (let v = 0; v < wanted.length; v++) {
      if (wanted[w].factor !== first || wanted[v].factor !== first || wanted[w].level !== wanted[v].level) continue;
      const own = block(wanted[w].level, null);
      for (let b = 0; b < s; b++)
        for (let a = 0; a < s; a++) to[(offsets[v] + b) * size + offsets[w] + a] += own[b * s + a];
    }
}

/** Lambda M Lambda', block by block. */
function scaleBlocks(
  at: SchurPoint,
  wanted: readonly LevelOf[],
  widths: readonly number[],
  offsets: readonly number[],
  M: Float64Array,
  size: number,
): Float64Array {
  const out = new Float64Array(size * size);
  const widest = widths.reduce((most, width) => Math.max(most, width), 0);
  const room = new Float64Array(widest * widest);
  const { exact } = at.roots;
  for (let v = 0; v < wanted.length; v++)
    for (let w = 0; w < wanted.length; w++) {
      const place = { at: offsets[v] * size + offsets[w], stride: size };
      const [left, right] = [exact[wanted[w].factor], exact[wanted[v].factor]];
      sandwich(left, widths[w], { data: M, ...place }, right, widths[v], { data: out, ...place }, room);
    }
  return out;
}
