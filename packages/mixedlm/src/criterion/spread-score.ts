// The derivative of the criterion in the relative covariances: with
// M0 = Z'V^-1 Z, C = Z'V^-1 X, c = Z'V^-1(y - X beta), Phi = (X'V^-1X)^-1 and nu the residual degrees of freedom,
//     G = M0 - [REML] C Phi C' - (nu / r2) c c'      (blocks of each term, summed over levels),
// and by the chain rule 2 G F with respect to a square root F: valid where F is singular too.
import { type CovarianceTerm, symmetricFromLinear } from "../parameters/covariance-terms.ts";

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
  const slopes = traceP.map((trace, j) => trace - ratio * quadratic[j]);
  return terms.map(({ size }, t) => {
    const G = symmetricFromLinear(terms, slopes, t);
    // an entry off the diagonal stands twice in Psi
    return G.map((slope, at) => (at % (size + 1) === 0 ? slope : slope / 2));
  });
}
