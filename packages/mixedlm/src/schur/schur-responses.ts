// Responses drawn for crossed structures. With the effects of the remaining factors taken into the shift, y = F +
// Z_rest b exactly, F is left with the eliminated factor's effects and the errors: Q'F is normal with covariance
// I + T'Psi T = LL' in each level, and what of Z_rest'F is outside its columns is normal with covariance E, which is
// singular wherever factors share a constant. So E + ridge is factored, M M', and E M^-T z taken: its covariance is E
// to the ridge's size, and directions of which E knows nothing get exactly nothing. In: an elimination and a point.
// Out: an elimination whose y is drawn again and again.
import { choleskyFactorInPlace } from "@mixedlm/linalg";
import { drawOutside, type OutsideRoot, rootOutside } from "../blocks/root-outside.ts";
import type { FixedBasis } from "../coordinates/fixed-basis.ts";
import type { Lambda, ResponseDraws } from "../engine/engine.ts";
import type { Elimination } from "./eliminate.ts";
import { factorRoots } from "./factor-roots.ts";
import { levelFactor, type SchurWorkspace } from "./factorise-schur.ts";
import { scaleAllRows } from "./rest-roots.ts";
import { type SchurFactor, schurFactor } from "./schur-factor.ts";
import { multiplyPattern, type SchurPattern } from "./schur-pattern.ts";

/** What is added to E's diagonal, as a share of the columns' squares: far below what any sum of draws could show. */
const RIDGE = 1e-11;

/** The elimination that a drawn response is written into: memory of its own for F, all else as it was. */
export function withDrawnResponse(elimination: Elimination, fixed: FixedBasis): Elimination {
  const { shift, rest, products, CF, EFF, ERF } = elimination;
  return {
    ...elimination,
    products: { ...products, fixed },
    shift: shift === null ? new Float64Array(rest.order * (products.p + 1)) : shift.slice(),
    CF: CF.slice(),
    EFF: EFF.slice(),
    ERF: ERF.slice(),
  };
}

/**
 * Prepares responses at a point.
 *
 * @param work - of an elimination made by {@link withDrawnResponse}.
 * @param lambda - relative square roots, internal coordinates.
 * @returns what writes y's columns of Q'F, of what is outside, and of the shift.
 */
export function responseWriter(work: SchurWorkspace, lambda: Lambda): (random: ResponseDraws) => void {
  const { elimination, pattern, E } = work;
  const { products, rest, first, levels, s, CF, EFF, ERF } = elimination;
  const { p, n } = products;
  const { order } = rest;
  const shift = elimination.shift ?? new Float64Array(0);
  const roots = factorRoots(products, lambda);
  const own = levelRoots(elimination, roots.exact[first]);
  const outside = order === 0 ? null : restRoot(work);
  const root = fixedOutside(elimination, outside);
  const left = Math.max(0, n - own.rank - (outside?.rank ?? 0) - root.rank);
  const u = new Float64Array(order);
  const v = new Float64Array(order);
  const product = new Float64Array(order);
  const z = new Float64Array(Math.max(s, p));
  return (random) => {
    for (let k = 0; k < order; k++) u[k] = random.normal();
    scaleAllRows(rest, roots.exact, false, u, 1);
    shift.set(u, p * order);
    for (let i = 0; i < levels; i++) {
      for (let m = 0; m < s; m++) z[m] = own.isFree[i * s + m] === 1 ? random.normal() : 0;
      for (let m = 0; m < s; m++) {
        let sum = 0;
        for (let k = 0; k <= m; k++) sum += own.L[(i * s + k) * s + m] * z[k];
        CF[(p * levels + i) * s + m] = sum;
      }
    }
    drawOutside(random, root, left, p, z, EFF);
    if (outside === null) return;
    for (let k = 0; k < order; k++) v[k] = random.normal();
    outside.factor.normalsInPlace(v);
    multiplyPattern(pattern, E, v, 1, product);
    ERF.set(product, p * order);
    addExplained(EFF, ERF, v, product, p, order);
  };
}

/** Adds to y's row of EFF what of it is in the span of the remaining columns: v'E v, and v'Z_rest'X. */
function addExplained(
  EFF: Float64Array,
  ERF: Float64Array,
  v: Float64Array,
  product: Float64Array,
  p: number,
  order: number,
): void {
  for (let j = 0; j < p; j++) {
    let sum = 0;
    for (let k = 0; k < order; k++) sum += ERF[j * order + k] * v[k];
    EFF[j * (p + 1) + p] += sum;
  }
  let square = 0;
  for (let k = 0; k < order; k++) square += product[k] * v[k];
  EFF[(p + 1) * (p + 1) - 1] += square;
}

/** L of every level, I + T'Psi T = LL', levels x (s x s); and which of its coordinates there are. */
function levelRoots({ levels, s, T }: Elimination, root: Float64Array) {
  const L = new Float64Array(levels * s * s);
  const isFree = new Uint8Array(levels * s);
  const K = new Float64Array(s * s);
  let rank = 0;
  for (let i = 0; i < levels; i++) {
    const own = L.subarray(i * s * s, (i + 1) * s * s);
    levelFactor(T, i * s * s, root, s, K, own);
    choleskyFactorInPlace(own, s);
    for (let m = 0; m < s; m++) {
      const column = (i * s + m) * s;
      if (T.subarray(column, column + s).every((value) => value === 0)) continue;
      isFree[i * s + m] = 1;
      rank += 1;
    }
  }
  return { L, isFree, rank };
}

/** The factor of E + ridge, and the rank of E. */
interface RestRoot {
  readonly factor: SchurFactor;
  readonly rank: number;
}

function restRoot({ elimination, pattern, E }: SchurWorkspace): RestRoot {
  const { order, start } = pattern;
  const factor = schurFactor(pattern);
  const ridge = columnSquares(elimination, pattern, E).map((square) => RIDGE * (square > 0 ? square : 1));
  const load = (): void => {
    for (let b = 0; b < order; b++) {
      factor.values.set(E.subarray(start[b], start[b + 1]), factor.place[b]);
      factor.values[factor.place[b]] += ridge[b];
    }
    factor.factor();
  };
  load();
  // tr(E (E + ridge)^-1) counts the directions that E is not nearly nothing in
  const inverse = factor.inverse();
  let rank = order;
  for (let b = 0; b < order; b++) rank -= ridge[b] * inverse[factor.place[b]];
  load();
  return { factor, rank: Math.round(rank) };
}

/** Sums of squares of the remaining columns: what is outside the eliminated factor, and what is inside. */
function columnSquares(
  { s, CR, touchStart, touch }: Elimination,
  { order, start }: SchurPattern,
  E: Float64Array,
): Float64Array {
  return Float64Array.from({ length: order }, (_, b) => {
    let square = E[start[b]];
    for (let k = touchStart[b]; k < touchStart[b + 1]; k++)
      for (let m = 0; m < s; m++) square += CR[touch[k] * s + m] ** 2;
    return square;
  });
}

/** The root of what of X is outside all random columns: F_X'F_X less what of it the remaining columns explain. */
function fixedOutside({ products, rest, EFF, ERF }: Elimination, outside: RestRoot | null): OutsideRoot {
  const { p, FF } = products;
  const { order } = rest;
  const left = EFF.slice();
  if (outside !== null) {
    const solved = ERF.slice(0, p * order);
    outside.factor.solveInPlace(solved, p);
    for (let j = 0; j < p; j++)
      for (let i = j; i < p; i++) {
        let sum = 0;
        for (let k = 0; k < order; k++) sum += ERF[i * order + k] * solved[j * order + k];
        left[j * (p + 1) + i] -= sum;
      }
  }
  return rootOutside(left, FF, p);
}
