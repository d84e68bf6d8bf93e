// Means and centred products of two sets of rows -> those of both, in place: what records are merged by, and what a
// total is kept by while rows come. Nothing is subtracted that was not centred before, so rounding errors do not grow
// with means. Chan, Golub & LeVeque (1983), Am. Stat. 37, 242-247, eq. 2.1, in its multivariate form with weights.

/** Some rows of `width` variables. */
export interface CentredProducts {
  /** Sum of the rows' weights. */
  readonly weight: number;
  /** Weighted means, length `width`. */
  readonly mean: Float64Array;
  /** Weighted products of the first `s` variables with all of them, centred at the means: s x width, column-major. */
  readonly cross: Float64Array;
}

/** Makes `ours` the means and products of both sets of rows; its weight is left to the caller. One of them has rows. */
export function chanUpdateInPlace(ours: CentredProducts, theirs: CentredProducts): void {
  const { weight: n, mean, cross } = ours;
  const { weight: m } = theirs;
  const width = mean.length;
  const s = cross.length / width;
  const total = n + m;
  const between = (n * m) / total;
  const delta = theirs.mean.map((value, j) => value - mean[j]);
  for (let j = 0; j < width; j++) {
    const scaled = between * delta[j];
    for (let i = 0; i < s; i++) cross[j * s + i] += theirs.cross[j * s + i] + scaled * delta[i];
  }
  for (let j = 0; j < width; j++) mean[j] += (m / total) * delta[j];
}

type Centre = Pick<CentredProducts, "weight" | "mean">;

/**
 * Adds what lies between the means of two sets of rows to products that are centred inside each.
 *
 * @param products - width x width, column-major, of which the lower triangle is added to.
 */
export function addBetweenInPlace(products: Float64Array, { weight: n, mean }: Centre, theirs: Centre): void {
  const width = mean.length;
  const between = (n * theirs.weight) / (n + theirs.weight);
  for (let j = 0; j < width; j++)
    for (let i = j; i < width; i++)
      products[j * width + i] += between * (theirs.mean[j] - mean[j]) * (theirs.mean[i] - mean[i]);
}
