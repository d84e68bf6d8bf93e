// Names that reach for the language instead of the data: Python's built-ins and the members of every object.
// They are refused with a message of their own, unless a column is called so.

const INTERNAL_NAMES: ReadonlySet<string> = new Set([
  ..."breakpoint compile delattr dir eval exec exit getattr globals hasattr input locals memoryview open quit".split(
    " ",
  ),
  ..."setattr type vars".split(" "),
  ..."constructor hasOwnProperty isPrototypeOf propertyIsEnumerable prototype toLocaleString toString".split(" "),
  ..."valueOf globalThis window process require Function".split(" "),
]);

/** Tells whether a name is one of Python's or of the host language's own. */
export function isInternalName(name: string): boolean {
  return INTERNAL_NAMES.has(name) || (name.startsWith("__") && name.endsWith("__"));
}
