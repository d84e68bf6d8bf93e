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

/**
 * Tells a record, whose entries are its own properties, from maps, dates, arrays and other objects.
 *
 * @param value - anything.
 */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return holds((own) => Object.prototype.toString.call(own) === "[object Object]", value);
}

/**
 * Tells arrays, typed arrays and the like from records. One that only says how long it is has no first entry; one that
 * cannot be read, since its memory is another thread's or its own code throws, is none.
 *
 * @param value - anything.
 */
export function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return holds(isReadableList, value);
}

/**
 * Tells arrays that can be read from anything else, typed arrays among it.
 *
 * @param value - anything.
 */
export function isList(value: unknown): value is readonly unknown[] {
  return holds((own) => Array.isArray(own) && isReadableList(own), value);
}

/**
 * Whether a test holds of something that a caller gave. A proxy may be revoked and a getter may throw: what throws when
 * it is looked at does not pass.
 *
 * @param test - looks at the value.
 * @param value - anything.
 */
export function holds(test: (value: unknown) => boolean, value: unknown): boolean {
  try {
    return test(value);
  } catch {
    return false;
  }
}

/**
 * Whether something that a caller gave was made by a class, as `instanceof` says; a proxy that is revoked was not.
 *
 * @param value - anything.
 * @param made - the class.
 */
export function isInstance<T>(value: unknown, made: abstract new (...parts: never[]) => T): value is T {
  return holds((own) => own instanceof made, value);
}

/**
 * The entries of a record.
 *
 * @param value - anything.
 * @returns names and values; null for what is no record or cannot be read.
 */
export function recordEntries(value: unknown): [string, unknown][] | null {
  let entries: [string, unknown][] | null = null;
  const isRead = holds((own) => {
    entries = Object.entries(own as object);
    return true;
  }, value);
  return isRead && isRecord(value) ? entries : null;
}

/** Looks at a first entry, which throws where there is no looking; of what is no array, by its iterator too. */
function isReadableList(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (ArrayBuffer.isView(value)) return "length" in value && (value as Float64Array).at(0) !== null;
  const { length, 0: first } = value as { length?: unknown; 0?: unknown };
  if (Array.isArray(value)) return true;
  const isLength = Number.isSafeInteger(length) && (length as number) >= 0;
  const iterate = (value as Partial<Iterable<unknown>>)[Symbol.iterator];
  if (iterate !== undefined) iterate.call(value).next();
  return isLength && (length === 0 || first !== undefined || iterate !== undefined || 0 in value);
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
