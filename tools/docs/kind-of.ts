// Any value -> the name of its kind as a reader of the documentation would write it: `Series`, `number[][]`, ...

/** Names the kind of a value; arrays and maps by what they hold, records by their keys. */
export function kindOf(value: unknown): string {
  if (value === null || typeof value !== "object") return value === null ? "null" : typeof value;
  if (Array.isArray(value)) return arrayKind(value.map(kindOf));
  if (value instanceof Map) {
    const [first] = value;
    return first === undefined ? "Map" : `Map<${kindOf(first[0])}, ${kindOf(first[1])}>`;
  }
  const { name } = value.constructor;
  // bundlers rename classes that refer to themselves
  return name === "Object" ? `{ ${Object.keys(value).join(", ")} }` : name.replace(/^_/, "");
}

function arrayKind(kinds: readonly string[]): string {
  const different = [...new Set(kinds)];
  if (different.length === 0) return "[]";
  return different.length === 1 ? `${different[0]}[]` : `[${kinds.join(", ")}]`;
}
