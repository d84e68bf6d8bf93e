// The step of Newton's method: gradient and Hessian -> a direction that goes down, whatever the signs of the Hessian's
// eigenvalues: these are worked out and turned positive. Of many parameters that costs more than all else; a Hessian
// that is positive definite is then factored.
import {
  axpyInPlace,
  choleskyFactorInPlace,
  choleskySolveInPlace,
  dot,
  type Matrix,
  matrix,
  maxAbs,
  symmetricEigen,
} from "@mixedlm/linalg";

/** Share of the largest eigenvalue of the scaled Hessian that its others are raised to. */
const FLOOR = 1e-7;
/** Parameters up to which eigenvalues cost nothing beside the Hessian. */
const FEW = 40;

/**
 * Computes -H⁻¹g with the eigenvalues of H made positive and kept off zero. H is scaled to a diagonal of ones (or minus
 * ones) first, so that what counts as near zero does not depend on the units of the parameters.
 *
 * @param hessian - `n x n`, finite.
 * @param gradient - length n.
 * @see Nocedal & Wright (2006), Numerical Optimization, 2nd ed., section 3.4.
 */
export function newtonStep(hessian: Matrix, gradient: Float64Array): Float64Array {
  const n = gradient.length;
  const unit = gradient.map((_, i) => 1 / Math.sqrt(Math.abs(hessian.data[i * (n + 1)]) || 1));
  const scaled = hessian.data.map((entry, k) => entry * unit[k % n] * unit[Math.floor(k / n)]);
  const slopes = gradient.map((slope, i) => slope * unit[i]);
  const step = (n > FEW ? shifted(scaled, slopes) : null) ?? turned(scaled, slopes);
  return step.map((entry, i) => entry * unit[i]);
}

/** Each eigenvalue by its size. */
function turned(hessian: Float64Array, gradient: Float64Array): Float64Array {
  const n = gradient.length;
  const { values, vectors } = symmetricEigen(matrix(n, n, hessian));
  const floor = FLOOR * maxAbs(values) || 1;
  const step = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const v = vectors.data.subarray(k * n, (k + 1) * n);
    axpyInPlace(-dot(v, gradient) / Math.max(Math.abs(values[k]), floor), v, step);
  }
  return step;
}

/** All eigenvalues raised by the floor; null where that does not make them positive. */
function shifted(hessian: Float64Array, gradient: Float64Array): Float64Array | null {
  const n = gradient.length;
  // no eigenvalue is larger than the largest sum of a column's entries
  const sums = gradient.map((_, j) => hessian.subarray(j * n, (j + 1) * n).reduce((sum, v) => sum + Math.abs(v), 0));
  const shift = FLOOR * maxAbs(sums);
  const factor = hessian.map((entry, k) => (k % (n + 1) === 0 ? entry + shift : entry));
  if (choleskyFactorInPlace(factor, n) >= 0) return null;
  const step = gradient.map((slope) => -slope);
  choleskySolveInPlace(factor, n, step);
  return step;
}
