// A labelled matrix comes in, with the rows and columns that are to be printed; out go the columns of the print, each a
// list of texts from its header down and padded, the row labels first.
// pandas builds a table column by column: widths are measured there, and rows are left out there too.

import { labelCount, rowLength } from "../errors.ts";
import type { Alignment } from "../writers/alignment.ts";
import { justify, textWidth, widest } from "../writers/layout.ts";
import { type Label, typedIndex } from "./pandas-labels.ts";
import { type Dtype, escapeControls, typedColumn, type Value } from "./pandas-values.ts";
import type { ShownPart } from "./shown-part.ts";

/** Characters of a label or value beyond which pandas cuts it when it prints. */
export const MAX_WIDTH = 50;

/** A labelled matrix. */
export interface FrameRecord {
  /** One label for each row. */
  readonly index: readonly Label[];
  /** One label for each column. */
  readonly columns: readonly Label[];
  /** Rows with a value for every column. */
  readonly values: readonly (readonly Value[])[];
  /** By default the values and labels tell their types, and nothing has a name. */
  readonly types?: FrameTypes;
}

/** Names and types of a frame's parts. */
export interface FrameTypes {
  /** Type of each column; by default `float64` for numbers, `bool` for booleans, `object` for others. */
  readonly dtypes?: readonly Dtype[];
  /** Name of the row labels. */
  readonly indexName?: string;
  /** Type of the row labels; by default `int64` for whole numbers, `float64` for numbers, `bool`, or `object`. */
  readonly indexDtype?: Dtype;
  /** Type of the column labels, likewise. */
  readonly columnsDtype?: Dtype;
}

/**
 * Refuses a frame whose parts do not belong together.
 *
 * @throws {@link ReportError} `label-count`, `row-length`
 */
export function checkFrame({ index, columns, values }: FrameRecord): void {
  if (index.length !== values.length) throw labelCount(index.length, values.length, "rows");
  values.forEach((row, i) => {
    if (row.length !== columns.length) throw rowLength(String(index[i]), row.length, columns.length);
  });
}

/**
 * Sets the shown part of a frame as columns of texts.
 *
 * @param frame - checked, with at least one row and column.
 * @param rows - the rows that are shown.
 * @param places - the columns that are shown.
 * @param maxWidth - characters beyond which labels of rows and values are cut.
 * @returns row labels, then one list of texts for each column, all of equal length; dots stand where something is left
 *   out.
 * @see pandas 1.5.3, `io.formats.format.DataFrameFormatter`, `io.formats.string.StringFormatter`.
 */
export function frameColumns(frame: FrameRecord, rows: ShownPart, places: ShownPart, maxWidth: number): string[][] {
  const indexName = frame.types?.indexName;
  const below = indexName === undefined ? [] : [""];
  const names = indexName === undefined ? [] : [escapeControls(indexName)];
  const labels = typedIndex(frame.index, frame.types?.indexDtype).texts(rows.positions);
  const headers = columnHeaders(frame, places.positions);
  const body = places.positions.map((place, j) => {
    const texts = typedFrameColumn(frame, place).texts(rows.positions);
    return valueColumn([headers[j] ?? "", ...below], texts, maxWidth);
  });
  const table = [["", ...padColumn([...names, ...labels], 0, maxWidth, "left")], ...body];
  const headerRows = 1 + below.length;
  const withGap = rows.gap === undefined ? table : table.map((column, j) => dotted(column, j, rows.gap!, headerRows));
  if (places.gap === undefined) return withGap;
  const dots = Array<string>(withGap[0]?.length ?? 0).fill(" ...");
  return [...withGap.slice(0, places.gap + 1), dots, ...withGap.slice(places.gap + 1)];
}

/** A column of a frame with its type. */
export function typedFrameColumn({ values, types }: FrameRecord, place: number): ReturnType<typeof typedColumn> {
  return typedColumn(
    values.map((row) => row[place]!),
    types?.dtypes?.[place],
  );
}

// A header starts with a blank above numbers and booleans. pandas takes the types in order from the whole frame, even
// if columns are left out, and of headers that read the same, the last one decides.
function columnHeaders(frame: FrameRecord, places: readonly number[]): string[] {
  const labels = typedIndex(frame.columns, frame.types?.columnsDtype).texts(places);
  const isNumeric = new Map(labels.map((label, j) => [label, typedFrameColumn(frame, j).dtype !== "object"]));
  return labels.map((label) => (isNumeric.get(label) ? ` ${label}` : label));
}

// a header and its values, to the right of a common width; below a header of more than `maxWidth` characters the
// values keep to those
function valueColumn(header: readonly string[], texts: readonly string[], maxWidth: number): string[] {
  const cells = padColumn(padColumn(texts, 0, maxWidth, "right"), widest(header), maxWidth, "right");
  const width = Math.max(widest(header), widest(cells));
  return [...header.map((text) => justify(text, width, "right")), ...cells];
}

/**
 * Pads texts to a common width, and cuts those that are longer than the greatest one.
 *
 * @param texts - the cells of a column.
 * @param minimum - width at least.
 * @param maximum - width at most, in code points; it limits `minimum` too.
 * @param align - where the texts stand.
 */
export function padColumn(texts: readonly string[], minimum: number, maximum: number, align: Alignment): string[] {
  const width = Math.min(Math.max(widest(texts), minimum), maximum);
  return texts.map((text) => justify(cut(text, width), width, align));
}

function cut(text: string, width: number): string {
  return textWidth(text) > width ? `${[...text].slice(0, width - 3).join("")}...` : text;
}

// dots in the place of the rows left out, as wide as a cell above them; those of the row labels stand to the left
function dotted(column: readonly string[], position: number, gap: number, headerRows: number): string[] {
  const width = textWidth(column[gap] ?? "");
  const dots = justify(width > 3 ? "..." : "..", width, position === 0 ? "left" : "right");
  return [...column.slice(0, gap + headerRows), dots, ...column.slice(gap + headerRows)];
}
