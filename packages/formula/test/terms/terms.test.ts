import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formulaText,
  INTERCEPT,
  parseFormula,
  quotedName,
  sameTerm,
  type Term,
  termName,
  variables,
} from "../../src/index.ts";

const terms = (text: string): readonly Term[] => parseFormula(`0 + ${text}`).rhs;
const term = (text: string): Term => terms(text)[0] ?? INTERCEPT;

test("a term's name joins its factors by `:`, and the term without factors is the intercept", () => {
  expect(termName(term("np.log( x ):C(a)"))).toBe("np.log(x):C(a)");
  expect(termName(INTERCEPT)).toBe("Intercept");
});

test("terms are the same when their factors are, in whatever order", () => {
  expect(sameTerm(term("a:b"), term("b:a"))).toBe(true);
  expect(sameTerm(term("a:b"), term("a"))).toBe(false);
  expect(sameTerm(term("I(x+z)"), term("I(x + z)"))).toBe(true);
  expect(sameTerm(term("I(x + z)"), term("I(z + x)"))).toBe(false);
  expect(sameTerm(INTERCEPT, INTERCEPT)).toBe(true);
});

describe("variables", () => {
  test.each([
    ["np.log(x + z):x", ["x", "z"]],
    ["Q('my var')*a", ["my var"]],
    ["Q(name='it\\'s')", ["it's"]],
    ["C(a, Treatment('b'))", ["a"]],
    ["C(a, levels=[lo, hi])", ["a", "lo", "hi"]],
    ["np.where(x > 0, -y, (1, w))", ["x", "y", "w"]],
    ["I(x * np.pi)", ["x", "np.pi"]],
    ["__proto__", ["__proto__"]],
    ["I(5)", []],
  ])("of `%s` are %j", (text, names) => expect(variables(term(text))).toEqual(names));

  test("of an expression are those of its factor", () => {
    const [factor] = term("f(a, k=b)").factors;
    expect(factor && variables(factor.expression)).toEqual(["a", "b"]);
  });
});

test("only `Q` of one string quotes a name", () => {
  const quoted = (text: string) => quotedName(term(text).factors[0]?.expression ?? expect.fail());
  expect(quoted("Q('a b')")).toBe("a b");
  expect(quoted("Q(x)")).toBeNull();
  expect(quoted("I('a b')")).toBeNull();
});

describe("a formula written out", () => {
  test.each([
    ["y ~ a*b - 1", "y ~ 0 + a + b + a:b"],
    ["x", "~ x"],
    ["", "~ 1"],
    ["0", "~ 0"],
    ["1 ~ x", "1 ~ x"],
  ])("`%s` is `%s`", (text, written) => expect(formulaText(parseFormula(text))).toBe(written));

  const sum = fc.array(fc.constantFrom("a", "b:c", "np.log(x)", "a*b", "(a + c)**2", "0", "1", "Q('a b')"), {
    minLength: 1,
  });
  test("has the same terms", () => {
    fc.assert(
      fc.property(sum, (parts) => {
        const formula = parseFormula(`y ~ ${parts.join(" + ")}`);
        const again = parseFormula(formulaText(formula));
        expect(again.rhs.map(termName)).toEqual(formula.rhs.map(termName));
      }),
      { numRuns: 200, seed: 4 },
    );
  });
});
