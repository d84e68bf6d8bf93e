// A plain record of results -> the same record, frozen, that can be printed: `String(result)` and, where consoles know
// how, `console.log(result)` show tables. The ways to print are not enumerable, so that spreads, comparisons and JSON
// see data.
import { type ResultTable, resultHtml, resultLatex, resultMarkdown, resultText } from "@mixedlm/report";

export type { ResultTable };

/** Ways to print a result. */
export interface Printed {
  /** Tables as text. */
  toString(): string;
  /** Tables as HTML, without styles but alignment. */
  toHtml(): string;
  /** Tables in LaTeX; they need the package booktabs. */
  toLatex(): string;
  /** Tables as Markdown. */
  toMarkdown(): string;
}

/**
 * Freezes a record and makes it printable.
 *
 * @param record - a fresh object, whose parts are frozen already.
 * @param tables - makes its tables when it is printed.
 */
export function printed<R extends object>(
  record: R,
  tables: (record: R) => readonly ResultTable[],
): Readonly<R> & Printed {
  const text = (): string => resultText(tables(record));
  Object.defineProperties(record, {
    toString: { value: text },
    toHtml: { value: () => resultHtml(tables(record)) },
    toLatex: { value: () => resultLatex(tables(record)) },
    toMarkdown: { value: () => resultMarkdown(tables(record)) },
    [Symbol.for("nodejs.util.inspect.custom")]: { value: text },
  });
  return Object.freeze(record) as Readonly<R> & Printed;
}
