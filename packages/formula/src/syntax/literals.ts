// Values of Python's literals: the number or the string that a token of an embedded expression stands for.

const NAMED_ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\n", ""],
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);
/** What Python's `float` reads beside digits: in a formula a number, and no name of a column. */
export const NAMED_NUMBER: RegExp = /^(?:inf|infinity|nan)$/i;

/** R's words for Python's, where an argument stands and where a column might. */
export const WORDS_OF_R: ReadonlyMap<string, string> = new Map([
  ["TRUE", "True"],
  ["FALSE", "False"],
  ["NULL", "None"],
]);

/** Tells whether a word is a truth value in Python's spelling or in R's; null for any other. */
export function truthOf(word: string): boolean | null {
  const name = WORDS_OF_R.get(word) ?? word;
  return name === "True" ? true : name === "False" ? false : null;
}

const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|(.))/gs;

/**
 * Reads a Python number.
 *
 * @param text - an integer in base 2, 8, 10 or 16 or a decimal; digits may be grouped by `_`.
 */
export function numberValue(text: string): { readonly value: number; readonly isInteger: boolean } {
  const plain = text.replaceAll("_", "");
  return { value: Number(plain), isInteger: /^(?:\d+|0[xXoObB][\da-fA-F]+)$/.test(plain) };
}

/**
 * Reads a Python string.
 *
 * @param text - the string with its quotes. An unknown escape stands for itself, backslash included.
 */
export function stringValue(text: string): string {
  const inner = text.slice(1, -1);
  if (!inner.includes("\\")) return inner;
  return inner.replace(ESCAPE, (whole, hex2, hex4, hex8, octal, other) => {
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    if (other !== undefined) return NAMED_ESCAPES.get(other) ?? whole;
    const code = Number.parseInt(hex2 ?? hex4 ?? hex8, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
