// Weights of new responses: those that a caller gives, one for each row of the table, those of the rows, or 1. In: rows that
// were made. Out: a positive number for each of them.
import type { ModelRows } from "../rows/model-rows.ts";
import { predictionWeights } from "./prediction-errors.ts";

/**
 * Finds the weights of rows.
 *
 * @param given - one for each of `count` rows of the table.
 * @param place - where each made row stands among those.
 * @throws {@link FitError} `prediction-weights`.
 */
export function responseWeights(
  rows: ModelRows,
  given: ArrayLike<number> | undefined,
  count: number,
  place: Int32Array,
): Float64Array {
  if (given === undefined) return rows.weights ?? new Float64Array(rows.n).fill(1);
  if (given.length !== count) throw predictionWeights(given.length, count, -1, Number.NaN);
  return Float64Array.from(place, (row) => {
    if (!(given[row] > 0 && given[row] < Number.POSITIVE_INFINITY))
      throw predictionWeights(count, count, row, given[row]);
    return given[row];
  });
}
