// Columns of texts, each from its header down, come in; the lines of a printed table go out.
// A table wider than a line is broken between columns, as pandas breaks it: every block repeats the row labels, and all
// blocks but the last end in a backslash.
import { justify, widest } from "../writers/layout.ts";

/**
 * Sets a table's columns side by side, in as many blocks below one another as the line width asks for.
 *
 * A single column that is wider than the line has a block of its own.
 *
 * @param table - the row labels, then at least one column, all of equal length.
 * @param lineWidth - characters (code points) of a line.
 * @returns the blocks, an empty line between them.
 * @see pandas 1.5.3, `io.formats.string.StringFormatter`.
 */
export function wrapColumns([labels = [], ...columns]: readonly (readonly string[])[], lineWidth: number): string {
  const blocks = lineBlocks(columns.map(widest), lineWidth - widest(labels) - 1);
  return blocks
    .map(([start, end], i) => {
      const body = [labels, ...columns.slice(start, end)];
      const isLast = i === blocks.length - 1;
      return glueColumns(blocks.length === 1 ? body : [...body, margin(labels.length, isLast)], 1).join("\n");
    })
    .join("\n\n");
}

// what stands right of a block: a backslash beside the header if more blocks follow
function margin(height: number, isLast: boolean): string[] {
  return Array.from({ length: height }, (_, i) => (isLast ? " " : i === 0 ? " \\" : "  "));
}

// [start, end) of each block; a line keeps two characters for the backslash, the last one only one
function lineBlocks(widths: readonly number[], available: number): [start: number, end: number][] {
  const starts = [0];
  let used = 0;
  widths.forEach((width, j) => {
    used += width + 1;
    const reserve = j === widths.length - 1 ? 1 : 2;
    if (j > 0 && used + reserve > available) {
      starts.push(j);
      used = width + 1;
    }
  });
  return starts.map((start, i) => [start, starts[i + 1] ?? widths.length]);
}

/**
 * Sets columns side by side, their texts to the left.
 *
 * @param columns - at least one, all of equal length.
 * @param gap - blanks behind every column but the last.
 * @returns one line for each row, all equally long.
 */
export function glueColumns(columns: readonly (readonly string[])[], gap: number): string[] {
  const last = columns.length - 1;
  const padded = columns.map((column, j) => {
    const width = widest(column) + (j === last ? 0 : gap);
    return column.map((text) => justify(text, width, "left"));
  });
  const [first = []] = padded;
  return first.map((_, i) => padded.map((column) => column[i]).join(""));
}
