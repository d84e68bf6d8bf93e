// Weights of new responses: those that a caller gives, one for each row of the table, those of the rows, or, of a fit
// without weights, 1. In: rows that were made. Out: a positive number for each of them.
import type { Fit } from "../results/fit.ts";
import type { ModelRows } from "../rows/model-rows.ts";
import { missingWeights, predictionWeights } from "./prediction-errors.ts";

/**
 * Finds the weights of rows.
 *
 * @param given - one for each of `count` rows of the table.
 * @param place - where each made row stands among those.
 * @throws {@link FitError} `prediction-weights`, also where the fit has weights and the rows have none: what the
 *   residual variance is divided by is nothing to be guessed.
 */
export function responseWeights(
  fit: Fit,
  rows: ModelRows,
  given: ArrayLike<number> | undefined,
  count: number,
  place: Int32Array,
): Float64Array {
  if (given === undefined) {
    const { weights } = fit.design;
    if (weights !== null && rows.weights === null) throw missingWeights(weights);
    return rows.weights ?? new Float64Array(rows.n).fill(1);
  }
  if (given.length !== count) throw predictionWeights(given.length, count, -1, Number.NaN);
  return Float64Array.from(place, (row) => {
    if (!(given[row] > 0 && given[row] < Number.POSITIVE_INFINITY))
      throw predictionWeights(count, count, row, given[row]);
    return given[row];
  });
}
