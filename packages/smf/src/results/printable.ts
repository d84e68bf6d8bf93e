// The hooks by which others show an object: its text where Node prints it, its HTML in a notebook. They are found under
// symbols and methods that their readers look for, so nothing is imported; on a prototype they serve every instance.

interface WithHtml {
  _repr_html_?(): string;
}

/**
 * Makes `console.log(object)` print `String(object)`, and notebooks show its HTML where it has a method `_repr_html_`.
 *
 * @param object - an object with `toString`, or the prototype of such objects.
 * @see https://docs.deno.com/runtime/reference/cli/jupyter/ for `Jupyter.display`, which other kernels follow.
 */
export function printable(object: object): void {
  hook(object, "nodejs.util.inspect.custom", function (this: object) {
    return String(this);
  });
  hook(object, "Jupyter.display", function (this: WithHtml) {
    const html = this._repr_html_?.();
    return { "text/plain": String(this), ...(html === undefined ? {} : { "text/html": html }) };
  });
}

function hook(object: object, symbol: string, value: () => unknown): void {
  Object.defineProperty(object, Symbol.for(symbol), { value, configurable: true });
}
