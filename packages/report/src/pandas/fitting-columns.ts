// The widths of a table's columns come in, the number of columns that a terminal can hold goes out.
// pandas takes columns from the middle, one at a time, until the rest is narrow enough.

/**
 * Counts the columns that fit into a terminal.
 *
 * @param widths - of the row labels, then of each column, in characters; one blank stands between two of them.
 * @param terminal - characters of a line.
 * @returns columns to show, the row labels not counted; at least 2.
 * @see pandas 1.5.3, `io.formats.string.StringFormatter._fit_strcols_to_terminal_width`.
 */
export function fittingColumns(widths: readonly number[], terminal: number): number {
  const left = [...widths];
  // one character of a line stays free
  let excess = left.reduce((sum, width) => sum + width + 1, -1) - terminal + 1;
  while (excess > 0 && left.length > 1) {
    const [width = 0] = left.splice(evenHalf(left.length), 1);
    excess -= width + 1;
  }
  return Math.max(left.length - 1, 2);
}

// half of a number, halves going to the even neighbour
function evenHalf(n: number): number {
  const half = Math.floor(n / 2);
  return n % 2 === 1 && half % 2 === 1 ? half + 1 : half;
}
