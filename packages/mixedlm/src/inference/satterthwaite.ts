// Degrees of freedom after Satterthwaite: those of the chi-square distribution that has the variance which the estimated
// variance of l'beta has itself, by the delta method from the covariance matrix of the covariance parameters. Exact: the
// derivatives are analytic. With X'V^-1X = I, D_k = X'V^-1 (dV/dphi_k) V^-1 X and l of unit variance, the variance of l'beta has the
// derivatives l'D_k l in the parameters of the terms and 2 in log sigma.
import type { Matrix } from "@mixedlm/linalg";
import { fisherSf } from "../distributions.ts";
import { partsOf } from "../fit-parts.ts";
import type { Fit } from "../results.ts";
import { rowUnits } from "./contrast-units.ts";
import { atOptimum, covarianceInformation, quadraticForm } from "./covariance-information.ts";
import { fixedCoordinates } from "./fixed-coordinates.ts";
import type { FixedInference, FTest } from "./fixed-inference.ts";
import { solvedQuadratic } from "./quadratic-form.ts";

const known = new WeakMap<Fit, FixedInference>();

/**
 * Makes Satterthwaite's inference of a fit, by the criterion that it minimised; worked out once.
 *
 * Parameters at a boundary, and directions in which the criterion does not bend, count as known: the others are free. An F test
 * has the degrees of freedom of Fai and Cornelius, from the axes of L V L'; blocks of rows of different units count alike.
 *
 * @throws {@link FitError} `not-a-fit`.
 * @see Satterthwaite (1946), Biometrics Bulletin 2, 110-114; Giesbrecht & Burns (1985), Biometrics 41, 477-486; Fai & Cornelius
 *   (1996), J. Stat. Comput. Simul. 54, 363-378; Kuznetsova, Brockhoff & Christensen (2017), J. Stat. Softw. 82(13).
 */
export function satterthwaite(fit: Fit): FixedInference {
  const found = known.get(fit) ?? inferenceOf(fit);
  known.set(fit, found);
  return found;
}

function inferenceOf(fit: Fit): FixedInference {
  const { optimum } = partsOf(fit);
  const { engine, reml } = optimum;
  const { covariance, jacobian } = covarianceInformation(fit);
  const at = atOptimum(optimum);
  const coordinates = fixedCoordinates(engine, at, reml);
  const { first } = engine.fixedProducts(at, false);
  const { vcov, beta } = fit;
  const df = (l: ArrayLike<number>): number => rowDf(coordinates.row(l), first, jacobian, covariance);
  return Object.freeze({
    method: "satterthwaite",
    get vcov() {
      return fit.vcov;
    },
    df,
    fTest(L: readonly ArrayLike<number>[], value?: ArrayLike<number>): FTest {
      const { square, rank, directions } = solvedQuadratic(L, beta, vcov, value, rowUnits(fit, L));
      const statistic = square / rank;
      const denDf = rank === 1 ? df(directions[0]) : pooledDf(directions.map(df));
      return { statistic, numDf: rank, denDf, pValue: fisherSf(statistic, rank, denDf) };
    },
  });
}

/** 2 (variance)^2 / (its own variance), for a row in the coordinates in which X'V^-1X = I. */
function rowDf(row: Float64Array, first: readonly Float64Array[], jacobian: Matrix, covariance: Matrix): number {
  const p = row.length;
  const square = row.reduce((sum, value) => sum + value * value, 0);
  const k = jacobian.ncol;
  const slopes = new Float64Array(k + 1);
  slopes[k] = 2;
  for (const [j, D] of first.entries()) {
    let form = 0;
    for (let b = 0; b < p; b++) for (let a = 0; a < p; a++) form += row[a] * D[b * p + a] * row[b];
    for (let c = 0; c < k; c++) slopes[c] += (jacobian.data[c * jacobian.nrow + j] * form) / square;
  }
  return 2 / quadraticForm(covariance, slopes);
}

/** Relative difference of degrees of freedom that are equal up to rounding. */
const EQUAL = 1e-8;

/**
 * Degrees of freedom of a mean of squared t statistics: the F distribution's with the mean that theirs have. Where one has no
 * mean, 2, as in lmerTest.
 */
function pooledDf(nu: readonly number[]): number {
  const [least, most] = [Math.min(...nu), Math.max(...nu)];
  if (most - least <= EQUAL * least || least === most) return nu.reduce((sum, own) => sum + own, 0) / nu.length;
  if (least <= 2) return 2;
  // nu / (nu - 2) - 1, which keeps the digits of large nu
  const excess = nu.reduce((sum, own) => sum + 2 / (own - 2), 0);
  return 2 + (2 * nu.length) / excess;
}
