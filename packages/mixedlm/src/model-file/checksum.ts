// JSON data -> a text that any change of it changes: of numbers, texts, lists and records, whatever the order of a
// record's keys, which stores of JSON do not keep. It finds damage, it does not prove who wrote the data.

/** Two streams of 32 bits, so that a change goes unnoticed once in 2^64. */
const OFFSETS = [0x811c9dc5, 0x9747b28c] as const;
const PRIMES = [0x01000193, 0x85ebca6b] as const;

/**
 * Computes the checksum of JSON data.
 *
 * @returns 16 hexadecimal digits.
 * @see Fowler, Noll & Vo (FNV-1a), run twice.
 */
export function checksum(data: unknown): string {
  const state = Int32Array.from(OFFSETS);
  addValue(state, data);
  return Array.from(state, (part) => (part >>> 0).toString(16).padStart(8, "0")).join("");
}

function addValue(state: Int32Array, value: unknown): void {
  if (Array.isArray(value)) {
    addText(state, `[${value.length}`);
    for (const entry of value) addValue(state, entry);
  } else if (typeof value === "object" && value !== null) {
    const keys = Object.keys(value).sort();
    addText(state, `{${keys.length}`);
    for (const key of keys) {
      addText(state, key);
      addValue(state, (value as Readonly<Record<string, unknown>>)[key]);
    }
  } else addText(state, JSON.stringify(value) ?? "");
}

function addText(state: Int32Array, text: string): void {
  for (let i = 0; i <= text.length; i++) {
    // after the last character one that no text has
    const code = i < text.length ? text.charCodeAt(i) : 0x10000;
    for (let s = 0; s < state.length; s++) state[s] = Math.imul(state[s] ^ code, PRIMES[s]);
  }
}
