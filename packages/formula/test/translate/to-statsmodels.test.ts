import { describe, expect, test } from "vitest";
import {
  columnFactor,
  type ModelFormula,
  parseMixedFormula,
  parseModel,
  type StatsmodelsTranslation,
  type TranslateOptions,
  translate,
} from "../../src/index.ts";

function translated(model: ModelFormula | string, options?: TranslateOptions): StatsmodelsTranslation {
  const result = translate(typeof model === "string" ? parseMixedFormula(model) : model, "statsmodels", options);
  if (!result.ok) throw result.error;
  return result;
}

/** The random part of the call: groups, random effects, and components by name. */
const randomPart = (bars: string, options?: TranslateOptions) => {
  const { groups, re_formula, vc_formula } = translated(`y ~ ${bars}`, options).arguments;
  return [groups, re_formula, vc_formula];
};

function refusal(model: ModelFormula | string, options?: TranslateOptions): string {
  const result = translate(typeof model === "string" ? parseMixedFormula(model) : model, "statsmodels", options);
  if (result.ok) throw new Error(result.text);
  const { source, span } = result.error;
  return [...(source ?? "")].slice(...(span ?? [0, 0])).join("");
}

describe("random effects and components", () => {
  test.each([
    ["(1 | g)", "g", "1", null],
    ["(x | g)", "g", "1 + x", null],
    ["(0 + x | g) + (1 | g)", "g", "1", { x: "0 + x" }],
    ["(0 + x | g) + (0 + z | g)", "g", "0 + x", { z: "0 + z" }],
    ["(x || g)", "g", "1", { x: "0 + x" }],
    ["(x*z || g)", "g", "1", { x: "0 + x", z: "0 + z", "x:z": "0 + x:z" }],
    ["(x | g) + (0 + z | g)", "g", "1 + x", { z: "0 + z" }],
    ["(1 | a/b/c)", "a", "1", { "c:b": "0 + C(c):C(b)", b: "0 + C(b)" }],
    ["(1 | a:b)", "a_b", "1", null],
    ["(x | a:b)", "a_b", "1 + x", null],
    ["(1 | a:b) + (1 | a:c)", "a", null, { b: "0 + C(b)", c: "0 + C(c)" }],
    ["(1 | a:b:c) + (1 | a:b)", "a_b", "1", { c: "0 + C(c)" }],
    ["(1 | a) + (0 + x | b)", "all", null, { a: "0 + C(a)", "b:x": "0 + C(b):x" }],
    ["(1 | `my g`) + (1 | b)", "all", null, { "my g": "0 + C(Q('my g'))", b: "0 + C(b)" }],
    ["(1 | g) + (1 | g)", "g", "1", { g: "1" }],
    ["(1 | a/b) + (1 | C(b):a)", "a", "1", { b: "0 + C(b)", b_2: "0 + C(b)" }],
    ["(0 + log(x) | g) + (1 | g)", "g", "1", { "np.log(x)": "0 + np.log(x)" }],
    ["us(x | g)", "g", "1 + x", null],
    ["diag(x | g)", "g", "1", { x: "0 + x" }],
    ["diag(0 + x + x:z | a/b)", "a", "0 + x", { "b:x": "0 + C(b):x", "b:x:z": "0 + C(b):x:z", "x:z": "0 + x:z" }],
    ["homdiag(x | g)", "g", null, { g: "1 + x" }],
    ["homdiag(0 + x + z | g) + (1 | g)", "g", "1", { g: "0 + x + z" }],
    ["diag(0 + x + z | g, hom = TRUE) + (1 + x | g)", "g", "1 + x", { g: "0 + x + z" }],
    ["homdiag(0 + C(f) | g)", "f_g", "1", null],
    ["homdiag(0 + C(f) | g) + (1 | g)", "g", "1", { f: "0 + C(f)" }],
    ["cs(0 + x | g)", "g", "0 + x", null],
  ])("of `%s` are groups %s, re_formula %s, vc_formula %j", (bars, ...expected) => {
    expect(randomPart(bars)).toEqual(expected);
  });

  test("of a category and an intercept apart are its columns and a component of the intercept", () => {
    expect(randomPart("(f || g)", { categories: ["f"] })).toEqual(["g", "0 + f", { g: "1" }]);
  });

  test("keep what is learnt from all rows out of components", () => {
    expect(randomPart("(1 | g) + (0 + center(x) | g)")).toEqual(["g", "0 + center(x)", { g: "1" }]);
    expect(randomPart("(0 + center(x) | a) + (1 | b)")[2]).toEqual({
      "a:center(x)": "0 + C(a):center(x)",
      b: "0 + C(b)",
    });
    expect(refusal("y ~ (0 + center(x) | g) + (0 + center(z) | g)")).toBe("center(z)");
    expect(refusal("y ~ (1 | a) + (0 + np.log(x / np.mean(x)) | a:b)")).toBe("np.mean(x)");
  });

  test("keep the names of components, and columns that share a variance", () => {
    const model = parseModel({
      formula: "y ~ x",
      group: columnFactor("g"),
      vcFormula: { slopes: "0 + x + z", casks: "C(b)", plain: "1" },
    });
    const { re_formula, vc_formula } = translated(model).arguments;
    expect([re_formula, vc_formula]).toEqual(["1", { casks: "1 + C(b)", slopes: "0 + x + z" }]);
  });

  test("may have any names", () => {
    const { vc_formula } = translated("y ~ (1 | a/__proto__)").arguments;
    expect(Object.entries(vc_formula ?? {})).toEqual([["__proto__", "0 + C(__proto__)"]]);
  });
});

describe("new columns", () => {
  test("are written out before the call", () => {
    expect(translated("y ~ (x | a:b)").text.split("\n")).toEqual([
      'data["a_b"] = data["a"].astype(str) + ":" + data["b"].astype(str)',
      'smf.mixedlm("y ~ 1", data, groups="a_b", re_formula="1 + x")',
    ]);
    expect(translated("y ~ (1 | a) + (1 | b)").text.split("\n")[0]).toBe('data["all"] = 1');
  });

  test("do not take a name that the model or the table has", () => {
    expect(translated("y ~ all + (1 | a) + (1 | b)").newColumns).toEqual([{ name: "all_2", kind: "constant" }]);
    expect(translated("y ~ I(a_b + a_b_2) + (1 | a:b)").arguments.groups).toBe("a_b_3");
    expect(translated("y ~ (1 | a) + (1 | b)", { columns: ["all"] }).arguments.groups).toBe("all_2");
  });

  test("are not needed where the groups are constant", () => {
    const crossed = { a: "0 + C(a)", b: "0 + C(b)" };
    const model = parseModel({ formula: "y ~ 1", group: columnFactor("one"), vcFormula: crossed });
    const result = translated(model, { constants: ["one"] });
    expect([result.newColumns, result.arguments.groups, result.arguments.vc_formula]).toEqual([[], "one", crossed]);
  });
});

describe("the fixed part", () => {
  test.each([
    ["log(y) ~ `my x` * factor(a)", "np.log(y) ~ Q('my x') + C(a) + Q('my x'):C(a)"],
    ["y ~ {x^2} + b %in% a", "y ~ I(x ** 2) + b:a"],
    ["y ~ 0 + x > 1", "y ~ 0 + x > 1"],
    ['y ~ C(a, Treatment("b"))', "y ~ C(a, Treatment('b'))"],
    ["y ~ scale(x, scale = FALSE)", "y ~ center(x)"],
    ["y ~ Q('x') - 1", "y ~ 0 + x"],
    ["`yield` ~ bs(x, df = 4)", "Q('yield') ~ bs(x, df=4)"],
    ["yield ~ my.var + log(my.var + class)", "Q('yield') ~ Q('my.var') + np.log(Q('my.var') + Q('class'))"],
    ["y ~ relevel(a, ref = 'p')", "y ~ C(a, Treatment('p'))"],
  ])("of `%s` is `%s`", (text, formula) => {
    expect(translated(`${text} + (1 | g)`).arguments.formula).toBe(formula);
  });
});

describe("no call of statsmodels is", () => {
  test.each([
    ["y ~ (x | a/b)", "(x | a/b)"],
    ["y ~ (1 | b) + (x | a)", "(x | a)"],
    ["y ~ (x | g) + (z | g)", "(z | g)"],
    ["y ~ x", "y ~ x"],
    ["y ~ 0 + (1 | g)", "y ~ 0 + (1 | g)"],
    ["y + z ~ x + (1 | g)", "y + z"],
    ["0 + C(y) ~ x + (1 | g)", "C(y)"],
    ["y > 1 ~ x + (1 | g)", "y > 1"],
    ["y ~ poly(x, 2) + (1 | g)", "poly(x, 2)"],
    ["y ~ x + (0 + lag(x) | g)", "lag(x)"],
    ["y ~ diag(0 + C(f) | g)", "diag(0 + C(f) | g)"],
    ["y ~ homdiag(C(f) | g)", "homdiag(C(f) | g)"],
    ["y ~ homdiag(0 + center(x) + z | g)", "center(x)"],
    ["y ~ homdiag(x | a/b)", "homdiag(x | a/b)"],
    ["y ~ (1 | g) + cs(x | g)", "cs(x | g)"],
    ["y ~ cs(x | g, hom = TRUE)", "cs(x | g, hom = TRUE)"],
    ["y ~ ar1(0 + C(f) | g)", "ar1(0 + C(f) | g)"],
    ["y ~ x + offset(log(t)) + (1 | g)", "log(t)"],
  ])("`%s`, because of `%s`", (text, part) => expect(refusal(text)).toBe(part));

  test("a response that is known to be a category", () => {
    expect(refusal("y ~ (1 | g)", { categories: ["y"] })).toBe("y");
  });

  test("a shared variance in groups that are not all random terms'", () => {
    const [first] = parseModel({ formula: "y ~ 1", group: columnFactor("a"), vcFormula: { v: "0 + x + z" } }).random;
    const { fixed, offset, random } = parseMixedFormula("y ~ (1 | b)");
    expect(refusal({ fixed, offset, random: [...random, ...(first ? [first] : [])] })).toBe("0 + x + z");
  });
});

test("the columns that are taken for numbers are listed", () => {
  expect(translate(parseMixedFormula("y ~ a + (x || g) + (f || h)"), "lme4", { categories: ["f"] })).toMatchObject({
    numbers: ["y", "x"],
  });
});
