// A labelled vector comes in, the characters that pandas prints for it go out.

import { labelCount } from "../errors.ts";
import { justify, textWidth } from "../writers/layout.ts";
import { glueColumns } from "./column-lines.ts";
import { MAX_WIDTH, padColumn } from "./frame-columns.ts";
import { type Label, typedIndex } from "./pandas-labels.ts";
import { type Dtype, escapeControls, typedColumn, type Value } from "./pandas-values.ts";
import { ROWS, shownPart } from "./shown-part.ts";

/** What a series has besides labels and values. */
export interface SeriesOptions {
  /** Printed below the values. */
  readonly name?: string;
  /** Type of the values; by default `float64` for numbers, `bool` for booleans, `object` for others. */
  readonly dtype?: Dtype;
  /** Printed above the labels. */
  readonly indexName?: string;
  /** Type of the labels; by default `int64` for whole numbers, `float64` for numbers, `bool`, or `object`. */
  readonly indexDtype?: Dtype;
}

/**
 * Prints a labelled vector as `str` of a pandas `Series`.
 *
 * One line per value, then the name, if there is one, and the type. Of more than 60 values the first and last five are
 * shown, and the length is told. Texts longer than 50 characters are cut.
 *
 * @param index - one label for each value.
 * @param values - the vector, length n.
 * @param options - names and types.
 * @returns lines joined by `\n`, without a line break at the end.
 * @throws {@link ReportError} `label-count`, `dtype-mismatch`
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
  const n = values.length;
  if (index.length !== n) throw labelCount(index.length, n, "values");
  const { positions, gap } = shownPart(n, ROWS);
  const column = typedColumn(values, options.dtype);
  const footer = [
    ...(options.name === undefined ? [] : [`Name: ${escapeControls(options.name)}`]),
    ...(gap === undefined ? [] : [`Length: ${n}`]),
    `dtype: ${column.dtype}`,
  ].join(", ");
  if (n === 0) return `Series([], ${footer})`;

  const labels = typedIndex(index, options.indexDtype).texts(positions);
  const texts = padColumn(column.texts(positions), 0, MAX_WIDTH, "right");
  if (gap !== undefined) {
    const width = textWidth(texts[0] ?? "");
    labels.splice(gap, 0, "");
    texts.splice(gap, 0, justify(width > 3 ? "..." : "..", width, "center"));
  }
  const header = options.indexName === undefined ? [] : [escapeControls(options.indexName)];
  return [...header, ...glueColumns([labels, texts], 3), footer].join("\n");
}
