// A labelled matrix comes in, a pipe table in GitHub's Markdown goes out, with the texts that `frameText` prints.
// pandas leaves its `to_markdown` to another library with formats of its own; here a number reads the same everywhere.

import { strip } from "../writers/layout.ts";
import { pipeTable } from "../writers/markdown.ts";
import { checkFrame, type FrameRecord, typedFrameColumn } from "./frame-columns.ts";
import { typedIndex } from "./pandas-labels.ts";

/**
 * Writes a labelled matrix as a Markdown table: numbers and booleans to the right, texts to the left.
 *
 * Nothing is left out or cut.
 *
 * @param frame - the matrix, n rows of p values, with its labels, names and types.
 * @returns lines joined by `\n`, without a line break at the end.
 * @throws {@link ReportError} `label-count`, `row-length`, `dtype-mismatch`
 */
export function frameMarkdown(frame: FrameRecord): string {
  checkFrame(frame);
  const { index, columns, types = {} } = frame;
  const rows = index.map((_, i) => i);
  const typed = columns.map((_, j) => typedFrameColumn(frame, j));
  const texts = typed.map((column) => column.texts(rows).map(strip));
  const labels = typedIndex(index, types.indexDtype).texts(rows).map(strip);
  const headers = typedIndex(columns, types.columnsDtype).texts(columns.map((_, j) => j));
  return pipeTable(
    [types.indexName ?? "", ...headers],
    rows.map((i) => [labels[i]!, ...texts.map((column) => column[i]!)]),
    ["left", ...typed.map(({ dtype }) => (dtype === "object" ? "left" : "right"))],
  );
}
