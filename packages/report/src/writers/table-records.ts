// A table comes in, its two parts go out as plain objects, for programs that read a printed table: the facts by their
// labels, each row's cells by their column's title.
import { rowLength } from "../errors.ts";
import type { SummaryTable } from "../summary-table.ts";
import { strip } from "./layout.ts";

/** A table's facts and rows as objects of texts. */
export interface TableRecords {
  /** Values of the facts by their labels. */
  readonly facts: Readonly<Record<string, string>>;
  /** One object a row: its name, and its cells by the titles of their columns. */
  readonly rows: readonly RowRecord[];
}

/** A row of a table by columns. */
export interface RowRecord {
  /** The row's label. */
  readonly name: string;
  /** Texts by the titles of their columns. */
  readonly cells: Readonly<Record<string, string>>;
}

/**
 * Turns a table into objects: `records.facts["Scale:"]`, `records.rows[0].cells["Coef."]`.
 *
 * Of labels or titles that are given twice, the last one counts.
 *
 * @param table - the table.
 * @returns facts and rows, all values stripped texts.
 * @throws {@link ReportError} `row-length` when a row has not one cell for every column.
 */
export function tableRecords({ info, columns, rows }: SummaryTable): TableRecords {
  const facts = Object.fromEntries(info.map(([label, value]) => [label, strip(value)]));
  const records = rows.map(({ name, cells }) => {
    if (cells.length !== columns.length) throw rowLength(name, cells.length, columns.length);
    return { name, cells: Object.fromEntries(columns.map((title, j) => [title, strip(cells[j] ?? "")])) };
  });
  return { facts, rows: records };
}
