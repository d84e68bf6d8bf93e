// A length comes in, the positions that are printed go out: all, or the head and the tail of what is too long.

/** Rows of a series or frame beyond which pandas leaves some out, and what it shows then at either end. */
export const ROWS: Limits = { most: 60, ends: 5 };

/** The same for the columns of a frame in a notebook. */
export const NOTEBOOK_COLUMNS: Limits = { most: 20, ends: 10 };

/** How many may be shown, and how many at either end if there are more. */
export interface Limits {
  readonly most: number;
  readonly ends: number;
}

/** The positions that are printed. */
export interface ShownPart {
  readonly positions: readonly number[];
  /** Where positions are left out between two of them: the place of the dots; undefined if none are. */
  readonly gap: number | undefined;
}

/**
 * Chooses what is printed.
 *
 * @param length - of the whole.
 * @param limits - at most `most`, or `ends` at either end.
 */
export function shownPart(length: number, { most, ends }: Limits): ShownPart {
  const all = Array.from({ length }, (_, i) => i);
  if (length <= most) return { positions: all, gap: undefined };
  return { positions: [...all.slice(0, ends), ...all.slice(length - ends)], gap: ends };
}
