import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  canonicalText,
  type Formula,
  formulaText,
  parseFormula,
  parseSyntax,
  printSyntax,
  termName,
} from "../../src/index.ts";
import { printExpression } from "../../src/syntax/print-expression.ts";
import { casesOf, expressionCases } from "../corpus.ts";
import { expression, extendedFormula, patsyFormula, rooted, withoutSpans } from "../trees.ts";

const reprinted = (text: string): string => printSyntax(parseSyntax(text, "extended").ast);
/** The tree of an embedded expression that stands inside a call. */
const expressionOf = (text: string): unknown => {
  const [factor] = parseSyntax(`I(${text})`).ast.args;
  if (factor?.kind !== "factor" || factor.expression.kind !== "call") throw new Error(`${text} is no expression`);
  return withoutSpans(factor.expression.args[0]);
};

describe("a formula's text", () => {
  test.each([
    ["y~((a))+(b*c)**2", "y ~ a + (b*c)**2"],
    ["(y ~ x)", "y ~ x"],
    ["x", "~ x"],
    ["a + (b + c)", "~ a + (b + c)"],
    ["(a + b) + c", "~ a + b + c"],
    ["((a:b):c)/(d*e)", "~ a:b:c/(d*e)"],
    ["(-a)*b", "~ (-a)*b"],
    ["-(a*b)", "~ -a*b"],
    ["a*(-b) + c", "~ a*-b + c"],
    ["(a*(-b))*c", "~ a*(-b)*c"],
    ["(~ a) + b", "~ (~ a) + b"],
    ["y ~ (0 + x)", "y ~ 0 + x"],
    ["np . log( z )", "~ np.log(z)"],
    ["b  %in%  a*c", "~ b %in% a*c"],
    ["y ~ .^2+((x)||a/b)", "y ~ .**2 + (x || a/b)"],
    ["diag( (x)|a/b ,hom=True)+us(1||g)", "~ diag(x | a/b, hom = TRUE) + us(1 || g)"],
    ["ar1(x*z | g, hom = FALSE):(a+b)", "~ ar1(x*z | g, hom = FALSE):(a + b)"],
    ["offset( log(t))", "~ offset(log(t))"],
    ["{x+1} + `my y` + log( x )", "~ I(x + 1) + Q('my y') + log(x)"],
  ])("of `%s` is `%s`", (text, printed) => expect(reprinted(text)).toBe(printed));

  test.each(casesOf("parse"))("$id: `$formula` is read again as the same tree", ({ formula }) => {
    const { ast } = parseSyntax(formula);
    expect(withoutSpans(parseSyntax(printSyntax(ast)).ast)).toEqual(withoutSpans(ast));
  });

  test.each([
    ["patsy", patsyFormula],
    ["extended", extendedFormula],
  ] as const)("of dialect %s is read again as the same tree, whatever the tree", (dialect, trees) => {
    fc.assert(
      fc.property(trees, (tree) => {
        const ast = rooted(tree);
        expect(withoutSpans(parseSyntax(printSyntax(ast), dialect).ast)).toEqual(withoutSpans(ast));
      }),
      { numRuns: 2000, seed: 3 },
    );
  });

  test("has no pair of parentheses that could be left out", () => {
    fc.assert(
      fc.property(extendedFormula, (tree) => {
        const text = printSyntax(rooted(tree));
        const wanted = meaning(text);
        for (const shorter of withOnePairLess(text)) expect([text, shorter, meaning(shorter)]).not.toContain(wanted);
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  test("may be a sum of thousands of terms", () => {
    const text = `~ ${"a + ".repeat(4000)}a`;
    expect(reprinted(text)).toBe(text);
  });
});

describe("an expression's text", () => {
  test("is read again as the same tree, whatever the tree", () => {
    fc.assert(
      fc.property(expression, (tree) => {
        expect(expressionOf(printExpression(tree))).toEqual(withoutSpans(tree));
      }),
      { numRuns: 2000, seed: 5 },
    );
  });

  test("of every measured expression is read again as the same tree", () => {
    for (const { text } of expressionCases) {
      const [factor] = parseSyntax(text).ast.args;
      if (factor?.kind !== "factor") throw new Error(`${text} is not one factor`);
      expect([text, expressionOf(printExpression(factor.expression))]).toEqual([text, withoutSpans(factor.expression)]);
    }
  });

  test("has a canonical spelling that is canonical, and names the same expression", () => {
    fc.assert(
      fc.property(expression, (tree) => {
        const canonical = canonicalText(printExpression(tree));
        expect(canonicalText(canonical)).toBe(canonical);
        expect(expressionOf(canonical)).toEqual(withoutSpans(tree));
      }),
      { numRuns: 1000, seed: 6 },
    );
  });
});

test("the canonical text of every factor of the corpus is canonical", () => {
  const texts = ["parse", "design"].flatMap(casesOf).flatMap(({ formula }) => {
    const { lhs, rhs } = parseFormula(formula);
    return [...lhs, ...rhs].flatMap(({ factors }) => factors.map((factor) => factor.name));
  });
  expect(texts.length).toBeGreaterThan(1000);
  for (const text of texts) expect(canonicalText(text)).toBe(text);
});

test("the terms of a formula, written out, are read again as the same terms", () => {
  const names = ({ lhs, rhs }: Formula) => [lhs.map(termName), rhs.map(termName)];
  fc.assert(
    fc.property(patsyFormula, (tree) => {
      const formula = termsOf(printSyntax(rooted(tree)));
      fc.pre(formula !== null);
      expect(names(parseFormula(formulaText(formula)))).toEqual(names(formula));
    }),
    { numRuns: 300, seed: 7 },
  );
});

/** Most random trees mean nothing. */
function termsOf(text: string): Formula | null {
  try {
    return parseFormula(text);
  } catch {
    return null;
  }
}

/** All texts that lack one pair of parentheses. */
function withOnePairLess(text: string): string[] {
  const open: number[] = [];
  const shorter: string[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "(") open.push(at);
    if (text[at] !== ")") continue;
    const start = open.pop() ?? 0;
    shorter.push(`${text.slice(0, start)} ${text.slice(start + 1, at)} ${text.slice(at + 1)}`);
  }
  return shorter;
}

function meaning(text: string): string {
  try {
    return JSON.stringify(withoutSpans(parseSyntax(text, "extended").ast));
  } catch (error) {
    return String(error);
  }
}
