// statsmodels' summary table in every form in which it can be shown or read by a program. Texts, HTML and LaTeX are
// those of statsmodels; only names that would become markup in a page are escaped in HTML, because a name is data.
import {
  type SummaryTable,
  type TableRecords,
  tableRecords,
  toCsv,
  toHtml,
  toLatex,
  toMarkdown,
  toText,
} from "@mixedlm/report";
import { optionType } from "../errors.ts";
import { Frame } from "../labelled/frame.ts";
import { checkOption, checkOptions } from "../model/options.ts";
import { printable } from "./printable.ts";

/** A summary table that can be printed in several forms. */
export class Summary {
  static {
    printable(Summary.prototype);
  }

  /** The table as one record: title, facts, columns, rows of texts, notes. */
  readonly table: SummaryTable;

  constructor(table: SummaryTable) {
    this.table = table;
  }

  /** The title above the table; null without one. */
  get title(): string | null {
    return this.table.title ?? null;
  }

  /** Notes below the table. */
  get extra_txt(): readonly string[] {
    return this.table.notes ?? [];
  }

  /**
   * The two tables of texts of which statsmodels' summary is made: the facts in two pairs of columns, if there are any,
   * and a row for each parameter.
   */
  get tables(): readonly Frame<string>[] {
    const { info, columns, rows } = this.table;
    const names = rows.map(({ name }) => name);
    const cells = rows.map((row) => row.cells);
    return [...(info.length === 0 ? [] : [factsFrame(info)]), new Frame<string>(names, columns, cells)];
  }

  /** The same as objects: facts by their labels, cells by the titles of their columns. */
  records(): TableRecords {
    return tableRecords(this.table);
  }

  /** The text that statsmodels prints. */
  as_text(): string {
    return toText(this.table);
  }

  /**
   * HTML tables, as statsmodels makes them.
   *
   * @param options - `verbatim` keeps `&` and `<` in names as they are, as statsmodels does: the names are markup then.
   * @throws {@link SmfError} `unknown-option`, `option-type`
   */
  as_html(options: { readonly verbatim?: boolean } = {}): string {
    checkOptions("as_html", options, { verbatim: "boolean" });
    return toHtml(this.table, { verbatim: options.verbatim ?? false });
  }

  /**
   * A LaTeX table, as statsmodels makes it.
   *
   * @param label - the key for a reference to the table.
   * @param options - `escape` also escapes backslash, braces, tilde and circumflex in names; statsmodels leaves them,
   *   and a name such as `I(x^2)` does not compile.
   * @throws {@link SmfError} `unknown-option`, `option-type`
   */
  as_latex(label: string = "", options: { readonly escape?: boolean } = {}): string {
    checkOption("as_latex", "label", label, "text");
    checkOptions("as_latex", options, { escape: "boolean" });
    return toLatex(this.table, label, { verbatim: !(options.escape ?? false) });
  }

  /** Markdown tables in GitHub's dialect. */
  as_markdown(): string {
    return toMarkdown(this.table);
  }

  /**
   * Comma-separated values of one part: a line for each parameter, or for each fact.
   *
   * @throws {@link SmfError} `option-type`
   */
  as_csv(part: "rows" | "facts" = "rows"): string {
    if (part !== "rows" && part !== "facts") throw optionType("as_csv", "part", '"rows" or "facts"', part);
    return toCsv(this.table, part);
  }

  /** What notebooks show: the same as {@link as_html}. */
  _repr_html_(): string {
    return this.as_html();
  }

  /** The same as {@link as_text}. */
  toString(): string {
    return this.as_text();
  }
}

// down the left pair of columns, then down the right one
function factsFrame(info: SummaryTable["info"]): Frame<string> {
  const half = Math.ceil(info.length / 2);
  const rows = info.slice(0, half).map((left, i) => [...left, ...(info[half + i] ?? ["", ""])]);
  return new Frame<string>([...rows.keys()], [0, 1, 2, 3], rows);
}
