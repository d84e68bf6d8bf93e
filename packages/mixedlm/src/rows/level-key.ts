// Levels -> a text that no other levels have: what groups are told apart by.

/** JSON of levels, in which the infinities are not both null. */
export function levelKey(levels: readonly unknown[]): string {
  return JSON.stringify(levels, (_, entry: unknown) => (isInfinite(entry) ? { is: String(entry) } : entry));
}

function isInfinite(entry: unknown): boolean {
  return entry === Number.POSITIVE_INFINITY || entry === Number.NEGATIVE_INFINITY;
}
