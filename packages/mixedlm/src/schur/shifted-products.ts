// Products of [X | y] with itself and with the remaining columns, before one factor is eliminated. Where another factor
// takes up more of y than that one, its level means are taken away from [X | y] first (the "shift", [X | y] = F +
// Z_rest shift): the small spread that is left would drown in theirs. In: internal products. Out: the shift, and the
// products of F.
import type { InternalCells, InternalFactor, InternalProducts } from "../coordinates/internal-products.ts";
import type { RestColumns } from "./rest-columns.ts";

/** Share of y's products that may be left inside levels of a factor whose means are taken away first; */
const MUCH_LESS = 0.1;
/** and how many times what is left inside levels of the eliminated factor it may be, for digits are lost to it. */
const NOT_MUCH_MORE = 1e4;

/** F = [X | y] - Z_rest shift, and its products. */
export interface ShiftedProducts {
  /** Order x (p + 1); null where F is [X | y]. */
  readonly shift: Float64Array | null;
  /**
   * F'F, (p + 1) x (p + 1); where nothing is shifted and the constant comes first, what of it is inside levels of
   * `first`.
   */
  readonly EFF: Float64Array;
  /** Z_rest'F, order x (p + 1). */
  readonly ERF: Float64Array;
}

/**
 * Decides whether the level means of a remaining factor are taken away from [X | y], and makes the products.
 *
 * @param first - the eliminated factor.
 * @param isConstantFirst - whether the constant comes first in the bases of its levels.
 */
export function shiftedProducts(
  products: InternalProducts,
  first: number,
  rest: RestColumns,
  isConstantFirst: boolean,
): ShiftedProducts {
  const { factors, FF, p } = products;
  const widths = p + 1;
  const last = widths * widths - 1;
  const own = isConstantFirst ? factors[first].within : FF;
  const able = rest.factors.filter((f) => factors[f].complete && factors[f].constant >= 0);
  const [by] = able.sort((f, g) => factors[f].within[last] - factors[g].within[last]);
  const ERF = new Float64Array(rest.order * widths);
  const left = by === undefined ? Infinity : factors[by].within[last];
  const isShifted = left < MUCH_LESS * FF[last] && left < NOT_MUCH_MORE * own[last];
  for (const f of rest.factors) addOwnProducts(factors[f], ERF, rest.base[f], rest.order, isShifted && f === by);
  if (!isShifted) return { shift: null, EFF: own.slice(), ERF };
  const shift = levelMeans(factors[by], rest, by, widths);
  subtractShift(products, rest, by, shift, ERF);
  return { shift, EFF: factors[by].within.slice(), ERF };
}

/** Z'[X | y] of a factor's levels, about zero or about the levels' means. */
function addOwnProducts(
  { levels, columns: s, weight, zMean, fMean, ZF }: InternalFactor,
  ERF: Float64Array,
  base: number,
  order: number,
  isCentred: boolean,
): void {
  const widths = ERF.length / order;
  for (let l = 0; l < levels; l++)
    for (let j = 0; j < widths; j++)
      for (let k = 0; k < s; k++) {
        const about = isCentred ? 0 : weight[l] * zMean[l * s + k] * fMean[l * widths + j];
        ERF[j * order + base + l * s + k] = ZF[(l * widths + j) * s + k] + about;
      }
}

/** The coefficients of a factor's constant columns that make the level means of [X | y]. */
function levelMeans(
  { levels, columns: s, weight, constant, zMean, fMean }: InternalFactor,
  rest: RestColumns,
  by: number,
  widths: number,
): Float64Array {
  const shift = new Float64Array(rest.order * widths);
  for (let l = 0; l < levels; l++) {
    if (weight[l] === 0) continue;
    for (let j = 0; j < widths; j++)
      shift[j * rest.order + rest.base[by] + l * s + constant] = fMean[l * widths + j] / zMean[l * s + constant];
  }
  return shift;
}

/** Z_g'F = Z_g'[X | y] - Z_g'Z_by shift for the other remaining factors g. */
function subtractShift(
  { factors, cells, p }: InternalProducts,
  rest: RestColumns,
  by: number,
  shift: Float64Array,
  ERF: Float64Array,
): void {
  const { constant, columns: width } = factors[by];
  for (const g of rest.factors) {
    if (g === by) continue;
    const own = cells.find(({ a, b }) => (a === g && b === by) || (a === by && b === g))!;
    const s = factors[g].columns;
    forEachCell(own, (a, b, c) => {
      const to = rest.base[g] + (own.a === g ? a : b) * s;
      const from = rest.base[by] + (own.a === g ? b : a) * width + constant;
      for (let k = 0; k < s; k++) {
        const product = own.product[c * s * width + (own.a === g ? constant * s + k : k * width + constant)];
        for (let j = 0; j <= p; j++) ERF[j * rest.order + to + k] -= product * shift[j * rest.order + from];
      }
    });
  }
}

/** Calls back for each pair of levels of two factors that some row has: the levels, and the number of the pair. */
export function forEachCell(
  { start, level }: InternalCells,
  visit: (a: number, b: number, cell: number) => void,
): void {
  for (let a = 0; a + 1 < start.length; a++) for (let c = start[a]; c < start[a + 1]; c++) visit(a, level[c], c);
}
