// Options of any call: every name known, every value of its kind, before anything is computed. In: what the caller gave
// and a table of checks, one for each option. Out: nothing, or an error that names the option and what would be right.
import { checkOptions as checkOptionsOf, isArrayLike, type OptionCheck } from "@mixedlm/formula";
import { FitError } from "../errors.ts";

export type { OptionCheck };

/** true or false. */
export const aBoolean: OptionCheck = [(v) => typeof v === "boolean", "true or false"];
/** A text. */
export const aText: OptionCheck = [(v) => typeof v === "string", "a text"];
/** A function. */
export const aFunction: OptionCheck = [(v) => typeof v === "function", "a function"];
/** A level of tests and intervals: more than 0, less than 1. */
export const aProbability: OptionCheck = [
  (v) => typeof v === "number" && v > 0 && v < 1,
  "a number more than 0 and less than 1",
];
/** A whole number that can be counted to. */
export const aCount: OptionCheck = [(v) => Number.isSafeInteger(v) && (v as number) > 0, "a whole number, 1 or more"];
/** How often something is drawn: what becomes of each draw is kept. */
export const aReplicateCount: OptionCheck = [
  (v) => Number.isSafeInteger(v) && (v as number) > 0 && (v as number) <= 1e7,
  "a whole number from 1 to 10000000",
];
/** The seed of a stream of random numbers. */
export const aSeed: OptionCheck = [(v) => Number.isSafeInteger(v) && (v as number) >= 0, "a whole number, 0 or more"];
/** Something that can be aborted. */
export const aSignal: OptionCheck = [
  (v) => isObject(v) && typeof (v as { aborted?: unknown }).aborted === "boolean",
  "an AbortSignal",
];
/** Numbers in a row. */
export const numbers: OptionCheck = [
  (v) => isArrayLike(v) && everyEntry(v, (entry) => typeof entry === "number"),
  "an array of numbers",
];

/** A text, or several. */
export const aNameOrNames: OptionCheck = [
  (v) => typeof v === "string" || (Array.isArray(v) && v.every((name) => typeof name === "string")),
  "a name or an array of names",
];
/** A level of a factor, or several: texts, numbers, true and false. */
export const aLevelOrLevels: OptionCheck = [
  (v) => [v].flat().length > 0 && [v].flat().every((level) => ["string", "number", "boolean"].includes(typeof level)),
  "a level or an array of levels",
];

/** One of some texts. */
/* @__NO_SIDE_EFFECTS__ */
export function oneOf(values: readonly string[]): OptionCheck {
  const said = values.map((value) => `"${value}"`);
  return [(v) => typeof v === "string" && values.includes(v), joined(said)];
}

/** `a, b or c`. */
function joined(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} or ${texts[texts.length - 1]}`;
}

/**
 * Checks options; those that are `undefined` count as left out.
 *
 * @param call - the function that was called, for messages.
 * @param checks - a check for each option that there is.
 * @throws {@link FitError} `unknown-option` naming the nearest one; `option-type`, also when `options` is no record.
 */
export function checkOptions(call: string, options: unknown, checks: Readonly<Record<string, OptionCheck>>): void {
  checkOptionsOf(call, options, checks, FitError);
}

/** Whether a value has properties. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Whether all entries pass a test; entries that a long list does not have are not made. */
export function everyEntry(list: ArrayLike<unknown>, test: (entry: unknown) => boolean): boolean {
  for (let i = 0; i < list.length; i++) if (!test(list[i])) return false;
  return true;
}
