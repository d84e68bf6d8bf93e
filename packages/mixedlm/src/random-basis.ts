// Internal coordinates of the random columns. With an intercept among them, an unstructured term is the same model for
// shifted columns (its covariance matrix takes the shift up), so the other columns are centred; all are scaled.
// Components only scale: their columns share one variance and keep their origin.
import { componentStart, type Moments } from "@mixedlm/moments";

/** The map between raw and internal random effects, per random-effects column and per component. */
export interface RandomBasis {
  /** Number of the constant column among the k, or -1. */
  readonly constant: number;
  /** Internal column = (column - centre) / scale; the constant column becomes 1. */
  readonly centre: Float64Array;
  readonly scale: Float64Array;
  /** Internal component column = column / componentScale. */
  readonly componentScale: Float64Array;
}

/** Chooses centres and scales from the moments of all groups. */
export function randomBasis(moments: Moments): RandomBasis {
  const { blocks, groupN, groupMean, groupCross, n } = moments;
  const { k, q, widths, meanStart, crossStart } = blocks;
  const first = groupN.findIndex((rows) => rows > 0);
  const mean = new Float64Array(k);
  const square = new Float64Array(k);
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
  for (let g = 0; g < q.length; g++)
    for (let j = 0; j < k && groupN[g] > 0; j++)
      square[j] += diagonal(g, j) + groupN[g] * (groupMean[meanStart[g] + j] - centre[j]) ** 2;
  const size = (sum: number): number => (sum === 0 ? 1 : Math.sqrt(sum / n));
  const scale = square.map(size);
  if (constant >= 0) scale[constant] = groupMean[meanStart[first] + constant];
  return { constant, centre, scale, componentScale: componentSquare.map(size) };
}

/**
 * The k x k matrix K with internal effects = K x raw effects (column-major): Psi internal = K Psi K'.
 */
export function toInternal(basis: RandomBasis): Float64Array {
  const { constant, centre, scale } = basis;
  const k = scale.length;
  const K = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    K[j * k + j] = scale[j];
    if (constant >= 0 && j !== constant) K[j * k + constant] = centre[j];
  }
  return K;
}

/** The inverse of {@link toInternal}. */
export function toRaw(basis: RandomBasis): Float64Array {
  const { constant, centre, scale } = basis;
  const k = scale.length;
  const K = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    K[j * k + j] = 1 / scale[j];
    if (constant >= 0 && j !== constant) K[j * k + constant] = -centre[j] / (scale[j] * scale[constant]);
  }
  return K;
}
