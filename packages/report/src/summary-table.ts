// A table of texts, which is all that the writers (text, HTML, LaTeX, Markdown, CSV) know: facts about a model over a
// row for each parameter. It is plain JSON, and any model can fill one.
import type { Alignment } from "./writers/alignment.ts";

/** A table of texts: facts about a model over one row per parameter. */
export interface SummaryTable {
  /**
   * How it is set: as statsmodels' `Summary`, the default, or as its table of tested `parameters`, which has no facts
   * and notes, wider columns, and keeps the blanks of its cells.
   */
  readonly style?: "summary" | "parameters";
  /** Where a summary's cells stand in text and LaTeX; to the right by default. */
  readonly align?: Alignment;
  /** Printed centred over the table. */
  readonly title?: string;
  /** Facts about the model, in the order of reading: down the left pair of columns, then down the right one. */
  readonly info: readonly (readonly [label: string, value: string])[];
  /** Titles of the columns, the names' column excluded; a line break starts a second line of titles. */
  readonly columns: readonly string[];
  /** One row per parameter, with one cell for every column; "" leaves a cell blank. */
  readonly rows: readonly SummaryRow[];
  /** Remarks below the table. */
  readonly notes?: readonly string[];
}

/** A parameter's name and its cells. */
export interface SummaryRow {
  /** The parameter. */
  readonly name: string;
  /** Texts, as many as the table has columns. */
  readonly cells: readonly string[];
}
