// What an option or an argument of a labelled vector or matrix can be: a test of each kind, and how messages name it.
import { isArrayLike, isInstance, isRecord, type OptionCheck } from "@mixedlm/formula";
import type { Dtype } from "./dtype.ts";
import { listOf } from "./labelled-values.ts";
import { isLabel } from "./labels.ts";

/** A truth value. */
export const TRUTH: OptionCheck = [(v) => typeof v === "boolean", "true or false"];
/** A number. */
export const NUMBER: OptionCheck = [(v) => typeof v === "number", "a number"];
/** A whole number. */
export const WHOLE: OptionCheck = [Number.isInteger, "a whole number"];
/** A text. */
export const TEXT: OptionCheck = [(v) => typeof v === "string", "a text"];
/** A function. */
export const FUNCTION: OptionCheck = [(v) => typeof v === "function", "a function"];
/** What a vector holds. */
export const VALUE: OptionCheck = [(v) => v === null || isLabel(v), "a number, a text, true, false or null"];
/** An array or the like, or a Series. */
export const LIST: OptionCheck = [(v) => listOf(v) !== null, "an array"];
/** One label. */
export const LABEL: OptionCheck = [isLabel, "a label: a text, a number, true or false"];
/** One label, or several. */
export const LABELS: OptionCheck = [(v) => isLabel(v) || listOf(v) !== null, "a label or an array of labels"];
/** A label or null. */
export const NAME: OptionCheck = [(v) => v === null || isLabel(v), "a label or null"];
/** Rows or columns. */
export const AXIS: OptionCheck = oneOf([0, 1, "index", "columns"]);
/** New labels for old ones. */
export const RENAMING: OptionCheck = [
  (v) => typeof v === "function" || isInstance(v, Map) || isRecord(v),
  "a function, a map or a record of old labels and new ones",
];

/** One of some values. */
export function oneOf(values: readonly unknown[]): OptionCheck {
  const shown = values.map((value) => JSON.stringify(value));
  return [(v) => values.includes(v), `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`];
}

/** pandas' name for what a vector holds. */
export const DTYPE: OptionCheck = oneOf(["float64", "int64", "bool", "object"] satisfies Dtype[]);

/** One such name for each column. */
export const DTYPES: OptionCheck = [
  (v) => isArrayLike(v) && Array.from(v).every((own) => DTYPE[0](own)),
  `an array of ${DTYPE[1]}`,
];
