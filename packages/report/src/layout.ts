// A summary table comes in; two blocks of equally wide cells come out, as every output format needs them.
// statsmodels stacks two tables, the model's facts over the coefficients, and each output format wraps a cell's text
// (tags, escapes) before its width is measured; so the format is a `Dialect` and the padding is done here, once.
import { rowLength } from "./errors.ts";
import type { SummaryTable } from "./summary-table.ts";

/** What a cell is: a column's title, a row's name, an entry, or the corner above the names. */
export type CellKind = "header" | "stub" | "data" | "corner";

/** Where a cell's text stands in its column. */
export type Alignment = "left" | "right" | "center";

/** A cell before layout. */
export interface Cell {
  readonly kind: CellKind;
  readonly text: string;
}

/** One of the stacked tables: rows of equally many cells. */
export interface Block {
  readonly rows: readonly (readonly Cell[])[];
  /** Whether the first row holds column titles. */
  readonly hasHeader: boolean;
  /** Alignment of the entries in text and LaTeX. */
  readonly align: Alignment;
  /** Number of gaps over which statsmodels spreads missing width: columns of its data frame less 1, at least 1. */
  readonly gaps: number;
}

/** How an output format writes and aligns a cell. */
export interface Dialect {
  content(cell: Cell): string;
  align(cell: Cell, block: Block): Alignment;
}

/**
 * Splits a summary table into its stacked blocks: the facts in two pairs of columns read downwards, then the rows.
 *
 * @param table - the summary; an empty `info` gives no block of facts.
 * @returns one or two blocks of cells whose facts and entries are stripped of outer blanks, as statsmodels does.
 * @throws {@link ReportError} `row-length` when a row has not one cell for every column.
 */
export function summaryBlocks(table: SummaryTable): Block[] {
  const params = paramsBlock(table);
  return table.info.length === 0 ? [params] : [infoBlock(table.info), params];
}

function infoBlock(info: SummaryTable["info"]): Block {
  const half = Math.ceil(info.length / 2);
  const pair = ([label, value]: readonly [string, string] = ["", ""]): Cell[] => [data(label), data(value)];
  const rows = info.slice(0, half).map((left, i) => [...pair(left), ...pair(info[half + i])]);
  return { rows, hasHeader: false, align: "left", gaps: 3 };
}

function paramsBlock({ columns, rows }: SummaryTable): Block {
  const header: Cell[] = [{ kind: "corner", text: "" }, ...columns.map((text) => ({ kind: "header" as const, text }))];
  const body = rows.map(({ name, cells }): Cell[] => {
    if (cells.length !== columns.length) throw rowLength(name, cells.length, columns.length);
    return [{ kind: "stub", text: name }, ...cells.map(data)];
  });
  return { rows: [header, ...body], hasHeader: true, align: "right", gaps: Math.max(columns.length - 1, 1) };
}

function data(text: string): Cell {
  return { kind: "data", text: text.trim() };
}

/**
 * Writes every cell of a block in a dialect and pads it to its column's width.
 *
 * @param block - the cells.
 * @param dialect - the output format.
 * @returns the padded cells, row by row.
 */
export function padCells(block: Block, dialect: Dialect): string[][] {
  const written = block.rows.map((row) => row.map((cell) => dialect.content(cell)));
  const widths: number[] = [];
  for (const row of written) {
    row.forEach((text, j) => {
      widths[j] = Math.max(widths[j] ?? 0, textWidth(text));
    });
  }
  return block.rows.map((row, i) =>
    row.map((cell, j) => justify(written[i]?.[j] ?? "", widths[j] ?? 0, dialect.align(cell, block))),
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
