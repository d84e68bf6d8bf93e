import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  canonicalText,
  type Expression,
  type FormulaNode,
  parseFormula,
  parseMixedFormula,
  parseSyntax,
  termName,
} from "../../src/index.ts";
import { printExpression as printed } from "../../src/syntax/print-expression.ts";
import { casesOf, expressionCases } from "../corpus.ts";
import { errorOf } from "../error-of.ts";

const terms = (text: string, columns?: readonly string[]): string[] =>
  parseFormula(text, { dialect: "extended", columns }).rhs.map(termName);
const termsOfPatsy = (text: string): string[] => parseFormula(text).rhs.map(termName);

function expressionOf(text: string): Expression {
  const [factor] = parseSyntax(text, "extended").ast.args;
  if (factor?.kind !== "factor") throw new Error(`${text} is not one factor`);
  return factor.expression;
}

function functionOf(text: string): string {
  const expression = expressionOf(text);
  if (expression.kind !== "call") throw new Error(`${text} is no call`);
  return expression.function;
}

/** A tree with the names that are resolved in the extended dialect alone turned back. */
function asTyped<T extends FormulaNode | Expression>(tree: T): T {
  return JSON.parse(JSON.stringify(tree).replace(/"function":"np\.(log|exp|sqrt)"/g, '"function":"$1"'));
}

describe("nothing of patsy changes its meaning", () => {
  test.each(casesOf("parse"))("$id: `$formula` has the same tree in the extended dialect", ({ formula }) => {
    const extended = parseSyntax(formula, "extended").ast;
    const patsy = parseSyntax(formula).ast;
    expect(asTyped(extended)).toEqual(asTyped(patsy));
  });

  test("embedded expressions are the same", () => {
    for (const { text } of expressionCases) {
      expect(parseSyntax(text, "extended").ast).toEqual(parseSyntax(text).ast);
    }
  });
});

describe("back-ticks", () => {
  test("name a column, which is written as `Q('...')` where it has to be", () => {
    expect(terms("y ~ `my y` + `x`")).toEqual(["Intercept", "Q('my y')", "x"]);
    expect(terms("y ~ `my y`:x - `my y`:`x`")).toEqual(["Intercept"]);
    expect(terms("y ~ `x` + x + `z z` + Q('z z')")).toEqual(["Intercept", "x", "Q('z z')"]);
  });

  test("keep what is between them as it is", () => {
    expect(expressionOf("`a # b`")).toMatchObject({ function: "Q", args: [{ kind: "string", value: "a # b" }] });
    expect(terms("`it's` + `a\\b` + `x  y`")).toEqual(["Intercept", `Q("it's")`, "Q('a\\\\b')", "Q('x  y')"]);
    expect(parseFormula("`my y` ~ x", { dialect: "extended" }).lhs.map(termName)).toEqual(["Q('my y')"]);
  });

  test("quote names that mean something else", () => {
    expect(terms("`inf` + `True` + `lambda` + `np` + `2x` + `.` + `np.x`")).toEqual([
      "Intercept",
      ...["Q('inf')", "Q('True')", "Q('lambda')", "Q('np')", "Q('2x')", "Q('.')", "Q('np.x')"],
    ]);
  });

  test("stand in expressions, with their place", () => {
    expect(terms("C(`my a`) + `n n` > 2 + I(`x` + 1)")).toEqual([
      "Intercept",
      "C(Q('my a'))",
      "Q('n n') > 2",
      "I(x + 1)",
    ]);
    expect(expressionOf("C(`my a`)")).toMatchObject({ args: [{ function: "Q", span: [2, 8] }] });
  });
});

test("places count code points, of names in back-ticks too", () => {
  expect(parseSyntax("`😀` ~ {`𝑥`} + (1 | `𝑔`)", "extended").ast).toMatchObject({
    args: [
      { span: [0, 3], expression: { function: "Q", functionSpan: [0, 3], args: [{ span: [0, 3] }] } },
      {
        args: [{ span: [6, 11] }, { kind: "bar", span: [14, 23], left: { span: [15, 16] }, group: { span: [19, 22] } }],
      },
    ],
  });
});

describe("names of R", () => {
  test("have dots in them and in front, and are columns under the name as typed", () => {
    expect(terms("Sepal.Length ~ my.var:x.1 + .id + a..b. + `my.var`:`x.1` + `class`")).toEqual([
      "Intercept",
      ...["my.var:x.1", ".id", "a..b.", "class"],
    ]);
    expect(expressionOf("my.var")).toEqual({ kind: "name", name: "my.var", span: [0, 6] });
    expect(terms("y ~ .", ["y", "my.var", "class", "my x"])).toEqual(["Intercept", "my.var", "class", "Q('my x')"]);
    expect(terms("log(my.var + .5*x) + C(a.b)")).toEqual(["Intercept", "log(my.var + .5 * x)", "C(a.b)"]);
  });

  test("are words of Python that have no meaning in an expression", () => {
    expect(terms("class + from + with^2 + I(def * 2) + import:pass")).toEqual([
      ...["Intercept", "class", "from", "with", "I(def * 2)", "import:pass"],
    ]);
    for (const word of "and or not if else in is lambda for".split(" ")) {
      expect(errorOf(() => terms(`y ~ ${word}`)).span).toEqual([4, 4 + word.length]);
    }
    for (const word of ["class", "from", "my.var", ".id"]) errorOf(() => parseFormula(`y ~ ${word}`));
  });

  test("group", () => {
    const { random } = parseMixedFormula("y ~ (my.x | class/plot.id)");
    expect(random.map(({ group }) => group.map(({ name }) => name))).toEqual([["plot.id", "class"], ["class"]]);
  });

  test("leave the dots of functions and of `.` alone", () => {
    expect(functionOf("np . log(x)")).toBe("np.log");
    expect(functionOf("np .log(x)")).toBe("np.log");
    expect(terms("y ~ .-x.1 + .^1", ["y", "x.1", "z"])).toEqual(["Intercept", "z", "x.1"]);
    expect(expressionOf("np.pi > 3")).toMatchObject({ left: { name: "np.pi" } });
    for (const text of ["np.x.y", "np.x.y(z)", "extended.poly(x)", "f(x).y", "(x).y", "'a'.y"]) {
      expect([text, errorOf(() => terms(text)).code]).not.toContain("unknown-name");
    }
  });
});

describe("braces", () => {
  test("are `I(...)`, in name and in meaning", () => {
    expect(terms("y ~ {x+1} + I(x + 1) + { x**2 }")).toEqual(["Intercept", "I(x + 1)", "I(x ** 2)"]);
    expect(expressionOf("{x + 1}")).toMatchObject({
      kind: "call",
      function: "I",
      functionSpan: [0, 1],
      args: [{ kind: "binary", op: "+", span: [1, 6] }],
      span: [0, 7],
    });
  });

  test("stand where values stand, and nest", () => {
    expect(terms("log({x + 1}) + {{x}*2} > 3")).toEqual(["Intercept", "log(I(x + 1))", "I(I(x) * 2) > 3"]);
    expect(terms("{1} + {-x}")).toEqual(["Intercept", "I(1)", "I(-x)"]);
  });
});

describe("`^` is `**`", () => {
  test.each(["(a + b + c)^2", "a^3", "(a + b)^2:c", "a + (b + c)^2 - b:c", "((a + b)^2)^2", "(a*b)^2^2"])(
    "in `%s`",
    (text) => {
      expect(terms(text)).toEqual(termsOfPatsy(text.replaceAll("^", "**")));
    },
  );

  test("in expressions, from the right and before a minus on its left", () => {
    for (const text of ["I(x^2)", "I(-x^2)", "I(2^-x)", "I(x^y^z)", "np.log(x^2 + 1)"]) {
      const typed = expressionOf(text);
      const patsy = expressionOf(text.replaceAll("^", "**"));
      const withoutPlaces = (tree: Expression) =>
        JSON.stringify(tree, (key, value) => (key === "span" || key === "functionSpan" ? undefined : value));
      expect(withoutPlaces(typed)).toBe(withoutPlaces(patsy));
    }
    expect(terms("I(x^2)")).toEqual(["Intercept", "I(x ^ 2)"]);
  });
});

// As R 4.2.2 expands the text on the left; the columns of some stand in fixtures/formula/r-calls.json.
describe("`%in%` makes each term of its left a product with all of its right, as in R", () => {
  test.each([
    ["b %in% a", "b:a"],
    ["a + b %in% a", "a + b:a"],
    ["(b + c) %in% a", "b:a + c:a"],
    ["b %in% (a + c)", "b:a:c"],
    ["c %in% b %in% a", "c:b:a"],
    ["b:c %in% a", "b:c:a"],
    ["c %in% (a:b)", "c:a:b"],
    ["x*b %in% a", "x + b:a + x:b:a"],
    ["b %in% a*x", "b:a + x + b:a:x"],
    ["b %in% a - a:b", "1"],
  ])("`%s` is `%s`", (text, patsy) => {
    expect(terms(text)).toEqual(termsOfPatsy(patsy));
  });

  test("and takes no intercept", () => {
    const error = errorOf(() => terms("b %in% (a + 1)"));
    expect([error.code, error.span]).toEqual(["intercept-interaction", [12, 13]]);
  });
});

describe("`.`", () => {
  const columns = ["y", "x", "my z", "g", "h"];

  test("stands for the columns that neither the left side nor a grouping uses, in their order", () => {
    expect(terms("y ~ .", columns)).toEqual(["Intercept", "x", "Q('my z')", "g", "h"]);
    expect(terms("log(y) + Q('my z') ~ .", columns)).toEqual(["Intercept", "x", "g", "h"]);
    const mixed = parseMixedFormula("y ~ . + (1 | g/h)", { columns });
    expect(mixed.fixed.rhs.map(termName)).toEqual(["Intercept", "x", "Q('my z')"]);
    expect(mixed.random.map((term) => term.terms.map(termName))).toEqual([["Intercept"], ["Intercept"]]);
  });

  test("is a sum like any other", () => {
    expect(terms("y ~ . - x - `my z`", columns)).toEqual(["Intercept", "g", "h"]);
    expect(terms("y ~ 0 + x:.", ["y", "x", "z"])).toEqual(["x", "x:z"]);
    expect(terms("y ~ .^2", ["y", "x", "z"])).toEqual(["Intercept", "x", "z", "x:z"]);
    expect(terms("y ~ . + .", ["y", "x"])).toEqual(["Intercept", "x"]);
    expect(terms("y ~ .", ["y"])).toEqual(["Intercept"]);
  });

  test("is read left of a bar too", () => {
    const { random } = parseMixedFormula("y ~ x + (. | g)", { columns: ["y", "x", "z", "g"] });
    expect(random.map((term) => term.terms.map(termName))).toEqual([["Intercept", "x", "z"]]);
  });

  test("gives factors its own place", () => {
    const [, x] = parseFormula("y ~ .", { dialect: "extended", columns: ["y", "my x"] }).rhs;
    expect(x?.factors[0]).toMatchObject({
      name: "Q('my x')",
      span: [4, 5],
      expression: { function: "Q", span: [4, 5] },
    });
  });

  test.each([
    ["y ~ x + .", undefined, [8, 9]],
    [". ~ x", columns, [0, 1]],
    ["y + . ~ x", columns, [4, 5]],
  ])("in `%s` with the columns %j is refused", (text, given, span) => {
    const error = errorOf(() => terms(text, given));
    expect([error.code, error.span]).toEqual(["dot", span]);
  });
});

describe("functions", () => {
  test.each([
    ["log(x)", "np.log"],
    ["exp(x)", "np.exp"],
    ["sqrt(x)", "np.sqrt"],
    ["ceiling(x)", "np.ceil"],
    ["atan(x)", "np.arctan"],
    ["ifelse(x > 0, x, 0)", "np.where"],
    ["factor(a)", "C"],
    ["poly(x, 2)", "extended.poly"],
    ["lag(x)", "extended.lag"],
    ["hashed(a, levels=8)", "extended.hashed"],
    ["np.log(x)", "np.log"],
    ["abs(x)", "abs"],
    ["mean(x)", "mean"],
    ["constructor(x)", "constructor"],
  ])("`%s` calls `%s` and keeps its name as it is typed", (text, name) => {
    expect(functionOf(text)).toBe(name);
    expect(terms(text).at(-1)).toBe(text);
  });

  test("are resolved inside expressions too, and names without parentheses are columns", () => {
    expect(expressionOf("I(log(x) + sqrt)")).toMatchObject({
      args: [{ left: { function: "np.log", functionSpan: [2, 5] }, right: { kind: "name", name: "sqrt" } }],
    });
  });

  test.each([
    ["relevel(a, ref = 'b')", "C(a, Treatment('b'))"],
    ["relevel(factor(a), 'b')", "C(C(a), Treatment('b'))"],
    ["C(relevel(a, 'b'), contr.sum)", "C(relevel(a, Treatment('b')), Sum)"],
    ["factor(relevel(a, 'b'), levels = c('a', 'b'))", "C(relevel(a, Treatment('b')), levels=['a', 'b'])"],
    ["C(factor((relevel(a, 'b'))), contr.sum)", "C(relevel(a, Treatment('b')), Sum)"],
    ["factor(relevel(a, 'b'))", "C(C(a, Treatment('b')))"],
    ["C(C(a, Treatment('b')), Sum)", "C(C(a, Treatment('b')), Sum)"],
    ["factor(a, c('y', 'x'))", "C(a, levels=['y', 'x'])"],
    ["factor(a, Sum)", "C(a, Sum)"],
    ["as.factor(a)", "C(a)"],
    ["factor(a, levels = c('y', 'x'))", "C(a, levels=['y', 'x'])"],
    ["bs(x, knots = c(1, 2.5))", "bs(x, knots=[1, 2.5])"],
    ["C(a, contr.sum)", "C(a, Sum)"],
    ["C(factor(a), contr.helmert)", "C(C(a), Helmert)"],
    ["C(a, contr.treatment)", "C(a, Treatment)"],
    ["scale(x, scale = FALSE)", "center(x)"],
    ["scale(x, center = TRUE, scale = FALSE)", "center(x)"],
    ["scale(x, scale = TRUE)", "standardize(x, ddof=1)"],
    ["scale(x, TRUE, FALSE)", "center(x)"],
    ["scale(x, TRUE, TRUE)", "standardize(x, ddof=1)"],
    ["scale(x, center = TRUE)", "scale(x, center=True)"],
    ["scale(x, True, False)", "scale(x, True, False)"],
    ["scale(x, ddof = 1)", "scale(x, ddof=1)"],
    ["scale(x, FALSE, scale = FALSE)", "scale(x, FALSE, scale=FALSE)"],
    ["scale(x, center = FALSE)", "scale(x, center=FALSE)"],
    ["ifelse(x > 0, TRUE, FALSE)", "np.where(x > 0, True, False)"],
    ["bs(x, df = 4, knots = NULL)", "bs(x, df=4, knots=None)"],
    ["relevel(a, 2)", "relevel(a, 2)"],
    ["relevel(a)", "relevel(a)"],
    ["c(a = 1)", "c(a=1)"],
  ])("as R writes them: `%s` is `%s`", (text, meaning) => {
    expect(printed(expressionOf(text))).toBe(meaning);
    expect(terms(text).at(-1)).toBe(canonicalText(text));
  });

  test("of the extended dialect have names that no formula of patsy's can spell", () => {
    expect(errorOf(() => parseFormula("extended.poly(x)")).code).toBe("forbidden");
    expect(errorOf(() => terms("extended.poly(x)")).code).toBe("forbidden");
    expect(parseSyntax("log(x)").ast.args[0]).toMatchObject({ expression: { function: "log" } });
  });
});

test("a text is remembered in each dialect by itself", () => {
  expect(parseSyntax("log(x) + kept", "extended")).toBe(parseSyntax("log(x) + kept", "extended"));
  expect(parseSyntax("log(x) + kept", "extended")).not.toEqual(parseSyntax("log(x) + kept"));
});

test("a column of any name can be written in back-ticks, and is read back as itself", () => {
  const name = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !/[`\r\n]/.test(text));
  fc.assert(
    fc.property(name, (text) => {
      const [, term] = parseFormula(`y ~ \`${text}\``, { dialect: "extended" }).rhs;
      const factor = term?.factors[0];
      const value = factor?.expression.kind === "call" ? factor.expression.args[0] : factor?.expression;
      expect(value).toMatchObject(value?.kind === "string" ? { value: text } : { kind: "name", name: text });
      expect(terms(factor?.name ?? "")).toEqual(["Intercept", factor?.name]);
    }),
    { numRuns: 500, seed: 3 },
  );
});
