// Values -> JSON text and back, with what JSON lacks: NaN, the infinities, minus zero and arrays of doubles, each as a
// record with the one key `$`. Keys that begin with `$` get one more, so that no value of a caller is taken for one.

/** Writes plain values, typed arrays among them; what is undefined or a function is left out. */
export function savedText(value: unknown): string {
  return JSON.stringify(encoded(value));
}

/** Reads what {@link savedText} wrote. @throws SyntaxError where the text is no JSON. */
export function readSavedText(text: string): unknown {
  return decoded(JSON.parse(text));
}

function encoded(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0) ? value : { $: nameOf(value) };
  if (ArrayBuffer.isView(value)) return { $: Array.from(value as unknown as ArrayLike<number>, encoded) };
  if (Array.isArray(value)) return value.map(encoded);
  if (typeof value !== "object" || value === null) return typeof value === "function" ? undefined : value;
  return Object.fromEntries(
    Object.entries(value).map(([key, own]) => [key.startsWith("$") ? `$${key}` : key, encoded(own)]),
  );
}

/** Numbers that JSON lacks, by the names that they are written under. */
const NAMED: ReadonlyMap<unknown, number> = new Map(
  [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0].map((value) => [nameOf(value), value]),
);

function nameOf(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

function decoded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decoded);
  if (typeof value !== "object" || value === null) return value;
  if (Object.hasOwn(value, "$")) {
    const { $ } = value as Readonly<Record<string, unknown>>;
    if (!Array.isArray($)) return NAMED.get($);
    // what is damaged stays a list, for those who check it
    const values = $.map(decoded);
    return values.every((own) => typeof own === "number") ? Float64Array.from(values) : values;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, own]) => [key.startsWith("$") ? key.slice(1) : key, decoded(own)]),
  );
}
