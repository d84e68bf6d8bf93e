import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FormulaError, parseFormula, parseRightSide, parseSyntax, parseTwoSided, type Span } from "../../src/index.ts";
import { throwSyntaxError } from "../../src/syntax/throw-syntax-error.ts";
import { tokenize } from "../../src/syntax/tokens.ts";
import { casesOf } from "../corpus.ts";
import { errorOf } from "../error-of.ts";

// Malformed cases whose fault is in the text alone. The others need a table or the list of functions, and are
// found by the package that has these: unknown names and functions, arguments, types of values, levels, rows.
const OURS = new Set(
  `unclosed-string bad-character comment unclosed-paren unmatched-close unclosed-bracket unmatched-bracket
  missing-operand missing-operator unexpected-operator unexpected-noun tilde number power intercept-interaction
  unary-minus not-patsy-syntax sides`.split(/\s+/),
);
const NEEDS_FUNCTIONS = /\b(?:poly|offset|s|lag|hashed|ns)\(/;
const ALSO_OURS = new Set([
  "y ~ (x, z)",
  "y ~ I(not x)",
  "y ~ x if z else w",
  "y ~ a[T.a2]",
  "y ~ x[0:3]",
  "y ~ __import__('os').getcwd()",
  "y ~ I(x.__class__)",
  "y ~ lambda q: q",
  "y ~ I([v for v in x])",
  "y ~ I((v for v in x))",
  "y ~ np.array([v + 1 for v in x])",
  "y ~ x.abs()",
  "y ~ x.map(str)",
  "y ~ I((w := x))",
  "y ~ np.log(*[z])",
  "y ~ np.log(**{'x': z})",
  "y ~ I(x)[0]",
  "y ~ x.__len__()",
]);

const PARSERS = { dmatrix: parseRightSide, dmatrices: parseTwoSided };
const malformed = casesOf("malformed");
const isOurs = (item: (typeof malformed)[number]): boolean =>
  ALSO_OURS.has(item.formula) || (OURS.has(item.code) && !NEEDS_FUNCTIONS.test(item.formula));

describe("malformed formulas", () => {
  test.each(malformed.filter(isOurs))(
    "$id: `$formula` is refused as $code at $want",
    ({ formula, call, code, want }) => {
      const parse = call === undefined ? parseFormula : PARSERS[call];
      const error = errorOf(() => parse(formula));
      expect({ code: error.code, span: error.span }).toEqual({ code, span: want });
      if (want !== null) expect(error.source).toBe(formula.trim());
    },
  );

  test("all other malformed cases are formulas", () => {
    for (const { formula } of malformed.filter((item) => !isOurs(item)))
      expect(() => parseFormula(formula)).not.toThrow();
  });

  test("162 cases are decided by the text alone", () => {
    expect(malformed.filter(isOurs)).toHaveLength(162);
  });
});

describe("places beyond the measured cases", () => {
  const cases: Record<string, readonly [code: string, span: Span]> = {
    "y ~ x > -1": ["missing-operand", [6, 7]],
    "y <- x": ["not-patsy-syntax", [2, 4]],
    "y ~ x < - z": ["missing-operand", [6, 7]],
    "fit <- y ~ x": ["not-patsy-syntax", [4, 6]],
    "y ~ x %>% z": ["not-patsy-syntax", [6, 9]],
    "y ~ n%%2": ["not-patsy-syntax", [5, 7]],
    "y ~ n %/% 2": ["not-patsy-syntax", [6, 9]],
    "y ~ x %*% z": ["not-patsy-syntax", [6, 9]],
    "y ~ x |> f": ["not-patsy-syntax", [6, 8]],
    // Python has no whole numbers with a 0 in front, and patsy refuses all three
    "y ~ x + 01": ["missing-operator", [8, 10]],
    "y ~ I(01 * x)": ["missing-operator", [6, 8]],
    "y ~ (x + z)**02": ["unexpected-noun", [13, 15]],
    "y ~ bs(x, knots=()": ["unclosed-bracket", [4, 18]],
    "y ~ class": ["not-patsy-syntax", [4, 9]],
    "y ~ C(class)": ["not-patsy-syntax", [6, 11]],
    "y ~ I(x z)": ["missing-operator", [6, 9]],
    "y ~ I(x + )": ["missing-operand", [10, 11]],
    "y ~ I((x)": ["unclosed-bracket", [4, 9]],
    "y ~ C(a])": ["unmatched-bracket", [7, 8]],
    "y ~ f(a,,b)": ["missing-operand", [8, 9]],
    "y ~ f(a=)": ["missing-operand", [8, 9]],
    "y ~ f(a=1=2)": ["not-patsy-syntax", [9, 10]],
    "y ~ I(a = 1)x": ["missing-operator", [4, 13]],
    "y ~ I()()": ["forbidden", [7, 8]],
    "y ~ f'x'": ["not-patsy-syntax", [4, 8]],
    "y ~ 0 < x < 1": ["type", [4, 13]],
    "y ~ I(x > 0 & z > 1)": ["type", [4, 20]],
    "y ~ I(x ^ 2)": ["not-patsy-syntax", [8, 9]],
    "y ~ I(x[0])": ["rows", [6, 10]],
    "y ~ np.a.b": ["forbidden", [8, 10]],
    "y ~ a + (b | g)": ["not-patsy-syntax", [11, 12]],
    "y ~ x, z": ["not-patsy-syntax", [5, 6]],
    "y ~ I(x :z)": ["not-patsy-syntax", [8, 9]],
    "y ~ 'a' 'b'": ["missing-operator", [4, 11]],
    "y ~ '''a'''": ["missing-operator", [4, 11]],
    "y ~ 2(x)": ["missing-operator", [5, 6]],
    "😀 ~ x": ["bad-character", [0, 1]],
    "y ~ '😀' €": ["bad-character", [8, 9]],
  };
  test.each(Object.entries(cases))("`%s` is refused as %j", (formula, [code, span]) => {
    const error = errorOf(() => parseFormula(formula));
    expect([error.code, error.span]).toEqual([code, span]);
  });
});

describe("malformed formulas of the extended dialect", () => {
  // What is underlined, by code.
  const cases: Record<string, readonly [code: string, underlined: string]> = {
    "y ~ x | g": ["random-term", "|"],
    "y ~ x + 1 | g": ["random-term", "|"],
    "y ~ x || g": ["random-term", "||"],
    "y ~ (x) | g": ["random-term", "|"],
    "y ~ (1 | g) | h": ["random-term", "|"],
    "y ~ x | z + (1 | g)": ["random-term", "|"],
    "y | g ~ x": ["random-term", "|"],
    "(y ~ x | g)": ["random-term", "|"],
    "y ~ (1 | g ~ x)": ["random-term", "~"],
    "y ~ (1 | a | b)": ["random-term", "|"],
    "y ~ (1 || a | b)": ["random-term", "|"],
    "y ~ (1 | a || b)": ["random-term", "||"],
    "y ~ (| g)": ["unexpected-operator", "|"],
    "y ~ (|| g)": ["unexpected-operator", "||"],
    "y ~ (1 | | g)": ["unexpected-operator", "|"],
    "y ~ (1 + | g)": ["unexpected-operator", "|"],
    "y ~ | g": ["unexpected-operator", "|"],
    "y ~ (1 | * g)": ["unexpected-operator", "*"],
    "y ~ (1 | )": ["missing-operand", ")"],
    "y ~ (1 | g + )": ["missing-operand", ")"],
    "y ~ (1 |": ["missing-operand", "|"],
    "y ~ (1 | g": ["unclosed-paren", "("],
    "y ~ (1 | g))": ["unmatched-close", ")"],
    "y ~ (1 | g) z": ["unexpected-noun", "z"],
    "y ~ (1 | g) (1 | h)": ["unexpected-noun", "("],
    "y ~ (1 | g) `z z`": ["unexpected-noun", "`z z`"],
    "y ~ (1 | g h)": ["missing-operator", "g h"],
    "y ~ (1 | g, h)": ["type", "(1 | g, h)"],
    "y ~ `x": ["unclosed-string", "`x"],
    "y ~ x + `my x + z": ["unclosed-string", "`my x + z"],
    "y ~ `` + x": ["missing-operand", "``"],
    "y ~ `x` `z`": ["missing-operator", "`x` `z`"],
    "y ~ `f`(x)": ["forbidden", "("],
    "y ~ `x`.z": ["forbidden", ".z"],
    "y ~ f(`a` = 1)": ["not-patsy-syntax", "="],
    "y ~ {}": ["missing-operand", "}"],
    "y ~ {x + }": ["missing-operand", "}"],
    "y ~ {x": ["unclosed-bracket", "{x"],
    "y ~ {x + (z}": ["unclosed-bracket", "{x + (z}"],
    "y ~ {(x})": ["unmatched-bracket", "}"],
    "y ~ x}": ["unmatched-bracket", "}"],
    "y ~ {x, z}": ["not-patsy-syntax", ","],
    "y ~ {x ~ z}": ["not-patsy-syntax", "~"],
    "y ~ {x:z}": ["not-patsy-syntax", ":"],
    "y ~ {x}{z}": ["missing-operator", "{"],
    "y ~ {x} z": ["missing-operator", "{x} z"],
    "y ~ {x}(z)": ["forbidden", "("],
    "y ~ {x}[0]": ["forbidden", "[0]"],
    "y ~ x ^": ["missing-operand", "^"],
    "y ~ ^ x": ["unexpected-operator", "^"],
    "y ~ x ^* z": ["unexpected-operator", "*"],
    "y ~ I(x ^)": ["missing-operand", ")"],
    "y ~ b %in%": ["missing-operand", "%in%"],
    "y ~ %in% a": ["unexpected-operator", "%in%"],
    "y ~ b %in% %in% a": ["unexpected-operator", "%in%"],
    "y ~ I(x %in% z)": ["not-patsy-syntax", "%in%"],
    "y ~ b in a": ["not-patsy-syntax", "in"],
    "y ~ . x": ["unexpected-noun", "x"],
    "y ~ . .": ["unexpected-noun", "."],
    "y ~ .(x)": ["unexpected-noun", "("],
    "y ~ (x) .": ["unexpected-noun", "."],
    "y ~ log(.)": ["not-patsy-syntax", "."],
    "y ~ np.x.z": ["forbidden", ".z"],
    "y ~ I(x || z)": ["not-patsy-syntax", "||"],
    "y ~ x & z": ["not-patsy-syntax", "&"],
    "y ~ (1 | 'g)": ["unclosed-string", "'g)"],
    "y ~ (1 | g) # random": ["comment", "# random"],
    "y ~ (1 | g€)": ["bad-character", "€"],
    "😀😀 ~ (1 | g": ["bad-character", "😀"],
  };
  test.each(Object.entries(cases))("`%s` is refused as %j", (formula, expected) => {
    const error = errorOf(() => parseSyntax(formula, "extended"));
    expect([error.code, [...formula].slice(...(error.span ?? [0, 0])).join("")]).toEqual(expected);
  });

  test("what reads them as patsy's has the place of the first character that patsy has not", () => {
    expect(errorOf(() => parseSyntax("y ~ `my x`")).span).toEqual([4, 5]);
    expect(errorOf(() => parseSyntax("y ~ {x}")).span).toEqual([4, 5]);
    expect(errorOf(() => parseSyntax("y ~ (a + b)^2")).span).toEqual([11, 13]);
  });
});

describe.each(["patsy", "extended"] as const)(
  "the grammar and the search for an error in the %s dialect",
  (dialect) => {
    const pieces =
      `~ + - * / : ** ( ) [ ] , = < >= == % // & | . x np z 1 2.5 0 'a' f( np.log( C(a Q('b') k= lambda not in if
    for { } ^ := @ ; # $ 'open || %in% \`b\` \`b`.split(/\s+/);
    const soup = fc
      .array(
        fc.tuple(
          fc.constantFrom(...pieces, "x", "x", "z", "(", ")", ")", "+", "(x|", "|"),
          fc.constantFrom(" ", " ", ""),
        ),
        {
          maxLength: 12,
        },
      )
      .map((parts) => parts.flat().join("").trim());

    test("agree on which texts are formulas", () => {
      fc.assert(
        fc.property(soup, (text) => {
          if (text === "") return;
          const found = errorOf(() => throwSyntaxError(tokenize(text, dialect), text, dialect));
          const isFound = !found.message.startsWith("this is not understood");
          const parsed = (() => {
            try {
              return parseSyntax(text, dialect);
            } catch (error) {
              return error;
            }
          })();
          expect([text, parsed instanceof FormulaError]).toEqual([text, isFound]);
        }),
        { numRuns: 5000, seed: 7 },
      );
    });
  },
);
