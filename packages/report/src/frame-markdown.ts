// A labelled matrix comes in, a pipe table in GitHub's Markdown goes out, with the texts that `frameText` prints.
// pandas leaves its `to_markdown` to another library with formats of its own; here a number reads the same everywhere.
import { checkFrame, type FrameTypes, typedFrameColumn } from "./frame-columns.ts";
import { strip } from "./layout.ts";
import { pipeTable } from "./markdown.ts";
import { type Label, typedIndex } from "./pandas-labels.ts";
import type { Value } from "./pandas-values.ts";

/**
 * Writes a labelled matrix as a Markdown table: numbers and booleans to the right, texts to the left.
 *
 * Nothing is left out or cut.
 *
 * @param index - one label for each row, length n.
 * @param columns - one label for each column, length p.
 * @param values - the matrix, n rows of p values.
 * @param options - names and types.
 * @returns lines joined by `\n`, without a line break at the end.
 * @throws {@link ReportError} `label-count`, `row-length`, `dtype-mismatch`
 */
export function frameMarkdown(
  index: readonly Label[],
  columns: readonly Label[],
  values: readonly (readonly Value[])[],
  options: FrameTypes = {},
): string {
  const frame = { index, columns, values, options };
  checkFrame(frame);
  const rows = index.map((_, i) => i);
  const typed = columns.map((_, j) => typedFrameColumn(frame, j));
  const texts = typed.map((column) => column.texts(rows).map(strip));
  const labels = typedIndex(index, options.indexDtype).texts(rows).map(strip);
  const headers = typedIndex(columns, options.columnsDtype).texts(columns.map((_, j) => j));
  return pipeTable(
    [options.indexName ?? "", ...headers],
    rows.map((i) => [labels[i]!, ...texts.map((column) => column[i]!)]),
    ["left", ...typed.map(({ dtype }) => (dtype === "object" ? "left" : "right"))],
  );
}
