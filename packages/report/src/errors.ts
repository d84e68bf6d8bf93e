// Every error of this package: one class and one function per message, so that all texts read on one page.
// Comes in: the offending values. Goes out: a `ReportError` whose `code` and `data` are stable API; the prose is not.

/** The reasons for which `@mixedlm/report` refuses its input. */
export type ReportErrorCode =
  | "precision-range"
  | "row-length"
  | "alpha-range"
  | "label-count"
  | "format-syntax"
  | "no-models"
  | "dtype-mismatch";

/** An input that cannot be printed: `code` says which rule it breaks, `data` holds the values of the message. */
export class ReportError extends Error {
  /** Always `ReportError`. */
  override readonly name = "ReportError";
  /** The rule that was broken; stable. */
  readonly code: ReportErrorCode;
  /** The values that the message speaks of. */
  readonly data: Readonly<Record<string, unknown>>;

  /** Keeps `code` and `data` beside the text; made by the functions of this file. */
  constructor(code: ReportErrorCode, message: string, data: Readonly<Record<string, unknown>>) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** `precision-range`: the number of decimals or digits is not an integer from 0 to `max`. */
export function precisionRange(precision: number, max: number): ReportError {
  const text = `the precision of a number format is ${precision}; it must be an integer from 0 to ${max}`;
  return new ReportError("precision-range", text, { precision, max });
}

/** `row-length`: a row of a table, by its label, has not one cell for every column. */
export function rowLength(row: string, length: number, expected: number): ReportError {
  const text = `row \`${row}\` of the table has ${length} ${length === 1 ? "cell" : "cells"}, expected ${expected}: one for every column`;
  return new ReportError("row-length", text, { row, length, expected });
}

/** `alpha-range`: a significance level outside [0, 1]. */
export function alphaRange(alpha: number): ReportError {
  const text = `the significance level \`alpha\` is ${alpha}; it must lie from 0 to 1, 0.05 for 95 % intervals`;
  return new ReportError("alpha-range", text, { alpha });
}

/** `label-count`: a vector or matrix has not one label for every value or row. */
export function labelCount(labels: number, expected: number, what: "values" | "rows"): ReportError {
  const text = `the index has ${labels} labels for ${expected} ${what}; it needs one for each`;
  return new ReportError("label-count", text, { labels, expected, what });
}

/** `format-syntax`: a number format that is no single conversion of Python's `%`, or none for this number. */
export function formatSyntax(format: string, x?: number): ReportError {
  const what = x === undefined ? "is no format of one number" : `cannot write ${x}`;
  const quoted = format.length > 60 ? `${format.slice(0, 40)}...` : format;
  const text = `the number format \`${quoted}\` ${what}; it must hold one conversion such as \`%.4f\`, \`%8.3g\` or \`%d\``;
  return new ReportError("format-syntax", text, { format, ...(x === undefined ? {} : { x }) });
}

/** `no-models`: a table of models without any. */
export function noModels(): ReportError {
  return new ReportError("no-models", "a table of models needs at least one model, there is none", {});
}

/** `dtype-mismatch`: a value of a column that is not of the column's type. */
export function dtypeMismatch(value: unknown, dtype: string): ReportError {
  const text = `the value ${JSON.stringify(value) ?? String(value)} is not of the type \`${dtype}\` that its column is said to have`;
  return new ReportError("dtype-mismatch", text, { value, dtype });
}
