// The log-likelihood of packed square roots as a profile needs it: with the residual variance where it is largest, or
// with one variance held, which ties the residual variance to its ratio. Gradients are exact.
import { expm1, identity, log, matrix, multiply } from "@mixedlm/linalg";
import { type Engine, estimatesAt, type Lambda, likelihood, lowerEntriesByRow, residualVarianceScore } from "mixedlm";
import { fromPackedSqrt, pack } from "../model/packing.ts";

/** Log-likelihood of packed square roots; shares the engine's workspace. */
export interface ProfileCriterion {
  /** Which entries stand on the diagonal of a root. */
  readonly isDiagonal: readonly boolean[];
  /** @param held - the profiled variance, which is not zero; null: the residual variance is where it is best. */
  at(packed: Float64Array, held: number | null): ProfilePoint;
  /** The residual variance that is best at a point. */
  residualVariance(packed: Float64Array): number;
}

/** The log-likelihood at a point, and its derivative in each packed root. */
export interface ProfilePoint {
  readonly logLik: number;
  slopes(): Float64Array;
}

/**
 * Makes the log-likelihood.
 *
 * With nu degrees of freedom, s2 the best residual variance at the relative covariances and s the one that is asked
 * for, it is the profiled one less `nu / 2 (log(s / s2) + s2 / s - 1)`.
 *
 * @param order - the random-effects column of each row of the packed root.
 * @param position - the packed root whose square is the profiled ratio.
 */
export function profileCriterion(
  { engine, reml }: { readonly engine: Engine; readonly reml: boolean },
  order: readonly number[],
  position: number,
): ProfileCriterion {
  const { n, p, terms } = engine.products;
  const nu = reml ? n - p : n;
  const likelihoodAt = likelihood(engine, reml);
  const lambdaOf = (packed: Float64Array): Lambda => reordered(fromPackedSqrt(packed, order.length), order, false);
  const packedSlopes = (slopes: Lambda): Float64Array => pack(reordered(slopes, order, true));
  const residualVariance = (packed: Float64Array): number =>
    estimatesAt(engine, lambdaOf(packed), reml)?.sigma2 ?? Number.NaN;
  return {
    isDiagonal: Array.from(pack(terms.map(({ size }) => identity(size).data)), (one) => one === 1),
    residualVariance,
    at(packed, held) {
      const lambda = lambdaOf(packed);
      const profiled = likelihoodAt(lambda);
      if (held === null) return { logLik: profiled.logLik, slopes: () => packedSlopes(profiled.score) };
      // log(s / s2)
      const excess = log(held / packed[position]! ** 2 / residualVariance(packed));
      const share = -expm1(-excess);
      return {
        logLik: profiled.logLik - (nu / 2) * (excess - share),
        slopes() {
          const slopes = packedSlopes(profiled.score);
          const own = packedSlopes(residualVarianceSlopes(engine, lambda));
          for (let i = 0; i < slopes.length; i++) slopes[i]! += (nu / 2) * share * own[i]!;
          slopes[position]! += (nu * share) / packed[position]!;
          return slopes;
        },
      };
    },
  };
}

/** Roots with the rows of the first one, the random effects', put where they belong, or back. */
function reordered(roots: Lambda, order: readonly number[], back: boolean): Lambda {
  const k = order.length;
  if (order.every((column, row) => column === row)) return roots;
  return roots.map((root, t) => {
    if (t > 0) return root;
    const moved = new Float64Array(k * k);
    for (let j = 0; j < k; j++)
      for (const [row, column] of order.entries()) {
        if (back) moved[j * k + row] = root[j * k + column]!;
        else moved[j * k + column] = root[j * k + row]!;
      }
    return moved;
  });
}

/**
 * The derivative of the logarithm of the best residual variance in each entry of each root, by the chain rule
 * 2 G lambda with G that in the relative covariance, where an entry off the diagonal stands twice.
 */
function residualVarianceSlopes(engine: Engine, lambda: Lambda): Float64Array[] {
  const score = residualVarianceScore(engine, lambda);
  let start = 0;
  return lambda.map((root) => {
    const k = Math.sqrt(root.length);
    const entries = lowerEntriesByRow(k);
    const G = matrix(k, k);
    for (const [e, { row, column }] of entries.entries()) {
      const own = score === null ? Number.NaN : score[start + e]! / (row === column ? 1 : 2);
      G.data[column * k + row] = own;
      G.data[row * k + column] = own;
    }
    start += entries.length;
    return multiply(G, matrix(k, k, root)).data.map((slope) => 2 * slope);
  });
}
