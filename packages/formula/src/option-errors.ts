// What is said of options, in every package: the texts and data are here, the class of the error is the caller's.
import { didYouMean } from "./words/did-you-mean.ts";
import { nearest } from "./words/nearest.ts";
import { shortText } from "./words/short-text.ts";
import { shownValue } from "./words/shown-value.ts";

/** Codes of errors in options, the same in every package. */
export type OptionErrorCode = "option-type" | "unknown-option";

/** An error class whose codes include those of options. */
export type OptionErrorClass<E extends Error = Error> = new (
  code: OptionErrorCode,
  message: string,
  data: Readonly<Record<string, unknown>>,
) => E;

/** `unknown-option`: an option that the call does not have. */
export function unknownOptionError<E extends Error>(
  ErrorClass: OptionErrorClass<E>,
  call: string,
  option: string,
  known: readonly string[],
): E {
  const candidates = nearest(option, known);
  const what = `${shortText(option, "`")} is not an option of ${call}`;
  const text = `${what}${didYouMean(candidates)} (options: ${known.join(", ")})`;
  return new ErrorClass("unknown-option", text, { call, option, candidates, known });
}

/** `option-type`: something else than a record where options belong. */
export function notOptionsError<E extends Error>(
  ErrorClass: OptionErrorClass<E>,
  call: string,
  found: unknown,
  known: readonly string[],
): E {
  const text = `the options of ${call} are ${shownValue(found)}, expected an object (options: ${known.join(", ")})`;
  return new ErrorClass("option-type", text, { call, known });
}

/** `option-type`: a getter or a proxy among the options throws `cause`. */
export function unreadableOptionsError<E extends Error>(
  ErrorClass: OptionErrorClass<E>,
  call: string,
  cause: unknown,
  known: readonly string[],
): E {
  const why = cause instanceof Error ? `: ${cause.message}` : "";
  const text = `the options of ${call} cannot be read${why}; give a plain object (options: ${known.join(", ")})`;
  const error = new ErrorClass("option-type", text, { call, known });
  error.cause = cause;
  return error;
}

/** `option-type`: an option with a value of the wrong kind. */
export function optionTypeError<E extends Error>(
  ErrorClass: OptionErrorClass<E>,
  call: string,
  option: string,
  expected: string,
  found: unknown,
): E {
  const text = `option \`${option}\` of ${call} is ${shownValue(found)}, expected ${expected}`;
  return new ErrorClass("option-type", text, { call, option, expected });
}
