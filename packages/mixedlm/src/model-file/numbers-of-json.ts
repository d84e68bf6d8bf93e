// Data with numbers that JSON has no word for, such as the levels -Infinity and Infinity of a group -> data that JSON
// keeps, and back: such a number is a record of the one key `$`. Keys that begin with `$` get one more, so that no
// record is taken for a number.

/** Names the numbers of JSON data that JSON lacks. */
export function numbersNamed(value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) return { $: String(value) };
  return ofEntries(value, numbersNamed, (key) => (key.startsWith("$") ? `$${key}` : key));
}

/** Makes the numbers again that {@link numbersNamed} named; nothing of the result is the caller's. */
export function numbersOfNames(value: unknown): unknown {
  if (typeof value === "object" && value !== null && Object.hasOwn(value, "$"))
    return Number((value as Readonly<Record<"$", unknown>>).$);
  return ofEntries(value, numbersOfNames, (key) => (key.startsWith("$") ? key.slice(1) : key));
}

function ofEntries(value: unknown, entryOf: (entry: unknown) => unknown, keyOf: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map(entryOf);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [keyOf(key), entryOf(entry)]));
}
