// What must hold of delimited text: a table that was written in any style is read as it was; damaged text is a table or a
// `DesignError` with the place; and what was read, written once more in the plainest style, is read the same.
import { DesignError, readCsv } from "@mixedlm/design";
import {
  type Cell,
  damaged,
  randomStyle,
  randomTextTable,
  type Style,
  type TextTable,
  writeText,
} from "./csv-texts.ts";
import type { RandomInteger } from "./strings.ts";

/** A text that broke a rule. */
export interface CsvProblem {
  readonly text: string;
  readonly style: Style;
  readonly what: string;
}

const PLAIN: Style = {
  delimiter: ";",
  decimal: ".",
  lineEnds: ["\n"],
  byteOrderMark: false,
  quoted: 0,
  blanks: 0,
  missing: ["NA"],
  endsWithLineEnd: true,
  isRagged: false,
};

/**
 * Writes a random table, reads it, damages it, reads it again.
 *
 * @param tally - counts outcomes.
 * @returns the first rule that was broken, or null.
 */
export function checkCsv(random: RandomInteger, tally: Map<string, number>): CsvProblem | null {
  const table = randomTextTable(random);
  const style = randomStyle(random);
  const text = writeText(table, style, random);
  const unequal = ended(text, style, tally, "written", (read) => difference(table, read), false);
  if (unequal !== null) return { text, style, what: unequal };
  const broken = damaged(text, random);
  const wrong = ended(broken, style, tally, "damaged", (read) => writtenAgain(read, style.decimal, random), true);
  return wrong === null ? null : { text: broken, style, what: wrong };
}

function ended(
  text: string,
  style: Style,
  tally: Map<string, number>,
  kind: string,
  rule: (read: TextTable) => string | null,
  mayBeRefused: boolean,
): string | null {
  const count = (outcome: string) => tally.set(`${kind}: ${outcome}`, (tally.get(`${kind}: ${outcome}`) ?? 0) + 1);
  try {
    const broken = rule(readTable(text, style));
    count("read");
    return broken;
  } catch (error) {
    if (!(error instanceof DesignError)) return `throws ${error}`;
    if (!mayBeRefused) return `is refused: ${error.message}`;
    count(error.message.replace(/`.*`|\d+/gs, "…"));
    return wrongPlace(error, text);
  }
}

function readTable(text: string, { delimiter, decimal }: Style): TextTable {
  const read = readCsv(text, { delimiter, decimal });
  const names = read.columnNames();
  const columns = names.map((name) => Array.from(read.column?.(name) as ArrayLike<Cell>, missingAsNull));
  const wrong = columns.findIndex((column) => column.length !== read.numRows());
  if (wrong >= 0) throw new Error(`column ${wrong} has ${columns[wrong]?.length} of ${read.numRows()} cells`);
  if (columns.flat().includes(undefined as never)) throw new Error("a cell is undefined");
  return { names, columns };
}

function missingAsNull(cell: Cell): Cell {
  return Number.isNaN(cell) ? null : cell;
}

/** Numbers are equal when their values are, whatever array holds them. */
function difference(expected: TextTable, read: TextTable): string | null {
  if (JSON.stringify(expected.names) !== JSON.stringify(read.names))
    return `has the columns ${JSON.stringify(read.names)}`;
  for (const [j, column] of expected.columns.entries()) {
    const found = read.columns[j] ?? [];
    if (found.length !== column.length) return `has ${found.length} rows instead of ${column.length}`;
    const row = column.findIndex((cell, i) => !isSame(cell, found[i] ?? null));
    if (row >= 0) return `has ${shown(found[row])} instead of ${shown(column[row])} in row ${row} of column ${j}`;
  }
  return null;
}

function isSame(expected: Cell, found: Cell): boolean {
  if (typeof expected === "bigint" || typeof found === "bigint") return String(expected) === String(found);
  return expected === found;
}

function shown(cell: Cell | undefined): string {
  return `${typeof cell} ${String(cell)}`;
}

/** Floats are written with an exponent, so that none becomes a whole number. */
function writtenAgain(read: TextTable, decimal: string, random: RandomInteger): string | null {
  const style: Style = { ...PLAIN, decimal };
  const columns = read.columns.map((column) => {
    return column.map((cell) =>
      typeof cell === "number" && Number.isFinite(cell) ? cell.toExponential().replace(".", decimal) : cell,
    );
  });
  const again = readTable(writeText({ names: read.names, columns }, style, random), style);
  const unequal = difference(read, again);
  return unequal === null ? null : `read, written plainly and read again, ${unequal}`;
}

/** A refusal names the line, which is one of the text, or the column. */
function wrongPlace({ code, message, data }: DesignError, text: string): string | null {
  if (code !== "csv") return `has the code ${code}`;
  if (/undefined|\[object/.test(message)) return `says ${message}`;
  const { line, name } = data as { line?: number; name?: string };
  if (line === undefined) return name !== undefined || message.includes("empty") ? null : `names no place: ${message}`;
  const lines = text.split(/\r\n|\r|\n/).length;
  return Number.isInteger(line) && line >= 1 && line <= lines ? null : `names line ${line} of ${lines}`;
}
