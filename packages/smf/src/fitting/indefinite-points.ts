// What statsmodels answers at covariances that are none: an indefinite cov_re, a negative component. A search without
// square roots steps there, and where it goes next depends on the answer. It is no likelihood: the fixed effects are
// those of infinite variances in the directions that are not positive, and determinants lose their signs. Only the path
// asks.
import type { Design } from "@mixedlm/design";
import {
  fromRows,
  identity,
  log,
  luFactor,
  luInverse,
  type Matrix,
  matrix,
  multiply,
  multiplyTransposed,
  spectralMap,
  symmetricEigen,
} from "@mixedlm/linalg";
import { lowerEntriesByRow } from "mixedlm";
import type { VCSpec } from "../arrays/vc-spec.ts";
import type { MixedLMParams } from "../model/params.ts";

/** The answer: NaN where statsmodels has NaN. */
export interface IndefinitePoint {
  readonly value: number;
  /** In the lower triangle of cov_re, then in the components. */
  readonly slopes: Float64Array;
}

/** Most columns with random effects in a group: matrices of that size are inverted for each group at each point. */
const MOST_COLUMNS = 60;

/** Most numbers in the dense columns of all rows. */
const MOST_ENTRIES = 5e6;
/** Below this an eigenvalue or a component counts as none when the fixed effects are estimated. */
const NONE = 1e-10;
/** Relative size of an eigenvalue below which it is left out of an inverse. */
const NEGLIGIBLE = 1e-15;

/** The model, as far as it is needed: its sizes, and its columns group by group. */
export interface GroupedModel {
  readonly design: Design;
  readonly k_fe: number;
  readonly k_re: number;
  readonly nobs: number;
  readonly n_groups: number;
  readonly exog_vc: VCSpec;
  readonly endog_li: number[][];
  readonly exog_li: (readonly number[])[][];
  readonly exog_re_li: (readonly number[])[][] | null;
}

/**
 * Answers for covariances relative to the residual variance; null for a model with groups of more than 60 random
 * columns.
 */
export type IndefinitePoints = (params: MixedLMParams) => IndefinitePoint | null;

/** Makes the evaluator of a model. The rows are not read before the first point is asked for. */
export function indefinitePoints(model: GroupedModel, reml: boolean): IndefinitePoints {
  let products: Products | null | undefined;
  return (params) => {
    products ??= products === undefined ? productsOf(model) : null;
    if (products === null) return null;
    const totals = totalsAt(products, params, fixedEffects(products, params));
    const fac = reml ? model.nobs - model.k_fe : model.nobs;
    return { value: logLikelihood(totals, fac, reml), slopes: slopesOf(totals, fac, reml) };
  };
}

/** A group's columns, Z with random effects and W = [X y], and their products. */
interface GroupProducts {
  /** For each column of Z the number of its component; -1: a column of cov_re. */
  readonly component: readonly number[];
  readonly Z: Matrix;
  readonly W: Matrix;
  readonly ZZ: Matrix;
  readonly ZW: Matrix;
}

type Rows = readonly (readonly number[])[];

interface Products {
  readonly groups: readonly GroupProducts[];
  /** W'W of all rows. */
  readonly WW: Matrix;
}

function productsOf(model: GroupedModel): Products | null {
  const { design, k_re, k_fe, nobs, n_groups } = model;
  const widths = (g: number): number[] => design.components.map(({ names }) => names[g]!.length);
  let widest = 0;
  for (let g = 0; g < n_groups; g++)
    widest = Math.max(
      widest,
      widths(g).reduce((a, b) => a + b, k_re),
    );
  if (widest > MOST_COLUMNS || nobs * (widest + k_fe) > MOST_ENTRIES) return null;
  const { exog_vc, endog_li, exog_li, exog_re_li } = model;
  // a model has its components as rows of numbers, whatever they were made of
  const components = exog_vc.mats as readonly (readonly Rows[])[];
  const WW = matrix(k_fe + 1, k_fe + 1);
  const groups = endog_li.map((y, g): GroupProducts => {
    const parts = [...(exog_re_li === null ? [] : [exog_re_li[g]!]), ...components.map((mats) => mats[g]!)];
    const Z = fromRows(y.map((_, i) => parts.flatMap((part) => Array.from(part[i]!))));
    const W = fromRows(y.map((value, i) => [...exog_li[g]![i]!, value]));
    add(WW, multiplyTransposed(W, W), 1);
    const ofComponents = widths(g).flatMap((width, c) => new Array<number>(width).fill(c));
    const component = [...new Array<number>(k_re).fill(-1), ...ofComponents];
    return { component, Z, W, ZZ: multiplyTransposed(Z, Z), ZW: multiplyTransposed(Z, W) };
  });
  return { groups, WW };
}

/**
 * Generalised least squares with the inverses of what is positive, and zeros as inverses of the rest. Combinations of
 * X's columns that the random effects then take up have no weight left but rounding errors; so that these stay below
 * what counts, they are taken out row by row.
 */
function fixedEffects({ groups, WW }: Products, { cov_re, vcomp }: MixedLMParams): Float64Array {
  const precision = inverseOf(fromRows(cov_re), (value) => value >= NONE);
  const precisions = vcomp.map((variance) => (variance >= NONE ? 1 / variance : 0));
  const left = matrix(WW.nrow, WW.ncol);
  for (const { component, Z, W, ZZ, ZW } of groups) {
    const K = inverted(withPrecision(ZZ, component, precision, precisions));
    const outside = matrix(W.nrow, W.ncol, W.data.slice());
    add(outside, multiply(Z, multiply(K, ZW)), -1);
    add(left, multiplyTransposed(W, outside), 1);
  }
  const p = WW.nrow - 1;
  const XVX = leading(left, p);
  if (!XVX.data.every(Number.isFinite)) return new Float64Array(p).fill(Number.NaN);
  const largest = Math.max(...symmetricEigen(XVX).values.map(Math.abs));
  const inverse = inverseOf(XVX, (value) => Math.abs(value) > NEGLIGIBLE * largest);
  return multiply(inverse, matrix(p, 1, left.data.slice(p * (p + 1), p * (p + 1) + p))).data;
}

/** Sums over the groups at a point; r are the residuals. The arrays have an element for each packed parameter. */
interface Totals {
  /** log|V| without signs. */
  logdet: number;
  /** [X r]'V^-1 [X r]. */
  readonly square: Matrix;
  /** tr V^-1 dV. */
  readonly traces: Float64Array;
  /** [X r]'V^-1 dV V^-1 [X r]. */
  readonly products: readonly Matrix[];
}

function totalsAt({ groups, WW }: Products, params: MixedLMParams, beta: Float64Array): Totals {
  const { cov_re, k_re, k_re2, k_vc, vcomp } = params;
  const covariance = fromRows(cov_re);
  const precision = inverted(covariance);
  const precisions = vcomp.map((variance) => 1 / variance);
  // [X r] = [X y] T
  const T = identity(WW.nrow);
  for (const [j, value] of beta.entries()) T.data[beta.length * WW.nrow + j] = -value;
  const totals: Totals = {
    logdet: 0,
    square: multiplyTransposed(T, multiply(WW, T)),
    traces: new Float64Array(k_re2 + k_vc),
    products: Array.from({ length: k_re2 + k_vc }, () => matrix(WW.nrow, WW.ncol)),
  };
  for (const { component, ZZ, ZW } of groups) {
    const Q = withPrecision(ZZ, component, precision, precisions);
    const K = inverted(Q);
    const ZR = multiply(ZW, T);
    add(totals.square, multiplyTransposed(ZR, multiply(K, ZR)), -1);
    totals.logdet += logAbsDet(Q) + logAbsDet(covariance);
    for (const c of component) if (c >= 0) totals.logdet += log(vcomp[c]!);
    // Z'V^-1 = (I - Z'Z K) Z'
    const H = identity(Q.nrow);
    add(H, multiply(ZZ, K), -1);
    const S = multiply(H, ZZ);
    const U = multiply(H, ZR);
    for (const [e, { row, column }] of lowerEntriesByRow(k_re).entries()) addSlope(totals, e, S, U, row, column);
    for (const [a, c] of component.entries()) if (c >= 0) addSlope(totals, k_re2 + c, S, U, a, a);
  }
  return totals;
}

/** Adds what the covariance of a group's effects a and b has in V's derivative. */
function addSlope({ traces, products }: Totals, at: number, S: Matrix, U: Matrix, a: number, b: number): void {
  const q = S.nrow;
  const size = U.ncol;
  traces[at]! += (a === b ? 1 : 2) * S.data[a * q + b]!;
  const { data } = products[at]!;
  for (let j = 0; j < size; j++)
    for (let i = 0; i < size; i++) {
      data[j * size + i]! += U.data[i * q + a]! * U.data[j * q + b]!;
      if (a !== b) data[j * size + i]! += U.data[i * q + b]! * U.data[j * q + a]!;
    }
}

function logLikelihood({ logdet, square }: Totals, fac: number, reml: boolean): number {
  const rss = square.data.at(-1)!;
  const own = -(fac * (log((2 * Math.PI * rss) / fac) + 1) + logdet) / 2;
  return reml ? own - logAbsDet(leading(square, square.nrow - 1)) / 2 : own;
}

function slopesOf({ square, traces, products }: Totals, fac: number, reml: boolean): Float64Array {
  const rss = square.data.at(-1)!;
  const p = square.nrow - 1;
  const inverse = reml ? inverted(leading(square, p)) : matrix(p, p);
  return traces.map((trace, at) => {
    const own = products[at]!;
    const ofFixed = leading(own, p).data.reduce((sum, value, e) => sum + value * inverse.data[e]!, 0);
    return ((fac * own.data.at(-1)!) / rss - trace + ofFixed) / 2;
  });
}

/** Z'Z plus the inverse of the covariance of a group's effects. */
function withPrecision(
  ZZ: Matrix,
  component: readonly number[],
  { data, nrow: k_re }: Matrix,
  precisions: readonly number[],
): Matrix {
  const q = component.length;
  const own = matrix(q, q, ZZ.data.slice());
  for (let j = 0; j < k_re; j++) for (let i = 0; i < k_re; i++) own.data[j * q + i]! += data[j * k_re + i]!;
  for (const [j, c] of component.entries()) if (c >= 0) own.data[j * (q + 1)]! += precisions[c]!;
  return own;
}

/** The inverse on the span of some eigenvectors. */
function inverseOf(A: Matrix, isKept: (value: number) => boolean): Matrix {
  return spectralMap(A, (value) => (isKept(value) ? 1 / value : 0));
}

/** The inverse; NaN where there is none. */
function inverted(A: Matrix): Matrix {
  const lu = luFactor(A);
  return lu.failedPivot < 0
    ? luInverse(lu)
    : matrix(
        A.nrow,
        A.ncol,
        A.data.map(() => Number.NaN),
      );
}

function logAbsDet(A: Matrix): number {
  const { LU, failedPivot } = luFactor(A);
  if (failedPivot >= 0) return Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let j = 0; j < LU.nrow; j++) sum += log(Math.abs(LU.data[j * (LU.nrow + 1)]!));
  return sum;
}

/** The first p rows and columns. */
function leading({ data, nrow }: Matrix, p: number): Matrix {
  const own = matrix(p, p);
  for (let j = 0; j < p; j++) own.data.set(data.subarray(j * nrow, j * nrow + p), j * p);
  return own;
}

function add(to: Matrix, from: Matrix, factor: number): void {
  for (let e = 0; e < to.data.length; e++) to.data[e]! += factor * from.data[e]!;
}
