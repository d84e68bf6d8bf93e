// Internal coordinates of [X | y]: a column x becomes (x - centre) / scale; then y becomes its least-squares residual,
// scaled. Centring columns of X needs a constant column (it takes up what the others lose), centring y needs the
// intercept in X's span; otherwise centres stay zero.
import { isArrayLike } from "@mixedlm/formula";
import { choleskyFactorInPlace, log, lowerSolveInPlace, lowerTransposedSolveInPlace } from "@mixedlm/linalg";
import type { FixedTransform, Moments } from "@mixedlm/moments";
import {
  betaLength,
  constantResponse,
  notFinite,
  perfectFit,
  rankDeficient,
  tooFewRows,
  underflow,
  unitsApart,
} from "../errors.ts";
import {
  type Combination,
  combinationOf,
  combinedCoefficients,
  combinedMap,
  designCoefficients,
  designMap,
  reproducedCoefficients,
} from "./combination.ts";
import { constantColumn, DEPENDENT } from "./independent-columns.ts";
import { interceptCoefficients } from "./intercept-coefficients.ts";

/** Share of y's sum of squares below which that of the residual is rounding noise, where it is what squares leave. */
const PERFECT_FIT = 1e-14;
/** Share of y's size below which a residual that was taken row by row is rounding noise: sums of 15 digits. */
const PERFECT_ROWS = 1e-13;
/** Smallest sum of squares that has all its digits: the smallest normal number. */
const SMALLEST_SQUARE = 2 ** -1022;
/** Largest sum of squares of which a few can be added. */
const LARGEST_SQUARE = 2 ** 1020;

/** A coefficient of this size, and one of its inverse, have variances that are numbers. */
const SMALLEST_UNIT = 2 ** -510;

/** Columns of [X | y], centred and of unit size. Arrays of length p + 1 have y last. */
export interface UnitColumns {
  /** Number of the constant column, or -1; its scale is its value. */
  readonly constant: number;
  /** Coefficients of X's columns that make the intercept, length p, or null when it is not in their span. */
  readonly intercept: Float64Array | null;
  /** Subtracted from values that are counted from the moments' shift. */
  readonly centre: Float64Array;
  /** The same in the data's own origin: `shift + centre`, and 0 where nothing is subtracted. */
  readonly origin: Float64Array;
  readonly scale: Float64Array;
  /** Products of the unit columns, y last, (p + 1) x (p + 1), column-major. */
  readonly XX: Float64Array;
}

/** The map from columns of [X | y] to internal columns. */
export interface FixedBasis extends UnitColumns {
  /**
   * Coefficients that y is the residual of, in internal coordinates (y's unit: `scale[p]`), length p: ordinary least
   * squares, unless {@link referredTo} others.
   */
  readonly ols: Float64Array;
  /** Size of the least-squares residual in units of `scale[p]`. */
  readonly residualScale: number;
  /** From coefficients of the moments' columns to those of the design's, where these are not the same. */
  readonly combination: Combination | null;
}

/**
 * Chooses centres and scales, forms the products, and solves for the least-squares fit.
 *
 * @param transform - what the moments' columns are made of; coefficients are those of the columns it is made from.
 * @throws {@link FitError} `too-few-rows`, `not-finite`, `underflow`, `constant-response`, `rank-deficient`,
 *   `perfect-fit`.
 */
export function fixedBasis(
  moments: Moments,
  names: readonly string[],
  response: string,
  transform: FixedTransform | null = null,
): FixedBasis {
  const { n, weight, cross, shift, mean } = moments;
  const { p } = moments.layout;
  if (n <= p) throw tooFewRows(n, p);
  checkSquares(moments, names, response);
  const units = unitColumns(moments);
  const large = units.scale.findIndex((size) => !Number.isFinite(size));
  if (large >= 0) throw notFinite(large < p ? names[large] : response);
  const origin = shift[p] + mean[p];
  const combination = transform === null ? null : combinationOf(transform, units.constant, moments);
  const size = combination === null ? 0 : reproducedSize(moments, combination);
  if (size === 0 && cross[p * (p + 2)] === 0 && (units.intercept !== null || origin === 0))
    throw constantResponse(response, origin);
  const { ols, square, dependent } = leastSquares(units, p);
  if (dependent >= 0) throw rankDeficient(names[dependent], names.slice(0, dependent));
  const all = units.XX[p * (p + 2)];
  const noise = Math.max(PERFECT_FIT * all, weight * ((PERFECT_ROWS * size) / units.scale[p]) ** 2);
  if (!(square > noise)) throw perfectFit(response);
  const residualScale = Math.sqrt(square / weight);
  for (let j = 0; j < p; j++) {
    const size = Math.abs((units.scale[p] * residualScale) / units.scale[j]);
    if (!(size > SMALLEST_UNIT && size < 1 / SMALLEST_UNIT)) throw unitsApart(names[j], response, size);
  }
  return { ...units, ols, residualScale, combination };
}

/** Size of what y is counted from, in its units: the root mean squares of its parts; 0 when it is counted from 0. */
function reproducedSize({ weight, shift, mean, cross }: Moments, combination: Combination): number {
  const own = reproducedCoefficients(combination);
  if (own === null) return 0;
  const p = own.length;
  return own.reduce((sum, value, j) => {
    const square = cross[j * (p + 2)] / weight + (shift[j] + mean[j]) ** 2;
    return sum + Math.abs(value) * Math.sqrt(square);
  }, 0);
}

/** Chooses centres and scales, and forms the products. */
export function unitColumns(moments: Moments): UnitColumns {
  const { weight, mean, cross, shift } = moments;
  const { p } = moments.layout;
  const columns = p + 1;
  const raw = (j: number): number => shift[j] + mean[j];
  const constant = constantColumn(moments);
  const intercept = interceptCoefficients(moments, constant);
  const centre = new Float64Array(columns);
  const origin = new Float64Array(columns);
  const scale = new Float64Array(columns).fill(1);
  for (let j = 0; j <= p; j++) {
    const centred = j < p ? constant >= 0 && j !== constant : intercept !== null;
    centre[j] = centred ? mean[j] : -shift[j];
    origin[j] = centred ? raw(j) : 0;
    const size = Math.sqrt(cross[j * columns + j] / weight + (centred ? 0 : raw(j) ** 2));
    scale[j] = size > 0 ? size : 1;
  }
  if (constant >= 0) scale[constant] = raw(constant);
  const XX = new Float64Array(columns * columns);
  const at = Float64Array.from(centre, (c, j) => (mean[j] - c) / scale[j]);
  for (let j = 0; j <= p; j++)
    for (let i = 0; i <= p; i++)
      XX[j * columns + i] = cross[j * columns + i] / (scale[i] * scale[j]) + weight * at[i] * at[j];
  return { constant, intercept, centre, origin, scale, XX };
}

/**
 * Refuses columns whose sums of squares overflow or underflow.
 *
 * @throws {@link FitError} `not-finite`, `underflow`.
 */
export function checkSquares({ layout, mean, cross }: Moments, names: readonly string[], response: string): void {
  const { p } = layout;
  for (let j = 0; j <= p; j++) checkSquare(cross[j * (p + 2)], mean[j], j < p ? names[j] : response);
}

/** Of a constant column, sum and mean from the first row are 0. */
function checkSquare(square: number, meanFromFirst: number, name: string): void {
  if (!(square <= LARGEST_SQUARE)) throw notFinite(name);
  if (square < SMALLEST_SQUARE && (square !== 0 || meanFromFirst !== 0)) throw underflow(name);
}

/** Least squares of the unit columns. */
interface LeastSquares {
  /** Coefficients, length p. */
  readonly ols: Float64Array;
  /** Sum of squares of the residual: what is left of y's, with its rounding errors. */
  readonly square: number;
  /** The first column that is a combination of those before it, or -1; nothing is solved then. */
  readonly dependent: number;
}

/** Solves the normal equations. */
export function leastSquares({ XX }: UnitColumns, p: number): LeastSquares {
  const columns = p + 1;
  const L = new Float64Array(p * p);
  const ols = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < p; i++) L[j * p + i] = XX[j * columns + i];
    ols[j] = XX[p * columns + j];
  }
  const failed = choleskyFactorInPlace(L, p);
  for (let j = 0; j < p; j++)
    if (j === failed || !(L[j * p + j] ** 2 > DEPENDENT * XX[j * columns + j]))
      return { ols, square: Number.NaN, dependent: j };
  lowerSolveInPlace(L, p, ols);
  let square = XX[p * columns + p];
  for (let j = 0; j < p; j++) square -= ols[j] ** 2;
  lowerTransposedSolveInPlace(L, p, ols);
  return { ols, square, dependent: -1 };
}

/**
 * Replaces y's products by those of the scaled least-squares residual, in a matrix of products of the internal columns.
 *
 * @param products - (p + 1) x (p + 1), lower triangle.
 */
export function residualProductsInPlace({ ols, residualScale }: FixedBasis, products: Float64Array): void {
  const p = ols.length;
  const columns = p + 1;
  const entry = (i: number, j: number): number => products[Math.min(i, j) * columns + Math.max(i, j)];
  let square = entry(p, p);
  for (let j = 0; j < p; j++) {
    let cross = entry(p, j);
    for (let i = 0; i < p; i++) cross -= ols[i] * entry(i, j);
    square -= ols[j] * (entry(p, j) + cross);
    products[j * columns + p] = cross / residualScale;
  }
  products[p * columns + p] = square / residualScale ** 2;
}

/**
 * The same coordinates with y the residual of other coefficients: `internal` is added to those it is the residual of.
 */
export function referredTo(basis: FixedBasis, internal: ArrayLike<number>): FixedBasis {
  return { ...basis, ols: basis.ols.map((value, j) => value + basis.residualScale * internal[j]) };
}

/**
 * The same coordinates of X with y counted from given fixed effects, in a given unit.
 *
 * @param beta - raw, length p.
 * @param unit - units of y.
 */
export function countedFrom(basis: FixedBasis, beta: ArrayLike<number>, unit: number): FixedBasis {
  const { ols, scale } = basis;
  return { ...referredTo(basis, internalCoefficients(basis, beta)), residualScale: unit / scale[ols.length] };
}

/**
 * Takes coefficients of the internal columns (of the residual's scale) back to the data's columns and units.
 *
 * @param basis - the internal coordinates.
 * @param internal - coefficients of the internal columns on the scaled residual, length p.
 * @returns coefficients of X's columns in units of y per unit of the column, length p.
 */
export function rawCoefficients(basis: FixedBasis, internal: ArrayLike<number>): Float64Array {
  const { ols, residualScale, combination } = basis;
  const own = momentCoefficients(
    basis,
    ols.map((value, j) => value + residualScale * internal[j]),
  );
  return combination === null ? own : designCoefficients(combination, own);
}

/**
 * Takes coefficients of the unit columns on the unit y to those of the moments' columns on the moments' y.
 *
 * @param internal - length p.
 * @returns length p, in units of y per unit of the column.
 */
export function momentCoefficients(
  { constant, intercept, origin, scale }: UnitColumns,
  internal: Float64Array,
): Float64Array {
  const p = internal.length;
  const beta = internal.map((value, j) => (scale[p] * value) / scale[j]);
  // what centring took from the other columns, then y's origin
  if (constant >= 0)
    for (let j = 0; j < p; j++) if (j !== constant) beta[constant] -= (origin[j] * beta[j]) / scale[constant];
  return intercept === null ? beta : beta.map((value, j) => value + origin[p] * intercept[j]);
}

/**
 * The linear part of {@link rawCoefficients}: p x p, column-major, in units of y; `cov(beta) = M C M'`.
 */
export function coefficientMap(basis: FixedBasis): Float64Array {
  const { constant, origin, scale, ols, residualScale, combination } = basis;
  const p = ols.length;
  const unit = scale[p] * residualScale;
  const M = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    M[j * p + j] = unit / scale[j];
    if (constant >= 0 && j !== constant) M[j * p + constant] = (-origin[j] * unit) / (scale[j] * scale[constant]);
  }
  return combination === null ? M : designMap(combination, M);
}

/** Unit of the internal residual in y's units: sigma = unit x internal sigma. */
export function residualUnit(basis: FixedBasis): number {
  return basis.scale[basis.ols.length] * basis.residualScale;
}

/** log |det| of the map from raw to internal columns of X: what REML's log|X'V^-1X| gains on the way back, halved. */
export function logColumnScale(basis: FixedBasis): number {
  let sum = 0;
  for (let j = 0; j < basis.ols.length; j++) sum += log(Math.abs(basis.scale[j]));
  return sum - (basis.combination?.logdet ?? 0);
}

/**
 * The inverse of {@link rawCoefficients}: raw coefficients to internal ones, length p.
 *
 * @throws {@link FitError} `beta-length`.
 */
export function internalCoefficients(basis: FixedBasis, beta: ArrayLike<number>): Float64Array {
  const { constant, intercept, origin, scale, ols, residualScale, combination } = basis;
  const p = ols.length;
  if (!isArrayLike(beta) || beta.length !== p) throw betaLength(beta, p);
  const own = combination === null ? beta : combinedCoefficients(combination, beta);
  const unit = scale[p];
  return Float64Array.from({ length: p }, (_, j) => {
    let value = (own[j] - (intercept === null ? 0 : origin[p] * intercept[j])) * scale[j];
    if (j === constant) for (let i = 0; i < p; i++) if (i !== constant) value += origin[i] * own[i];
    return (value / unit - ols[j]) / residualScale;
  });
}

/** The inverse of {@link coefficientMap}: p x p, column-major. */
export function internalCoefficientMap(basis: FixedBasis): Float64Array {
  const { constant, origin, scale, ols, combination } = basis;
  const p = ols.length;
  const unit = residualUnit(basis);
  const M = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    M[j * p + j] = scale[j] / unit;
    if (constant >= 0 && j !== constant) M[j * p + constant] = origin[j] / unit;
  }
  return combination === null ? M : combinedMap(combination, M);
}
