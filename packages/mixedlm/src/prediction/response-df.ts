// Degrees of freedom of the variance of a new response at population level, sigma^2 (x'(X'V^-1X)^-1x + z'Psi z + 1 /
// w): those of the chi-square distribution with the mean and variance of its estimate (Satterthwaite), by the delta
// method. Derivatives are exact: in an entry of Psi with matrix E they are |R^-1 x| forms of X'V^-1 Z E Z'V^-1 X, and
// z'E z.
import { lowerSolveInPlace } from "@mixedlm/linalg";
import { covarianceInformation, varianceDf } from "../inference/covariance-information.ts";
import { quadraticForm } from "../inference/quadratic-form.ts";
import { linearStarts } from "../parameters/covariance-terms.ts";
import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { forEachPlacement, type InternalRows } from "../rows/internal-rows.ts";
import { atOptimum } from "../search/optimum.ts";

/**
 * Computes the degrees of freedom of each row's variance.
 *
 * @param variance - the variances relative to the residual's.
 * @see Satterthwaite (1946), Biometrics Bulletin 2, 110-114; Giesbrecht & Burns (1985), Biometrics 41, 477-486.
 */
export function responseDf(fit: Fit, rows: InternalRows, variance: Float64Array): Float64Array {
  const { optimum } = partsOf(fit);
  const { engine } = optimum;
  const { terms, p } = engine.products;
  const information = covarianceInformation(fit);
  const at = atOptimum(optimum);
  const { first } = engine.fixedProducts(at, false);
  const own = rows.X.slice();
  if (p > 0) lowerSolveInPlace(at.R, p, own, rows.n, 0, p + 1);
  const starts = linearStarts(terms);
  const linear = new Float64Array(starts[terms.length]);
  return variance.map((total, i) => {
    const x = own.subarray(i * p, (i + 1) * p);
    for (let j = 0; j < linear.length; j++) linear[j] = quadraticForm(first[j], x);
    for (let t = rows.start[i]; t < rows.start[i + 1]; t++)
      forEachPlacement(terms, rows.factor[t], (term, column, size) => {
        let j = starts[term];
        const z = rows.zAt[t] + column;
        for (let a = 0; a < size; a++)
          for (let b = 0; b <= a; b++) linear[j++] += (a === b ? 1 : 2) * rows.z[z + a] * rows.z[z + b];
      });
    return varianceDf(
      linear.map((own) => own / total),
      information,
    );
  });
}
