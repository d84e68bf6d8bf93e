import { describe, expect, test } from "vitest";
import {
  columnFactor,
  type ModelFormula,
  parseMixedFormula,
  parseModel,
  type Target,
  type TranslateOptions,
  translate,
} from "../../src/index.ts";

/** The call, or the text that the reason against it underlines. */
function said(model: ModelFormula | string, to: Target, options?: TranslateOptions): string {
  const result = translate(typeof model === "string" ? parseMixedFormula(model) : model, to, options);
  if (result.ok) return result.text;
  const { source, span } = result.error;
  return `no: ${[...(source ?? "")].slice(...(span ?? [0, 0])).join("")}`;
}

const statsmodels = (vcFormula: Record<string, string>, reFormula: string | null = null): ModelFormula =>
  parseModel({ formula: "y ~ x", group: columnFactor("a"), reFormula, vcFormula });

describe("lme4", () => {
  test.each([
    ["y ~ x + (x || g)", "lmer(y ~ x + (1 | g) + (0 + x | g), data)"],
    ["y ~ (1 | a/b)", "lmer(y ~ 1 + (1 | b:a) + (1 | a), data)"],
    ["log(y) ~ 0 + x + (x | `my g`)", "lmer(log(y) ~ 0 + x + (1 + x | `my g`), data)"],
    ["y ~ a*x - a + (1 | factor(g))", "lmer(y ~ x + a:x + (1 | g), data)"],
  ])("of `%s` is `%s`", (text, call) => expect(said(text, "lme4")).toBe(call));

  test.each([
    [{ b: "0 + C(b)" }, "(1 | b:a)"],
    [{ b: "0 + C(b):C(c)" }, "(1 | b:c:a)"],
    [{ b: "0 + C(b):x" }, "(0 + x | b:a)"],
    [{ b: "0 + x:C(b):z" }, "(0 + x:z | b:a)"],
    [{ b: "0 + b" }, "(0 + b | a)"],
    [{ b: "1" }, "(1 | a)"],
    [{ b: "0 + C(b, Treatment('b2'))" }, "(1 | b:a)"],
    [{ b: "0 + C(a)" }, "(1 | a)"],
  ])("of components %j is `%s`", (components, bars) => {
    expect(said(statsmodels(components), "lme4")).toBe(`lmer(y ~ x + ${bars}, data)`);
  });

  test("of a component of a known category is a grouping, of crossed ones in one group plain ones", () => {
    expect(said(statsmodels({ b: "0 + b" }), "lme4", { categories: ["b"] })).toContain("(1 | b:a)");
    const crossed = statsmodels({ b: "0 + C(b)", c: "0 + C(c):x" });
    expect(said(crossed, "lme4", { constants: ["a"] })).toBe("lmer(y ~ x + (1 | b) + (0 + x | c), data)");
  });

  test.each([
    [{ b: "C(b)" }, "C(b)", "write `0 +` in front"],
    [{ b: "0 + x + z" }, "0 + x + z", "share one variance"],
    [{ b: "0 + C(b) + C(c)" }, "0 + C(b) + C(c)", "share one variance"],
    [{ b: "0 + center(x)" }, "center(x)", "in each group anew"],
    [{ b: "0 + C(b, Sum)" }, "C(b, Sum)", "coding of a category"],
    [{ b: "0 + C(x > 1)" }, "C(x > 1)", "grouping factor"],
    [{ b: "0 + bs(x)" }, "bs(x)", "in each group anew"],
  ])("has no components %j, because of `%s`: %s", (components, part, reason) => {
    const result = translate(statsmodels(components), "lme4");
    if (result.ok) throw new Error(result.text);
    expect(said(statsmodels(components), "lme4")).toBe(`no: ${part}`);
    expect(result.error.message).toContain(reason);
  });

  test("has no random effects of one group, and no model without random terms", () => {
    expect(said("y ~ (1 | a)", "lme4", { constants: ["a"] })).toBe("no: (1 | a)");
    expect(said("y ~ x", "lme4")).toBe("no: y ~ x");
  });
});

// As documented for lme4 2.1 (`?lmer`), whose 2.0 had another default for the `hom` of `ar1`.
describe("lme4 2 writes", () => {
  const categories = ["f", "h"];
  test.each([
    ["us(x | g)", "(1 + x | g)"],
    ["diag(x | g)", "(1 | g) + (0 + x | g)"],
    ["diag(x | a/b)", "(1 | b:a) + (0 + x | b:a) + (1 | a) + (0 + x | a)"],
    ["diag(0 + f | g)", "diag(0 + f | g)"],
    ["diag(x + f | g)", "diag(1 + x + f | g)"],
    ["diag(0 + bs | g)", "(0 + bs | g)"],
    ["homdiag(x | g)", "diag(1 + x | g, hom = TRUE)"],
    ["diag(1 + log(x) | `my g`, hom = TRUE)", "diag(1 + log(x) | `my g`, hom = TRUE)"],
    ["homdiag(0 + x | g)", "(0 + x | g)"],
    ["homdiag(0 + f | g)", "(1 | f:g)"],
    ["homdiag(0 + f:x | g)", "(0 + x | f:g)"],
    ["homdiag(0 + f:h | g)", "(1 | f:h:g)"],
    ["homdiag(f | g)", "diag(1 + f | g, hom = TRUE)"],
    ["cs(0 + f | g)", "cs(0 + f | g)"],
    ["cs(1 | g)", "(1 | g)"],
    ["homcs(0 + f | g)", "cs(0 + f | g, hom = TRUE)"],
    ["ar1(0 + f | a:b)", "ar1(0 + f | a:b, hom = TRUE)"],
    ["ar1(0 + x | g)", "(0 + x | g)"],
    ["offset(log(t)) + (1 | g)", "offset(log(t)) + (1 | g)"],
    ["(1 | g) + offset(a) + offset({a^2})", "offset(a) + offset(I(a^2)) + (1 | g)"],
  ])("`%s` as `%s`", (parts, written) => {
    expect(said(`y ~ z + ${parts}`, "lme4", { categories })).toBe(`lmer(y ~ z + ${written}, data)`);
  });

  test.each([
    ["diag(0 + f:h | g)", "f:h"],
    ["cs(x + h:f:x | g)", "h:f"],
    ["ar1(0 + f + f:h | g)", "f:h"],
    ["offset(f) + (1 | g)", "f"],
    ["cs(0 + f | g)", "cs(0 + f | g)", ["g"]],
  ])("no `%s`, because of `%s`", (parts, part, constants: readonly string[] = []) => {
    expect(said(`y ~ z + ${parts}`, "lme4", { categories, constants })).toBe(`no: ${part}`);
  });
});

// As documented for MixedModels.jl 4 and StatsModels.jl 0.7.
describe("MixedModels.jl", () => {
  test.each([
    ["y ~ x + (x || g)", "fit(MixedModel, @formula(y ~ 1 + x + (1 | g) + (0 + x | g)), data; REML = true)"],
    ["y ~ (1 | a/b)", "fit(MixedModel, @formula(y ~ 1 + (1 | b & a) + (1 | a)), data; REML = true)"],
    [
      "y ~ 0 + C(k):x + (1 | `my g`)",
      'fit(MixedModel, @formula(y ~ 0 + k & x + (1 | var"my g")), data; contrasts = Dict(:k => DummyCoding()), REML = true)',
    ],
    [
      "log(y) ~ C(`my k`, Treatment('b')) + (1 | g)",
      'fit(MixedModel, @formula(log(y) ~ 1 + var"my k" + (1 | g)), data; contrasts = Dict(Symbol("my k") => DummyCoding(base = "b")), REML = true)',
    ],
  ])("of `%s` is `%s`", (text, call) => expect(said(text, "MixedModels.jl")).toBe(call));

  test.each([
    ["diag(x | g)", "(1 | g) + (0 + x | g)"],
    ["homdiag(0 + f | g)", "(1 | f & g)"],
    ["cs(0 + x | g)", "(0 + x | g)"],
    ["diag(0 + f | g)", "no: diag(0 + f | g)"],
    ["homdiag(x | g)", "no: homdiag(x | g)"],
    ["cs(0 + f | g, hom = TRUE)", "no: cs(0 + f | g, hom = TRUE)"],
    ["ar1(0 + f | g)", "no: ar1(0 + f | g)"],
    ["offset(log(t)) + (1 | g)", "no: log(t)"],
  ])("has of `%s` `%s`", (parts, written) => {
    const call = `fit(MixedModel, @formula(y ~ 1 + z + ${written}), data; REML = true)`;
    const expected = written.startsWith("no: ") ? written : call;
    expect(said(`y ~ z + ${parts}`, "MixedModels.jl", { categories: ["f"] })).toBe(expected);
  });

  test("has a column as a number or as a category, not as both", () => {
    expect(said("y ~ k + C(k) + (1 | g)", "MixedModels.jl")).toBe("no: C(k)");
    expect(said("y ~ k + (k | g) + (1 | k)", "MixedModels.jl")).toBe("no: k");
    expect(said("y ~ k:x + C(k) + (1 | k)", "MixedModels.jl", { categories: ["k"] })).toContain(
      "1 + k & x + k + (1 | k)",
    );
  });
});
