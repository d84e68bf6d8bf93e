// A table comes in, the characters go out that statsmodels prints for it: `Summary.as_text`, or `SimpleTable.as_text`
// for a table of tested parameters.
// The narrower of a summary's two blocks is stretched towards the wider one: first its column gaps, evenly, then its
// first column. statsmodels counts one gap too few where rows have names, so that block may end up wider than the
// rules; that is part of the layout which users compare by eye and by diff, and it is kept.

import type { SummaryTable } from "../summary-table.ts";
import { type Block, type CellFormat, justify, padCells, tableBlocks, textWidth } from "./layout.ts";
import { wrapText } from "./wrap-text.ts";

const SUMMARY: CellFormat = {
  content: (cell) => cell.text,
  align: (cell, block) => {
    if (cell.kind === "data") return block.align;
    return cell.kind === "stub" ? "left" : "center";
  },
};

// widths that the entries of a table of parameters have before any alignment, after the column of names
const ENTRY_WIDTHS = [0, 0, 8, 0, 11, 11];

const PARAMETERS: CellFormat = {
  content: ({ kind, text }, j) =>
    kind === "data" ? text.padStart(ENTRY_WIDTHS[(j - 1) % ENTRY_WIDTHS.length] ?? 0) : text,
  align: ({ kind }) => (kind === "stub" ? "left" : kind === "corner" ? "center" : "right"),
  minWidth: 10,
};

/**
 * Prints a table as monospaced text, character for character as statsmodels does.
 *
 * The title is centred over rules of `=`; the facts, then the rows under their column titles; the notes wrapped to the
 * width of the rules. A summary without notes ends with a line break; a table of parameters ends with its rule.
 *
 * @param table - the table.
 * @returns several lines joined by `\n`.
 * @throws {@link ReportError} `row-length`
 * @see statsmodels 0.13.5, `iolib.summary2.Summary.as_text`, `iolib.table.SimpleTable.as_text`.
 */
export function toText(table: SummaryTable): string {
  return table.style === "parameters" ? parametersText(table) : summaryText(table);
}

function summaryText(table: SummaryTable): string {
  const blocks = tableBlocks(table).map((block) => ({ block, width: blockWidth(block) }));
  const widest = Math.max(...blocks.map(({ width }) => width));
  const rule = "=".repeat(widest);
  const [, ...lines] = blocks.flatMap(({ block, width }) => blockLines(block, widest - width));
  const notes = (table.notes ?? []).map((note) => wrapText(note, widest).join("\n")).join("\n");
  return [centredTitle(table.title, widest), rule, ...lines, rule, notes].join("\n");
}

function blockWidth(block: Block): number {
  return countedWidth(block, (padCells(block, SUMMARY).at(-1) ?? []).join(" "));
}

// a block that is all header counts as wide as its last line and the rule below it together, a line break between
function countedWidth(block: Block, line: string): number {
  const width = textWidth(line);
  return block.rows.length === block.headerRows ? 2 * width + 1 : width;
}

// a rule, then the rows, with a rule below the column titles
function blockLines(block: Block, missing: number): string[] {
  const perGap = Math.floor(missing / block.gaps);
  const separator = " ".repeat(perGap + 1);
  const afterFirst = " ".repeat(missing - perGap * block.gaps);
  const lines = padCells(block, SUMMARY).map(([first = "", ...rest]) => [first + afterFirst, ...rest].join(separator));
  const [line = ""] = lines;
  return ["-".repeat(countedWidth(block, line)), ...withRule(lines, block.headerRows, "-".repeat(textWidth(line)))];
}

function withRule(lines: readonly string[], headerRows: number, rule: string): string[] {
  return headerRows === 0 ? [...lines] : [...lines.slice(0, headerRows), rule, ...lines.slice(headerRows)];
}

function centredTitle(title: string | undefined, widest: number): string {
  if (title === undefined) return "";
  const blanks = Math.max(widest - textWidth(title), 0);
  return " ".repeat(Math.floor(blanks / 2)) + title;
}

function parametersText(table: SummaryTable): string {
  const [block] = tableBlocks({ ...table, info: [] }) as [Block];
  const lines = padCells(block, PARAMETERS).map((cells) => cells.join(" "));
  const width = textWidth(lines.at(-1) ?? "");
  const rule = "=".repeat(width);
  const title = table.title ? [justify(table.title, width, "center")] : [];
  return [...title, rule, ...withRule(lines, block.headerRows, "-".repeat(width)), rule].join("\n");
}
