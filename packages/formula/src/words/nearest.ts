// Candidates for a misspelt name: those that differ in capitals and underscores only; where there are none, the names
// at most two edits away, one for short names, nearest first.

/**
 * Lists the names nearest to `name`: those that are the same but for capitals and underscores, as `re_formula` and
 * `reFormula` are; failing these, those at most 2 edits away, or 1 for a name of two or three letters. A single letter
 * has no edits.
 *
 * @param name - the name that was not found; something else than a text is near to none.
 * @param known - the names that exist; one that stands twice counts once.
 * @returns at most 3 candidates, nearest first, ties in the order of `known`.
 */
export function nearest(name: unknown, known: Iterable<string>): string[] {
  if (typeof name !== "string") return [];
  const typed = [...name];
  const most = Math.min(2, Math.floor(typed.length / 2));
  const letters = lettersOf(name);
  const candidates: { name: string; distance: number }[] = [];
  for (const other of new Set(known)) {
    const distance = letters !== "" && lettersOf(other) === letters ? 0 : editDistance(typed, [...other]);
    if (distance <= most) candidates.push({ name: other, distance });
  }
  const same = candidates.filter(({ distance }) => distance === 0);
  const meant = same.length > 0 ? same : candidates.sort((a, b) => a.distance - b.distance);
  return meant.slice(0, 3).map((candidate) => candidate.name);
}

/** A name without what languages write differently. */
function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll("_", "");
}

/**
 * The least number of insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`; 3 for more
 * than 2.
 */
function editDistance(a: readonly string[], b: readonly string[]): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (const [i, letter] of a.entries()) {
    const above = rows[i]!;
    const row = [i + 1];
    for (const [j, other] of b.entries()) {
      const replaced = above[j]! + (letter === other ? 0 : 1);
      const isSwap = i > 0 && j > 0 && letter === b[j - 1] && a[i - 1] === other;
      const swapped = isSwap ? rows[i - 1]![j - 1]! + 1 : replaced;
      row.push(Math.min(replaced, swapped, above[j + 1]! + 1, row[j]! + 1));
    }
    rows.push(row);
  }
  return Math.min(3, rows[a.length]![b.length]!);
}
