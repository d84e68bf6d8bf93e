// The front factors of the incomplete gamma and beta functions, x^a e^-x / Gamma(a + 1) and x^a y^b / B(a, b).
// Written as a Gaussian factor times exp(-deviance), after Loader: no logarithms of gamma functions are subtracted, so
// the relative error stays near the unit roundoff in the centre however large the parameters are.
import { exp, log, log1p } from "@mixedlm/linalg";

/**
 * Error of Stirling's formula: log Gamma(x + 1) - [(x + 1/2) log x - x + log(2 pi) / 2].
 *
 * @param x - positive.
 * @returns the correction, absolute error near 1e-16.
 * @see Loader (2000), "Fast and Accurate Computation of Binomial Probabilities"; series: DLMF 5.11.1.
 */
function stirlingError(x: number): number {
  // down from 10 by the functional equation: s(x) - s(x + 1) = (x + 1/2) log(1 + 1/x) - 1
  let z = x;
  let below = 0;
  for (; z < 10; z += 1) below += (z + 0.5) * log1p(1 / z) - 1;
  const w = 1 / (z * z);
  const series =
    1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w * (1 / 1188 - w * (691 / 360360 - w / 156)))));
  return below + series / z;
}

/**
 * Front factor of the incomplete gamma function, x^a e^-x / Gamma(a + 1).
 *
 * @param a - shape, positive.
 * @param x - positive.
 */
export function gammaFront(a: number, x: number): number {
  return exp(-stirlingError(a) - a * deviance((x - a) / a, x / a)) / Math.sqrt(2 * Math.PI * a);
}

/**
 * Front factor of the incomplete beta function, x^a y^b / B(a, b).
 *
 * @param a - first shape, positive.
 * @param b - second shape, positive.
 * @param x - in (0, 1).
 * @param y - 1 - x, given separately so that neither is rounded away.
 */
export function betaFront(a: number, b: number, x: number, y: number): number {
  const d = b * x - a * y;
  const n = a + b;
  const exponent = a * deviance(d / a, (x * n) / a) + b * deviance(-d / b, (y * n) / b);
  return betaPeak(a, b) * exp(-exponent);
}

/**
 * The value of {@link betaFront} at x = a / (a + b), where the deviance is 0.
 *
 * @param a - first shape, positive.
 * @param b - second shape, positive.
 */
export function betaPeak(a: number, b: number): number {
  const stirling = stirlingError(a + b) - stirlingError(a) - stirlingError(b);
  return Math.sqrt((a * (b / (a + b))) / (2 * Math.PI)) * exp(stirling);
}

// t - log(1 + t) = t^2/2 - ... without cancellation; `ratio` is 1 + t, computed without it where t is near -1.
// With v = t / (2 + t), log(1 + t) = 2 (v + v^3/3 + v^5/5 + ...) and t - 2 v = t v.
function deviance(t: number, ratio: number): number {
  if (Math.abs(t) > 0.4) return t - log(ratio);
  const v = t / (2 + t);
  const w = v * v;
  let sum = 0;
  let power = 2 * v * w;
  for (let k = 3; Math.abs(power) > 1e-18 * Math.abs(sum); k += 2) {
    sum += power / k;
    power *= w;
  }
  return t * v - sum;
}
