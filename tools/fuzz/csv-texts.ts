// Random tables, and a small writer of delimited text that knows nothing of the reader: the same table in any style that
// programs write (quotes, line ends, delimiters, decimals, byte order mark, blanks, spellings of what is missing).
// What the reader makes of the text must be the table again.
import { pick, type RandomInteger } from "./strings.ts";

/** A cell: null is missing. */
export type Cell = number | bigint | boolean | string | null;

/** Names and cells of columns of one length. */
export interface TextTable {
  readonly names: readonly string[];
  readonly columns: readonly (readonly Cell[])[];
}

/** How a table is written. */
export interface Style {
  readonly delimiter: string;
  readonly decimal: string;
  readonly lineEnds: readonly string[];
  readonly byteOrderMark: boolean;
  /** Percentage of fields in quotes that need none. */
  readonly quoted: number;
  /** Percentage of lines with a line of blanks before them, and of numbers with blanks around them. */
  readonly blanks: number;
  readonly missing: readonly string[];
  readonly endsWithLineEnd: boolean;
  /** Whether missing fields at the end of a line are left out. */
  readonly isRagged: boolean;
}

const LETTERS = [..."aZ09 .,;|\t'\"#%-+/\\ßé変𝑥😀", "\n", "\r", "\r\n", "NA", "\u00a0", "\u2028", "\0"];
const WHOLE = [0, 1, 7, 2147483647, -2147483648, 2147483648, 9007199254740991, -9007199254740991];
const HUGE = [9007199254740993n, 9223372036854775807n, -9223372036854775808n, 1n];
const REAL = [0.1, 1e-320, 5e-324, 1.7976931348623157e308, 1e22, 123456.789, 2 ** -1074, 1 / 3, Infinity, -Infinity];
const MISSING = ["NA", "NaN", "nan", "N/A", "null", "NULL", "#N/A", "-NaN", "<NA>", ""];

/** A table of one to five columns of at most eight rows. */
export function randomTextTable(random: RandomInteger): TextTable {
  const rows = random(9);
  const names = new Set(Array.from({ length: 1 + random(5) }, (_, j) => `${word(random)}_${j}`));
  const makers = [whole, huge, real, truth, text, nothing];
  const columns = Array.from(names, () => {
    const make = pick(makers, random);
    const cells = Array.from({ length: rows }, () => make(random));
    // a whole number beyond 2^53 has no neighbours that are missing: they would make it a float
    return make === huge || random(2) === 0 ? cells : cells.map((cell) => (random(4) === 0 ? null : cell));
  });
  return { names: [...names], columns };
}

/** Any style whose decimal sign is not its delimiter. */
export function randomStyle(random: RandomInteger): Style {
  const delimiter = pick([",", ";", "\t", "|", ":"], random);
  const lineEnds = pick([["\n"], ["\n"], ["\r\n"], ["\r"], ["\n", "\r\n", "\r"]], random);
  return {
    delimiter,
    decimal: delimiter === "," ? "." : pick([".", ","], random),
    lineEnds,
    byteOrderMark: random(4) === 0,
    quoted: pick([0, 0, 30, 100], random),
    blanks: pick([0, 0, 20], random),
    missing: random(3) === 0 ? ["NA"] : MISSING,
    endsWithLineEnd: random(3) > 0,
    isRagged: random(4) === 0,
  };
}

/** Writes a table; the same numbers choose the same details. */
export function writeText({ names, columns }: TextTable, style: Style, random: RandomInteger): string {
  const { delimiter, missing, quoted, blanks, isRagged } = style;
  const needsQuotes = new RegExp(`["\\r\\n${delimiter === "|" ? "\\|" : delimiter}]|^[ \\t]*$|^\ufeff`);
  const field = (value: string): string =>
    needsQuotes.test(value) || random(100) < quoted ? `"${value.replaceAll('"', '""')}"` : value;
  const line = (row: number): string => {
    const cells = columns.map((column) => column[row] ?? null);
    let last = cells.length;
    while (isRagged && last > 1 && cells[last - 1] === null) last--;
    const fields = cells.slice(0, last).map((cell) => {
      // a line that is empty would be a blank one
      if (cell === null) return field(pick(last === 1 ? ["NA"] : missing, random)).replace(/^""$/, "");
      const written = cellText(cell, style, random);
      return field(
        typeof cell !== "string" && random(100) < blanks && typeof cell !== "boolean" ? ` ${written} ` : written,
      );
    });
    return fields.join(delimiter);
  };
  const lines = [names.map(field).join(delimiter), ...(columns[0] ?? []).map((_, row) => line(row))];
  let out = style.byteOrderMark ? "\ufeff" : "";
  for (const [i, written] of lines.entries()) {
    const end = pick(style.lineEnds, random);
    if (random(100) < blanks) out += `${pick(["", " ", "  \t".replace(delimiter, " ")], random)}${end}`;
    out += written + (i < lines.length - 1 || style.endsWithLineEnd ? end : "");
  }
  return out;
}

/** A few places of a text deleted, doubled, cut off, or filled with what a reader stumbles over. */
export function damaged(text: string, random: RandomInteger): string {
  let out = text;
  for (let edits = random(4); edits >= 0; edits--) {
    const start = random(out.length + 1);
    const piece = out.slice(start, start + random(8));
    const inserted = pick(
      [piece + piece, "", pick(LETTERS, random), '"', pick([",", ";", "\t", "|", "\n"], random)],
      random,
    );
    out =
      random(12) === 0
        ? out.slice(0, start)
        : out.slice(0, start) + inserted + out.slice(start + random(2) * piece.length);
  }
  return out;
}

function cellText(cell: number | bigint | boolean | string, { decimal }: Style, random: RandomInteger): string {
  if (typeof cell === "string") return cell;
  if (typeof cell === "boolean") return pick(cell ? ["True", "true", "TRUE"] : ["False", "false", "FALSE"], random);
  if (typeof cell === "bigint" || Number.isSafeInteger(cell))
    return (random(5) === 0 && cell > 0 ? "+" : "") + String(cell);
  if (!Number.isFinite(cell))
    return cell > 0 ? pick(["inf", "Infinity", "+inf"], random) : pick(["-inf", "-Infinity"], random);
  // both are the shortest digits that are read as the same number
  const written = random(2) === 0 ? String(cell) : cell.toExponential();
  return written.replace(".", decimal);
}

function word(random: RandomInteger): string {
  return Array.from({ length: 1 + random(4) }, () => pick(LETTERS, random)).join("");
}

function whole(random: RandomInteger): number {
  return random(3) === 0 ? pick(WHOLE, random) : random(2000) - 1000;
}

function huge(random: RandomInteger): bigint {
  return pick(HUGE, random);
}

/** Any finite double, or one at the edges; never a whole number, which would be written as one. */
function real(random: RandomInteger): number {
  if (random(3) === 0) return pick(REAL, random);
  const bits = new DataView(new ArrayBuffer(8));
  bits.setUint32(0, random(2 ** 32));
  bits.setUint32(4, random(2 ** 32));
  const number = bits.getFloat64(0);
  return Number.isFinite(number) && !Number.isInteger(number) ? number : random(1000) + 0.5;
}

function truth(random: RandomInteger): boolean {
  return random(2) === 0;
}

/** Text that is nothing else: a letter that no number, truth value or missing value has stands in front. */
function text(random: RandomInteger): string {
  return `w${word(random)}`;
}

function nothing(): null {
  return null;
}
