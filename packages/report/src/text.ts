// A summary table comes in, the characters of statsmodels' `Summary.as_text` go out.
// The narrower of the two blocks is stretched towards the wider one: first its column gaps, evenly, then its first
// column. statsmodels counts one gap too few where rows have names, so that block may end up wider than the rules;
// that is part of the layout which users compare by eye and by diff, and it is kept.
import { type Block, type Dialect, padCells, summaryBlocks, textWidth } from "./layout.ts";
import type { SummaryTable } from "./summary-table.ts";
import { wrapText } from "./wrap-text.ts";

const TEXT: Dialect = {
  content: (cell) => cell.text,
  align: (cell, block) => {
    if (cell.kind === "data") return block.align;
    return cell.kind === "stub" ? "left" : "center";
  },
};

/**
 * Prints a summary table as monospaced text, character for character as statsmodels does.
 *
 * The title is centred over rules of `=`; the facts, then the rows under their column titles; the notes wrapped to the
 * width of the rules. The text ends with a line break when there are no notes.
 *
 * @param table - the summary.
 * @returns several lines joined by `\n`.
 * @throws {@link ReportError} `row-length`
 * @see statsmodels 0.13.5, `iolib.summary2.Summary.as_text`.
 */
export function toText(table: SummaryTable): string {
  const blocks = summaryBlocks(table).map((block) => ({ block, width: lineWidth(padCells(block, TEXT)) }));
  const widest = Math.max(...blocks.map(({ width }) => width));
  const rule = "=".repeat(widest);
  const [, ...lines] = blocks.flatMap(({ block, width }) => blockLines(block, widest - width));
  const notes = (table.notes ?? []).map((note) => wrapText(note, widest).join("\n")).join("\n");
  return [centredTitle(table.title, widest), rule, ...lines, rule, notes].join("\n");
}

// a rule, then the rows, with a rule below the column titles
function blockLines(block: Block, missing: number): string[] {
  const perGap = Math.floor(missing / block.gaps);
  const separator = " ".repeat(perGap + 1);
  const afterFirst = " ".repeat(missing - perGap * block.gaps);
  const lines = padCells(block, TEXT).map(([first = "", ...rest]) => [first + afterFirst, ...rest].join(separator));
  const rule = "-".repeat(textWidth(lines[0] ?? ""));
  const [header = "", ...body] = lines;
  return block.hasHeader ? [rule, header, rule, ...body] : [rule, ...lines];
}

function lineWidth([cells = []]: string[][]): number {
  return textWidth(cells.join(" "));
}

function centredTitle(title: string, widest: number): string {
  const blanks = Math.max(widest - textWidth(title), 0);
  return " ".repeat(Math.floor(blanks / 2)) + title;
}
