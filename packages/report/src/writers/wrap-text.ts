// A note comes in, lines no longer than a width go out, broken where Python's `textwrap.wrap` breaks them:
// at blanks and after the hyphen of a compound word, inside a word only if it is longer than a line.
import { textWidth } from "./layout.ts";

// after a hyphen that has two letters (or a single letter part) before it and two letters after it
const HYPHEN_BREAK = /(?<=\p{L}{2}-|\p{L}-[\p{L}\p{N}_]-)(?=\p{L}-?\p{L})/u;

/**
 * Breaks a text into lines of at most `width` characters (code points).
 *
 * Line breaks of the text count as blanks; blanks at a break vanish. A tab counts as one blank, and a double hyphen
 * is no place to break, the two points where Python's wrapping does more.
 *
 * @param text - the note; an empty one gives no line.
 * @param width - characters in a line, at least 1.
 */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of pieces(text)) {
    if (textWidth(line + piece) <= width) {
      line += piece;
    } else if (piece.trim() === "") {
      lines.push(line.trimEnd());
      line = "";
    } else {
      const full = breakPiece(line, piece, width);
      line = full.pop() ?? "";
      lines.push(...full);
    }
    // a line never starts with the blanks at which the one before it was broken
    if (lines.length > 0) line = line.trimStart();
  }
  return [...lines, line.trimEnd()].filter((done) => done !== "");
}

// words, their parts after hyphens, and the blanks between them
function pieces(text: string): string[] {
  return text
    .replace(/\s/g, " ")
    .split(/( +)/)
    .flatMap((word) => word.split(HYPHEN_BREAK))
    .filter((piece) => piece !== "");
}

// a piece that fits into a line starts a new one; a longer one fills the line it stands on, and the next ones
function breakPiece(line: string, piece: string, width: number): string[] {
  const characters = [...piece];
  if (characters.length <= width) return [line.trimEnd(), piece];
  const free = width - textWidth(line);
  // a line that is just full keeps its blank at the end: so does Python
  const cut = free > 0 ? cutAt(characters, free) : 0;
  const lines = [line + characters.slice(0, cut).join("")];
  let rest = characters.slice(cut);
  while (rest.length > width) {
    const next = cutAt(rest, width);
    lines.push(rest.slice(0, next).join(""));
    rest = rest.slice(next);
  }
  return [...lines, rest.join("")];
}

// after the last hyphen that fits and follows something else, otherwise at the line's end
function cutAt(characters: readonly string[], space: number): number {
  const hyphen = characters.lastIndexOf("-", space - 1);
  const isInside = hyphen > 0 && characters.slice(0, hyphen).some((character) => character !== "-");
  return isInside ? hyphen + 1 : space;
}
