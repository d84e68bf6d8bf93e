// Cook's distance of each row as lme4 has it: from residual and leverage, as in a linear model, where the leverage is
// that of the conditional fitted values. How far the fixed effects move when a row is left out is
// `influence(fit).cooksDistance`.

import type { Fit } from "../results/fit.ts";
import { partsOf } from "../results/fit-parts.ts";
import { internalRows } from "../rows/internal-rows.ts";
import { fitRows, type ModelRows } from "../rows/model-rows.ts";
import { NOTHING_LEFT, rowLeverages } from "./leverage.ts";

/**
 * Computes Cook's distance of each row of a fit as lme4 does, from residual and leverage alone (by how much the fixed
 * effects move in the fit without the row is `influence(fit).cooksDistance`): `(r / (1 - h))^2 h / (sigma^2 p)` with r
 * the residual times the root of the row's weight and h the leverage.
 *
 * @returns one number for each of `fit.rows`; infinite for a row that the model follows whatever its response is, 0
 *   without fixed effects.
 * @throws {@link FitError} `no-table` for a fit without rows, `not-a-fit`.
 * @see Cook (1977), Technometrics 19, 15-18; lme4's `cooks.distance`.
 */
export function cooksDistance(fit: Fit): readonly number[] {
  partsOf(fit);
  const rows = fitRows(fit);
  return Object.freeze(rowDistances(fit, rows, rowLeverages(fit, rows, internalRows(fit, rows))));
}

/** The same for rows that are made already. @param h - their leverages. */
export function rowDistances(fit: Fit, { weights }: ModelRows, h: Float64Array): number[] {
  const { residuals, sigma, p } = fit;
  return residuals.map((residual, i) => {
    if (p === 0) return 0;
    const left = 1 - h[i];
    if (!(left > NOTHING_LEFT)) return Number.POSITIVE_INFINITY;
    const pearson = (weights === null ? 1 : Math.sqrt(weights[i])) * residual;
    return ((pearson / left) ** 2 * h[i]) / (sigma ** 2 * p);
  });
}
