// A summary table comes in, the two HTML tables of statsmodels' `Summary.as_html` go out.
// The only difference: `&` and `<` inside texts become entities, so that a column called `a<b` cannot break the page.
import { type Block, type Dialect, padCells, summaryBlocks } from "./layout.ts";
import type { SummaryTable } from "./summary-table.ts";

const HTML: Dialect = {
  content: ({ kind, text }) => {
    const tag = kind === "header" || kind === "stub" ? "th" : "td";
    return `<${tag}>${escapeText(text)}</${tag}>`;
  },
  align: ({ kind }) => (kind === "stub" ? "left" : "center"),
};

/**
 * Writes a summary table as HTML: one `<table class="simpletable">` for the facts, one for the rows.
 *
 * As in statsmodels there is neither title nor notes. The texts are data, not markup: `&` and `<` are escaped.
 *
 * @param table - the summary.
 * @returns lines joined by `\n`, without a line break at the end.
 * @throws {@link ReportError} `row-length`
 * @see statsmodels 0.13.5, `iolib.summary2.Summary.as_html`.
 */
export function toHtml(table: SummaryTable): string {
  return summaryBlocks(table).map(blockHtml).join("\n");
}

function blockHtml(block: Block): string {
  const rows = padCells(block, HTML).map((cells) => `<tr>\n  ${cells.join(" ")}\n</tr>`);
  return ['<table class="simpletable">', ...rows, "</table>"].join("\n");
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
