// Delimited text -> records of fields: quoting of RFC 4180, and line ends of every system.
// Where the standard is silent this does what pandas does: a quote counts only at the start of a field, text after a
// closing quote is appended, and lines of blanks are skipped.
import * as errors from "../errors.ts";

/** The fields of one record, and the line it starts on, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

const QUOTE = 34;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * Splits delimited text into records.
 *
 * @param text - the text; a byte order mark in front is skipped.
 * @param delimiter - one character.
 * @throws {@link DesignError} `csv` when a quoted field never ends.
 */
export function csvRecords(text: string, delimiter: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  const separator = delimiter.charCodeAt(0);
  let position = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;
  while (position < text.length) {
    const start = line;
    const fields: string[] = [];
    const from = position;
    let more = true;
    while (more) {
      const field = text.charCodeAt(position) === QUOTE ? quotedField(text, position, separator, line) : null;
      const end = field?.end ?? fieldEnd(text, position, separator);
      fields.push(field?.value ?? text.slice(position, end));
      line += field?.lines ?? 0;
      more = end < text.length && text.charCodeAt(end) === separator;
      position = end + 1;
    }
    const end = position - 1;
    if (text.charCodeAt(end) === CARRIAGE_RETURN && text.charCodeAt(end + 1) === LINE_FEED) position++;
    line++;
    if (fields.length > 1 || !isBlank(text.slice(from, end))) records.push({ line: start, fields });
  }
  return records;
}

/** Position of the delimiter or line end that ends a field. */
function fieldEnd(text: string, from: number, separator: number): number {
  let end = from;
  while (end < text.length) {
    const unit = text.charCodeAt(end);
    if (unit === separator || unit === LINE_FEED || unit === CARRIAGE_RETURN) break;
    end++;
  }
  return end;
}

/** The value of a field that starts with a quote, where it ends, and how many line ends are inside. */
function quotedField(
  text: string,
  from: number,
  separator: number,
  line: number,
): { readonly value: string; readonly end: number; readonly lines: number } {
  const parts: string[] = [];
  let start = from + 1;
  for (;;) {
    const quote = text.indexOf('"', start);
    if (quote < 0) throw errors.csvQuote(line);
    parts.push(text.slice(start, quote));
    start = quote + 1;
    if (text.charCodeAt(start) !== QUOTE) break;
    parts.push('"');
    start++;
  }
  const inside = parts.join("");
  const end = fieldEnd(text, start, separator);
  const lines = inside.match(/\r\n|\r|\n/g)?.length ?? 0;
  return { value: inside + text.slice(start, end), end, lines };
}

function isBlank(record: string): boolean {
  return /^[ \t]*$/.test(record);
}
