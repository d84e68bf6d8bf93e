// Labelled numbers come in, a vector or a matrix, and the characters that pandas prints for them go out.
// A table is a list of columns here, each a list of texts from its header down, as in pandas: rows are left out and
// widths are measured column by column; lines exist only at the end, when `column-lines.ts` sets columns side by side.
import { glueColumns, wrapColumns } from "./column-lines.ts";
import { labelCount, rowLength } from "./errors.ts";
import { justify, widest } from "./layout.ts";
import { formatColumn } from "./pandas-floats.ts";

/** A label of an index. */
export type Label = string | number | boolean;

/** A value of a column; null is a missing one. */
export type Value = number | string | boolean | null;

/** The type of a column. */
export type Dtype = "float64" | "int64" | "object" | "bool";

/** What a series prints besides labels and values. */
export interface SeriesOptions {
  /** Printed below the values. */
  readonly name?: string;
  /** Type of the values; by default what pandas infers from them, numbers being `float64`. */
  readonly dtype?: Dtype;
}

/** What a frame prints besides labels and values. */
export interface FrameOptions {
  /** Type of each column; by default what pandas infers, numbers being `float64`. */
  readonly dtypes?: readonly Dtype[];
  /** Printed above the row labels. */
  readonly indexName?: string;
}

const MAX_ROWS = 60;
const HEAD_ROWS = 5;
const MAX_COLUMNS = 20;
const HEAD_COLUMNS = 10;
const LINE_WIDTH = 80;
const MAX_LABEL_WIDTH = 50;
const MAX_LISTED_LABELS = 100;

/**
 * Prints a labelled vector as `str` of a pandas `Series` of doubles with an index of texts.
 *
 * One line per value, then the name, if there is one, and `dtype: float64`. Of more than 60 values the first and last
 * five are shown, and the length is told. Labels stand left-aligned; pandas does so with integer labels too, except
 * that it indents them by a blank when one of them is negative.
 *
 * @param index - one label for each value.
 * @param values - the vector, length n.
 * @param options - name and type of the series.
 * @returns lines joined by `\n`, without a line break at the end.
 * @throws {@link ReportError} `label-count`
 * @see pandas 1.5.3, `Series.__repr__` with default options.
 * @example
 * ```ts
 * seriesText(["Intercept", "Time"], [15.7238, 6.9425]);
 * // Intercept    15.7238
 * // Time          6.9425
 * // dtype: float64
 * ```
 */
export function seriesText(index: readonly Label[], values: ArrayLike<Value>, options: SeriesOptions = {}): string {
  const { name, dtype = inferDtype(Array.from(values)) } = options;
  const n = values.length;
  if (index.length !== n) throw labelCount(index.length, n, "values");
  const rows = shown(n, MAX_ROWS, HEAD_ROWS);
  const isElided = rows.length < n;
  const footer = [
    ...(name === undefined ? [] : [`Name: ${escapeLabel(name)}`]),
    ...(isElided ? [`Length: ${n}`] : []),
    `dtype: ${dtype}`,
  ].join(", ");
  if (n === 0) return `Series([], ${footer})`;

  const labels = rows.map((i) => escapeLabel(String(index[i]!)));
  const texts = formatValues(
    rows.map((i) => values[i]!),
    dtype,
  );
  if (isElided) {
    const width = widest(texts);
    labels.splice(HEAD_ROWS, 0, "");
    texts.splice(HEAD_ROWS, 0, justify(dots(width), width, "center"));
  }
  return [...glueColumns([labels, texts], 3), footer].join("\n");
}

/**
 * Prints a labelled matrix as `str` of a pandas `DataFrame` of doubles whose labels are texts.
 *
 * Columns that do not fit into 80 characters continue below, the break being marked by a backslash, as in a notebook
 * (in a terminal pandas leaves columns out instead). Of more than 60 rows the first and last five are shown, of more
 * than 20 columns the first and last ten, and the size is told. Row labels longer than 50 characters are cut.
 *
 * @param index - one label for each row, length n.
 * @param columns - one label for each column, length p.
 * @param values - the matrix, n rows of p numbers.
 * @returns lines joined by `\n`, without a line break at the end.
 * @throws {@link ReportError} `label-count`, `row-length`
 * @see pandas 1.5.3, `DataFrame.__repr__` with default options and `display.max_columns` 20.
 * @example
 * ```ts
 * frameText(["a", "b"], ["x", "y"], [[1, 0.5], [2, Number.NaN]]);
 * //      x    y
 * // a  1.0  0.5
 * // b  2.0  NaN
 * ```
 */
export function frameText(
  index: readonly Label[],
  columns: readonly Label[],
  values: readonly (readonly Value[])[],
  options: FrameOptions = {},
): string {
  return textsFrame(index.map(String), columns.map(String), values, options.dtypes);
}

function textsFrame(
  index: readonly string[],
  columns: readonly string[],
  values: readonly (readonly Value[])[],
  dtypes?: readonly Dtype[],
): string {
  checkShape(index, columns, values);
  const rows = shown(index.length, MAX_ROWS, HEAD_ROWS);
  const places = shown(columns.length, MAX_COLUMNS, HEAD_COLUMNS);
  const isElided = rows.length < index.length || places.length < columns.length;
  const size = isElided ? `\n\n[${index.length} rows x ${columns.length} columns]` : "";
  if (index.length === 0 || columns.length === 0) return emptyFrame(index, columns) + size;

  const body = places.map((j) =>
    valueColumn(
      columns[j]!,
      rows.map((i) => values[i]![j]!),
      dtypes?.[j] ?? inferDtype(values.map((row) => row[j]!)),
    ),
  );
  const table = [labelColumn(rows.map((i) => index[i]!)), ...body];
  const hasRowGap = rows.length < index.length;
  const withRowGap = hasRowGap ? table.map(withDots) : table;
  if (places.length < columns.length) {
    withRowGap.splice(HEAD_COLUMNS + 1, 0, Array<string>(withRowGap[0]!.length).fill(" ..."));
  }
  return wrapColumns(withRowGap, LINE_WIDTH) + size;
}

function checkShape(index: readonly string[], columns: readonly string[], values: readonly (readonly Value[])[]): void {
  if (index.length !== values.length) throw labelCount(index.length, values.length, "rows");
  values.forEach((row, i) => {
    if (row.length !== columns.length) throw rowLength(index[i]!, row.length, columns.length);
  });
}

// positions that are printed: all, or the head and the tail of a longer list
function shown(length: number, max: number, head: number): number[] {
  const all = Array.from({ length }, (_, i) => i);
  return length > max ? [...all.slice(0, head), ...all.slice(-head)] : all;
}

function dots(width: number): string {
  return width > 3 ? "..." : "..";
}

function escapeLabel(label: string): string {
  return label.replaceAll("\t", "\\t").replaceAll("\r", "\\r").replaceAll("\n", "\\n");
}

function emptyFrame(index: readonly string[], columns: readonly string[]): string {
  return `Empty DataFrame\nColumns: ${listed(columns)}\nIndex: ${listed(index)}`;
}

function listed(labels: readonly string[]): string {
  const rest = labels.length > MAX_LISTED_LABELS ? ["..."] : [];
  return `[${[...labels.slice(0, MAX_LISTED_LABELS), ...rest].join(", ")}]`;
}

// the row labels below an empty header
function labelColumn(labels: readonly string[]): string[] {
  const texts = labels.map(escapeLabel);
  const width = Math.min(widest(texts), MAX_LABEL_WIDTH);
  return ["", ...texts.map((text) => justify(cut(text, width), width, "left"))];
}

function cut(text: string, width: number): string {
  const characters = [...text];
  return characters.length > width ? `${characters.slice(0, width - 3).join("")}...` : text;
}

// a header and its numbers, to the right of a common width; below a header of more than 50 characters the numbers
// keep to the first 50
function valueColumn(label: string, values: readonly Value[], dtype: Dtype): string[] {
  const header = ` ${escapeLabel(label)}`;
  const texts = formatValues(values, dtype);
  const width = widest([header, ...texts]);
  const cells = texts.map((text) => justify(text, Math.min(width, MAX_LABEL_WIDTH), "right"));
  return [justify(header, width, "right"), ...cells];
}

// dots in the place of the rows left out; the row labels' own stand to the left
function withDots(column: readonly string[], position: number): string[] {
  const width = widest([column[HEAD_ROWS]!]);
  const gap = justify(dots(width), width, position === 0 ? "left" : "right");
  return [...column.slice(0, HEAD_ROWS + 1), gap, ...column.slice(HEAD_ROWS + 1)];
}

function inferDtype(values: readonly Value[]): Dtype {
  if (values.every((value) => typeof value === "number")) return "float64";
  return values.every((value) => typeof value === "boolean") ? "bool" : "object";
}

function formatValues(values: readonly Value[], dtype: Dtype): string[] {
  if (dtype === "float64") return formatColumn(values.map(Number));
  const texts = values.map((value) => ` ${value === true ? "True" : value === false ? "False" : (value ?? "None")}`);
  return texts.map((text) => justify(text, widest(texts), "right"));
}
