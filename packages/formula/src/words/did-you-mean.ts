// Names that were probably meant -> how a message asks for them. `nearest` finds the names; what they are put between
// is the caller's, since texts are quoted as they are typed: columns in back-ticks, levels and methods in quotes.

/**
 * A question to end a clause with: `` ; did you mean `alpha` or `beta`? ``.
 *
 * @param candidates - names, the likeliest first.
 * @param quote - what each name is put between.
 * @returns the question with its semicolon, or nothing when there are no candidates.
 */
export function didYouMean(candidates: readonly string[], quote: string = "`"): string {
  return candidates.length === 0 ? "" : `; ${guess(candidates, quote)}`;
}

/** The question alone, as a hint says it; at least one candidate. */
export function guess(candidates: readonly string[], quote: string = "`"): string {
  return `did you mean ${candidates.map((name) => `${quote}${name}${quote}`).join(" or ")}?`;
}
