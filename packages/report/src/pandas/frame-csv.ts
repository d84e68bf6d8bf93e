// A labelled matrix comes in, the comma-separated values go out that pandas writes for it: every digit of every number.
import { csvRecord } from "../writers/csv.ts";
import { checkFrame, type FrameRecord, typedFrameColumn } from "./frame-columns.ts";
import { typedIndex } from "./pandas-labels.ts";

/**
 * Writes a labelled matrix as comma-separated values: a line of column labels, then one line a row, its label first.
 *
 * Numbers have the shortest digits that read back as the same double; missing values are empty.
 *
 * @param frame - the matrix, n rows of p values, with its labels, names and types.
 * @returns lines that each end in `\n`.
 * @throws {@link ReportError} `label-count`, `row-length`, `dtype-mismatch`
 * @see pandas 1.5.3, `DataFrame.to_csv`; unlike there, a field with a lone carriage return is quoted, as it has to be.
 */
export function frameCsv(frame: FrameRecord): string {
  checkFrame(frame);
  const { index, columns, types = {} } = frame;
  const headers = typedIndex(columns, types.columnsDtype);
  const labels = typedIndex(index, types.indexDtype);
  const typed = columns.map((_, j) => typedFrameColumn(frame, j));
  const records = [
    [types.indexName ?? "", ...columns.map((_, j) => headers.field(j))],
    ...index.map((_, i) => [labels.field(i), ...typed.map((column) => column.field(i))]),
  ];
  return records.map((fields) => `${csvRecord(fields)}\n`).join("");
}
