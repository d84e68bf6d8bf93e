// Internal coordinates of the random columns. An unstructured term is the same model in any basis of its columns (its
// covariance matrix takes the change up), so they are scaled, centred where a constant column takes up the shift, and
// made orthogonal over all rows: a year and its square are then no worse than any two columns.
// Components only scale: their columns share one variance and keep their origin.
import { lowerInverseInPlace } from "@mixedlm/linalg";
import { componentStart, type Moments } from "@mixedlm/moments";
import { multiplySquare, transposed } from "./square.ts";
import { lowerRoot } from "./theta.ts";

/** Share of a column outside the earlier ones below which it is left as it is: a combination of them. */
const DEPENDENT = 1e-10;

/** The map between raw and internal random effects, per random-effects column and per component. */
export interface RandomBasis {
  /** Number of the constant column among the k, or -1. */
  readonly constant: number;
  /** First w = (column - centre) / scale; the constant column becomes 1. */
  readonly centre: Float64Array;
  readonly scale: Float64Array;
  /** Then the internal columns z, with w = T z: T lower triangular, k x k column-major. */
  readonly T: Float64Array;
  /** Internal component column = column / componentScale. */
  readonly componentScale: Float64Array;
  /** Internal effects = K x raw effects, k x k column-major: Psi internal = K Psi K'. And K's inverse. */
  readonly K: Float64Array;
  readonly inverseK: Float64Array;
}

/** Chooses centres, scales and the triangle from the moments of all groups. */
export function randomBasis(moments: Moments): RandomBasis {
  const { blocks, groupN, groupMean, groupCross, n } = moments;
  const { k, q, widths, meanStart, crossStart } = blocks;
  const first = groupN.findIndex((rows) => rows > 0);
  const mean = new Float64Array(k);
  const gram = new Float64Array(k * k);
  const varies = new Uint8Array(k);
  const componentSquare = new Float64Array(widths.length);
  const diagonal = (g: number, j: number): number => groupCross[crossStart[g] + j * q[g] + j];
  for (let g = 0; g < q.length; g++) {
    if (groupN[g] === 0) continue;
    for (let j = 0; j < k; j++) {
      const m = groupMean[meanStart[g] + j];
      mean[j] += (groupN[g] / n) * m;
      if (diagonal(g, j) !== 0 || m !== groupMean[meanStart[first] + j]) varies[j] = 1;
    }
    for (let c = 0; c < widths.length; c++) {
      const start = componentStart(blocks, c, g);
      for (let j = start; j < start + widths[c][g]; j++)
        componentSquare[c] += diagonal(g, j) + groupN[g] * groupMean[meanStart[g] + j] ** 2;
    }
  }
  const constant = varies.findIndex((v, j) => v === 0 && mean[j] !== 0);
  const centre = Float64Array.from(mean, (m, j) => (constant >= 0 && j !== constant ? m : 0));
  for (let g = 0; g < q.length; g++) {
    if (groupN[g] === 0) continue;
    const offset = (j: number): number => groupMean[meanStart[g] + j] - centre[j];
    for (let j = 0; j < k; j++)
      for (let i = 0; i < k; i++)
        gram[j * k + i] += groupCross[crossStart[g] + j * q[g] + i] + groupN[g] * offset(i) * offset(j);
  }
  const size = (sum: number): number => (sum === 0 ? 1 : Math.sqrt(sum / n));
  const scale = Float64Array.from({ length: k }, (_, j) => size(gram[j * k + j]));
  if (constant >= 0) scale[constant] = groupMean[meanStart[first] + constant];
  const T = orthogonaliser(
    gram.map((entry, at) => entry / (n * scale[at % k] * scale[Math.floor(at / k)])),
    k,
  );
  return {
    constant,
    centre,
    scale,
    T,
    componentScale: componentSquare.map(size),
    ...effectMaps(constant, centre, scale, T),
  };
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

/** K = T'D, D the map that scaling and centring give the effects; and its inverse. */
function effectMaps(
  constant: number,
  centre: Float64Array,
  scale: Float64Array,
  T: Float64Array,
): Pick<RandomBasis, "K" | "inverseK"> {
  const k = scale.length;
  const D = new Float64Array(k * k);
  const inverseD = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    D[j * k + j] = scale[j];
    inverseD[j * k + j] = 1 / scale[j];
    if (constant < 0 || j === constant) continue;
    D[j * k + constant] = centre[j];
    inverseD[j * k + constant] = -centre[j] / (scale[j] * scale[constant]);
  }
  const inverseT = T.slice();
  lowerInverseInPlace(inverseT, k);
  return {
    K: multiplySquare(transposed(T, k), D, k),
    inverseK: multiplySquare(inverseD, transposed(inverseT, k), k),
  };
}
