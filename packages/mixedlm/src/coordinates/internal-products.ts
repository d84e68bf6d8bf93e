// Moments -> the same products in internal coordinates: columns of X and Z centred where that is the same model, and of
// unit size; y the scaled residual of ordinary least squares, which leaves the criterion as it is. Units and origins of
// the data therefore never reach the arithmetic. What is estimated goes back exactly by the maps kept here.
import type { CellMoments, FactorMoments, Moments } from "@mixedlm/moments";
import type { CovarianceTerm } from "../parameters/covariance-terms.ts";
import { sandwich } from "../parameters/square.ts";
import { type FixedBasis, residualProductsInPlace } from "./fixed-basis.ts";
import { type TermBasis, termBases } from "./term-bases.ts";

/** Products of levels of one factor, level after level. An empty level has zeros. */
export interface LevelProducts {
  /** Means of the s columns, and of [X | y]; s and p + 1 a level. */
  readonly zMean: Float64Array;
  readonly fMean: Float64Array;
  /** Z'Z, s x s, and Z'[X | y], s x (p + 1), centred at the level's means, column-major. */
  readonly ZZ: Float64Array;
  readonly ZF: Float64Array;
}

/** Products of one factor's random columns. Those of all levels are made when one of them is first asked for. */
export interface InternalFactor extends LevelProducts {
  readonly levels: number;
  /** Random columns of each level: s. */
  readonly columns: number;
  /** Sum of weights of each level. */
  readonly weight: Float64Array;
  /** Products of [X | y] inside levels, (p + 1) x (p + 1), lower triangle. */
  readonly within: Float64Array;
  /** Whether every row belongs to a level. */
  readonly complete: boolean;
  /**
   * The column that has one value, and not 0, in every row of a level, or -1; the value is 1 but where columns share a
   * unit.
   */
  readonly constant: number;
  /** Works out the products of level `l` alone, and writes them as those of level `at`. */
  readLevel(l: number, out: LevelProducts, at: number): void;
}

/** Makes room for the products of some levels. */
export function levelProducts(levels: number, s: number, columns: number): LevelProducts {
  return {
    zMean: new Float64Array(levels * s),
    fMean: new Float64Array(levels * columns),
    ZZ: new Float64Array(levels * s * s),
    ZF: new Float64Array(levels * s * columns),
  };
}

/**
 * Writes Z'Z of a level about zero, s x s column-major: the centred products and `weight zMean zMean'`.
 *
 * Products are kept centred, since a column far from its origin has all its digits only about its mean. What is added
 * here takes them away again: where a level's columns hardly vary beside their means, differences of these products are
 * rounding errors. They are right where products are only added up, scaled, or factored with something definite.
 *
 * @param at - where in `out` the block begins; its columns are `stride` numbers apart.
 */
export function levelSquare(
  { columns: s, weight, zMean, ZZ }: InternalFactor,
  l: number,
  out: Float64Array,
  at: number = 0,
  stride: number = s,
): void {
  const w = weight[l];
  for (let j = 0; j < s; j++)
    for (let i = 0; i < s; i++)
      out[at + j * stride + i] = ZZ[(l * s + j) * s + i] + w * zMean[l * s + i] * zMean[l * s + j];
}

/** Writes Z'[X | y] of a level about zero, s x (p + 1), as {@link levelSquare} does its squares. */
export function levelCross(
  { columns: s, weight, zMean, fMean, ZF }: InternalFactor,
  l: number,
  out: Float64Array,
  at: number = 0,
  stride: number = s,
): void {
  const columns = fMean.length / weight.length;
  const w = weight[l];
  for (let j = 0; j < columns; j++)
    for (let i = 0; i < s; i++)
      out[at + j * stride + i] = ZF[(l * columns + j) * s + i] + w * zMean[l * s + i] * fMean[l * columns + j];
}

/** Products of two factors' columns in the rows that a level of each has: Z_a'Z_b, not centred. */
export interface InternalCells {
  readonly a: number;
  readonly b: number;
  /** Cells of level i of `a` are `start[i] .. start[i + 1] - 1`; `level` is their level of `b`, ascending. */
  readonly start: Int32Array;
  readonly level: Int32Array;
  /** s_a x s_b per cell, column-major. */
  readonly product: Float64Array;
}

/** Everything that the likelihood needs, in internal coordinates. */
export interface InternalProducts {
  /** Rows, and columns of X. */
  readonly n: number;
  readonly p: number;
  /** Sum of the logarithms of the weights. */
  readonly logWeight: number;
  readonly fixed: FixedBasis;
  /** [X | y]'[X | y], (p + 1) x (p + 1), lower triangle. */
  readonly FF: Float64Array;
  readonly terms: readonly CovarianceTerm[];
  readonly bases: readonly TermBasis[];
  readonly factors: readonly InternalFactor[];
  /** One for each pair of factors a < b. */
  readonly cells: readonly InternalCells[];
}

/**
 * Takes moments to internal coordinates.
 *
 * @param fixed - the map of [X | y].
 */
export function internalProducts(
  moments: Moments,
  terms: readonly CovarianceTerm[],
  fixed: FixedBasis,
): InternalProducts {
  const bases = termBases(moments, terms);
  const maps = moments.factors.map((_, f) => columnMap(moments, terms, bases, f));
  const FF = fixed.XX.slice();
  residualProductsInPlace(fixed, FF);
  return {
    n: moments.n,
    p: moments.layout.p,
    logWeight: moments.logWeight,
    fixed,
    FF,
    terms,
    bases,
    factors: moments.factors.map((factor, f) => internalFactor(moments, factor, maps[f], fixed)),
    cells: moments.cells.map((pair) => internalCells(pair, maps[pair.a], maps[pair.b])),
  };
}

/**
 * From a factor's raw columns z to internal ones: z' = B (z - centre), B s x s column-major, block diagonal by terms.
 */
interface ColumnMap {
  readonly centre: Float64Array;
  readonly B: Float64Array;
  /** Whether B is 1 and nothing is centred: a single column of ones. */
  readonly isOne: boolean;
  readonly constant: number;
}

function columnMap(
  { layout }: Moments,
  terms: readonly CovarianceTerm[],
  bases: readonly TermBasis[],
  f: number,
): ColumnMap {
  const s = layout.factors[f].s;
  const centre = new Float64Array(s);
  const B = new Float64Array(s * s);
  let constant = -1;
  terms.forEach(({ size, placements }, t) => {
    const basis = bases[t];
    for (const [at, { factor, column }] of placements.entries()) {
      if (factor !== f) continue;
      for (let j = 0; j < size; j++) {
        centre[column + j] = basis.centre[j];
        for (let i = 0; i < size; i++) B[(column + j) * s + column + i] = basis.B[j * size + i];
      }
      if (basis.constant[at] >= 0) constant = column + basis.constant[at];
    }
  });
  return { centre, B, isOne: s === 1 && B[0] === 1 && centre[0] === 0, constant };
}

function internalFactor({ weight }: Moments, factor: FactorMoments, map: ColumnMap, fixed: FixedBasis): InternalFactor {
  const { weight: levelWeight, within } = factor;
  const s = map.centre.length;
  const columns = fixed.scale.length;
  const levels = levelWeight.length;
  let covered = 0;
  for (let l = 0; l < levels; l++) covered += levelWeight[l];
  const products = unitProducts(within, fixed);
  residualProductsInPlace(fixed, products);
  const readLevel = levelReader(factor, map, fixed);
  let made: LevelProducts | null = null;
  const all = (): LevelProducts => {
    if (made !== null) return made;
    made = levelProducts(levels, s, columns);
    for (let l = 0; l < levels; l++) if (levelWeight[l] > 0) readLevel(l, made, l);
    return made;
  };
  return {
    levels,
    columns: s,
    weight: levelWeight,
    within: products,
    complete: Math.abs(covered - weight) <= 1e-9 * weight,
    constant: map.constant,
    readLevel,
    get zMean() {
      return all().zMean;
    },
    get fMean() {
      return all().fMean;
    },
    get ZZ() {
      return all().ZZ;
    },
    get ZF() {
      return all().ZF;
    },
  };
}

/** Makes a function that takes the moments of a level to internal coordinates. */
function levelReader(
  { mean, cross }: FactorMoments,
  { centre, B, constant }: ColumnMap,
  { centre: fixedCentre, scale, ols, residualScale }: FixedBasis,
): InternalFactor["readLevel"] {
  const s = centre.length;
  const p = ols.length;
  const columns = p + 1;
  const width = s + columns;
  const unit = scale.map((own, j) => (j < p ? 1 / own : 1 / (own * residualScale)));
  const fitted = ols.map((own) => own / residualScale);
  const work = new Float64Array(s);
  return (l, { zMean, fMean, ZZ, ZF }, at) => {
    const from = l * width;
    const z = at * s;
    const f = at * columns;
    const zf = at * s * columns;
    const first = from * s + s * s;
    let response = (mean[from + s + p] - fixedCentre[p]) * unit[p];
    for (let j = 0; j < p; j++) {
      const value = (mean[from + s + j] - fixedCentre[j]) * unit[j];
      fMean[f + j] = value;
      response -= fitted[j] * value;
    }
    fMean[f + p] = response;
    for (let i = 0; i < s; i++) {
      let sum = 0;
      let terms = 0;
      for (let m = 0; m < s; m++) {
        sum += B[m * s + i] * (mean[from + m] - centre[m]);
        terms += Math.abs(B[m * s + i]) * (Math.abs(mean[from + m]) + Math.abs(centre[m]));
      }
      // a column that is zero in a level is exactly so
      zMean[z + i] = Math.abs(sum) > ROUNDING * s * terms ? sum : 0;
      // a column that does not vary in a level has no products there
      if (i === constant) continue;
      let last = 0;
      for (let m = 0; m < s; m++) last += B[m * s + i] * cross[first + p * s + m];
      last *= unit[p];
      for (let j = 0; j < p; j++) {
        let product = 0;
        for (let m = 0; m < s; m++) product += B[m * s + i] * cross[first + j * s + m];
        product *= unit[j];
        ZF[zf + j * s + i] = product;
        last -= fitted[j] * product;
      }
      ZF[zf + p * s + i] = last;
    }
    symmetricSandwich(B, s, cross, from * s, ZZ, at * s * s, work);
    if (s > 1) clearRounding(B, s, cross, from * s, ZZ, at * s * s);
  };
}

/** Share of the terms of a sum that is rounding error in it, for each term. */
const ROUNDING = 4 * Number.EPSILON;

/**
 * Columns whose products B A B' are nothing but the rounding errors of what cancelled in them do not vary in a level:
 * taken for a direction of its own, such a column would be a random one.
 */
function clearRounding(
  B: Float64Array,
  s: number,
  A: Float64Array,
  aAt: number,
  out: Float64Array,
  outAt: number,
): void {
  for (let i = 0; i < s; i++) {
    let terms = 0;
    for (let m = 0; m < s; m++) terms += B[m * s + i] ** 2 * A[aAt + m * (s + 1)];
    if (out[outAt + i * (s + 1)] > ROUNDING * s * terms) continue;
    for (let j = 0; j < s; j++) {
      out[outAt + i * s + j] = 0;
      out[outAt + j * s + i] = 0;
    }
  }
}

/** Products of [X | y] in raw units -> in units of the internal columns, y not yet the residual. */
function unitProducts(products: Float64Array, { scale }: FixedBasis): Float64Array {
  const columns = scale.length;
  return products.map((value, at) => value / (scale[at % columns] * scale[Math.floor(at / columns)]));
}

/** out = B A B' for symmetric s x s blocks of flat arrays, itself exactly symmetric; `work` has room for s numbers. */
function symmetricSandwich(
  B: Float64Array,
  s: number,
  A: Float64Array,
  aAt: number,
  out: Float64Array,
  outAt: number,
  work: Float64Array,
): void {
  for (let j = 0; j < s; j++) {
    // column j of A B'
    for (let i = 0; i < s; i++) {
      let sum = 0;
      for (let m = 0; m < s; m++) sum += A[aAt + m * s + i] * B[m * s + j];
      work[i] = sum;
    }
    for (let i = j; i < s; i++) {
      let sum = 0;
      for (let m = 0; m < s; m++) sum += B[m * s + i] * work[m];
      out[outAt + j * s + i] = sum;
      out[outAt + i * s + j] = sum;
    }
  }
}

function internalCells({ a, b, start, level, weight, mean, cross }: CellMoments, A: ColumnMap, B: ColumnMap) {
  if (A.isOne && B.isOne) return { a, b, start, level, product: weight };
  const [sa, sb] = [A.centre.length, B.centre.length];
  const product = new Float64Array(weight.length * sa * sb);
  const raw = new Float64Array(sa * sb);
  const own = { data: raw, at: 0, stride: sa };
  const work = new Float64Array(sa * sb);
  for (let c = 0; c < weight.length; c++) {
    const meanAt = c * (sa + sb);
    for (let j = 0; j < sb; j++)
      for (let i = 0; i < sa; i++) {
        const means = mean.length === 0 ? [1, 1] : [mean[meanAt + i], mean[meanAt + sa + j]];
        const centred = cross.length === 0 ? 0 : cross[c * sa * sb + j * sa + i];
        raw[j * sa + i] = centred + weight[c] * (means[0] - A.centre[i]) * (means[1] - B.centre[j]);
      }
    sandwich(A.B, sa, own, B.B, sb, { data: product, at: c * sa * sb, stride: sa }, work);
  }
  return { a, b, start, level, product };
}
