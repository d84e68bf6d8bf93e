// A table comes in, comma-separated values go out: one of its two parts, because a file of two tables is none that
// programs can read. Cells are the printed texts; a field with a comma, a quote or a line break is quoted.

import type { SummaryTable } from "../summary-table.ts";
import { strip } from "./layout.ts";

/**
 * Writes a table's rows, or its facts, as comma-separated values.
 *
 * @param table - the table; its title and notes are left out.
 * @param part - `rows` for a line of column titles and one line a row, `facts` for one line a fact: label, value.
 * @returns records that each end in CR LF.
 * @see RFC 4180.
 */
export function toCsv(table: SummaryTable, part: "rows" | "facts" = "rows"): string {
  if (part === "facts") return csvText(table.info, "\r\n");
  return csvText([["", ...table.columns], ...table.rows.map(({ name, cells }) => [name, ...cells])], "\r\n");
}

/**
 * Joins records of fields, quoting the fields that need it and taking blanks from their ends.
 *
 * @param records - rows of texts.
 * @param lineEnd - behind each record.
 */
function csvText(records: readonly (readonly string[])[], lineEnd: string): string {
  return records.map((fields) => csvRecord(fields.map(strip)) + lineEnd).join("");
}

/**
 * Writes one record of comma-separated values, without its line end.
 *
 * A field is quoted if it holds a comma, a quote or a line break, or if it is empty and alone.
 *
 * @param fields - texts, as they are.
 */
export function csvRecord(fields: readonly string[]): string {
  if (fields.length === 1 && fields[0] === "") return '""';
  return fields.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(",");
}
