// A message -> one that a screen holds. Names, texts and lists in it come from callers and may be of any length; what
// is said around them is not. So long words lose their middle first, and only then the message does.

/** Characters that a message has at most, the drawing of a formula included. */
export const LONGEST_MESSAGE = 590;
const LONG_WORD = /\S{61,}/gu;
const WORD_START = 36;
const WORD_END = 18;

/**
 * Shortens a message.
 *
 * @param longest - characters that it may have; a shorter one is returned as it is.
 */
export function shortMessage(text: string, longest: number = LONGEST_MESSAGE): string {
  if (text.length <= longest) return text;
  const short = text.replace(LONG_WORD, (word) => withoutMiddle(word, WORD_START, WORD_END));
  const half = Math.floor((longest - 5) / 2);
  return short.length <= longest ? short : withoutMiddle(short, half, half, " ... ");
}

function withoutMiddle(text: string, start: number, end: number, dots: string = "..."): string {
  // no half of a surrogate pair at either side
  const first = text.slice(0, start).replace(/[\uD800-\uDBFF]$/, "");
  const last = text.slice(-end).replace(/^[\uDC00-\uDFFF]/, "");
  return `${first}${dots}${last}`;
}
