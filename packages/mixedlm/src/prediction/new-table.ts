// New data -> a table that has the offset which a fit was given beside its formula: as a column, or as numbers for
// these rows. In: what the caller gave. Out: a table, of which the design asks what it needs.
import { type Table, type TableLike, toTable, withColumn } from "@mixedlm/design";
import type { Fit } from "../results/fit.ts";
import { missingOffset, predictionOffset } from "./prediction-errors.ts";

/**
 * Reads new data.
 *
 * @param newData - null or undefined: the fit's own rows, which have their offsets.
 * @param offset - one number for each row, in place of the column of the fit's option `offset`.
 * @throws {@link FitError} `prediction-offset` when there are no new rows, when the fit has no such option, when there
 *   is not a number for each row, or when neither numbers nor a column are given.
 */
export function newTable(
  fit: Fit,
  newData: Table | TableLike | null | undefined,
  offset: ArrayLike<number> | undefined,
): Table | null {
  const table = newData === null || newData === undefined ? null : toTable(newData);
  // an offset of the formula has the formula as its source
  const named = fit.design.offset.find(({ name, source }) => name === source);
  if (offset === undefined) {
    if (table !== null && named !== undefined && !table.has(named.name)) throw missingOffset(named.name);
    return table;
  }
  if (table === null) throw predictionOffset("is given without new data, for which it is");
  if (named === undefined)
    throw predictionOffset(
      "is given, but the fit was made without the option `offset`; an `offset(...)` of its formula is worked out from the new data",
    );
  if (offset.length !== table.numRows)
    throw predictionOffset(`has length ${offset.length}, expected ${table.numRows}: one for each row of the new data`);
  return withColumn(table, named.name, offset);
}
