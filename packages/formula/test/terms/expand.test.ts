import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseFormula, type Term, termName } from "../../src/index.ts";
import { casesOf } from "../corpus.ts";
import { errorOf } from "../error-of.ts";

const names = (terms: readonly Term[]): string[] => terms.map(termName);
const rightSide = (text: string): string => names(parseFormula(text).rhs).join(" ");

test.each(casesOf("parse"))("$id: `$formula` has patsy's terms in patsy's order", ({ formula, lhs, rhs }) => {
  const terms = parseFormula(formula);
  expect([names(terms.lhs), names(terms.rhs)]).toEqual([lhs, rhs]);
});

// What each operator means, as a table.
describe("operators", () => {
  const MEANING = {
    "a + b": "Intercept a b",
    "a:b": "Intercept a:b",
    "a*b": "Intercept a b a:b",
    "a/b": "Intercept a a:b",
    "(a + b)/c": "Intercept a b a:b:c",
    "a/(b + c)": "Intercept a a:b a:c",
    "(a + b + c)**2": "Intercept a b c a:b a:c b:c",
    "a*b - a": "Intercept b a:b",
    "a:b + b:a": "Intercept a:b",
    "a:a": "Intercept a",
    "x - -1": "Intercept x",
    "(a - a)/b": "Intercept b",
    "a**1_0": "Intercept a",
  };
  test.each(Object.entries(MEANING))("`%s` means %s", (text, terms) => expect(rightSide(text)).toBe(terms));
});

describe("the intercept", () => {
  const MEANING = {
    "1 + (x + 0)": "Intercept x",
    "0 + (x + 1)": "Intercept x",
    "1 - (x + 1) + z": "z",
    "-0 + x": "Intercept x",
    "-1 + x": "x",
    "x - 0 - 1 + 1": "Intercept x",
    "(a + 0)*b": "Intercept a b a:b",
    "(a - 1):b": "Intercept a:b",
    "0": "",
  };
  test.each(Object.entries(MEANING))("`%s` means %s", (text, terms) => expect(rightSide(text)).toBe(terms));

  test("belongs to the left side only if it is written there", () => {
    expect(names(parseFormula("y + 1 ~ x").lhs)).toEqual(["Intercept", "y"]);
    expect(names(parseFormula("y ~ x").lhs)).toEqual(["y"]);
    expect(names(parseFormula("0 ~ x").lhs)).toEqual([]);
  });
});

test("a term keeps the first spelling and the first place of its factors", () => {
  const [, term] = parseFormula("y ~ b:a + a:b").rhs;
  expect(term?.factors.map((factor) => [factor.name, factor.span])).toEqual([
    ["b", [4, 5]],
    ["a", [6, 7]],
  ]);
});

test("columns may have names that objects of the language have", () => {
  expect(rightSide("__proto__*constructor + toString - hasOwnProperty")).toBe(
    "Intercept __proto__ constructor __proto__:constructor toString",
  );
});

// The algebra once more, on sorted strings of letters: slow, without the intercept, without order.
type Algebra = { readonly text: string; readonly terms: ReadonlySet<string> };

const { sum } = fc.letrec<{ sum: Algebra }>((tie) => ({
  sum: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(..."abcd").map((letter) => ({ text: letter, terms: new Set([letter]) })),
    fc
      .tuple(tie("sum"), fc.constantFrom("+", "-", ":", "*", "/"), tie("sum"))
      .map(([a, op, b]) => ({ text: `(${a.text}) ${op} (${b.text})`, terms: bruteForce(op, a.terms, b.terms) })),
    fc
      .tuple(tie("sum"), fc.integer({ min: 1, max: 3 }))
      .map(([a, n]) => ({ text: `(${a.text})**${n}`, terms: bruteForcePower(a.terms, n) })),
  ),
}));

function union(...terms: readonly string[]): string {
  return [...new Set(terms.join(""))].sort().join("");
}

function products(a: ReadonlySet<string>, b: ReadonlySet<string>): Set<string> {
  return new Set([...a].flatMap((left) => [...b].map((right) => union(left, right))));
}

function bruteForce(op: string, a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  switch (op) {
    case "+":
      return new Set([...a, ...b]);
    case "-":
      return new Set([...a].filter((term) => !b.has(term)));
    case ":":
      return products(a, b);
    case "*":
      return new Set([...a, ...b, ...products(a, b)]);
    default:
      return new Set([...a, ...products(new Set([union(...a)]), b)]);
  }
}

function bruteForcePower(a: ReadonlySet<string>, n: number): ReadonlySet<string> {
  return n === 1 ? a : new Set([...a, ...products(a, bruteForcePower(a, n - 1))]);
}

test("operators agree with set algebra done by brute force", () => {
  fc.assert(
    fc.property(sum, ({ text, terms }) => {
      const found = parseFormula(`0 + (${text})`).rhs.map((term) =>
        union(...term.factors.map((factor) => factor.name)),
      );
      expect([text, found.sort()]).toEqual([text, [...terms].sort()]);
    }),
    { numRuns: 500, seed: 3 },
  );
});

describe("what the operators refuse", () => {
  test.each([
    ["y ~ 2 + x", "number", [4, 5], { number: "2" }],
    ["y ~ infinity", "number", [4, 12], { number: "infinity" }],
    ["y ~ a**2.0", "power", [7, 10], {}],
    ["y ~ a**+2", "power", [7, 9], {}],
    ["y ~ (a + 1)/b", "intercept-interaction", [9, 10], {}],
    ["~ ~ x", "unexpected-operator", [2, 5], {}],
  ])("`%s`: %s at %j", (text, code, span, data) => {
    const error = errorOf(() => parseFormula(text));
    expect([error.code, error.span, error.data]).toEqual([code, span, data]);
  });
});
