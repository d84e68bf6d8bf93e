import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalText, parseSyntax } from "../../src/index.ts";
import { expressionCases } from "../corpus.ts";

describe("canonical spelling", () => {
  test("is patsy's for every measured expression", () => {
    for (const { text, canonical } of expressionCases) expect([text, canonicalText(text)]).toEqual([text, canonical]);
  });

  // Measured with patsy 0.5.3.
  test.each([
    ["np . log( z )", "np.log(z)"],
    ["I(x**2)", "I(x ** 2)"],
    ["I(x--z)", "I(x - -z)"],
    ["C(a,Treatment('a2'))", "C(a, Treatment('a2'))"],
    ["I(~(x > 0))", "I( ~(x > 0))"],
    ["x[0]-1", "x[0]-1"],
    ["bs(x , df = 4)", "bs(x, df=4)"],
    ["f(x,)", "f(x, )"],
  ])("of `%s` is `%s`", (text, canonical) => {
    expect(canonicalText(text)).toBe(canonical);
  });

  test("keeps quotes, number bases and extra parentheses as typed", () => {
    expect(canonicalText("I(((x))+0x10+1_0)")).toBe("I(((x)) + 0x10 + 1_0)");
    expect(canonicalText('Q( "a  b" )')).toBe('Q("a  b")');
  });

  test("of a canonical spelling is itself", () => {
    fc.assert(
      fc.property(expression, (text) => {
        const once = canonicalText(text);
        expect(canonicalText(once)).toBe(once);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  test("names the same expression", () => {
    fc.assert(
      fc.property(expression, (text) => {
        const shape = (of: string) =>
          JSON.stringify(parseSyntax(`I(${of})`).ast, (key, value) => (isPlace(key) ? 0 : value));
        expect(shape(canonicalText(text))).toBe(shape(text));
      }),
      { numRuns: 300, seed: 2 },
    );
  });
});

const isPlace = (key: string): boolean => key === "span" || key === "functionSpan";

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom("x", "1.5", "'a b'", "größe", "np.pi"),
    fc
      .tuple(tie("expression"), fc.constantFrom("+", " -", "* ", " ** ", "//", "%", "&", "|"), tie("expression"))
      .map((parts) => parts.join("")),
    fc.tuple(fc.constantFrom("-", "+ ", "~"), tie("expression")).map((parts) => parts.join("")),
    fc.tuple(tie("expression"), fc.constantFrom("<", " >="), tie("expression")).map(([a, op, b]) => `( ${a}${op}${b})`),
    fc
      .tuple(fc.constantFrom("f", "np.log"), fc.array(tie("expression")))
      .map(([f, args]) => `${f} (${args.join(" ,")})`),
    fc.array(tie("expression"), { minLength: 1 }).map((items) => `[${items.join(",")}]`),
  ),
}));
