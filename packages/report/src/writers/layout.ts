// A table of texts comes in; blocks of equally wide cells go out, as every output format needs them.
// statsmodels stacks two tables, the model's facts over the rows, and each output format wraps a cell's text (tags,
// escapes) before its width is measured; so the format is a `CellFormat` and the padding is done here, once.

import { rowLength } from "../errors.ts";
import type { SummaryTable } from "../summary-table.ts";
import type { Alignment } from "./alignment.ts";

/** What a cell is: a column's title, a row's name, an entry, or the corner above the names. */
export type CellKind = "header" | "stub" | "data" | "corner";

/** A cell before layout. */
export interface Cell {
  readonly kind: CellKind;
  readonly text: string;
}

/** One of the stacked tables: rows of equally many cells. */
export interface Block {
  readonly rows: readonly (readonly Cell[])[];
  /** How many of the rows are column titles: 0, 1, or the lines of the title that has most. */
  readonly headerRows: number;
  /** Alignment of the entries in text and LaTeX. */
  readonly align: Alignment;
  /** Number of gaps over which statsmodels spreads missing width: columns of its data frame less 1, at least 1. */
  readonly gaps: number;
}

/** How an output format writes and aligns a cell. */
export interface CellFormat {
  content(cell: Cell, column: number): string;
  align(cell: Cell, block: Block): Alignment;
  /** Characters that every column has at least; 0 if left out. */
  readonly minWidth?: number;
}

/**
 * Splits a table into its stacked blocks: the facts in two pairs of columns read downwards, then the rows.
 *
 * @param table - the table; an empty `info` gives no block of facts.
 * @returns one or two blocks of cells. Facts and entries of a summary are stripped of outer blanks, as in statsmodels.
 * @throws {@link ReportError} `row-length` when a row has not one cell for every column.
 */
export function tableBlocks(table: SummaryTable): Block[] {
  const rows = rowsBlock(table);
  return table.info.length === 0 ? [rows] : [infoBlock(table.info), rows];
}

function infoBlock(info: SummaryTable["info"]): Block {
  const half = Math.ceil(info.length / 2);
  const pair = ([label, value]: readonly [string, string] = ["", ""]): Cell[] => [stripped(label), stripped(value)];
  const rows = info.slice(0, half).map((left, i) => [...pair(left), ...pair(info[half + i])]);
  return { rows, headerRows: 0, align: "left", gaps: 3 };
}

function rowsBlock(table: SummaryTable): Block {
  const { columns, rows, align = "right", style = "summary" } = table;
  const entry = style === "summary" ? stripped : data;
  const body = rows.map(({ name, cells }): Cell[] => {
    if (cells.length !== columns.length) throw rowLength(name, cells.length, columns.length);
    return [{ kind: "stub", text: name }, ...cells.map(entry)];
  });
  const header = headerLines(columns, rows.length > 0);
  return { rows: [...header, ...body], headerRows: header.length, align, gaps: Math.max(columns.length - 1, 1) };
}

// a title of several lines fills them from the top; without rows there is no column of names, and so no corner
function headerLines(columns: readonly string[], hasNames: boolean): Cell[][] {
  const titles = columns.map((title) => title.split("\n"));
  const height = Math.max(1, ...titles.map((lines) => lines.length));
  const corner: Cell[] = hasNames ? [{ kind: "corner", text: "" }] : [];
  return Array.from({ length: height }, (_, i) => [
    ...corner,
    ...titles.map((lines): Cell => ({ kind: "header", text: lines[i] ?? "" })),
  ]);
}

function stripped(text: string): Cell {
  return data(strip(text));
}

function data(text: string): Cell {
  return { kind: "data", text };
}

/**
 * Takes the blanks from both ends of a text, as Python's `str.strip` does.
 *
 * @param text - any text.
 */
export function strip(text: string): string {
  const characters = [...text];
  const isInk = (character: string) => !isBlank(character);
  const start = characters.findIndex(isInk);
  if (start < 0) return "";
  const after = characters.reverse().findIndex(isInk);
  return characters
    .reverse()
    .slice(start, characters.length - after)
    .join("");
}

// JavaScript's blanks, with the four separators and the next-line mark, without the byte order mark
function isBlank(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0xfeff) return false;
  return (code >= 0x1c && code <= 0x1f) || code === 0x85 || character.trim() === "";
}

/**
 * Writes every cell of a block in a format and pads it to its column's width.
 *
 * @param block - the cells.
 * @param format - the output format.
 * @returns the padded cells, row by row.
 */
export function padCells(block: Block, format: CellFormat): string[][] {
  const written = block.rows.map((row) => row.map((cell, j) => format.content(cell, j)));
  const widths: number[] = [];
  for (const row of written) {
    row.forEach((text, j) => {
      widths[j] = Math.max(widths[j] ?? format.minWidth ?? 0, textWidth(text));
    });
  }
  return block.rows.map((row, i) =>
    row.map((cell, j) => justify(written[i]?.[j] ?? "", widths[j] ?? 0, format.align(cell, block))),
  );
}

/**
 * Counts the characters of a text as Python's `len` does: code points, not UTF-16 units.
 *
 * @param text - any text.
 */
export function textWidth(text: string): number {
  let width = 0;
  for (const _ of text) width += 1;
  return width;
}

/**
 * Measures the longest of some texts in code points; 0 if there are none.
 *
 * @param texts - any texts.
 */
export function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, textWidth(text)), 0);
}

/**
 * Pads a text with blanks as Python's `str.ljust`, `rjust` and `center` do; a longer one stays as it is.
 *
 * Centring puts the odd blank to the right, but to the left when the width is odd.
 *
 * @param text - any text.
 * @param width - code points of the result.
 * @param align - where the text stands.
 */
export function justify(text: string, width: number, align: Alignment): string {
  const blanks = Math.max(width - textWidth(text), 0);
  const half = Math.floor(blanks / 2) + (blanks & width & 1);
  const before = align === "left" ? 0 : align === "right" ? blanks : half;
  return " ".repeat(before) + text + " ".repeat(blanks - before);
}
