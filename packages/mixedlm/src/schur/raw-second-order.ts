// Second-order sums in the internal covariance parameters -> the same in the raw ones, by the chain rule: the map is
// linear.
import { type Matrix, matrix, multiply, multiplyTransposed } from "@mixedlm/linalg";
import type { InternalProducts } from "../coordinates/internal-products.ts";
import type { SecondOrder } from "../engine/engine.ts";
import { linearStarts } from "../parameters/covariance-terms.ts";
import { multiplySquare, transposed } from "../parameters/square.ts";
import { lowerEntriesByRow } from "../parameters/triangular-root.ts";

/**
 * Turns all sums: vectors v to J'v, matrices A to J'AJ, with J the Jacobian of the internal parameters in the raw ones.
 */
export function rawSecondOrder(sums: SecondOrder, products: InternalProducts): SecondOrder {
  const { m, traceP, tracePP, quadratic, curvature, fixedCross } = sums;
  const J = parameterMap(products, m);
  const vector = (v: Float64Array): Float64Array => multiplyTransposed(J, matrix(m, 1, v)).data;
  const square = (A: Float64Array): Float64Array => multiplyTransposed(J, multiply(matrix(m, m, A), J)).data;
  return {
    m,
    traceP: vector(traceP),
    tracePP: tracePP === null ? null : square(tracePP),
    quadratic: vector(quadratic),
    curvature: square(curvature),
    fixedCross: multiply(matrix(products.p, m, fixedCross), J).data,
  };
}

/** Internal Psi = K Psi K' term by term, as a map of lower triangles row by row: m x m, block diagonal. */
function parameterMap({ terms, bases }: InternalProducts, m: number): Matrix {
  const J = matrix(m, m);
  const starts = linearStarts(terms);
  for (const [t, { size: s }] of terms.entries()) {
    const { K } = bases[t];
    const entries = lowerEntriesByRow(s);
    for (const [e, { row, column }] of entries.entries()) {
      const E = new Float64Array(s * s);
      E[column * s + row] = 1;
      E[row * s + column] = 1;
      const image = multiplySquare(multiplySquare(K, E, s), transposed(K, s), s);
      for (const [other, to] of entries.entries())
        J.data[(starts[t] + e) * m + starts[t] + other] = image[to.column * s + to.row];
    }
  }
  return J;
}
