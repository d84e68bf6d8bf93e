// Every message of this package, on one page.

/** Codes of {@link MomentsError}; stable. */
export type MomentsErrorCode = "different-blocks";

/** A request that moments cannot meet: `code` says which, `data` holds the numbers of the message. */
export class MomentsError extends Error {
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

/** `different-blocks`: moments of two designs are to be merged; `what` is counted differently in them. */
export function differentBlocks(what: string, left: number, right: number): MomentsError {
  return new MomentsError(
    "different-blocks",
    `cannot merge moments of different designs: ${left} against ${right} ${what}; accumulate both from one design`,
    { what, left, right },
  );
}
