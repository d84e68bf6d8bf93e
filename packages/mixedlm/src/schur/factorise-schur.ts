// The factorisation at a point. Per level of the eliminated factor, with K = T'Lambda and I + K K' = L L',
//     S = L^-1 T',   B = L^-1 Q'[Z_rest | F],   [Z_rest | F]'V_1^-1[Z_rest | F] = E + sum B'B =: [N, N_RF; N_RF',
//     N_FF];
// then S_2 = I + Lambda'N Lambda of the remaining columns. With U = S_2^-1 Lambda'(N_RF + N shift) and D = shift -
// Lambda U,
//     Z_rest'V^-1[X | y] = N_RF + N D,   [X | y]'V^-1[X | y] = N_FF + N_RF'D + D'(N_RF + N D) + U'U,
// the least penalised sum of squares: errors in U enter it squared.
import { choleskyFactorInPlace, choleskyLogdet, lowerSolveInPlace, rankUpdateInPlace } from "@mixedlm/linalg";
import type { Factorisation, Lambda } from "../engine/engine.ts";
import type { Elimination } from "./eliminate.ts";
import { type FactorRoots, factorRoots } from "./factor-roots.ts";
import { addToRest } from "./level-rest-products.ts";
import { type LevelSquares, levelSquares } from "./level-squares.ts";
import { restProducts } from "./rest-products.ts";
import { combineColumns, scalarRoots, scaleAllRows, scaleRows } from "./rest-roots.ts";
import { type SchurFactor, schurFactor } from "./schur-factor.ts";
import { loadColumns, multiplyPattern, type SchurForm, type SchurPattern, schurPattern } from "./schur-pattern.ts";

/**
 * Variance of a column's solved effect, relative to its error's, from which on the effect itself is the better number.
 */
const LARGE = 2;

/** An elimination with the pattern of what remains, and all memory that a point needs: that of the last one. */
export interface SchurWorkspace {
  readonly elimination: Elimination;
  readonly pattern: SchurPattern;
  /** E of the remaining columns, and N, on the pattern. */
  readonly E: Float64Array;
  readonly N: Float64Array;
  readonly factor: SchurFactor;
  readonly squares: LevelSquares;
  /** S (s x s a level), L^-1 Q'F (levels s x (p + 1)), and L^-1 Q'Z_rest (s numbers for each touched column). */
  readonly S: Float64Array;
  readonly BF: Float64Array;
  readonly BR: Float64Array;
  /** D and Z_rest'V^-1[X | y], order x (p + 1). */
  readonly D: Float64Array;
  readonly GR: Float64Array;
  /** The diagonal of S_2. */
  readonly diagonal: Float64Array;
  /** `order` numbers for each column of the widest block, twice. */
  readonly columns: readonly [Float64Array, Float64Array];
}

/** A point, and the roots it was computed with. */
export interface SchurPoint extends Factorisation {
  readonly roots: FactorRoots;
  /** Sums of blocks of Z'V^-1 Z, kept when they were first asked for: see `marginalTraces`. */
  traces: readonly Float64Array[] | null;
  /** Z'V^-1[X | y], kept likewise: see `fixedSolves`. */
  solves: Float64Array | null;
}

/** Makes the memory of an engine. */
export function schurWorkspace(elimination: Elimination, form: SchurForm): SchurWorkspace {
  const { rest, T, CR, CF, products } = elimination;
  const pattern = schurPattern(elimination, form);
  const squares = levelSquares(elimination, pattern);
  const E = restProducts(elimination, pattern, squares);
  const wide = () => new Float64Array(rest.order * Math.max(rest.widest, 1));
  return {
    elimination,
    pattern,
    E,
    N: new Float64Array(E.length),
    factor: schurFactor(pattern),
    squares,
    S: new Float64Array(T.length),
    BF: new Float64Array(CF.length),
    BR: new Float64Array(CR.length),
    D: new Float64Array(rest.order * (products.p + 1)),
    GR: new Float64Array(rest.order * (products.p + 1)),
    diagonal: new Float64Array(rest.order),
    columns: [wide(), wide()],
  };
}

/** Factorises at a point; null where that does not exist in floating point. */
export function factoriseSchur(work: SchurWorkspace, lambda: Lambda): SchurPoint | null {
  const { elimination, E, N, factor, squares, BR } = work;
  const { products, rest } = elimination;
  const widths = products.p + 1;
  const roots = factorRoots(products, lambda);
  const logdetFirst = factoriseLevels(work, roots.lifted[elimination.first]);
  if (!Number.isFinite(logdetFirst)) return null;
  N.set(E);
  squares.add(BR, 1, N);
  if (rest.widest === 1) setScalarSchur(work, roots);
  else setSchurColumns(work, roots);
  if (!factor.factor()) return null;
  const R = solveFixed(work, roots);
  if (choleskyFactorInPlace(R, widths) >= 0) return null;
  const logdetV = logdetFirst + (rest.order === 0 ? 0 : factor.logdet());
  if (!Number.isFinite(logdetV)) return null;
  const r2 = R[R.length - 1] ** 2;
  const logdetX = choleskyLogdet(R, products.p, 0, widths);
  return { lambda, roots, traces: null, solves: null, logdetV, R, logdetX, r2 };
}

/** Fills S, BF and BR; returns log|V_1|, not finite where a level has no factor. */
function factoriseLevels({ elimination, S, BF, BR }: SchurWorkspace, root: Float64Array): number {
  const { levels, s, T, start, CR, CF, products } = elimination;
  if (s === 1) return factoriseScalarLevels({ elimination, S, BF, BR }, root[0]);
  const widths = products.p + 1;
  const K = new Float64Array(s * s);
  const L = new Float64Array(s * s);
  let logdet = 0;
  BF.set(CF);
  BR.set(CR);
  for (let i = 0; i < levels; i++) {
    const at = i * s * s;
    levelFactor(T, at, root, s, K, L);
    if (choleskyFactorInPlace(L, s) >= 0) return Number.NaN;
    logdet += choleskyLogdet(L, s);
    for (let j = 0; j < s; j++) for (let m = 0; m < s; m++) S[at + j * s + m] = T[at + m * s + j];
    lowerSolveInPlace(L, s, S, s, 0, s, at, s);
    lowerSolveInPlace(L, s, BF, widths, 0, s, i * s, levels * s);
    lowerSolveInPlace(L, s, BR, start[i + 1] - start[i], 0, s, start[i] * s, s);
  }
  return logdet;
}

/** K = T'Lambda of a level and L := I + K K', s x s, lower triangle. */
export function levelFactor(
  T: Float64Array,
  at: number,
  root: Float64Array,
  s: number,
  K: Float64Array,
  L: Float64Array,
): void {
  for (let j = 0; j < s; j++)
    for (let m = 0; m < s; m++) {
      let sum = 0;
      for (let i = 0; i < s; i++) sum += T[at + m * s + i] * root[j * s + i];
      K[j * s + m] = sum;
    }
  for (let j = 0; j < s; j++)
    for (let i = j; i < s; i++) {
      let sum = i === j ? 1 : 0;
      for (let m = 0; m < s; m++) sum += K[m * s + i] * K[m * s + j];
      L[j * s + i] = sum;
    }
}

/** {@link factoriseLevels} for one column a level. */
function factoriseScalarLevels(
  { elimination, S, BF, BR }: Pick<SchurWorkspace, "elimination" | "S" | "BF" | "BR">,
  root: number,
): number {
  const { levels, T, start, CR, CF, products } = elimination;
  const widths = products.p + 1;
  const pivots = new Float64Array(levels);
  for (let i = 0; i < levels; i++) {
    const k = T[i] * root;
    const l = Math.sqrt(1 + k * k);
    pivots[i] = l;
    S[i] = T[i] / l;
    for (let j = i; j < levels * widths; j += levels) BF[j] = CF[j] / l;
    const inverse = 1 / l;
    for (let t = start[i]; t < start[i + 1]; t++) BR[t] = CR[t] * inverse;
  }
  return choleskyLogdet(pivots, levels, 0, 0);
}

/** Writes S_2 = I + Lambda'N Lambda, block of columns after block. */
function setSchurColumns(
  { elimination, pattern, N, factor, diagonal, columns }: SchurWorkspace,
  roots: FactorRoots,
): void {
  const { rest } = elimination;
  const { order, row, rowStart, start } = pattern;
  const [raw, out] = columns;
  for (let m = 0; m < rest.blockFactor.length; m++) {
    const b = rest.blockStart[m];
    const s = rest.blockStart[m + 1] - b;
    const from = rowStart[b];
    const to = from + start[b + 1] - start[b];
    loadColumns(pattern, N, b, s, raw);
    combineColumns(roots.lifted[rest.blockFactor[m]], false, raw, order, row, from, to, out);
    for (let k = 0; k < s; k++) {
      scaleRows(rest, roots.lifted, true, row, from, to, out, k * order);
      out[k * order + b + k] += 1;
      diagonal[b + k] = out[k * order + b + k];
      factor.setColumn(b + k, k === 0 ? out : out.subarray(k * order, (k + 1) * order));
    }
  }
}

/** {@link setSchurColumns} for one column a level. */
function setScalarSchur(
  { elimination: { rest }, pattern, N, factor, diagonal }: SchurWorkspace,
  { lifted }: FactorRoots,
) {
  const { order, start, row, rowStart } = pattern;
  const { values, place } = factor;
  const own = scalarRoots(rest, lifted);
  for (let b = 0; b < order; b++) {
    const rows = rowStart[b] - start[b];
    const to = place[b] - start[b];
    const root = own[b];
    for (let k = start[b]; k < start[b + 1]; k++) values[to + k] = root * N[k] * own[row[rows + k]];
    values[place[b]] += 1;
    diagonal[b] = values[place[b]];
  }
}

/** Computes D and Z_rest'V^-1[X | y]; returns [X | y]'V^-1[X | y], lower triangle. */
function solveFixed(work: SchurWorkspace, { lifted }: FactorRoots): Float64Array {
  const { elimination, pattern, N, factor, squares, BF, BR, D, GR } = work;
  const { levels, s, rest, shift, EFF, ERF, products } = elimination;
  const { order } = rest;
  const widths = products.p + 1;
  const R = EFF.slice();
  rankUpdateInPlace(R, widths, BF, levels * s, 1);
  if (order === 0) return R;
  const NRF = ERF.slice();
  addToRest(elimination, squares, BR, BF, widths, NRF);
  const U = new Float64Array(order * widths);
  if (shift !== null) multiplyPattern(pattern, N, shift, widths, U);
  for (let k = 0; k < U.length; k++) U[k] += NRF[k];
  scaleAllRows(rest, lifted, true, U, widths);
  factor.solveInPlace(U, widths);
  D.set(U);
  scaleAllRows(rest, lifted, false, D, widths);
  for (let k = 0; k < D.length; k++) D[k] = (shift === null ? 0 : shift[k]) - D[k];
  multiplyPattern(pattern, N, D, widths, GR);
  for (let k = 0; k < GR.length; k++) GR[k] += NRF[k];
  for (let j = 0; j < widths; j++)
    for (let i = j; i < widths; i++) {
      let sum = 0;
      for (let k = 0; k < order; k++) {
        const a = i * order + k;
        const b = j * order + k;
        sum += NRF[a] * D[b] + D[a] * GR[b] + U[a] * U[b];
      }
      R[j * widths + i] += sum;
    }
  improveSolves(work, lifted, U);
  return R;
}

/**
 * Lambda'Z_rest'V^-1[X | y] is U: where a column's effects are large beside their errors, U has the digits that the sum
 * N_RF + N D has lost, and takes its place in the column's direction.
 */
function improveSolves(
  { elimination, GR, diagonal }: SchurWorkspace,
  lifted: readonly Float64Array[],
  U: Float64Array,
): void {
  const { rest } = elimination;
  const { order, blockStart, blockFactor } = rest;
  for (let at = 0; at < GR.length; at += order)
    for (let m = 0; m < blockFactor.length; m++) {
      const root = lifted[blockFactor[m]];
      const s = blockStart[m + 1] - blockStart[m];
      const from = at + blockStart[m];
      for (let k = 0; k < s; k++) {
        if (!(diagonal[blockStart[m] + k] > LARGE)) continue;
        let square = 0;
        let change = U[from + k];
        for (let i = 0; i < s; i++) {
          square += root[k * s + i] ** 2;
          change -= root[k * s + i] * GR[from + i];
        }
        for (let i = 0; i < s; i++) GR[from + i] += (root[k * s + i] * change) / square;
      }
    }
}
