// A value that a caller gave -> what a message says of it: texts and numbers as they could be typed, of anything else
// its kind. What is shown may be hostile, such as a proxy that is revoked, and an error must still get its text.
import { shortText } from "./short-text.ts";
import { withArticle } from "./with-article.ts";

/**
 * Says what a value is: `"text"`, `5`, `10n`, `null`, `an array of 3`, `a function`, `a Date`, `an object`.
 *
 * @returns at most about 80 characters, whatever the value.
 */
export function shownValue(value: unknown): string {
  if (typeof value === "string") return shortText(value, '"');
  if (typeof value === "function") return "a function";
  if (typeof value === "bigint") return shortText(`${value}n`);
  if (typeof value !== "object" || value === null) return shortText(String(value));
  try {
    return Array.isArray(value) ? `an array of ${value.length}` : kindOfObject(value);
  } catch {
    return "an object that cannot be read";
  }
}

/** `a Map`, `a Date`, `a Promise`; a record, or an instance of a class of one's own, is `an object`. */
function kindOfObject(value: object): string {
  const kind = Object.prototype.toString.call(value).slice("[object ".length, -1);
  return kind === "Object" ? "an object" : shortText(withArticle(kind));
}
