// Every message of this package, as functions of the numbers that were wrong. In: shapes and positions. Out: a
// `LinalgError` with a stable code and the same numbers in `data`. Only wrong calls throw; a failed pivot is returned.

/** What can be wrong with a call into this package. */
export type LinalgErrorCode =
  | "shape-mismatch"
  | "not-square"
  | "data-length"
  | "ragged-rows"
  | "rank-deficient"
  | "not-finite";

/** A wrong call: `code` is stable API, `data` holds the numbers of the message. */
export class LinalgError extends Error {
  override readonly name: string = "LinalgError";
  readonly code: LinalgErrorCode;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: LinalgErrorCode, message: string, data: Readonly<Record<string, unknown>>) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

type Shape = readonly [nrow: number, ncol: number];

const size = ([nrow, ncol]: Shape): string => `${nrow} x ${ncol}`;

/** `operation` reads as in "cannot multiply"; `condition` names the two counts that had to be equal. */
export function shapeMismatch(operation: string, left: Shape, right: Shape, condition: string): LinalgError {
  const message = `cannot ${operation} ${size(left)} and ${size(right)}: ${condition}`;
  return new LinalgError("shape-mismatch", message, { left, right });
}

export function notSquare(operation: string, shape: Shape): LinalgError {
  return new LinalgError("not-square", `${operation} needs a square matrix, not ${size(shape)}`, { shape });
}

export function dataLength(shape: Shape, length: number): LinalgError {
  const expected = shape[0] * shape[1];
  const message = `a ${size(shape)} matrix holds ${expected} numbers, not ${length}`;
  return new LinalgError("data-length", message, { shape, length, expected });
}

export function raggedRows(row: number, length: number, expected: number): LinalgError {
  const message = `row ${row} has ${length} entries, expected ${expected} as in row 0`;
  return new LinalgError("ragged-rows", message, { row, length, expected });
}

export function rankDeficient(operation: string, rank: number, size: number): LinalgError {
  const message = `${operation} needs independent columns: pivot ${rank} of ${size} (counting from 0) is zero`;
  return new LinalgError("rank-deficient", message, { pivot: rank, size });
}

export function notFinite(operation: string, row: number, column: number, value: number): LinalgError {
  const message = `${operation} needs finite numbers, found ${value} in row ${row}, column ${column}`;
  return new LinalgError("not-finite", message, { row, column, value });
}
