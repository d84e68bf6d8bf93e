// Eliminates one factor once and for all points. In: internal products. Out: for each of its levels i an orthonormal
// basis
// Z_i = Q_i T_i' and the coordinates C_i = Q_i'[Z_rest | X | y] of all other columns, and of [X | y] what is outside.
// F = [X | y] - Z_rest shift may stand in place of [X | y]: see `shifted-products.ts`.
import { rankUpdateInPlace } from "@mixedlm/linalg";
import { constantOutside, type GroupProducts, groupBasis } from "../coordinates/group-basis.ts";
import type { InternalFactor, InternalProducts } from "../coordinates/internal-products.ts";
import { leftInverse } from "./left-inverse.ts";
import { largestFactor, type RestColumns, restColumns } from "./rest-columns.ts";
import { forEachCell, shiftedProducts } from "./shifted-products.ts";

/** Share of the constant outside a level's random columns that is rounding error. */
const ROUNDING = 1e-9;

/** One factor eliminated; level i of it touches the remaining columns that some row has together with it. */
export interface Elimination {
  readonly products: InternalProducts;
  /** The factor, its levels and columns. */
  readonly first: number;
  readonly levels: number;
  readonly s: number;
  readonly rest: RestColumns;
  /** T of each level, s x s, column-major; columns beyond the rank are zero. */
  readonly T: Float64Array;
  /** Touched columns of level i are `column[start[i]]` to `column[start[i + 1] - 1]`, ascending. */
  readonly start: Int32Array;
  readonly column: Int32Array;
  /** Q'Z_rest, s numbers for each touched column. */
  readonly CR: Float64Array;
  /** Q'F, levels s x (p + 1), column-major. */
  readonly CF: Float64Array;
  /** For each remaining column, from `touchStart`: the places where it is touched, and their levels. */
  readonly touchStart: Int32Array;
  readonly touch: Int32Array;
  readonly touchLevel: Int32Array;
  /** F = [X | y] - Z_rest shift, order x (p + 1); null where F is [X | y]. */
  readonly shift: Float64Array | null;
  /** What of F'F and Z_rest'F is outside the span of the factor's columns: (p + 1)^2 lower, and order x (p + 1). */
  readonly EFF: Float64Array;
  readonly ERF: Float64Array;
  /** y's sum of squares that the last entry of EFF is what is left of. */
  readonly squareBefore: number;
}

/** Eliminates the factor with most columns. */
export function eliminate(products: InternalProducts): Elimination {
  const first = largestFactor(products);
  const { levels, columns: s } = products.factors[first];
  const rest = restColumns(products, first);
  const widths = products.p + 1;
  const { start, column, cross } = touchedColumns(products, first, rest);
  const partial = {
    products,
    first,
    levels,
    s,
    rest,
    T: new Float64Array(levels * s * s),
    start,
    column,
    CR: new Float64Array(column.length * s),
    CF: new Float64Array(levels * s * widths),
    ...transposedTouches(rest.order, start, column),
  };
  const isConstantFirst = basesOfLevels(partial);
  coordinatesOfRest(partial, cross);
  const shifted = shiftedProducts(products, first, rest, isConstantFirst);
  const { shift, EFF, ERF } = shifted;
  const squareBefore = EFF[EFF.length - 1];
  if (shift !== null) shiftCoordinates(partial, shift);
  subtractSquares(partial, EFF, shift === null && isConstantFirst);
  for (let k = 0; k < widths; k++)
    for (let i = 0; i < levels; i++)
      for (let t = start[i]; t < start[i + 1]; t++) {
        let sum = 0;
        for (let m = 0; m < s; m++) sum += partial.CR[t * s + m] * partial.CF[(k * levels + i) * s + m];
        ERF[k * rest.order + column[t]] -= sum;
      }
  return { ...partial, shift, EFF, ERF, squareBefore };
}

/** EFF -= sum C'C; the constant's rows of C are no part of products inside levels. */
function subtractSquares(
  { levels, s, CF }: Pick<Elimination, "levels" | "s" | "CF">,
  EFF: Float64Array,
  isInside: boolean,
): void {
  const C = CF.slice();
  if (isInside) for (let k = 0; k < C.length; k += s) C[k] = 0;
  rankUpdateInPlace(EFF, Math.sqrt(EFF.length), C, levels * s, -1);
}

/** The cells of each level of `first`, and their products Z_i'Z_rest, s numbers for each touched column. */
function touchedColumns({ factors, cells }: InternalProducts, first: number, rest: RestColumns) {
  const { levels, columns: s } = factors[first];
  const pairs = rest.factors.map((f) => ({
    f,
    cells: cells.find(({ a, b }) => (a === first ? b : a) === f && (a === first || b === first))!,
  }));
  const start = new Int32Array(levels + 1);
  for (const { f, cells: own } of pairs)
    forEachCell(own, (a, b) => {
      start[(own.a === first ? a : b) + 1] += factors[f].columns;
    });
  for (let i = 0; i < levels; i++) start[i + 1] += start[i];
  const column = new Int32Array(start[levels]);
  const cross = new Float64Array(start[levels] * s);
  const next = start.slice();
  for (const { f, cells: own } of pairs) {
    const width = factors[f].columns;
    const isFirst = own.a === first;
    forEachCell(own, (a, b, c) => {
      const i = isFirst ? a : b;
      const from = rest.base[f] + (isFirst ? b : a) * width;
      for (let j = 0; j < width; j++) {
        const t = next[i]++;
        column[t] = from + j;
        // a product is (columns of a) x (columns of b), column-major
        for (let m = 0; m < s; m++)
          cross[t * s + m] = own.product[c * s * width + (isFirst ? j * s + m : m * width + j)];
      }
    });
  }
  return { start, column, cross };
}

function transposedTouches(order: number, start: Int32Array, column: Int32Array) {
  const touchStart = new Int32Array(order + 1);
  for (let t = 0; t < column.length; t++) touchStart[column[t] + 1] += 1;
  for (let b = 0; b < order; b++) touchStart[b + 1] += touchStart[b];
  const next = touchStart.slice();
  const touch = new Int32Array(column.length);
  const touchLevel = new Int32Array(column.length);
  for (let i = 0; i + 1 < start.length; i++)
    for (let t = start[i]; t < start[i + 1]; t++) {
      const at = next[column[t]]++;
      touch[at] = t;
      touchLevel[at] = i;
    }
  return { touchStart, touch, touchLevel };
}

/** Fills T and the coordinates of [X | y]; returns whether the constant comes first in every basis. */
function basesOfLevels({
  products,
  first,
  levels,
  s,
  T,
  CF,
}: Pick<Elimination, "products" | "first" | "levels" | "s" | "T" | "CF">): boolean {
  const factor = products.factors[first];
  const widths = products.p + 1;
  const isConstantFirst = constantInEverySpan(factor, widths);
  if (s === 1 && isConstantFirst) {
    scalarBases(factor, T, CF);
    return true;
  }
  const C = new Float64Array(s * widths);
  for (let i = 0; i < levels; i++) {
    if (factor.weight[i] === 0) continue;
    C.fill(0);
    groupBasis(productsOfLevel(factor, i, widths), isConstantFirst, { T, tAt: i * s * s, C, cAt: 0 });
    for (let j = 0; j < widths; j++) for (let m = 0; m < s; m++) CF[(j * levels + i) * s + m] = C[j * s + m];
  }
  return isConstantFirst;
}

/** One column a level, a constant: Q is 1 / root of the weight. */
function scalarBases({ levels, weight, zMean, fMean }: InternalFactor, T: Float64Array, CF: Float64Array): void {
  const widths = CF.length / Math.max(levels, 1);
  for (let i = 0; i < levels; i++) {
    const root = Math.sqrt(weight[i]);
    T[i] = root * zMean[i];
    for (let j = 0; j < widths; j++) CF[j * levels + i] = root * fMean[i * widths + j];
  }
}

function constantInEverySpan(factor: InternalFactor, widths: number): boolean {
  if (!factor.complete) return false;
  if (factor.constant >= 0) return true;
  return factor.weight.every((w, i) => w === 0 || constantOutside(productsOfLevel(factor, i, widths)) < ROUNDING);
}

function productsOfLevel(
  { columns: s, weight, zMean, fMean, ZZ, ZF }: InternalFactor,
  i: number,
  widths: number,
): GroupProducts {
  return {
    n: weight[i],
    zMean: zMean.subarray(i * s, i * s + s),
    fMean: fMean.subarray(i * widths, (i + 1) * widths),
    ZZ: ZZ.subarray(i * s * s, (i + 1) * s * s),
    ZF: ZF.subarray(i * s * widths, (i + 1) * s * widths),
  };
}

/** Q'Z_rest from Z_i'Z_rest = T_i Q_i'Z_rest. */
function coordinatesOfRest(
  { levels, s, T, start, CR }: Pick<Elimination, "levels" | "s" | "T" | "start" | "CR">,
  cross: Float64Array,
): void {
  for (let i = 0; i < levels; i++) {
    const H = leftInverse(T, i * s * s, s);
    for (let t = start[i]; t < start[i + 1]; t++)
      for (let m = 0; m < s; m++) {
        let sum = 0;
        for (let k = 0; k < s; k++) sum += H[k * s + m] * cross[t * s + k];
        CR[t * s + m] = sum;
      }
  }
}

/** Q'F = Q'[X | y] - Q'Z_rest shift. */
function shiftCoordinates(
  {
    products,
    levels,
    s,
    rest,
    start,
    column,
    CR,
    CF,
  }: Pick<Elimination, "products" | "levels" | "s" | "rest" | "start" | "column" | "CR" | "CF">,
  shift: Float64Array,
): void {
  const widths = products.p + 1;
  for (let i = 0; i < levels; i++)
    for (let j = 0; j < widths; j++)
      for (let t = start[i]; t < start[i + 1]; t++) {
        const mean = shift[j * rest.order + column[t]];
        if (mean !== 0) for (let m = 0; m < s; m++) CF[(j * levels + i) * s + m] -= CR[t * s + m] * mean;
      }
}
