// Options of any call -> nothing, or an error that names the option and says what would be right. Every package checks
// its options here, so that one mistake has one code and one text whatever was called; only the class of the error
// differs.
import {
  notOptionsError,
  type OptionErrorClass,
  optionTypeError,
  unknownOptionError,
  unreadableOptionsError,
} from "./option-errors.ts";

/** What a value has to be, and how a message says that: `[isText, "a text"]`. */
export type OptionCheck = readonly [test: (value: unknown) => boolean, expected: string];

/**
 * Checks the options of a call; those that are `undefined` count as left out.
 *
 * @param call - the function that was called, for messages.
 * @param options - what the caller gave.
 * @param checks - a check for each option that there is.
 * @param ErrorClass - the class of the error to throw.
 * @throws `unknown-option`, naming the nearest one; `option-type`, also when `options` is no record or cannot be read.
 */
export function checkOptions(
  call: string,
  options: unknown,
  checks: Readonly<Record<string, OptionCheck>>,
  ErrorClass: OptionErrorClass,
): void {
  const known = Object.keys(checks);
  if (!isRecord(options)) throw notOptionsError(ErrorClass, call, options, known);
  for (const [name, value] of entriesOf(call, options, known, ErrorClass)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check === undefined) throw unknownOptionError(ErrorClass, call, name, known);
    const [test, expected] = check;
    if (value !== undefined && !holds(test, value)) throw optionTypeError(ErrorClass, call, name, expected, value);
  }
}

/** Tells a record, whose entries are its own properties, from maps, dates, arrays and other objects. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  try {
    return Object.prototype.toString.call(value) === "[object Object]";
  } catch {
    // a proxy that is revoked has no kind
    return false;
  }
}

/**
 * Tells arrays, typed arrays and the like from records. One that only says how long it is has no first entry.
 *
 * @param value - anything.
 */
export function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value)) return true;
  if (typeof value !== "object" || value === null) return false;
  const { length } = value as { length?: unknown };
  const isLength = Number.isSafeInteger(length) && (length as number) >= 0;
  return isLength && (length === 0 || Symbol.iterator in value || 0 in value);
}

/** The options' names and values; a getter of the caller's may throw. */
function entriesOf(
  call: string,
  options: object,
  known: readonly string[],
  ErrorClass: OptionErrorClass,
): [string, unknown][] {
  try {
    return Object.entries(options);
  } catch (cause) {
    throw unreadableOptionsError(ErrorClass, call, cause, known);
  }
}

/** A value that throws when it is looked at is not of the kind. */
function holds(test: (value: unknown) => boolean, value: unknown): boolean {
  try {
    return test(value);
  } catch {
    return false;
  }
}
