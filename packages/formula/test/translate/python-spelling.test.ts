import { describe, expect, test } from "vitest";
import { type Factor, parseFormula } from "../../src/index.ts";
import { spellPython } from "../../src/translate/python-spelling.ts";
import { expressionCases } from "../corpus.ts";
import { errorOf } from "../error-of.ts";
import { withoutSpans } from "../trees.ts";

function factorOf(text: string, dialect: "patsy" | "extended"): { readonly factor: Factor; readonly source: string } {
  const { source, rhs } = parseFormula(text, { dialect });
  return { factor: rhs[1]?.factors[0] as Factor, source };
}

const spelled = (text: string): string => {
  const { factor, source } = factorOf(text, "extended");
  return spellPython(factor, source);
};

describe("patsy's words", () => {
  test.each([
    ["log(x)", "np.log(x)"],
    ["asin(pmin(x, 1))", "np.arcsin(np.minimum(x, 1))"],
    ["factor(a)", "C(a)"],
    ["`my x`", "Q('my x')"],
    ["Q('x')", "x"],
    ["{x^2 + `it's`}", `I(x ** 2 + Q("it's"))`],
    ["scale(x, scale = FALSE)", "center(x)"],
    ["I((x))", "I(x)"],
  ])("for `%s` are `%s`", (text, python) => expect(spelled(text)).toBe(python));

  test("for every measured expression mean the same expression", () => {
    for (const { text } of expressionCases) {
      const { factor, source } = factorOf(text, "patsy");
      const again = factorOf(spellPython(factor, source), "patsy").factor;
      expect([text, withoutSpans(again.expression)]).toEqual([text, withoutSpans(factor.expression)]);
    }
  });

  test.each(["poly(x, 2)", "lag(x)", "hashed(a, levels=4)"])("do not exist for `%s`", (text) => {
    const { code, span, data } = errorOf(() => spelled(`log(1 + ${text})`));
    expect([code, span, data]).toEqual(["untranslatable", [8, 8 + text.length], { target: "statsmodels" }]);
  });
});
