// Degrees of freedom after Satterthwaite: those of the chi-square distribution that has the variance which the
// estimated variance of l'beta has itself, by the delta method from the covariance matrix of the covariance parameters.
// Derivatives are analytic, not differences. In coordinates in which X'V^-1X = I, and for a row l of length 1, l'beta
// has a variance whose derivatives are l'D_k l in the parameters of the random effects, with D_k = X'V^-1 (dV/dphi_k)
// V^-1 X, and 2 in log sigma.
import { identity, type Matrix, matrix, symmetricEigen } from "@mixedlm/linalg";
import { fisherSf } from "../distributions/continuous.ts";
import type { Fit } from "../results/fit.ts";
import { oncePerFit, partsOf } from "../results/fit-parts.ts";
import { atOptimum } from "../search/optimum.ts";
import { type CovarianceInformation, covarianceInformation, varianceDf } from "./covariance-information.ts";
import { denominatorDf } from "./denominator-df.ts";
import { fixedCoordinates } from "./fixed-coordinates.ts";
import { isOfOneUnit } from "./of-one-unit.ts";
import { bilinearForm, innerProduct, quadraticForm, unitVector } from "./quadratic-form.ts";
import { type FixedInference, waldInference, waldStatistic } from "./wald-inference.ts";

/**
 * Makes Satterthwaite's inference of a fit, by the criterion that it minimised; worked out once.
 *
 * Parameters at a boundary, and directions in which the criterion does not bend, count as known: the others are free.
 * The degrees of freedom of an F test are Fai and Cornelius's. They depend on how the test is divided into t
 * statistics: along the principal axes of L vcov L', as in lmerTest, where the hypothesis is of one unit, such as one
 * about a category; those axes depend on units where it has several (an intercept and a slope), and there the axes with
 * the fewest degrees of freedom are taken, which belong to the hypothesis and not to its rows.
 *
 * @throws {@link FitError} `not-a-fit`.
 * @see Satterthwaite (1946), Biometrics Bulletin 2, 110-114; Giesbrecht & Burns (1985), Biometrics 41, 477-486; Fai &
 *   Cornelius (1996), J. Stat. Comput. Simul. 54, 363-378; Kuznetsova, Brockhoff & Christensen (2017), J. Stat. Softw.
 *   82(13).
 */
export const satterthwaite: (fit: Fit) => FixedInference = oncePerFit(inferenceOf);

function inferenceOf(fit: Fit): FixedInference {
  const { optimum } = partsOf(fit);
  const information = covarianceInformation(fit);
  const { covariance, jacobian } = information;
  const coordinates = fixedCoordinates(fit);
  const { first } = optimum.engine.fixedProducts(atOptimum(optimum), false);
  const own = { fit, factor: coordinates.row };
  return waldInference(
    {
      ...own,
      method: "satterthwaite",
      vcov: fit.vcov,
      df: (l) => rowDf(coordinates.row(l), first, information),
      fTest(L, value) {
        const { square, rank, space } = waldStatistic(own, L, value);
        const statistic = square / rank;
        const rows = isOfOneUnit(fit, L) ? L.map(coordinates.row) : null;
        const axes = rows === null ? space.axes : principalAxes(rows, rank);
        const denDf = denominatorDf(formsAlong(axes, first, jacobian), covariance, rows === null);
        return { statistic, numDf: rank, denDf, pValue: fisherSf(statistic, rank, denDf) };
      },
    },
    {},
  );
}

/** Orthonormal principal axes of rows, the longest first, `rank` of them. */
function principalAxes(rows: readonly Float64Array[], rank: number): Float64Array[] {
  const q = rows.length;
  const products = matrix(q, q);
  for (const [b, right] of rows.entries())
    for (const [a, left] of rows.entries()) products.data[b * q + a] = innerProduct(left, right);
  const { vectors } = symmetricEigen(products);
  return Array.from({ length: rank }, (_, m) => {
    const axis = new Float64Array(rows[0].length);
    for (const [i, row] of rows.entries()) {
      const share = vectors.data[(q - 1 - m) * q + i];
      for (let j = 0; j < axis.length; j++) axis[j] += share * row[j];
    }
    const length = Math.sqrt(innerProduct(axis, axis));
    return axis.map((value) => value / length);
  });
}

/** The degrees of freedom of a row in the coordinates in which X'V^-1X = I. */
function rowDf(row: Float64Array, first: readonly Float64Array[], information: CovarianceInformation): number {
  const own = unitVector(row);
  return varianceDf(
    first.map((D) => quadraticForm(D, own)),
    information,
  );
}

/** Derivatives of the covariance matrix of orthonormal rows: in each parameter, then in log sigma. */
function formsAlong(
  axes: readonly Float64Array[],
  first: readonly Float64Array[],
  { data, nrow, ncol }: Matrix,
): Float64Array[] {
  const q = axes.length;
  const entries = first.map((D) => {
    const form = new Float64Array(q * q);
    for (const [b, right] of axes.entries())
      for (const [a, left] of axes.entries())
        if (a <= b) form[b * q + a] = form[a * q + b] = bilinearForm(D, left, right);
    return form;
  });
  const forms = Array.from({ length: ncol }, (_, c) => {
    const form = new Float64Array(q * q);
    for (const [j, own] of entries.entries()) {
      const slope = data[c * nrow + j];
      if (slope !== 0) for (let at = 0; at < form.length; at++) form[at] += slope * own[at];
    }
    return form;
  });
  return [...forms, identity(q).data.map((value) => 2 * value)];
}
