// A table comes in, the LaTeX goes out that statsmodels writes for it: `Summary.as_latex`, a `table` of `tabular`s, or
// `SimpleTable.as_latex_tabular`, one `tabular` with the rules of booktabs.
// The only difference: `\ { } ~ ^` inside texts are escaped too, because a name like `I(x^2)` would not compile.

import type { SummaryTable } from "../summary-table.ts";
import type { Alignment } from "./alignment.ts";
import type { MarkupOptions } from "./html.ts";
import { type Block, type Cell, type CellFormat, padCells, tableBlocks } from "./layout.ts";

const STATSMODELS_ESCAPES: ReadonlyMap<string, string> = new Map([
  ...["#", "$", "%", "&", "_"].map((character) => [character, `\\${character}`] as const),
  [">", "$>$"],
  ["|", "$|$"],
] as const);

const ALL_ESCAPES: ReadonlyMap<string, string> = new Map([
  ...STATSMODELS_ESCAPES,
  ["{", "\\{"],
  ["}", "\\}"],
  ["\\", "\\textbackslash{}"],
  ["~", "\\textasciitilde{}"],
  ["^", "\\textasciicircum{}"],
] as const);

const LETTERS = new Map<Alignment, string>([
  ["left", "l"],
  ["right", "r"],
  ["center", "c"],
]);

/** The rules above, within and below a `tabular`. */
interface Rules {
  readonly top: string;
  readonly middle: string;
  readonly bottom: string;
}

const HLINES: Rules = { top: "\\hline", middle: "\\hline", bottom: "\\hline" };
const BOOKTABS: Rules = { top: "\\toprule", middle: "\\midrule", bottom: "\\bottomrule" };

/**
 * Writes a table in LaTeX: a summary as a `table` of plain `tabular`s, a table of parameters as one `tabular` that
 * needs the package booktabs.
 *
 * The title becomes the caption as it is (it may hold LaTeX), in a comment below a table of parameters; all other texts
 * are escaped. Notes are left out, as in statsmodels.
 *
 * @param table - the table.
 * @param label - the key for `\ref` of a summary, used as it is.
 * @param options - `verbatim` to leave `\ { } ~ ^` as they are.
 * @returns lines joined by `\n`, without a line break at the end.
 * @throws {@link ReportError} `row-length`
 * @see statsmodels 0.13.5, `iolib.summary2.Summary.as_latex`, `iolib.table.SimpleTable.as_latex_tabular`.
 */
export function toLatex(table: SummaryTable, label = "", { verbatim = false }: MarkupOptions = {}): string {
  const escaped = (text: string) => (verbatim ? replaced(text, STATSMODELS_ESCAPES) : replaced(text, ALL_ESCAPES));
  const joined = verbatim ? (text: string) => text.replaceAll("$$", " ") : joinMath;
  if (table.style === "parameters") {
    const caption = table.title ? [`%\\caption{${joined(table.title)}}`] : [];
    return tableBlocks({ ...table, info: [] })
      .map((block) => tabular(block, parametersFormat(escaped), BOOKTABS, caption, joined))
      .join("");
  }
  const tabulars = tableBlocks(table).map((block) => tabular(block, summaryFormat(escaped), HLINES, [], joined));
  const head = ["\\begin{table}", `\\caption{${table.title ?? ""}}`, `\\label{${label}}`];
  return [...head, tabulars.join("\n\n"), "\\end{table}"].join("\n");
}

function summaryFormat(escaped: (text: string) => string): CellFormat {
  return {
    content: ({ text }) => escaped(text),
    align: ({ kind }, block) => (kind === "data" || kind === "header" ? block.align : "left"),
  };
}

function parametersFormat(escaped: (text: string) => string): CellFormat {
  return {
    content: ({ kind, text }) => (kind === "header" || kind === "stub" ? `\\textbf{${escaped(text)}}` : escaped(text)),
    align: ({ kind }) => (kind === "data" || kind === "header" ? "center" : "left"),
  };
}

function tabular(
  block: Block,
  format: CellFormat,
  rules: Rules,
  caption: readonly string[],
  joined: (text: string) => string,
): string {
  const rows = padCells(block, format).map((cells) => `${joined(cells.join(" & "))}  \\\\`);
  const lines = [
    "\\begin{center}",
    `\\begin{tabular}{${columnLetters(block, format)}}`,
    rules.top,
    ...rows.slice(0, block.headerRows),
    ...(block.headerRows > 0 ? [rules.middle] : []),
    ...rows.slice(block.headerRows),
    rules.bottom,
    "\\end{tabular}",
    ...caption,
    "\\end{center}",
  ];
  return lines.join("\n");
}

function columnLetters(block: Block, format: CellFormat): string {
  const cells: readonly Cell[] = block.rows[0] ?? [];
  return cells.map((cell) => LETTERS.get(format.align(cell, block))).join("");
}

function replaced(text: string, escapes: ReadonlyMap<string, string>): string {
  return [...text].map((character) => escapes.get(character) ?? character).join("");
}

/** Escapes what LaTeX would act upon in a text. */
export function escapeLatex(text: string): string {
  return joinMath(replaced(text, ALL_ESCAPES).replaceAll("<", "$<$"));
}

// two formulas that touch, `$>$$|$`, become one: `$$` would open a displayed equation; `\$$` is a dollar sign, then one
function joinMath(text: string): string {
  return text.replace(/(?<!\\)\$\$/g, " ");
}
