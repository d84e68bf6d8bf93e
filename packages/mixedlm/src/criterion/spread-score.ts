// The derivative of the criterion in the relative covariances: with
// M0 = Z'V^-1 Z, C = Z'V^-1 X, c = Z'V^-1(y - X beta), Phi = (X'V^-1X)^-1 and nu the residual degrees of freedom,
//     G = M0 - [REML] C Phi C' - (nu / r2) c c'      (blocks of each term, summed over levels),
// and by the chain rule 2 G F with respect to a square root F: valid where F is singular too.
import { type CovarianceTerm, linearStarts } from "../parameters/covariance-terms.ts";

/**
 * G from the sums of linear parameters: tr(P V_j) - ratio y'P V_j P y, spread over the entries of each Psi.
 *
 * @param ratio - nu / r2.
 */
export function spreadScore(
  terms: readonly CovarianceTerm[],
  traceP: Float64Array,
  quadratic: Float64Array,
  ratio: number,
): Float64Array[] {
  const starts = linearStarts(terms);
  return terms.map(({ size }, t) => {
    const G = new Float64Array(size * size);
    let j = starts[t];
    for (let row = 0; row < size; row++)
      for (let column = 0; column <= row; column++) {
        const slope = traceP[j] - ratio * quadratic[j];
        j += 1;
        // an entry off the diagonal stands twice in Psi
        const value = row === column ? slope : slope / 2;
        G[column * size + row] = value;
        G[row * size + column] = value;
      }
    return G;
  });
}
