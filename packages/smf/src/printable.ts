// The hook by which console.log in Node prints an object as its text instead of its fields.

/** Makes `console.log(object)` print `String(object)`. */
export function printable(object: object): void {
  Object.defineProperty(object, Symbol.for("nodejs.util.inspect.custom"), { value: () => String(object) });
}
