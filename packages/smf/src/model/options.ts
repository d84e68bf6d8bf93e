// Checks of option objects: every name known, every value of its kind, before anything is computed.
import {
  checkOptions as checkOptionsOf,
  isArrayLike,
  isRecord,
  type OptionCheck,
  recordEntries,
} from "@mixedlm/formula";
import { optionType, SmfError } from "../errors.ts";
import { MixedLMParams } from "./params.ts";

/** Kinds of option values. */
export type OptionKind =
  | "amount"
  | "anything"
  | "boolean"
  | "count"
  | "count-or-null"
  | "flag"
  | "formula"
  | "formulas"
  | "function"
  | "groups"
  | "method"
  | "methods"
  | "missing"
  | "names"
  | "names-or-null"
  | "natural"
  | "order"
  | "params"
  | "penalty"
  | "points"
  | "positive"
  | "probability"
  | "replicates"
  | "rows"
  | "seed"
  | "signal"
  | "text"
  | "text-or-null"
  | "threshold"
  | "weights";

/** How often something is computed whose every answer is kept. */
const MOST = 1e7;

const KINDS: Readonly<Record<OptionKind, OptionCheck>> = {
  amount: [(v) => typeof v === "number" && v >= 0 && v < Number.POSITIVE_INFINITY, "a number from 0 up"],
  function: [(v) => typeof v === "function", "a function"],
  natural: [(v) => Number.isInteger(v) && (v as number) >= 0, "a whole number from 0 up"],
  signal: [(v) => typeof (v as { aborted?: unknown } | null)?.aborted === "boolean", "an AbortSignal"],
  order: [(v) => typeof v === "number" && !Number.isNaN(v), "a number, Infinity for the largest entry"],
  anything: [() => true, "anything"],
  boolean: [(v) => typeof v === "boolean", "true or false"],
  flag: [(v) => v === null || typeof v === "boolean", "true, false or null"],
  count: [(v) => Number.isInteger(v) && (v as number) > 0, "a positive whole number"],
  "count-or-null": [
    (v) => v === null || (Number.isInteger(v) && (v as number) > 0),
    "a positive whole number, or null",
  ],
  points: [
    (v) => Number.isInteger(v) && (v as number) >= 0 && (v as number) <= MOST,
    `a whole number from 0 to ${MOST}`,
  ],
  replicates: [
    (v) => Number.isInteger(v) && (v as number) > 0 && (v as number) <= MOST,
    `a whole number from 1 to ${MOST}`,
  ],
  positive: [(v) => typeof v === "number" && v > 0, "a positive number"],
  method: [isMethods, 'a method\'s name or a list of names, such as "lbfgs"'],
  methods: [(v) => v === null || isMethods(v), 'a method\'s name or a list of names, such as "lbfgs", or null'],
  params: [(v) => v === null || v instanceof MixedLMParams, "MixedLMParams, or null"],
  penalty: [(v) => v === null || hasFunctions(v), "an object with the functions func and deriv, or null"],
  seed: [(v) => typeof v === "number" || typeof v === "string", "a number or a text"],
  missing: [(v) => v === "none" || v === "drop" || v === "raise", '"none", "drop" or "raise"'],
  formula: [(v) => v === null || typeof v === "string", "a formula, or null"],
  formulas: [(v) => v === null || isRecord(v), 'formulas by name, such as {cask: "0 + C(cask)"}, or null'],
  groups: [(v) => typeof v === "string" || isArrayLike(v), "a column name or an array of labels"],
  names: [areTexts, "a list of names"],
  "names-or-null": [(v) => v === null || areTexts(v), "a list of names, or null"],
  probability: [(v) => typeof v === "number" && v >= 0 && v <= 1, "a number from 0 to 1, 0.05 for 95 % intervals"],
  text: [(v) => typeof v === "string", "a text"],
  "text-or-null": [(v) => v === null || typeof v === "string", "a text, or null"],
  rows: [
    (v) => v === null || (Array.isArray(v) && v.every((row) => isArrayLike(row) && areNumbers(row))),
    "an array of rows of numbers, or null",
  ],
  threshold: [(v) => v === null || (typeof v === "number" && v > 0), "a positive number, or null"],
  weights: [
    (v) => v === null || typeof v === "number" || (isArrayLike(v) && areNumbers(v)),
    "a number, an array of numbers, or null",
  ],
};

/**
 * Checks an option object; options that are `undefined` count as left out.
 *
 * @param call - the function's name, for the message.
 * @param kinds - the options that exist, and the kind of each.
 * @throws {@link SmfError} `unknown-option` naming the nearest one; `option-type`, also when `options` is no record.
 */
export function checkOptions(call: string, options: unknown, kinds: Readonly<Record<string, OptionKind>>): void {
  const checks = Object.entries(kinds).map(([name, kind]) => [name, KINDS[kind]] as const);
  checkOptionsOf(call, options, Object.fromEntries(checks), SmfError);
  for (const [name, value] of Object.entries(options as object))
    if (kinds[name] === "formulas" && value) checkFormulas(call, name, value);
}

/** Checks the entries, which have names of the caller's. */
function checkFormulas(call: string, option: string, formulas: object): void {
  const entries = recordEntries(formulas);
  if (entries === null) throw optionType(call, option, KINDS.formulas[1], formulas);
  for (const [own, text] of entries) {
    if (typeof text !== "string") throw optionType(call, `${option}.${own}`, 'a formula, such as "0 + C(cask)"', text);
  }
}

/**
 * Checks one value; `undefined` is a value here.
 *
 * @throws {@link SmfError} `option-type`.
 */
export function checkOption(call: string, name: string, value: unknown, kind: OptionKind): void {
  const [test, expected] = KINDS[kind];
  if (!test(value)) throw optionType(call, name, expected, value);
}

function isMethods(v: unknown): boolean {
  return typeof v === "string" || (areTexts(v) && v.length > 0);
}

function areTexts(v: unknown): v is readonly string[] {
  return Array.isArray(v) && v.every((text) => typeof text === "string");
}

function hasFunctions(v: unknown): boolean {
  const { func, deriv } = (v ?? {}) as Record<string, unknown>;
  return typeof func === "function" && typeof deriv === "function";
}

function areNumbers(values: ArrayLike<unknown>): boolean {
  return Array.from(values).every((v) => typeof v === "number");
}
