// A start that a user gives: theta in raw units -> the parameters that the search moves. The way back of `rawTheta`.

import type { Design } from "@mixedlm/design";
import { asin } from "@mixedlm/linalg";
import { startLength, startValue } from "../errors.ts";
import { joinParameters, parameterStarts } from "../parameters/covariance-parameters.ts";
import { COVARIANCE_STRUCTURES, lowerParameters } from "../parameters/covariance-structures.ts";
import { multiplySquare } from "../parameters/square.ts";
import { thetaEntries } from "../parameters/theta-entries.ts";
import { triangularRoot } from "../parameters/triangular-root.ts";
import type { InternalProducts } from "./internal-products.ts";

/**
 * Turns theta into internal parameters.
 *
 * @param theta - as {@link Fit.theta} has it: relative to the residual standard deviation, raw units.
 * @throws {@link FitError} `start-length`, `start-value`.
 */
export function startParameters(design: Design, products: InternalProducts, theta: readonly number[]): Float64Array {
  const { terms, bases } = products;
  const entries = thetaEntries(design, terms);
  const names = entries.map(({ name }) => name);
  if (theta.length !== entries.length) throw startLength(theta.length, names);
  entries.forEach(({ kind, least }, t) => {
    const value = theta[t];
    const isInside = value >= least && (kind !== "correlation" || value <= 1);
    if (!Number.isFinite(value) || !isInside) throw startValue(names[t], t, value, kind, least);
  });
  const starts = parameterStarts(terms);
  return joinParameters(
    terms.map(({ structure, size }, t) => {
      const own = theta.slice(starts[t], starts[t + 1]);
      const { K } = bases[t];
      if (structure === "us") return unstructuredParameters(own, K, size);
      const sds = own.slice(0, -1).map((sd, k) => sd * K[k * (size + 1)]);
      return Float64Array.of(...sds, angleOf(structure, own[own.length - 1], size));
    }),
  );
}

/** The lower triangle of K lambda, made triangular again. */
function unstructuredParameters(own: readonly number[], K: Float64Array, size: number): Float64Array {
  const raw = COVARIANCE_STRUCTURES.us.lambda(Float64Array.from(own), size);
  return lowerParameters(triangularRoot(multiplySquare(K, raw, size), size), size);
}

/** The angle whose correlation is rho; see `covariance-structures.ts`. */
function angleOf(structure: "cs" | "homcs" | "ar1", rho: number, s: number): number {
  if (structure === "ar1") return asin(rho);
  return asin(Math.sqrt(Math.min(1, Math.max(0, (1 + (s - 1) * rho) / s))));
}
