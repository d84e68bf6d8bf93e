// A text of a caller's -> what a message quotes of it. A whole file may be given where a name belongs.
const LONGEST = 60;
const KEPT = 40;

/**
 * Shortens a text that a message quotes: beyond 60 characters it is its first 40, and how many there are.
 *
 * @param quote - what the text is put between.
 */
export function shortText(text: string, quote: string = ""): string {
  if (text.length <= LONGEST) return `${quote}${text}${quote}`;
  // no half of a surrogate pair at the end
  const kept = text.slice(0, KEPT).replace(/[\uD800-\uDBFF]$/, "");
  return `${quote}${kept}...${quote} (${text.length} characters)`;
}
