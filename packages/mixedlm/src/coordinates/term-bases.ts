// Internal coordinates of the random columns, term by term. An unstructured term is the same model in any basis of its
// columns (its covariance matrix takes the change up), so they are scaled, centred where a constant column takes up the
// shift, and made orthogonal over all rows: a year and its square are then no worse than any two columns. Compound
// symmetry with a variance of its own for each column is the same model in any units of them; what shares one
// variance is divided by one number, and keeps its origin.
import { lowerInverseInPlace } from "@mixedlm/linalg";
import type { Moments } from "@mixedlm/moments";
import type { CovarianceTerm, Placement } from "../parameters/covariance-terms.ts";
import { multiplySquare, transposed } from "../parameters/square.ts";
import { lowerRoot } from "../parameters/triangular-root.ts";

/** Share of a column outside the earlier ones below which it is left as it is: a combination of them. */
const DEPENDENT = 1e-10;

/** The map between raw and internal random columns and effects of one term; matrices size x size, column-major. */
export interface TermBasis {
  /** Internal columns z' = B (z - centre). */
  readonly centre: Float64Array;
  readonly B: Float64Array;
  /** Internal effects = K x raw effects: Psi internal = K Psi K'. And K's inverse. */
  readonly K: Float64Array;
  readonly inverseK: Float64Array;
  /** Size of each raw column, infinite where its squares overflow. */
  readonly scale: Float64Array;
  /** Whether a column keeps its origin and is far from it: then large and small variances may explain the same data. */
  readonly isFar: boolean;
  /** For each placement: the column of the term that is constant and not zero, or -1. */
  readonly constant: readonly number[];
}

/** Chooses the basis of every term from the moments of all levels. */
export function termBases(moments: Moments, terms: readonly CovarianceTerm[]): TermBasis[] {
  return terms.map((term) => {
    const sums = term.placements.map((placement) => columnSums(moments, placement, term.size));
    const constant = sums.map(({ varies, mean }) => varies.findIndex((v, j) => v === 0 && mean[j] !== 0));
    if (term.structure === "us" && term.placements.length === 1) return freeBasis(sums[0], constant);
    return scaledBasis(term, sums, constant);
  });
}

/** Mean and mean products of some columns over all rows of a factor's levels. */
interface ColumnSums {
  readonly mean: Float64Array;
  /** Mean products about zero, size x size. */
  readonly square: Float64Array;
  /** The same about the mean. */
  readonly centred: Float64Array;
  readonly varies: Uint8Array;
}

function columnSums({ layout, factors }: Moments, { factor, column }: Placement, size: number): ColumnSums {
  const { weight, mean: means, cross } = factors[factor];
  const s = layout.factors[factor].s;
  const width = s + layout.p + 1;
  let total = 0;
  let occupied = -1;
  for (let l = 0; l < weight.length; l++) {
    total += weight[l];
    if (occupied < 0 && weight[l] > 0) occupied = l;
  }
  const mean = new Float64Array(size);
  const varies = new Uint8Array(size);
  const none = new Float64Array(size * size);
  // a component's category that is the same throughout each group has no column in any
  if (occupied < 0) return { mean, square: none, centred: none, varies };
  const first = occupied * width + column;
  for (let l = 0; l < weight.length; l++) {
    if (weight[l] === 0) continue;
    const share = weight[l] / total;
    for (let j = 0; j < size; j++) {
      const at = l * width + column + j;
      mean[j] += share * means[at];
      if (cross[(l * width + column + j) * s + column + j] !== 0 || means[at] !== means[first + j]) varies[j] = 1;
    }
  }
  const centred = new Float64Array(size * size);
  for (let l = 0; l < weight.length; l++) {
    if (weight[l] === 0) continue;
    const at = l * width + column;
    for (let j = 0; j < size; j++) {
      const apart = weight[l] * (means[at + j] - mean[j]);
      const own = (at + j) * s + column;
      for (let i = j; i < size; i++) centred[j * size + i] += cross[own + i] + apart * (means[at + i] - mean[i]);
    }
  }
  for (let j = 0; j < size; j++)
    for (let i = j; i < size; i++) {
      centred[j * size + i] /= total;
      centred[i * size + j] = centred[j * size + i];
    }
  for (let j = 0; j < size; j++) {
    if (varies[j] === 1) continue;
    mean[j] = means[first + j];
    for (let i = 0; i < size; i++) {
      centred[j * size + i] = 0;
      centred[i * size + j] = 0;
    }
  }
  const square = centred.map((c, at) => c + mean[at % size] * mean[Math.floor(at / size)]);
  return { mean, square, centred, varies };
}

const sizeOf = (meanSquare: number): number => (meanSquare === 0 ? 1 : Math.sqrt(meanSquare));

/** Any basis is the same model: centred, scaled, orthogonal. */
function freeBasis({ mean, square, centred }: ColumnSums, constant: readonly number[]): TermBasis {
  const k = mean.length;
  const [one] = constant;
  const centre = mean.map((m, j) => (one >= 0 && j !== one ? m : 0));
  const products = one >= 0 ? centred.slice() : square.slice();
  if (one >= 0) products[one * (k + 1)] = square[one * (k + 1)];
  const scale = Float64Array.from({ length: k }, (_, j) => sizeOf(products[j * k + j]));
  if (one >= 0) scale[one] = mean[one];
  const T = orthogonaliser(
    products.map((entry, at) => entry / (scale[at % k] * scale[Math.floor(at / k)])),
    k,
  );
  const isFar = one < 0 && mean.some((_, j) => farFromOrigin(square[j * (k + 1)], centred[j * (k + 1)]));
  return { centre, scale, constant, isFar, ...maps(one, centre, scale, T) };
}

/** Whether most of a column's square is that of its mean. */
function farFromOrigin(square: number, centred: number): boolean {
  return centred < square / 2;
}

/** T with S = T T', but for columns that depend on earlier ones: those keep a one on the diagonal alone. */
function orthogonaliser(S: Float64Array, k: number): Float64Array {
  const T = lowerRoot(S, k, DEPENDENT);
  for (let j = 0; j < k; j++) {
    if (T[j * k + j] !== 0) continue;
    for (let m = 0; m < j; m++) T[m * k + j] = 0;
    T[j * k + j] = 1;
  }
  return T;
}

/** B = T^-1 D^-1; K = T'(D with what centring moves to the constant column); and K's inverse. */
function maps(
  constant: number,
  centre: Float64Array,
  scale: Float64Array,
  T: Float64Array,
): Pick<TermBasis, "B" | "K" | "inverseK"> {
  const k = scale.length;
  const inverseScale = new Float64Array(k * k);
  const D = new Float64Array(k * k);
  const inverseD = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    D[j * k + j] = scale[j];
    inverseD[j * k + j] = 1 / scale[j];
    inverseScale[j * k + j] = 1 / scale[j];
    if (constant < 0 || j === constant) continue;
    D[j * k + constant] = centre[j];
    inverseD[j * k + constant] = -centre[j] / (scale[j] * scale[constant]);
  }
  const inverseT = T.slice();
  lowerInverseInPlace(inverseT, k);
  return {
    B: multiplySquare(inverseT, inverseScale, k),
    K: multiplySquare(transposed(T, k), D, k),
    inverseK: multiplySquare(inverseD, transposed(inverseT, k), k),
  };
}

/** Only units may change: of each column under `cs`, one for all columns and placements otherwise. */
function scaledBasis(term: CovarianceTerm, sums: readonly ColumnSums[], constant: readonly number[]): TermBasis {
  const k = term.size;
  const squares = Float64Array.from({ length: k }, (_, j) => sums.reduce((sum, own) => sum + own.square[j * k + j], 0));
  const common = sizeOf(squares.reduce((sum, square) => sum + square, 0) / (k * sums.length));
  const scale = Float64Array.from(squares, (square) => (term.structure === "cs" ? sizeOf(square) : common));
  const diagonal = (of: (s: number) => number): Float64Array => {
    const M = new Float64Array(k * k);
    for (let j = 0; j < k; j++) M[j * k + j] = of(scale[j]);
    return M;
  };
  const isFar = sums.some((own) =>
    own.mean.some((_, j) => own.varies[j] === 1 && farFromOrigin(own.square[j * (k + 1)], own.centred[j * (k + 1)])),
  );
  return {
    centre: new Float64Array(k),
    scale,
    isFar,
    constant,
    B: diagonal((s) => 1 / s),
    K: diagonal((s) => s),
    inverseK: diagonal((s) => 1 / s),
  };
}
