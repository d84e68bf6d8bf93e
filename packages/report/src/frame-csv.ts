// A labelled matrix comes in, the comma-separated values go out that pandas writes for it: every digit of every number.
import { csvRecord } from "./csv.ts";
import { checkFrame, type FrameTypes, typedFrameColumn } from "./frame-columns.ts";
import { type Label, typedIndex } from "./pandas-labels.ts";
import type { Value } from "./pandas-values.ts";

/**
 * Writes a labelled matrix as comma-separated values: a line of column labels, then one line a row, its label first.
 *
 * Numbers have the shortest digits that read back as the same double; missing values are empty.
 *
 * @param index - one label for each row, length n.
 * @param columns - one label for each column, length p.
 * @param values - the matrix, n rows of p values.
 * @param options - names and types.
 * @returns lines that each end in `\n`.
 * @throws {@link ReportError} `label-count`, `row-length`, `dtype-mismatch`
 * @see pandas 1.5.3, `DataFrame.to_csv`; unlike there, a field with a lone carriage return is quoted, as it has to be.
 */
export function frameCsv(
  index: readonly Label[],
  columns: readonly Label[],
  values: readonly (readonly Value[])[],
  options: FrameTypes = {},
): string {
  const frame = { index, columns, values, options };
  checkFrame(frame);
  const headers = typedIndex(columns, options.columnsDtype);
  const labels = typedIndex(index, options.indexDtype);
  const typed = columns.map((_, j) => typedFrameColumn(frame, j));
  const records = [
    [options.indexName ?? "", ...columns.map((_, j) => headers.field(j))],
    ...index.map((_, i) => [labels.field(i), ...typed.map((column) => column.field(i))]),
  ];
  return records.map((fields) => `${csvRecord(fields)}\n`).join("");
}
