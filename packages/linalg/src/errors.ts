// Every message of this package, as functions of the numbers that were wrong. In: shapes and positions. Out: a
// `LinalgError` with a stable code and the same numbers in `data`. Only wrong calls throw; a failed pivot is returned.

/** What can be wrong with a call into this package. */
export type LinalgErrorCode =
  | "shape-mismatch"
  | "not-square"
  | "data-length"
  | "ragged-rows"
  | "rank-deficient"
  | "not-finite"
  | "sparse-pattern"
  | "permutation"
  | "factor-too-large"
  | "random-seed"
  | "random-range";

/** A wrong call: `code` is stable API, `data` holds the numbers of the message. */
export class LinalgError extends Error {
  /** Always `LinalgError`. */
  override readonly name: string = "LinalgError";
  /** Which rule was broken; stable. */
  readonly code: LinalgErrorCode;
  /** The values that the message speaks of. */
  readonly data: Readonly<Record<string, unknown>>;

  /** Keeps `code` and `data` beside the text; made by the functions of this file. */
  constructor(code: LinalgErrorCode, message: string, data: Readonly<Record<string, unknown>>) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

type Shape = readonly [nrow: number, ncol: number];

const size = ([nrow, ncol]: Shape): string => `${nrow} x ${ncol}`;

/** `shape-mismatch`: `operation` reads as in "cannot multiply"; `condition` names the counts that had to be equal. */
export function shapeMismatch(operation: string, left: Shape, right: Shape, condition: string): LinalgError {
  const message = `cannot ${operation} ${size(left)} and ${size(right)}: ${condition}`;
  return new LinalgError("shape-mismatch", message, { left, right });
}

/** `not-square`: an operation on square matrices gets one with unlike counts of rows and columns. */
export function notSquare(operation: string, shape: Shape): LinalgError {
  return new LinalgError("not-square", `${operation} needs a square matrix, not ${size(shape)}`, { shape });
}

/** `data-length`: the numbers given for a matrix are not as many as its shape holds. */
export function dataLength(shape: Shape, length: number): LinalgError {
  const expected = shape[0] * shape[1];
  const message = `a ${size(shape)} matrix holds ${expected} numbers, not ${length}`;
  return new LinalgError("data-length", message, { shape, length, expected });
}

/** `ragged-rows`: a matrix is given row by row, and a row is not as long as the first; rows count from 0. */
export function raggedRows(row: number, length: number, expected: number): LinalgError {
  const message = `row ${row} has ${length} entries, expected ${expected} as in row 0`;
  return new LinalgError("ragged-rows", message, { row, length, expected });
}

/** `rank-deficient`: a factor with a failed pivot is asked for a solution; `rank` is that pivot, from 0. */
export function rankDeficient(operation: string, rank: number, size: number): LinalgError {
  const message = `${operation} needs independent columns: pivot ${rank} of ${size} (counting from 0) is zero`;
  return new LinalgError("rank-deficient", message, { pivot: rank, size });
}

/** `not-finite`: a decomposition that iterates gets NaN or an infinite entry; rows and columns count from 0. */
export function notFinite(operation: string, row: number, column: number, value: number): LinalgError {
  const message = `${operation} needs finite numbers, found ${value} in row ${row}, column ${column}`;
  return new LinalgError("not-finite", message, { row, column, value });
}

/** `sparse-pattern`: a column of a compressed lower triangle is not as it should be; column -1 is the whole. */
export function sparsePattern(column: number, problem: string): LinalgError {
  const place = column < 0 ? "" : `: column ${column}`;
  return new LinalgError("sparse-pattern", `a sparse lower triangle${place} ${problem}`, { column });
}

/**
 * `permutation`: an order of elimination does not hold every column once; `position` is the first place that is wrong.
 */
export function notPermutation(n: number, position: number, value: number | undefined): LinalgError {
  const message = `an order of ${n} columns holds each once, but at place ${position} (counting from 0) has ${value}`;
  return new LinalgError("permutation", message, { n, position, value });
}

/** `factor-too-large`: the factor of a sparse matrix fills in beyond what can be addressed; `stored` counts numbers. */
export function factorTooLarge(n: number, stored: number, limit: number): LinalgError {
  const message = `the factor of this sparse matrix of order ${n} would take ${stored} numbers, more than ${limit}`;
  return new LinalgError("factor-too-large", message, { n, stored, limit });
}

/** `random-seed`: a number that is no seed; `expected` says what would be one. */
export function randomSeed(seed: number, expected: string): LinalgError {
  const message = `a seed is ${expected}, not ${seed}`;
  return new LinalgError("random-seed", message, { seed });
}

/** `random-range`: a whole number is asked for from a range that has none or too many. */
export function randomRange(n: number, bits: number): LinalgError {
  return new LinalgError("random-range", `integer(n) needs a whole n from 1 to 2^${bits}, not ${n}`, { n, bits });
}
