// Square roots, parameters and random effects between raw units (the data's) and internal ones (unit-size columns).

import type { Lambda } from "../engine/engine.ts";
import { lambdaShape } from "../errors.ts";
import { termParameters } from "../parameters/covariance-parameters.ts";
import { COVARIANCE_STRUCTURES, correlationOf, lowerParameters } from "../parameters/covariance-structures.ts";
import { multiplySquare } from "../parameters/square.ts";
import { triangularRoot } from "../parameters/triangular-root.ts";
import type { InternalProducts } from "./internal-products.ts";

/**
 * Raw square roots -> internal ones, K lambda: square roots, in general no longer triangular.
 *
 * @throws {@link FitError} `lambda-shape`.
 */
export function internalLambda({ terms, bases }: InternalProducts, raw: Lambda): Lambda {
  const isRight = Array.isArray(raw) && raw.length === terms.length;
  if (!isRight || !terms.every(({ size }, t) => raw[t]?.length === size ** 2))
    throw lambdaShape(
      raw,
      terms.map(({ size }) => size),
    );
  return raw.map((lambda, t) => multiplySquare(bases[t].K, lambda, terms[t].size));
}

/**
 * Internal square roots -> raw ones; those of unstructured terms lower triangular, with a diagonal that is not
 * negative.
 */
export function rawLambda({ terms, bases }: InternalProducts, internal: Lambda): Lambda {
  return internal.map((lambda, t) => {
    const { structure, size } = terms[t];
    const root = multiplySquare(bases[t].inverseK, lambda, size);
    return structure === "us" ? triangularRoot(root, size) : root;
  });
}

/**
 * Internal parameters -> theta in raw units, term after term: the lower triangle of lambda, column by column, of an
 * unstructured term; the standard deviations, relative to the residual's, and the correlation of a structured one.
 */
export function rawTheta(products: InternalProducts, parameters: Float64Array): number[] {
  const { terms, bases } = products;
  return termParameters(terms, parameters).flatMap((own, t) => {
    const { structure, size } = terms[t];
    if (structure !== "us") {
      const sds = Array.from(own.subarray(0, -1), (sd, k) => sd * bases[t].inverseK[k * (size + 1)]);
      return [...sds, correlationOf(structure, own, size)];
    }
    const lambda = COVARIANCE_STRUCTURES.us.lambda(own, size);
    return [...lowerParameters(triangularRoot(multiplySquare(bases[t].inverseK, lambda, size), size), size)];
  });
}

/** The map from internal to raw random effects of one level of a factor: s x s, column-major. */
export function effectMap({ terms, bases, factors }: InternalProducts, factor: number): Float64Array {
  const s = factors[factor].columns;
  const map = new Float64Array(s * s);
  terms.forEach(({ size, placements }, t) => {
    for (const { factor: f, column } of placements) {
      if (f !== factor) continue;
      for (let j = 0; j < size; j++)
        for (let i = 0; i < size; i++) map[(column + j) * s + column + i] = bases[t].inverseK[j * size + i];
    }
  });
  return map;
}
