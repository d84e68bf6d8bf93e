// A table of results (labels and numbers, columns of a kind each) -> text, HTML, LaTeX, Markdown. The project's own
// layout: what statsmodels prints has its own records and writers.

import { rowLength } from "./errors.ts";
import { countColumn, dfColumn, numberColumn, probabilityColumn } from "./numbers/number-column.ts";
import { escapeHtml } from "./writers/html.ts";
import { escapeLatex } from "./writers/latex.ts";
import { justify, strip, widest } from "./writers/layout.ts";
import { escapeMarkdown, pipeTable } from "./writers/markdown.ts";

/** What the entries of a column are: it decides how they are written and where they stand. */
export type ResultKind = "label" | "number" | "count" | "df" | "probability";

/** A column of results. */
export interface ResultColumn {
  /** Its title; may be empty. */
  readonly head: string;
  /** How its entries are written. */
  readonly kind: ResultKind;
}

/** A table of results. */
export interface ResultTable {
  /** Printed above; empty for none. */
  readonly title: string;
  /** None: the table is nothing but its notes. */
  readonly columns: readonly ResultColumn[];
  /** One entry for each column: a text, or a number of the column's kind; null leaves a cell blank. */
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** Printed below, a line each. */
  readonly notes: readonly string[];
}

/** Columns as texts, the heads apart. */
interface Cells {
  readonly heads: readonly string[];
  readonly isLabel: readonly boolean[];
  readonly rows: readonly (readonly string[])[];
}

const FORMATS = { number: numberColumn, count: countColumn, df: dfColumn, probability: probabilityColumn } as const;

function cellsOf({ columns, rows }: ResultTable): Cells {
  for (const row of rows)
    if (row.length !== columns.length) throw rowLength(String(row[0] ?? ""), row.length, columns.length);
  const texts = columns.map(({ kind }, j) => {
    const own = rows.map((row) => row[j] ?? null);
    if (kind === "label") return own.map((value) => (value === null ? "" : strip(String(value))));
    const numbers = own.map((value) => (typeof value === "number" ? value : null));
    const written = FORMATS[kind](numbers);
    return own.map((value, i) => (typeof value === "string" ? value : written[i]!));
  });
  return {
    heads: columns.map(({ head }) => head),
    isLabel: columns.map(({ kind }) => kind === "label"),
    rows: rows.map((_, i) => texts.map((column) => column[i]!)),
  };
}

/**
 * Writes tables as text, an empty line between them: titles, rows with labels to the left and numbers to the right,
 * notes.
 *
 * @returns lines joined by `\n`, without a line break at the end.
 * @throws {@link ReportError} `row-length` when a row has not one entry for each column.
 */
export function resultText(tables: readonly ResultTable[]): string {
  return tables.map(tableText).join("\n\n");
}

function tableText(table: ResultTable): string {
  const { heads, isLabel, rows } = cellsOf(table);
  const isBare = heads.every((head) => head === "");
  const lines = isBare ? rows : [heads, ...rows];
  const widths = heads.map((_, j) => widest(lines.map((row) => row[j]!)));
  const padded = lines.map((row) => {
    const cells = row.map((cell, j) => justify(cell, widths[j]!, isLabel[j] ? "left" : "right"));
    return ` ${cells.join("  ")}`.trimEnd();
  });
  return [...(table.title === "" ? [] : [table.title]), ...padded, ...table.notes].join("\n");
}

/**
 * Writes tables as HTML: a `<table class="mixedlm">` each, its title as caption, its notes as a footer. Texts are data:
 * `&` and `<` are escaped.
 *
 * @throws {@link ReportError} `row-length`.
 */
export function resultHtml(tables: readonly ResultTable[]): string {
  return tables.map(tableHtml).join("\n");
}

function tableHtml(table: ResultTable): string {
  const { heads, isLabel, rows } = cellsOf(table);
  const align = (j: number): string => (isLabel[j] ? "" : ' style="text-align: right"');
  const line = (tag: string, cells: readonly string[]): string => {
    const own = cells.map((cell, j) => {
      const isHead = tag === "th" || (j === 0 && isLabel[j]);
      const scope = tag === "th" ? ' scope="col"' : isHead ? ' scope="row"' : "";
      const name = isHead ? "th" : "td";
      return `<${name}${scope}${align(j)}>${escapeHtml(cell)}</${name}>`;
    });
    return `<tr>${own.join("")}</tr>`;
  };
  const isBare = heads.every((head) => head === "");
  const notes = table.notes.map((note) => `<tr><td colspan="${heads.length}">${escapeHtml(note)}</td></tr>`);
  if (heads.length === 0) return table.notes.map((note) => `<p class="mixedlm">${escapeHtml(note)}</p>`).join("\n");
  return [
    '<table class="mixedlm">',
    ...(table.title === "" ? [] : [`<caption>${escapeHtml(table.title)}</caption>`]),
    ...(isBare ? [] : [`<thead>${line("th", heads)}</thead>`]),
    "<tbody>",
    ...rows.map((row) => line("td", row)),
    "</tbody>",
    ...(notes.length === 0 ? [] : [`<tfoot>${notes.join("")}</tfoot>`]),
    "</table>",
  ].join("\n");
}

/**
 * Writes tables in LaTeX, a `table` with the rules of booktabs each: title as caption, notes below.
 *
 * @throws {@link ReportError} `row-length`.
 */
export function resultLatex(tables: readonly ResultTable[]): string {
  return tables.map(tableLatex).join("\n\n");
}

function tableLatex(table: ResultTable): string {
  const { heads, isLabel, rows } = cellsOf(table);
  const line = (cells: readonly string[]): string => `${cells.map(escapeLatex).join(" & ")} \\\\`;
  if (heads.length === 0) return table.notes.map(escapeLatex).join("\n\n");
  const isBare = heads.every((head) => head === "");
  return [
    "\\begin{table}",
    "\\centering",
    ...(table.title === "" ? [] : [`\\caption{${escapeLatex(table.title)}}`]),
    `\\begin{tabular}{${isLabel.map((own) => (own ? "l" : "r")).join("")}}`,
    "\\toprule",
    ...(isBare ? [] : [line(heads), "\\midrule"]),
    ...rows.map(line),
    "\\bottomrule",
    "\\end{tabular}",
    ...table.notes.map((note) => `\\par\\smallskip ${escapeLatex(note)}`),
    "\\end{table}",
  ].join("\n");
}

/**
 * Writes tables as Markdown: title in bold, a pipe table, notes, with empty lines between them.
 *
 * @throws {@link ReportError} `row-length`.
 */
export function resultMarkdown(tables: readonly ResultTable[]): string {
  return tables.map(tableMarkdown).join("\n\n");
}

function tableMarkdown(table: ResultTable): string {
  const { heads, isLabel, rows } = cellsOf(table);
  const aligns = isLabel.map((own) => (own ? "left" : "right"));
  const pipes = heads.length === 0 ? [] : [pipeTable(heads, rows, aligns)];
  return [
    ...(table.title === "" ? [] : [`**${escapeMarkdown(table.title)}**`]),
    ...pipes,
    ...table.notes.map(escapeMarkdown),
  ].join("\n\n");
}
