// Every malformed formula of the corpus against its data set: the text is parsed, then the columns are made, and one of
// the two refuses it with the code and the place that the corpus asks for.
import { type Formula, FormulaError, parseFormula, parseRightSide, parseTwoSided } from "@mixedlm/formula";
import { describe, expect, test } from "vitest";
import { buildMatrices, DesignError } from "../src/index.ts";
import { casesOf, dataset } from "./helpers.ts";

const PARSERS: Readonly<Record<"dmatrix" | "dmatrices", (text: string) => Formula>> = {
  dmatrix: (text) => {
    const { source, terms } = parseRightSide(text);
    return { source, lhs: [], rhs: terms };
  },
  dmatrices: parseTwoSided,
};

/** The error of either package, whichever refuses the formula. */
function refusal(action: () => unknown): DesignError | FormulaError {
  try {
    action();
  } catch (error) {
    if (error instanceof DesignError || error instanceof FormulaError) return error;
    throw error;
  }
  return expect.fail("nothing was thrown");
}

describe("malformed formulas of the corpus", () => {
  test.each(casesOf("malformed").map((one) => [one.id, one.formula, one.code, one] as const))(
    "%s: `%s` is refused as %s",
    (_, formula, code, { dataset: name, call, na_action: missing, want }) => {
      const parse = call === undefined ? parseFormula : PARSERS[call];
      const error = refusal(() => buildMatrices(parse(formula), dataset(name), missing === "raise" ? { missing } : {}));
      expect(error.code).toBe(code);
      if (want === null) return;
      expect(error.span).toEqual(want);
      expect(error.source).toBe(formula.trim());
    },
  );
});

describe("malformed formulas beyond the corpus", () => {
  // «» stand around what the message underlines: the smallest thing that is wrong
  const BASIC: Readonly<Record<string, readonly string[]>> = {
    "unknown-name": [
      "y ~ «X»",
      "«Y» ~ x",
      "y ~ a:«nope»",
      "y ~ I(«nope» > 0)",
      "y ~ np.where(«nope», 1, 0)",
      "y ~ C(a, levels=[«nope»])",
      "y ~ Q(«'x '»)",
      "y ~ Q(name=«'nope'»)",
      "y ~ C(Q(«'a b'»), Sum)",
      "y ~ «none»",
      "y ~ «poly»",
    ],
    "unknown-function": [
      "y ~ «log»(x)",
      "y ~ «factor»(a)",
      "y ~ x + «lgo»(z)",
      "y ~ I(«nope»(x))",
      "y ~ «a»()",
      "«y»(x) ~ z",
      "y ~ np.«random»(12)",
      "y ~ np . «nope»(x)",
      "y ~ C(np.«Log»(x))",
      "y ~ «ifelse»(x > 0, 1, 0)",
    ],
    "not-patsy-syntax": [
      "y ~ «poly»(x)",
      "y ~ a*«poly»(x, degree=3)",
      "y ~ x + «offset»(np.log(z))",
      "y ~ «s»(x, k=5)",
      "y ~ C(«lag»(n))",
      "«lag»(y) ~ x",
      "y ~ I(«ns»(x, 3) * 2)",
      "y ~ «hashed»(b)",
    ],
    arguments: [
      "y ~ «np.sqrt()»",
      "y ~ «np.where(x > 0, 1)»",
      "y ~ «np.maximum(x)»",
      "y ~ np.maximum(x, z, «w»)",
      "y ~ «I(z, w, k)»",
      "y ~ Q('x', «'z'»)",
      "y ~ Q(«None»)",
      "y ~ Q(«nme»='x')",
      "y ~ Q(«['x']»)",
      "y ~ C(a, Sum, «contrast»=Diff)",
      "y ~ C(a, Treatment, ['a1', 'a2'], «5»)",
      "y ~ «C(levels=['a1', 'a2'])»",
      "y ~ C(a, Treatment(«ref»='a1'))",
      "y ~ C(a, Treatment('a1', «'a2'»))",
      "y ~ C(a, «ContrastMatrix([[1], [2]])»)",
      "y ~ np.log(z, nope«=»1)",
      "y ~ np.round(x, «1.5»)",
      "y ~ np.round(x, «digits»=1)",
      "y ~ center(x, «z»)",
      "y ~ center(«y»=1)",
      "y ~ «scale()»",
      "y ~ standardize(x, ddof=«'a'»)",
      "y ~ I(«1 // 0» + x)",
      "y ~ I(«(-8) ** 0.5» + x)",
      "y ~ np.percentile(x, «-1»)",
    ],
    type: [
      "y ~ I(1 + «a»)",
      "y ~ I(«a» + b)",
      "y ~ I(«a» > 1)",
      "y ~ I(x < «a»)",
      "y ~ I(~«a»)",
      "y ~ I(x + «'a'»)",
      "y ~ abs(«b»)",
      "y ~ np.sqrt(«day»)",
      "y ~ np.sign(«flag»)",
      "y ~ «I(2 * (day - 1))»",
      "y ~ «I(-day)»",
      "y ~ I(«day» > 'Mon')",
      "y ~ center(«day»)",
      "y ~ standardize(«b»)",
      "y ~ I(«flag - flag»)",
      "y ~ I(«n ** -1»)",
      "y ~ I(«x» & z)",
      "y ~ np.where(flag, a, «0»)",
      "y ~ «'x'»",
      "y ~ I(«False»)",
      "y ~ x + I(«3.5»)",
      "y ~ «I(None)»",
      "y ~ «I([1, 2])»",
      "y ~ «np.log»",
      "y ~ «np.pi»",
      "y ~ «abs»",
      "y ~ np.exp(«Q»)",
      "y ~ «Treatment»",
      "y ~ «Sum()»",
      "y ~ C(«None»)",
      "y ~ C(«'a'»)",
      "y ~ C(«7»)",
    ],
    categorical: [
      "y ~ C(b, Treatment(reference=«'zz'»))",
      "y ~ C(b, contrast=Sum(«'B1'»))",
      "y ~ C(b, Treatment(«3»))",
      "y ~ C(b, Sum(omit=«-4»))",
      "y ~ C(flag, Treatment(«'yes'»))",
      "y ~ C(n, Sum(«1.5»))",
      "y ~ C(b, Treatment(«[1]»))",
      "y ~ C(n, Poly(scores=«[1, 2, 3, 3]»))",
      "y ~ C(n, Poly(«'x'»))",
      "y ~ C(a, «sum»)",
      "y ~ C(a, «x»)",
      "y ~ C(a, «'Sum'»)",
      "y ~ C(a, Diff(«'a1'»))",
      "y ~ C(b, «[[1, 2], [3]]»)",
      "y ~ C(b, «[[1], [2]]»)",
      "y ~ C(b, ContrastMatrix(«[[1], [2]]», ['x']))",
      "y ~ C(b, ContrastMatrix([[1], [2], [3]], «['x', 'y']»))",
      "y ~ C(b, levels=«['b1', 'b2']»)",
      "y ~ C(n, levels=«[0, 1, 2]»)",
      "y ~ C(n, levels=«['0', '1', '2', '3']») + x",
      "y ~ C(flag, levels=«[True]»)",
      "y ~ C(day, levels=«['Mon', 'Tue']»)",
      "y ~ C(a, levels=«'a1'»)",
      "y ~ C(a, levels=«[1, 1]»)",
      "y ~ C(a, levels=«()»)",
      "y ~ C(n, levels=«np.array([0, 1, 2])»)",
      "y ~ C(n, Poly(«np.array([1, 2])»))",
      "y ~ C(C(b, Treatment(«'zz'»)), levels=['b1', 'b2', 'b3'])",
    ],
    rows: [
      "y ~ «np.zeros(11)»",
      "y ~ x + «np.std(z)»",
      "y ~ «I(np.mean(x) + 1)»",
      "y ~ «I(2 * 3)»",
      "«np.max(y)» ~ x",
      "y ~ «np.array([[1, 2], [3, 4]])»",
      "y ~ «np.percentile(x, [25, 50, 75])»",
      "y ~ I(«x + np.ones(3)»)",
      "y ~ I(«np.column_stack([x, z]) * x»)",
      "y ~ «np.zeros((12, 2, 2))»",
      "y ~ «I(1)»",
    ],
    forbidden: [
      "y ~ «eval»('x')",
      "y ~ I(«getattr»(x, 'mean'))",
      "y ~ «globals»()",
      "y ~ Q('«constructor»')",
      "y ~ Q(name='«__class__»')",
      "y ~ «hasOwnProperty»",
      "y ~ np.log(«__builtins__»)",
      "y ~ np«.linalg»",
      "y ~ np «. nope»",
      "y ~ C(«valueOf»)",
      "y ~ «__dict__»:x",
    ],
    "no-rows": ["y ~ «I(x % 0)»", "y ~ x + «np.log(-1 - n)»"],
  };

  /** Rows of `nulls` lack `y`, `x`, `a`, `flag` (2), `k`; `s` is negative in two. */
  const NULLS: Readonly<Record<string, readonly string[]>> = {
    "missing-values": [
      "«y» ~ x + a",
      "z ~ b + «k»:a",
      "z ~ 0 + «I(k * 2)»",
      "z ~ b*(s + «C(flag, Sum)»)",
      "np.log(z) ~ b + «center(x)»",
      "«np.sqrt(s)» ~ x",
      "z ~ s + «Q('x')» + x",
      "z ~ «np.column_stack([s, x])»",
      "z ~ s + «I(s % 0)»",
    ],
  };

  const all = [
    ["basic", BASIC],
    ["nulls", NULLS],
  ] as const;
  const cases = all.flatMap(([name, byCode]) =>
    Object.entries(byCode).flatMap(([code, marked]) => marked.map((text) => [text, code, name] as const)),
  );

  test.each(cases)("%s is refused as %s", (marked, code, name) => {
    const [before = "", underlined = "", after = ""] = marked.split(/[«»]/);
    const start = [...before].length;
    const formula = before + underlined + after;
    const missing = code === "missing-values" ? "raise" : "drop";
    const error = refusal(() => buildMatrices(parseFormula(formula), dataset(name), { missing }));
    expect(error).toMatchObject({ code, span: [start, start + [...underlined].length], source: formula });
  });
});
