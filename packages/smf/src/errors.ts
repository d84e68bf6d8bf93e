// The error of this package, and the messages that several folders use; those of one folder are in its `*-errors.ts`.
// Every message says what is wrong, where, and what would be right.
import { notOptionsError, optionTypeError, shortMessage, shownValue, unknownOptionError } from "@mixedlm/formula";

/** Codes of {@link SmfError}; stable. */
export type SmfErrorCode =
  | "array-empty"
  | "array-length"
  | "array-ragged"
  | "array-type"
  | "array-value"
  | "array-width"
  | "component-matrix"
  | "constrained-fit"
  | "contradiction"
  | "covariance-shape"
  | "data-removed"
  | "duplicate-label"
  | "exog-shape"
  | "fe-params-length"
  | "groups-length"
  | "groups-missing"
  | "method-unavailable"
  | "missing-values"
  | "mixed-labels"
  | "name-count"
  | "no-covariance"
  | "no-estimates"
  | "no-likelihood"
  | "not-a-covariance"
  | "not-aligned"
  | "not-available"
  | "not-finite"
  | "not-implemented"
  | "not-native"
  | "not-numeric"
  | "not-square"
  | "option-conflict"
  | "option-type"
  | "p-value"
  | "packed-length"
  | "params-length"
  | "params-shape"
  | "params-value"
  | "penalty-and-held"
  | "penalty-failed"
  | "penalty-length"
  | "penalty-range"
  | "penalty-result"
  | "penalty-slopes"
  | "position"
  | "profile-parameter"
  | "profile-range"
  | "read-only"
  | "response-length"
  | "restriction"
  | "saved-format"
  | "saved-version"
  | "shape"
  | "singular-covariance"
  | "start-params"
  | "subset-empty"
  | "subset-expression"
  | "subset-length"
  | "subset-position"
  | "subset-type"
  | "term-kind"
  | "too-large"
  | "unknown-label"
  | "unknown-method"
  | "unknown-option"
  | "unknown-term";

/** A call that cannot be carried out: `code` says why, `data` holds the values of the message. */
export class SmfError extends Error {
  /** `"SmfError"`. */
  override readonly name = "SmfError";
  /** Which rule the call breaks; stable. */
  readonly code: SmfErrorCode;
  /** The values that the message speaks of. */
  readonly data: Readonly<Record<string, unknown>>;

  /** Keeps `code` and `data` beside the text; made by the functions of the error files. */
  constructor(code: SmfErrorCode, message: string, data: Readonly<Record<string, unknown>> = {}) {
    super(shortMessage(message));
    this.code = code;
    this.data = data;
  }
}

/** No groups were given. */
export function groupsMissing(): SmfError {
  const text =
    'a mixed model needs groups: give a column name, `mixedlm(formula, data, "Pig")`, or an array with one label a row';
  return new SmfError("groups-missing", text);
}

/** Groups were given as an argument and as an option. */
export function groupsTwice(): SmfError {
  const text = "groups are given twice, as the third argument and as the option `groups`; leave one out";
  return new SmfError("option-conflict", text);
}

/** An array of groups is not as long as the table. */
export function groupsLength(length: number, rows: number): SmfError {
  const text = `groups has ${length} labels, but the table has ${rows} rows; give one label for each row`;
  return new SmfError("groups-length", text, { length, rows });
}

/** An option that does not exist. */
export function unknownOption(call: string, option: string, known: readonly string[]): SmfError {
  return unknownOptionError(SmfError, call, option, known);
}

/** Something else than a record where options belong. */
export function notOptions(call: string, found: unknown, known: readonly string[]): SmfError {
  return notOptionsError(SmfError, call, found, known);
}

/** An option with a value of the wrong kind. */
export function optionType(call: string, option: string, expected: string, found: unknown): SmfError {
  return optionTypeError(SmfError, call, option, expected, found);
}

/** A list of names for a table is not as long as what it names. */
export function nameCount(option: string, length: number, expected: number, each: string): SmfError {
  const text = `${option} has ${length} names, expected ${expected}: one for each ${each}`;
  return new SmfError("name-count", text, { option, length, expected });
}

export function quoted(name: string): string {
  return `\`${name}\``;
}

/** A matrix of `MixedLMParams` is not square. */
export function paramsNotSquare(what: string, rows: number, columns: number): SmfError {
  const text = `${what} has ${rows} rows, but a row of ${columns} entries; give a square matrix as an array of rows`;
  return new SmfError("not-square", text, { what, rows, columns });
}

/** A packed vector is too short for what it must hold. */
export function packedLength(length: number, least: number): SmfError {
  const text = `the packed vector has ${length} entries, but the fixed effects and the lower triangle of cov_re are ${least}`;
  return new SmfError("packed-length", text, { length, least });
}

/** Parameters that are no array of numbers. */
export function paramsType(what: string, found: unknown): SmfError {
  const text = `${what} is ${shownValue(found)}, expected an array of numbers`;
  return new SmfError("params-value", text, { what });
}

/** An entry of parameters that is no finite number. */
export function paramsValue(what: string, at: number, value: unknown): SmfError {
  const text = `${what} is ${shownValue(value)} at position ${at} (counted from 0); every entry has to be a finite number`;
  return new SmfError("params-value", text, { what, at, value });
}

/** A penalty of the other kind. */
export function penaltyKind(option: "fe_pen" | "cov_pen"): SmfError {
  const [found, other] = option === "fe_pen" ? ["the covariance", "cov_pen"] : ["the fixed effects", "fe_pen"];
  const text = `\`${option}\` is a penalty on ${found}; give it as \`${other}\``;
  return new SmfError("option-type", text, { option, other });
}

/** A change of a map that a result gave out. */
export function readOnly(what: string): SmfError {
  const text = `${what} of a result cannot be changed; \`new Map(result.${what})\` makes one of your own`;
  return new SmfError("read-only", text, { what });
}

/** An answer of more numbers than memory is likely to hold. */
export function tooLarge(what: string, numbers: number, most: number, instead: string): SmfError {
  const text = `${what} would be ${numbers} numbers, more than ${most}; ${instead}`;
  return new SmfError("too-large", text, { what, numbers, most });
}
