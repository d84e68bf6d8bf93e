// Standard deviations, correlations and sigma as people state them -> theta. The way back of `parameterValues`. In:
// values by name. Out: theta, or an error that says which value cannot be.
import { type Matrix, matrix, symmetricEigen } from "@mixedlm/linalg";
import type { CovarianceTerm } from "../parameters/covariance-terms.ts";
import { lowerEntries, lowerRoot } from "../parameters/triangular-root.ts";
import type { ModelParameter } from "../results/parameter-names.ts";
import { impossibleCorrelations, parameterValue } from "./simulation-errors.ts";

/** How far below zero rounding takes an eigenvalue of a matrix of perfect correlations. */
const ROUNDING = 1e-12;

/**
 * Works out theta.
 *
 * @param values - of every parameter by its name; standard deviations not negative, sigma positive.
 * @throws {@link FitError} `impossible-correlations` where those of a term are no correlation matrix; `power-parameter`
 *   where a shared one is less than its structure can have.
 */
export function thetaOfParameters(
  parameters: readonly ModelParameter[],
  terms: readonly CovarianceTerm[],
  values: Readonly<Record<string, number>>,
): number[] {
  const sigma = sigmaOf(parameters, values);
  return terms.flatMap(({ structure, size }, term) => {
    const own = parameters.filter(({ place }) => "term" in place && place.term === term);
    const sds = own.filter(({ kind }) => kind === "sd").map(({ name }) => values[name] / sigma);
    const correlations = own.filter(({ kind }) => kind === "correlation");
    if (structure !== "us") {
      const [{ name }] = correlations;
      const least = structure === "ar1" ? -1 : -1 / (size - 1);
      if (!(values[name] >= least)) throw parameterValue(name, values[name], `a number from ${least} to 1`);
      return [...sds, values[name]];
    }
    const correlation = matrix(size, size);
    for (let j = 0; j < size; j++) correlation.data[j * (size + 1)] = 1;
    for (const { name, place } of correlations)
      if (place.kind === "cor") {
        correlation.data[place.column * size + place.row] = values[name];
        correlation.data[place.row * size + place.column] = values[name];
      }
    if (size > 1) checkCorrelation(correlation, correlations);
    const psi = correlation.data.map((value, at) => value * sds[at % size] * sds[Math.floor(at / size)]);
    const root = lowerRoot(psi, size);
    return lowerEntries(size).map(({ row, column }) => root[column * size + row]);
  });
}

/** The stated residual standard deviation, which every model has. */
export function sigmaOf(parameters: readonly ModelParameter[], values: Readonly<Record<string, number>>): number {
  return values[parameters.find(({ kind }) => kind === "sigma")!.name];
}

function checkCorrelation(correlation: Matrix, parameters: readonly ModelParameter[]): void {
  const { values } = symmetricEigen(correlation);
  if (!(values[0] >= -ROUNDING)) throw impossibleCorrelations(parameters.map(({ name }) => name));
}
