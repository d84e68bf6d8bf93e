// A table comes in, the HTML goes out that statsmodels writes for it: `Summary.as_html` or `SimpleTable.as_html`.
// The only difference: `&` and `<` inside texts become entities unless the caller says that they are markup, so that a
// column called `a<b` cannot break the page.

import type { SummaryTable } from "../summary-table.ts";
import { type Block, type CellFormat, padCells, tableBlocks } from "./layout.ts";

/** What an HTML or LaTeX writer does with characters that the format acts upon. */
export interface MarkupOptions {
  /**
   * Whether texts keep the characters that statsmodels keeps (`&`, `<` in HTML; `\ { } ~ ^` in LaTeX), because they are
   * markup that is meant. By default they are escaped.
   */
  readonly verbatim?: boolean;
}

/**
 * Writes a table as HTML: one `<table class="simpletable">` for the facts, if there are any, one for the rows.
 *
 * As in statsmodels a summary has neither title nor notes, and a table of parameters has its title as caption. The
 * texts are data, not markup: `&` and `<` are escaped.
 *
 * @param table - the table.
 * @param options - `verbatim` to leave `&` and `<` as they are.
 * @returns lines joined by `\n`, without a line break at the end.
 * @throws {@link ReportError} `row-length`
 * @see statsmodels 0.13.5, `iolib.summary2.Summary.as_html`, `iolib.table.SimpleTable.as_html`.
 */
export function toHtml(table: SummaryTable, { verbatim = false }: MarkupOptions = {}): string {
  const escaped = verbatim ? (text: string) => text : escapeHtml;
  const format = htmlFormat(escaped);
  const title = table.style === "parameters" ? table.title : undefined;
  const caption = title ? [`<caption>${escaped(title)}</caption>`] : [];
  return tableBlocks(table)
    .map((block) => blockHtml(block, format, caption))
    .join("\n");
}

function htmlFormat(escaped: (text: string) => string): CellFormat {
  return {
    content: ({ kind, text }) => {
      const tag = kind === "header" || kind === "stub" ? "th" : "td";
      return `<${tag}>${escaped(text)}</${tag}>`;
    },
    align: ({ kind }) => (kind === "stub" ? "left" : "center"),
  };
}

function blockHtml(block: Block, format: CellFormat, caption: readonly string[]): string {
  const rows = padCells(block, format).map((cells) => `<tr>\n  ${cells.join(" ")}\n</tr>`);
  return ['<table class="simpletable">', ...caption, ...rows, "</table>"].join("\n");
}

/** Makes entities of `&` and `<`. */
export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
