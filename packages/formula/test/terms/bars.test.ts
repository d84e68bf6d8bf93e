import { describe, expect, test } from "vitest";
import { parseMixedFormula, parseRightSide, type RandomTerm, type Term, termName } from "../../src/index.ts";
import { casesOf } from "../corpus.ts";
import { errorOf } from "../error-of.ts";

// What lme4 accepts and we refuse, or read in another way: the code, and the part of the formula that is underlined.
const REFUSED: Readonly<Record<string, readonly [code: string, underlined: string]>> = {
  "bars-0027": ["random-term", "a*b"],
  "bars-0028": ["random-term", "a+b"],
  "bars-0029": ["random-term", "(b+c)"],
  "bars-0032": ["random-term", "|"],
  "bars-0033": ["random-term", "|"],
  "bars-0042": ["random-term", "(1|g)"],
  "bars-0047": ["no-random-terms", "0"],
  "bars-0059": ["random-term", "(1|g)"],
  "bars-0064": ["random-term", "||"],
};
/** What R's parser refuses too. */
const MALFORMED: typeof REFUSED = {
  "bars-0061": ["unexpected-operator", "||"],
  "bars-0062": ["missing-operand", ")"],
  "bars-0063": ["unexpected-operator", "|"],
};
/** lme4 takes the `:` in `a:b/c` for a name; the groups are those that its operators' binding gives. */
const OWN_GROUPS: Readonly<Record<string, readonly string[]>> = { "bars-0031": ["c:a:b", "a:b"] };

const terms = (list: readonly Term[]): string[] => list.map(termName);
const groups = (random: readonly RandomTerm[]): string[] =>
  random.map((term) => term.group.map((factor) => factor.name).join(":"));
const rightSide = (text: string): string[] => terms(parseRightSide(text, { dialect: "extended" }).terms);
/** lme4's `c:(b:a)` and `factor(g)` in our form. */
const groupName = (text: string): string => text.replace(/[()]/g, "").replace(/^factor/, "");
const shape = (text: string): string[] => {
  const { random } = parseMixedFormula(text);
  return random.map((term, i) => `${terms(term.terms).join(" + ")} | ${groups(random)[i]}`);
};
const underlined = (text: string, columns?: readonly string[]): readonly [string, string] => {
  const error = errorOf(() => parseMixedFormula(text, { columns }));
  if (error.span === null) throw new Error(`no place: ${error.message}`);
  return [error.code, [...text.trim()].slice(...error.span).join("")];
};

const cases = casesOf("bars");

describe("lme4's bars", () => {
  test.each(cases.filter(({ id }) => REFUSED[id] === undefined && MALFORMED[id] === undefined))(
    "$id: `$formula` has lme4's random terms, in its order, and its fixed part",
    ({ id, formula, bars, fixed: fixedText }) => {
      const model = parseMixedFormula(formula);
      expect(groups(model.random)).toEqual(OWN_GROUPS[id] ?? bars?.map(([, group]) => groupName(group)));
      const lefts = bars?.map(([left]) => rightSide(left)).slice(0, model.random.length);
      expect(model.random.map((term) => terms(term.terms))).toEqual(lefts);
      const { fixed, offset } = parseMixedFormula(fixedText);
      expect([fixed.lhs, fixed.rhs].map(terms)).toEqual([model.fixed.lhs, model.fixed.rhs].map(terms));
      expect(offset.map(({ name }) => name)).toEqual(model.offset.map(({ name }) => name));
    },
  );

  test.each(cases.filter(({ id }) => REFUSED[id] !== undefined || MALFORMED[id] !== undefined))(
    "$id: `$formula` is refused at what is wrong in it",
    ({ id, formula, bars }) => {
      expect(bars === undefined).toBe(MALFORMED[id] !== undefined);
      expect(underlined(formula)).toEqual(REFUSED[id] ?? MALFORMED[id]);
    },
  );

  test("are 49 cases", () => {
    expect(cases).toHaveLength(49);
  });
});

describe("groupings", () => {
  test.each([
    ["a/b", ["b:a", "a"]],
    ["a/b/c/d", ["d:c:b:a", "c:b:a", "b:a", "a"]],
    ["a/(b/c)", ["c:b:a", "b:a", "a"]],
    ["a/(b:c)", ["b:c:a", "a"]],
    ["a/b:c", ["b:c:a", "a"]],
    ["(a/b)/c", ["c:b:a", "b:a", "a"]],
    ["a:b:c", ["a:b:c"]],
    ["a:(b:c)", ["a:b:c"]],
    ["((a))", ["a"]],
    ["a:a", ["a"]],
    ["`my g`", ["my g"]],
    ["Q('my g')/b", ["b:my g", "my g"]],
    ["C(a):factor(b)", ["a:b"]],
    ["np", ["np"]],
    ["C", ["C"]],
  ])("`%s` is %j", (group, expected) => {
    expect(groups(parseMixedFormula(`y ~ (1 | ${group})`).random)).toEqual(expected);
  });

  test("are columns, whatever the word is elsewhere, with their place in the formula", () => {
    const [term] = parseMixedFormula("y ~ x + (x | a/C(b))").random;
    expect(term).toMatchObject({
      name: null,
      covariance: "us",
      source: "y ~ x + (x | a/C(b))",
      span: [8, 20],
      groupSource: "y ~ x + (x | a/C(b))",
      group: [
        { name: "b", expression: { kind: "name", name: "b", span: [15, 19] }, span: [15, 19] },
        { name: "a", expression: { kind: "name", name: "a", span: [13, 14] }, span: [13, 14] },
      ],
    });
  });

  test.each([
    ["a + b", "a + b"],
    ["a*b", "a*b"],
    ["a - b", "a - b"],
    ["a**2", "a**2"],
    ["b %in% a", "b %in% a"],
    ["a/(b + c)", "(b + c)"],
    ["a:(b/c)", "(b/c)"],
    ["(a/b):c", "(a/b)"],
    ["1", "1"],
    ["2", "2"],
    ["inf", "inf"],
    [".", "."],
    ["-a", "-a"],
    ["~a", "~a"],
    ["log(a)", "log(a)"],
    ["C(a, Sum)", "C(a, Sum)"],
    ["C(log(a))", "C(log(a))"],
    ["x > 0", "x > 0"],
    ["{a}", "{a}"],
    ["(1 | a)", "(1 | a)"],
  ])("`%s` groups nothing", (group, expected) => {
    expect(underlined(`y ~ (1 | ${group})`, ["x"])).toEqual(["random-term", expected]);
  });
});

describe("left sides", () => {
  test("have an intercept unless it is removed", () => {
    expect(shape("y ~ (x | g) + (0 + x | h) + (x - 1 | k)")).toEqual(["Intercept + x | g", "x | h", "x | k"]);
    expect(shape("y ~ ((x + z)^2 | g)")).toEqual(["Intercept + x + z + x:z | g"]);
  });

  test("fall apart into their terms at `||`, each with every grouping", () => {
    expect(shape("y ~ (x + f || a/b)")).toEqual([
      "Intercept | b:a",
      "Intercept | a",
      "x | b:a",
      "x | a",
      "f | b:a",
      "f | a",
    ]);
    expect(shape("y ~ (0 + x*z || g)")).toEqual(["x | g", "z | g", "x:z | g"]);
  });

  test("without terms leave nothing random", () => {
    expect(underlined("y ~ x + (x - x - 1 | g)")).toEqual(["no-random-terms", "x - x - 1"]);
    expect(underlined("y ~ x + (0 || g)")).toEqual(["no-random-terms", "0"]);
  });
});

describe("a bar", () => {
  test("adds nothing to the fixed part, wherever it is added", () => {
    for (const text of ["(1|g) + x", "x + (1|g)", "x + ((1|g))", "(x + (1|g))", "+(1|g) + x", "x + (1|g) + (x)"]) {
      expect([text, terms(parseMixedFormula(`y ~ ${text}`).fixed.rhs)]).toEqual([text, ["Intercept", "x"]]);
    }
    expect(terms(parseMixedFormula("y ~ (1|g) + x - 1").fixed.rhs)).toEqual(["x"]);
    expect(terms(parseMixedFormula("y ~ (z + (1|g)) + x - z").fixed.rhs)).toEqual(["Intercept", "x"]);
    expect(terms(parseMixedFormula("(y ~ 0 + (1|g))").fixed.rhs)).toEqual([]);
  });

  test("may be there twice, and overlap another", () => {
    expect(shape("y ~ (1|g) + (1|g)")).toEqual(["Intercept | g", "Intercept | g"]);
    expect(shape("y ~ (1 + x|g) + (1|g)")).toEqual(["Intercept + x | g", "Intercept | g"]);
  });

  test("is an or of truth values inside the brackets of an expression", () => {
    expect(shape("y ~ I((x > 0) | (z > 0))")).toEqual([]);
    expect(shape("y ~ (I((x > 0) | z) | g)")).toEqual(["Intercept + I((x > 0) | z) | g"]);
  });

  test.each([
    ["y ~ x*(1|g)", "(1|g)"],
    ["y ~ (1|g)*x", "(1|g)"],
    ["y ~ x/(1|g)", "(1|g)"],
    ["y ~ x - (1|g)", "(1|g)"],
    ["y ~ -(1|g)", "(1|g)"],
    ["y ~ x - (z + (1|g))", "(1|g)"],
    ["y ~ x:((1|g) + z)", "(1|g)"],
    ["y ~ (x + (1|g))^2", "(1|g)"],
    ["y ~ (1|g) %in% x", "(1|g)"],
    ["(1|g) ~ x", "(1|g)"],
    ["y + (1|g) ~ x", "(1|g)"],
    ["y ~ ((1|h) + x | g)", "(1|h)"],
  ])("in `%s` is refused, as it is not added", (text, expected) => {
    expect(underlined(text)).toEqual(["random-term", expected]);
  });

  test("is refused where the fixed part alone is read", () => {
    const error = errorOf(() => parseRightSide("x + (1|g)", { dialect: "extended" }));
    expect([error.code, error.span]).toEqual(["random-term", [4, 9]]);
    expect(error.hint).toContain("parseMixedFormula");
  });
});
