// Candidates for a misspelt name: the names at most two edits away, nearest first.

/**
 * Lists the names nearest to `name`: Levenshtein distance at most 2 and less than the name's length, at most 3 of them.
 *
 * @param name - the name that was not found.
 * @param known - the names that exist.
 * @returns candidates, nearest first, ties in the order of `known`.
 */
export function nearest(name: string, known: Iterable<string>): string[] {
  const typed = [...name];
  const candidates: { name: string; distance: number }[] = [];
  for (const other of known) {
    const distance = editDistance(typed, [...other]);
    if (distance <= 2 && distance < typed.length) candidates.push({ name: other, distance });
  }
  candidates.sort((a, b) => a.distance - b.distance);
  return candidates.slice(0, 3).map((candidate) => candidate.name);
}

/** The least number of insertions, deletions and replacements that turn `a` into `b`. */
function editDistance(a: readonly string[], b: readonly string[]): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, letter] of a.entries()) {
    const current = [i + 1];
    for (const [j, other] of b.entries()) {
      const replaced = previous[j]! + (letter === other ? 0 : 1);
      current.push(Math.min(replaced, previous[j + 1]! + 1, current[j]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
}
