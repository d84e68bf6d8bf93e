// Offsets in UTF-16 units -> offsets in code points, in which spans are counted.
// The two differ only after a character beyond U+FFFF, so most formulas pass through untouched.
import type { Place } from "../formula-error.ts";

/** Where a token, or whatever else, starts and ends, in UTF-16 units. */
export interface Offsets {
  readonly start: number;
  readonly end: number;
}

const BEYOND = /[\u{10000}-\u{10FFFF}]/u;

/**
 * Counts the spans of a tree in code points instead of UTF-16 units.
 *
 * The tree must be one that nobody else holds yet: its spans are overwritten. The walk keeps its own stack, since
 * the tree of a long sum is as deep as the sum is long.
 *
 * @param tree - records and arrays; spans stand under `span` and `functionSpan`.
 * @param source - the text that the spans refer to.
 * @returns the same tree.
 */
export function spansToCodePoints<T extends object>(tree: T, source: string): T {
  if (!BEYOND.test(source)) return tree;
  const offsets = codePointOffsets(source);
  const done = new Set<unknown>();
  const pending: object[] = [tree];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    for (const [key, value] of Object.entries(item)) {
      if (typeof value !== "object" || value === null || done.has(value)) continue;
      done.add(value);
      if (key === "span" || key === "functionSpan") value.splice(0, 2, offsets[value[0]], offsets[value[1]]);
      else pending.push(value);
    }
  }
  return tree;
}

/** Makes the place of a run of tokens, from the start of the first to the end of the last of them. */
export function placeOfTokens(source: string, first: Offsets, last: Offsets = first): Place {
  if (!BEYOND.test(source)) return { source, span: [first.start, last.end] };
  const offsets = codePointOffsets(source);
  return { source, span: [offsets[first.start] ?? 0, offsets[last.end] ?? 0] };
}

/** For each UTF-16 offset of a text, its end included, the number of code points before it. */
function codePointOffsets(source: string): Int32Array {
  const offsets = new Int32Array(source.length + 1);
  for (let at = 0, count = 0; at < source.length; count++) {
    const width = (source.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    offsets[at] = count;
    offsets[at + 1] = count + 1;
    at += width;
    offsets[at] = count + 1;
  }
  return offsets;
}
