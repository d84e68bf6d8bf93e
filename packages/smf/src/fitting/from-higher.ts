// The engine's optimum, looked for again from where the path ended if the log-likelihood is higher there: a likelihood
// may have two optima, and the engine's own starts may lead to the lower one.
import type { DesignMoments } from "@mixedlm/moments";
import { covarianceOf, type Fit, fitMoments, type Lambda, lowerEntries, lowerRoot } from "mixedlm";
import type { CriterionPoint } from "./criterion.ts";

/** Up to this distance in log-likelihood two points are at the same optimum: as near as statsmodels' search stops. */
export const AT_OPTIMUM = 1e-4;

/**
 * Finds the optimum again where a higher point than it is known.
 *
 * @param native - the engine's optimum from its own starts.
 * @param end - where another search ended; null where that is no covariance.
 * @returns the better of both fits.
 */
export function fromHigher(
  native: Fit,
  moments: DesignMoments,
  end: Pick<CriterionPoint, "lambda" | "value"> | null,
): Fit {
  if (end === null || !(end.value > native.logLik + AT_OPTIMUM)) return native;
  const again = fitMoments(moments, { reml: native.reml, start: thetaOf(end.lambda) });
  return again.logLik > native.logLik ? again : native;
}

/** The lower triangles of the triangular roots, column by column: theta of unstructured terms. */
function thetaOf(lambda: Lambda): number[] {
  return lambda.flatMap((own) => {
    const k = Math.sqrt(own.length);
    const root = lowerRoot(covarianceOf(own, k), k);
    return lowerEntries(k).map(({ row, column }) => root[column * k + row]!);
  });
}
