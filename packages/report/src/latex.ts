// A summary table comes in, statsmodels' `Summary.as_latex` goes out: a `table` of two `tabular`s.
// The only difference: `\ { } ~ ^` inside texts are escaped too, because a name like `I(x^2)` would not compile.
import { type Alignment, type Block, type Cell, type Dialect, padCells, summaryBlocks } from "./layout.ts";
import type { SummaryTable } from "./summary-table.ts";

const ESCAPES = new Map([
  ...["#", "$", "%", "&", "_", "{", "}"].map((character) => [character, `\\${character}`] as const),
  [">", "$>$"],
  ["|", "$|$"],
  ["\\", "\\textbackslash{}"],
  ["~", "\\textasciitilde{}"],
  ["^", "\\textasciicircum{}"],
]);

const LETTERS = new Map<Alignment, string>([
  ["left", "l"],
  ["right", "r"],
  ["center", "c"],
]);

const LATEX: Dialect = {
  content: ({ text }) => [...text].map((character) => ESCAPES.get(character) ?? character).join(""),
  align: ({ kind }, block) => (kind === "data" || kind === "header" ? block.align : "left"),
};

/**
 * Writes a summary table as a LaTeX `table` of plain `tabular`s.
 *
 * The title becomes the caption as it is (it may hold LaTeX); all other texts are escaped. Notes are left out, as in
 * statsmodels.
 *
 * @param table - the summary.
 * @param label - the key for `\ref`, used as it is.
 * @returns lines joined by `\n`, without a line break at the end.
 * @throws {@link ReportError} `row-length`
 * @see statsmodels 0.13.5, `iolib.summary2.Summary.as_latex`.
 */
export function toLatex(table: SummaryTable, label = ""): string {
  const tabulars = summaryBlocks(table).map(tabular).join("\n\n");
  const head = ["\\begin{table}", `\\caption{${table.title}}`, `\\label{${label}}`];
  return [...head, tabulars, "\\end{table}"].join("\n");
}

function tabular(block: Block): string {
  const [first = [], ...rest] = padCells(block, LATEX).map((cells) => `${joinMath(cells.join(" & "))}  \\\\`);
  const lines = [
    "\\begin{center}",
    `\\begin{tabular}{${columnLetters(block)}}`,
    "\\hline",
    first,
    ...(block.hasHeader ? ["\\hline"] : []),
    ...rest,
    "\\hline",
    "\\end{tabular}",
    "\\end{center}",
  ];
  return lines.join("\n");
}

function columnLetters(block: Block): string {
  const cells: readonly Cell[] = block.rows[0] ?? [];
  return cells.map((cell) => LETTERS.get(LATEX.align(cell, block))).join("");
}

// two formulas that touch, `$>$$|$`, become one: `$$` would open a displayed equation; `\$$` is a dollar sign, then one
function joinMath(text: string): string {
  return text.replace(/(?<!\\)\$\$/g, " ");
}
