// A table comes in, Markdown goes out: pipe tables of GitHub's dialect, padded so that the source is readable too.
// Such a table has one line of titles and no line breaks inside cells, so both are joined by blanks and `<br>`; what
// Markdown would act upon in a name is escaped, and nothing else, because most people read the source.

import type { SummaryTable } from "../summary-table.ts";
import type { Alignment } from "./alignment.ts";
import { justify, strip, widest } from "./layout.ts";

// always, a closing bracket that would start a link's target, an underscore at a word's end, an entity
const ACTIVE =
  /[\\|`*<~$]|\](?=\()|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&(?=#\d+;|#[xX][\da-fA-F]+;|[A-Za-z][A-Za-z\d]*;)/gu;

/**
 * Writes a table as Markdown: its title in bold, the facts, the rows, the notes, with empty lines between them.
 *
 * The facts stand in two pairs of columns, as in the text; the entries of a summary are aligned as there.
 *
 * @param table - the table.
 * @returns lines joined by `\n`, without a line break at the end.
 * @see GitHub Flavored Markdown Spec 0.29, section 4.10.
 */
export function toMarkdown(table: SummaryTable): string {
  const { title = "", info, columns, rows, align = "right", notes = [] } = table;
  const half = Math.ceil(info.length / 2);
  const facts = info.slice(0, half).map((left, i) => [...left, ...(info[half + i] ?? ["", ""])]);
  const entries = rows.map(({ name, cells }) => [name, ...cells]);
  const parts = [
    ...(title === "" ? [] : [`**${escapeMarkdown(title)}**`]),
    ...(facts.length === 0 ? [] : [pipeTable(["", "", "", ""], facts, ["left", "left", "left", "left"])]),
    pipeTable(["", ...columns], entries, ["left", ...columns.map(() => align)]),
    ...notes.filter((note) => note !== "").map(escapeMarkdown),
  ];
  return parts.join("\n\n");
}

/**
 * Writes a pipe table.
 *
 * @param titles - of the columns; "" leaves one blank.
 * @param rows - each with one text for every column.
 * @param aligns - one for every column.
 * @returns lines joined by `\n`.
 */
export function pipeTable(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  aligns: readonly Alignment[],
): string {
  const cells = [titles, ...rows].map((row) => row.map(escapeMarkdown));
  const widths = aligns.map((_, j) => Math.max(3, widest(cells.map((row) => row[j] ?? ""))));
  const lines = cells.map((row) => row.map((text, j) => justify(text, widths[j] ?? 0, aligns[j] ?? "left")));
  const [header = [], ...body] = lines;
  const marks = aligns.map((align, j) => delimiter(align, widths[j] ?? 0));
  return [header, marks, ...body].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function delimiter(align: Alignment, width: number): string {
  const [first, last] = align === "left" ? [":", "-"] : align === "right" ? ["-", ":"] : [":", ":"];
  return `${first}${"-".repeat(width - 2)}${last}`;
}

/** Escapes what Markdown would act upon in a text; line breaks become `<br>`. */
export function escapeMarkdown(text: string): string {
  return strip(text)
    .replace(ACTIVE, (character) => `\\${character}`)
    .replace(/\r\n|\r|\n/g, "<br>");
}
