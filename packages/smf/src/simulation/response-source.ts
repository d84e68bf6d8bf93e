// A model and another response for the rows that it uses -> the source, or the moments, of the same model with it: no
// formula is parsed again, and for moments the columns are evaluated once for any number of responses.
import { designRows, withColumn } from "@mixedlm/design";
import { columnFactor } from "@mixedlm/formula";
import { accumulateRows, type DesignMoments } from "@mixedlm/moments";
import { accurateMoments } from "mixedlm";
import { readColumns } from "../arrays/array-columns.ts";
import type { ModelSource } from "../model/model-source.ts";
import { responseLength, responseValue } from "./simulation-errors.ts";

/**
 * Puts another response into the source of a model, under the name of the old one.
 *
 * @param y - a value for each row used, in their order; all finite.
 * @returns a source that shares all other columns; what the fixed part says of the old response stays as it is.
 * @throws {@link SmfError} `response-length`, `not-finite`, `array-value` and the like.
 */
export function responseSource(source: ModelSource, y: unknown): ModelSource {
  const { design, table } = source;
  const { rows } = designRows(design, table);
  const values = responseValues(y, rows.length);
  // rows that are left out for want of a response must stay out
  const column = new Float64Array(table.numRows).fill(Number.NaN);
  for (const [i, row] of rows.entries()) column[row] = values[i]!;
  let name = "response";
  while (table.has(name)) name += "'";
  const { expression } = columnFactor(name);
  const response = {
    source: name,
    factors: [{ kind: "numeric", name, expression, width: 1 }],
    terms: [{ name, slice: [0, 1], subterms: [{ factors: [{ factor: name, coding: "numeric" }] }] }],
    names: design.response.names,
  } as const;
  return { ...source, design: { ...design, response }, table: withColumn(table, name, column) };
}

/** What the moments of other responses are made from. */
export interface ResponseModel {
  readonly source: ModelSource;
  readonly moments: DesignMoments;
}

/**
 * Makes the function from a response, a finite value for each row used, to the moments of the model with it.
 *
 * @throws {@link SmfError} as {@link responseSource}.
 */
export function responseMoments({ source, moments }: ResponseModel): (y: ArrayLike<number>) => DesignMoments {
  const { design, table } = source;
  // combinations of columns are taken row by row, which happens where tables are read
  if (moments.fixed !== null) {
    return (y) => {
      const other = responseSource(source, y);
      return accurateMoments(other.design, other.table, "error");
    };
  }
  const rows = designRows(design, table);
  return (y) => {
    const own = { ...rows, y: responseValues(y, rows.n) };
    return { ...accumulateRows(moments.layout, own), design, fixed: null };
  };
}

function responseValues(y: unknown, n: number): Float64Array {
  const [values, ...others] = readColumns("y", y).values;
  if (values === undefined || others.length > 0 || values.length !== n)
    throw responseLength(others.length > 0 ? (others.length + 1) * n : (values?.length ?? 0), n);
  const row = values.findIndex((value) => !Number.isFinite(value));
  if (row >= 0) throw responseValue(row, values[row]!);
  return values;
}
