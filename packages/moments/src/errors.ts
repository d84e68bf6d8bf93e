// Every message of this package, on one page.

/** Codes of {@link MomentsError}; stable. */
export type MomentsErrorCode = "different-designs" | "limit";

/** A request that moments cannot meet: `code` says which, `data` holds the numbers of the message. */
export class MomentsError extends Error {
  /** Always `MomentsError`. */
  override readonly name = "MomentsError";
  /** Which rule was broken; stable. */
  readonly code: MomentsErrorCode;
  /** The values that the message speaks of. */
  readonly data: Readonly<Record<string, unknown>>;

  /** Keeps `code` and `data` beside the text; made by the functions of this file. */
  constructor(code: MomentsErrorCode, message: string, data: Readonly<Record<string, unknown>>) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** `different-designs`: moments of two designs are to be merged; `what` is counted differently in them. */
export function differentDesigns(what: string, left: number, right: number): MomentsError {
  return new MomentsError(
    "different-designs",
    `cannot merge moments of different designs: ${left} against ${right} ${what}; accumulate both from one design`,
    { what, left, right },
  );
}

/** `different-designs`: combinations of X's columns took their place in one of two records, or others did. */
export function differentColumns(): MomentsError {
  return new MomentsError(
    "different-designs",
    "cannot merge moments of different fixed columns: combinations of X's columns stand in their place; accumulate both with the same ones",
    {},
  );
}

/**
 * `limit`: the moments of a design would hold more numbers than memory; `random` is the most columns that a level has.
 */
export function tooManyNumbers(columns: number, random: number, numbers: number, limit: number): MomentsError {
  return new MomentsError(
    "limit",
    `the moments of ${columns} fixed columns, with up to ${random} random columns in a level, are ${numbers} numbers, more than the limit of ${limit}; a variable of many levels is better a random effect: group by it`,
    { columns, random, numbers, limit },
  );
}

/** `limit`: more pairs of levels of two factors occur together than memory holds, each as `each` numbers. */
export function tooManyCells(cells: number, each: number, limit: number): MomentsError {
  return new MomentsError(
    "limit",
    `more than ${cells} pairs of levels of two grouping factors occur together, with ${each} numbers each, more than the limit of ${limit} numbers; leave out one of the two factors, or its random slopes`,
    { cells, each, limit },
  );
}
