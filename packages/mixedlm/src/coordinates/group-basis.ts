// An orthonormal basis of each group's random columns: Z = Q T', T q x r with r their rank, and the coordinates
// C = Q'[X | y] in it. With it V = I + Z G Z' is I + Q (T'G T) Q', so that
//     [X | y]'V^-1[X | y] = E + C'(I + T'G T)^-1 C,      E = [X | y]'[X | y] - C'C,
// a sum of positive terms: nothing cancels, however large the variance between groups is beside that within them.
// Where the constant is in a group's span it comes first in Q; the rest is then made of centred products.

/** Relative size below which what is left of a column is rounding error. */
const DEPENDENT = 1e-13;
/** The same, beside the column's sum of squares about zero. */
export const NOISE = 1e-15;

/** Products of one group's columns, internal coordinates. */
export interface GroupProducts {
  /** Rows. */
  readonly n: number;
  /** Means of the q random columns, and of the `columns` columns [X | y]. */
  readonly zMean: Float64Array;
  readonly fMean: Float64Array;
  /** Centred Z'Z, q x q, and Z'[X | y], q x columns; column-major. */
  readonly ZZ: Float64Array;
  readonly ZF: Float64Array;
}

/** Where a basis is written: T at `T[tAt]`, q x r, C at `C[cAt]`, r x columns with leading dimension q. */
export interface BasisTarget {
  readonly T: Float64Array;
  readonly tAt: number;
  readonly C: Float64Array;
  readonly cAt: number;
}

/**
 * Finds the basis of a group.
 *
 * @param constantFirst - whether the constant is in the span, and taken first.
 * @returns the rank r.
 */
export function groupBasis(products: GroupProducts, constantFirst: boolean, target: BasisTarget): number {
  const { n, zMean, fMean } = products;
  const q = zMean.length;
  const columns = fMean.length;
  if (!constantFirst) return remainingBasis(withSquares(aboutZero(products)), 0, target);
  const root = Math.sqrt(n);
  for (let i = 0; i < q; i++) target.T[target.tAt + i] = root * zMean[i];
  for (let j = 0; j < columns; j++) target.C[target.cAt + j * q] = root * fMean[j];
  return remainingBasis(withSquares(products), 1, target);
}

/** Share of the constant outside a group's span: 0 when every row's random columns combine to 1 in the same way. */
export function constantOutside(products: GroupProducts): number {
  const { n, zMean } = products;
  const q = zMean.length;
  const T = new Float64Array(q * q);
  const C = new Float64Array(q);
  const constant = { ...aboutZero(products), fMean: Float64Array.of(1), ZF: zMean.map((mean) => n * mean) };
  const r = remainingBasis(withSquares(constant), 0, { T, tAt: 0, C, cAt: 0 });
  return Math.max(0, 1 - C.subarray(0, r).reduce((sum, c) => sum + c * c, 0) / n);
}

/** The same columns with products about zero. */
function aboutZero({ n, zMean, fMean, ZZ, ZF }: GroupProducts): GroupProducts {
  const q = zMean.length;
  return {
    n,
    zMean,
    fMean,
    ZZ: ZZ.map((value, at) => value + n * zMean[at % q] * zMean[Math.floor(at / q)]),
    ZF: ZF.map((value, at) => value + n * zMean[at % q] * fMean[Math.floor(at / q)]),
  };
}

/** What the columns that are left are made of. */
export interface RemainingProducts extends Pick<GroupProducts, "ZZ" | "ZF"> {
  /** Each column's sum of squares about zero: what rounding errors are measured by. */
  readonly square: Float64Array;
  readonly columns: number;
}

function withSquares({ n, zMean, fMean, ZZ, ZF }: GroupProducts): RemainingProducts {
  const q = zMean.length;
  return { ZZ, ZF, square: zMean.map((mean, i) => ZZ[i * (q + 1)] + n * mean * mean), columns: fMean.length };
}

/**
 * Adds columns to T and rows to C from column `from` on, largest remaining column first, until nothing is left.
 *
 * @param products - of what the columns before `from` leave of all.
 * @returns the rank.
 */
export function remainingBasis(
  { ZZ, ZF, square, columns }: RemainingProducts,
  from: number,
  target: BasisTarget,
): number {
  const { T, tAt, C, cAt } = target;
  const q = square.length;
  const left = Float64Array.from({ length: q }, (_, i) => ZZ[i * q + i]);
  const least = left.map((own, i) => Math.max(DEPENDENT * own, NOISE * square[i]));
  for (let r = from; r < q; r++) {
    let pivot = -1;
    for (let i = 0; i < q; i++) if (left[i] > least[i] && (pivot < 0 || left[i] > left[pivot])) pivot = i;
    if (pivot < 0) return r;
    const root = Math.sqrt(left[pivot]);
    const column = tAt + r * q;
    for (let i = 0; i < q; i++) {
      let value = ZZ[pivot * q + i];
      for (let m = from; m < r; m++) value -= T[tAt + m * q + i] * T[tAt + m * q + pivot];
      T[column + i] = value / root;
    }
    for (let j = 0; j < columns; j++) {
      let value = ZF[j * q + pivot];
      for (let m = from; m < r; m++) value -= T[tAt + m * q + pivot] * C[cAt + j * q + m];
      C[cAt + j * q + r] = value / root;
    }
    for (let i = 0; i < q; i++) left[i] = i === pivot ? 0 : left[i] - T[column + i] ** 2;
  }
  return q;
}
