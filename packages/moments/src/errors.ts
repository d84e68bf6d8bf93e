// Every message of this package, on one page.

/** Codes of {@link MomentsError}; stable. */
export type MomentsErrorCode = "different-blocks";

/** A request that moments cannot meet: `code` says which, `data` holds the numbers of the message. */
export class MomentsError extends Error {
  override readonly name = "MomentsError";
  readonly code: MomentsErrorCode;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: MomentsErrorCode, message: string, data: Readonly<Record<string, unknown>>) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

export function differentBlocks(what: string, left: number, right: number): MomentsError {
  return new MomentsError(
    "different-blocks",
    `cannot merge moments of different designs: ${left} against ${right} ${what}; accumulate both from one design`,
    { what, left, right },
  );
}
