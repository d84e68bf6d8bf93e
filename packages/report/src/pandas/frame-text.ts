// A labelled matrix comes in, the characters that pandas prints for it go out.
// What pandas does with a frame that is too wide depends on where it runs; the caller says which of the three it is.

import { widest } from "../writers/layout.ts";
import { glueColumns, wrapColumns } from "./column-lines.ts";
import { fittingColumns } from "./fitting-columns.ts";
import { checkFrame, type FrameRecord, frameColumns, MAX_WIDTH } from "./frame-columns.ts";
import { type Label, typedIndex } from "./pandas-labels.ts";
import type { Dtype } from "./pandas-values.ts";
import { type Limits, NOTEBOOK_COLUMNS, ROWS, type ShownPart, shownPart } from "./shown-part.ts";

const LINE_WIDTH = 80;
const MAX_LISTED_LABELS = 100;

/** How a frame is printed. */
export interface FrameOptions {
  /**
   * What is done with a wide or long frame. `notebook`, the default: columns that do not fit into a line continue
   * below, as `print(frame)` does in Jupyter. `script`: columns are left out of the middle, as `print(frame)` does in
   * Python itself. `whole`: nothing is left out, cut or continued, as `frame.to_string()` does.
   */
  readonly display?: "notebook" | "script" | "whole";
}

/**
 * Prints a labelled matrix as `str` of a pandas `DataFrame`.
 *
 * Columns that do not fit into 80 characters continue below, the break being marked by a backslash. Of more than 60
 * rows the first and last five are shown, of more than 20 columns the first and last ten, and the size is told. Row
 * labels and values longer than 50 characters are cut.
 *
 * @param frame - the matrix, n rows of p values, with its labels, names and types.
 * @param options - what is done with wide or long frames.
 * @returns lines joined by `\n`, without a line break at the end.
 * @throws {@link ReportError} `label-count`, `row-length`, `dtype-mismatch`
 * @see pandas 1.5.3, `DataFrame.__repr__` with default options and `display.max_columns` 20, and with 0 for `script`.
 * @example
 * ```ts
 * frameText({ index: ["a", "b"], columns: ["x", "y"], values: [[1, 0.5], [2, Number.NaN]] });
 * //      x    y
 * // a  1.0  0.5
 * // b  2.0  NaN
 * ```
 */
export function frameText(frame: FrameRecord, { display = "notebook" }: FrameOptions = {}): string {
  checkFrame(frame);
  const { index, columns } = frame;
  const isEmpty = index.length === 0 || columns.length === 0;
  if (display === "whole") return isEmpty ? emptyFrame(frame) : wholeFrame(frame);
  const rows = shownPart(index.length, ROWS);
  const places = display === "notebook" ? shownPart(columns.length, NOTEBOOK_COLUMNS) : fittingPart(frame, rows);
  const isElided = rows.gap !== undefined || places.gap !== undefined;
  const size = isElided ? `\n\n[${index.length} rows x ${columns.length} columns]` : "";
  if (isEmpty) return emptyFrame(frame) + size;
  const table = frameColumns(frame, rows, places, MAX_WIDTH);
  return (display === "notebook" ? wrapColumns(table, LINE_WIDTH) : glueColumns(table, 1).join("\n")) + size;
}

function wholeFrame(frame: FrameRecord): string {
  const rows = shownPart(frame.index.length, { ...ROWS, most: frame.index.length });
  const places = shownPart(frame.columns.length, { ...ROWS, most: frame.columns.length });
  return glueColumns(frameColumns(frame, rows, places, Number.POSITIVE_INFINITY), 1).join("\n");
}

// the columns that a terminal of the line's width holds; before they are measured, never more than one a character
function fittingPart(frame: FrameRecord, rows: ShownPart): ShownPart {
  const n = frame.columns.length;
  const first = shownPart(n, halves(LINE_WIDTH));
  if (n === 0 || frame.index.length === 0) return first;
  const widths = frameColumns(frame, rows, first, MAX_WIDTH).map(widest);
  return shownPart(n, halves(fittingColumns(widths, LINE_WIDTH)));
}

function halves(most: number): Limits {
  return { most, ends: Math.floor(most / 2) };
}

function emptyFrame({ index, columns, types }: FrameRecord): string {
  const lists = [listed(columns, types?.columnsDtype), listed(index, types?.indexDtype)];
  return `Empty DataFrame\nColumns: ${lists[0]}\nIndex: ${lists[1]}`;
}

function listed(labels: readonly Label[], dtype?: Dtype): string {
  const typed = typedIndex(labels, dtype);
  const texts = labels.slice(0, MAX_LISTED_LABELS).map((_, i) => typed.bare(i));
  return `[${[...texts, ...(labels.length > MAX_LISTED_LABELS ? ["..."] : [])].join(", ")}]`;
}
