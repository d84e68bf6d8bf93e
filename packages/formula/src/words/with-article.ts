// The name of a kind of value -> the same with its article, for the middle of a sentence.

/**
 * Writes `a number`, `an object`, `a Uint8Array`, and `null` and `undefined` as they are.
 *
 * @param kind - the name of a type or of a class.
 */
export function withArticle(kind: string): string {
  if (kind === "null" || kind === "undefined") return kind;
  // a kind with a `u` in front is spoken as in "unit": Uint8Array, URL, Utf8
  return `${/^[aeio]/i.test(kind) ? "an" : "a"} ${kind}`;
}
