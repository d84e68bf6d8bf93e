// Checks of option objects: every name known, every value of its kind, before anything is computed.
import { optionType, unknownOption } from "./errors.ts";

/** Kinds of option values. */
export type OptionKind = "boolean" | "count" | "method" | "missing" | "positive" | "text" | "texts" | "groups";

const KINDS: Readonly<Record<OptionKind, readonly [test: (value: unknown) => boolean, expected: string]>> = {
  boolean: [(v) => typeof v === "boolean", "true or false"],
  count: [(v) => Number.isInteger(v) && (v as number) > 0, "a positive whole number"],
  positive: [(v) => typeof v === "number" && v > 0, "a positive number"],
  method: [
    (v) => typeof v === "string" || (Array.isArray(v) && v.length > 0 && v.every((m) => typeof m === "string")),
    'a method\'s name or a list of names, such as "lbfgs"',
  ],
  missing: [(v) => v === "none" || v === "drop" || v === "raise", '"none", "drop" or "raise"'],
  text: [(v) => v === null || typeof v === "string", "a formula, or null"],
  texts: [
    (v) => v === null || (isRecord(v) && Object.values(v).every((text) => typeof text === "string")),
    'formulas by name, such as {cask: "0 + C(cask)"}, or null',
  ],
  groups: [(v) => typeof v === "string" || isArrayLike(v), "a column name or an array of labels"],
};

/**
 * Checks an option object; options that are `undefined` count as left out.
 *
 * @param call - the function's name, for the message.
 * @param kinds - the options that exist, and the kind of each.
 * @throws {@link SmfError} `unknown-option` naming the nearest one, `option-type`.
 */
export function checkOptions(call: string, options: object, kinds: Readonly<Record<string, OptionKind>>): void {
  const known = new Map(Object.entries(kinds));
  for (const [name, value] of Object.entries(options)) {
    const kind = known.get(name);
    if (kind === undefined) throw unknownOption(call, name, [...known.keys()]);
    const [test, expected] = KINDS[kind];
    if (value !== undefined && !test(value)) throw optionType(call, name, expected, value);
  }
}

/** Tells a plain record from arrays, typed arrays and other values. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isArrayLike(value);
}

/** Tells arrays, typed arrays and the like from records. */
export function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { length?: unknown }).length === "number";
}
