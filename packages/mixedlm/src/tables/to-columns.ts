// Rows -> columns: what tables of columns (Arquero's `table`, Arrow, plots) are made from.

import { isList } from "@mixedlm/formula";
import { isObject } from "../calls/option-checks.ts";
import { notRows } from "../errors.ts";

/** The columns of rows: an array for each field of the first row. */
export type Columns<Row> = { readonly [Field in keyof Row]: readonly Row[Field][] };

/**
 * Turns row objects into columns.
 *
 * @param rows - records of the same fields; none gives a record without columns.
 * @throws {@link FitError} `not-rows`.
 */
export function toColumns<Row extends object>(rows: readonly Row[]): Columns<Row> {
  if (!isList(rows)) throw notRows(rows, null);
  const spoilt = rows.findIndex((row) => !isObject(row));
  if (spoilt >= 0) throw notRows(rows[spoilt], spoilt);
  const fields = Object.keys(rows[0] ?? {}) as (keyof Row)[];
  const columns = fields.map((field) => [field, Object.freeze(rows.map((row) => row[field]))] as const);
  return Object.freeze(Object.fromEntries(columns)) as Columns<Row>;
}
