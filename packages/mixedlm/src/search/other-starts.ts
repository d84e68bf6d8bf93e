// Where else a search starts: from unit variances, and, as the likelihood may have several optima, from points like a
// known one with one term at other sizes or another correlation. In: terms, and parameters found so far. Out:
// parameters.
import { exp } from "@mixedlm/linalg";
import type { InternalProducts } from "../coordinates/internal-products.ts";
import type { Engine } from "../engine/engine.ts";
import { joinParameters, parameterStarts, termParameters, withTerm } from "../parameters/covariance-parameters.ts";
import { COVARIANCE_STRUCTURES } from "../parameters/covariance-structures.ts";
import type { CovarianceTerm } from "../parameters/covariance-terms.ts";

/**
 * The standard deviation that is 1 where rows have the weight 1. The residual variance is that of a row of weight 1, so
 * that relative standard deviations have the unit of the weights, which must not matter.
 */
export function startUnit({ n, logWeight }: Pick<InternalProducts, "n" | "logWeight">): number {
  return exp(-logWeight / (2 * n));
}

/**
 * Psi = I on unit-size columns: every random column as large as the residual.
 *
 * @param sd - a multiple of the identity's root.
 */
export function defaultStart(terms: readonly CovarianceTerm[], sd: number = 1): Float64Array {
  return joinParameters(
    terms.map(({ structure, size }) => {
      const I = new Float64Array(size * size);
      for (let j = 0; j < size; j++) I[j * (size + 1)] = sd * sd;
      return COVARIANCE_STRUCTURES[structure].parameters(I, size);
    }),
  );
}

/** How much larger or smaller the terms of {@link otherSizes} are tried. */
const SIZES = [0.1, 10, 100, 1000];

/** Standard deviations at which a variance of zero is tried. */
const SIZES_OFF_ZERO = [0.1, 0.4, 1.6];

/**
 * Points like one given with one term at other sizes: much larger or smaller where its columns are far from their
 * origin, not zero where a variance is. The likelihood may have another optimum there.
 */
export function otherSizes({ products }: Engine, parameters: Float64Array): Float64Array[] {
  const { terms, bases } = products;
  return terms.flatMap(({ structure, size }, t) => {
    if (structure !== "us") return [];
    const own = termParameters(terms, parameters)[t];
    const isZero = size === 1 && own[0] === 0 && terms.length > 1;
    if (!isZero && !bases[t].isFar) return [];
    const others = isZero
      ? SIZES_OFF_ZERO.map((sd) => [sd * startUnit(products)])
      : SIZES.map((factor) => own.map((value) => factor * value));
    return others.map((other) => withTerm(terms, parameters, t, Float64Array.from(other)));
  });
}

/**
 * Angles that correlations are also started from, each a whole search: few, near both ends, and between where there are
 * most parameters.
 */
const ANGLES: Readonly<Record<"cs" | "homcs" | "ar1", readonly number[]>> = {
  cs: [0.15, 0.8, 1.42],
  homcs: [0.15, 1.42],
  ar1: [-1.3, 1.3],
};
/** A zero standard deviation in such a start. */
const OFF_ZERO = 0.1;

/**
 * Other starts for terms with a correlation parameter: the criterion may have several minima in it. Every such term's
 * correlation is moved by itself, the other parameters stay.
 */
export function correlationStarts({ products }: Engine, parameters: Float64Array): Float64Array[] {
  const { terms } = products;
  const least = OFF_ZERO * startUnit(products);
  const starts = parameterStarts(terms);
  return terms.flatMap(({ structure, size }, t) => {
    // `cs` of two columns is any matrix
    if (structure === "us" || (structure === "cs" && size === 2)) return [];
    const last = starts[t + 1] - 1;
    return ANGLES[structure].map((angle) =>
      parameters.map((value, k) => {
        if (k === last) return angle;
        return k >= starts[t] && k < last ? Math.max(value, least) : value;
      }),
    );
  });
}
