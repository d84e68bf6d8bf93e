import { describe, expect, test } from "vitest";
import { parseFormula, parseMixedFormula, parseRightSide, termName } from "../../src/index.ts";
import { errorOf } from "../error-of.ts";

/** Each random term as structure, terms and groups. */
const shape = (text: string): string[] =>
  parseMixedFormula(text).random.map(({ covariance, terms, group }) => {
    const groups = group.map(({ name }) => name).join(":");
    return `${covariance}: ${terms.map(termName).join(" + ")} | ${groups}`;
  });

const underlined = (text: string): readonly [string, string] => {
  const error = errorOf(() => parseMixedFormula(text));
  return [error.code, [...text].slice(...(error.span ?? [0, 0])).join("")];
};

// The names and defaults of lme4 2.1 (`?lmer`) and of glmmTMB 1.1 (its vignette on covariance structures).
describe("a covariance structure", () => {
  test.each([
    ["us(1 + x | g)", ["us: Intercept + x | g"]],
    ["us(x | g)", ["us: Intercept + x | g"]],
    ["diag(1 + x | g)", ["diag: Intercept + x | g"]],
    ["diag(x | g, hom = FALSE)", ["diag: Intercept + x | g"]],
    ["diag(x | g, hom = TRUE)", ["homdiag: Intercept + x | g"]],
    ["homdiag(x | g)", ["homdiag: Intercept + x | g"]],
    ["cs(0 + f | g)", ["cs: f | g"]],
    ["cs(0 + f | g, hom=FALSE)", ["cs: f | g"]],
    ["cs(0 + f | g, hom=True)", ["homcs: f | g"]],
    ["homcs(0 + f | g)", ["homcs: f | g"]],
    ["ar1(0 + f | g)", ["ar1: f | g"]],
    ["ar1(f - 1 | g, hom = TRUE)", ["ar1: f | g"]],
    ["diag(x | a/b)", ["diag: Intercept + x | b:a", "diag: Intercept + x | a"]],
    ["cs(0 + f:x + x*z | a:b)", ["cs: f:x + x + z + x:z | a:b"]],
    ["diag(log(x) + I(z | w) | C(g))", ["diag: Intercept + log(x) + I(z | w) | g"]],
    ["(diag(x | g))", ["diag: Intercept + x | g"]],
    ["x + (z + diag (x|g)) - z", ["diag: Intercept + x | g"]],
    ["(x || g) + diag(z | h)", ["us: Intercept | g", "us: x | g", "diag: Intercept + z | h"]],
    ["diag(1 | `my g`) + (1 | h)", ["diag: Intercept | my g", "us: Intercept | h"]],
  ])("`%s` is %j", (bars, expected) => {
    expect(shape(`y ~ ${bars}`)).toEqual(expected);
  });

  test("stands at its call, and adds nothing to the fixed part", () => {
    const model = parseMixedFormula("y ~ z + diag(1 + x | g, hom = TRUE)");
    expect(model.random[0]).toMatchObject({
      covariance: "homdiag",
      span: [8, 35],
      source: "y ~ z + diag(1 + x | g, hom = TRUE)",
    });
    expect(model.fixed.rhs.map(termName)).toEqual(["Intercept", "z"]);
  });

  test("counts places in characters, not in halves of them", () => {
    expect(underlined("𝑦 ~ 𝑥 + toep(𝑥 | g)")).toEqual(["random-term", "toep"]);
    expect(parseMixedFormula("𝑦 ~ diag(𝑥 | g)").random[0]?.span).toEqual([4, 15]);
  });

  test("is a name of a column or a function elsewhere", () => {
    const { fixed, random } = parseMixedFormula("diag ~ us + cs + diag(x) + (ar1 | homcs)");
    expect([fixed.lhs, fixed.rhs].map((terms) => terms.map(termName))).toEqual([
      ["diag"],
      ["Intercept", "us", "cs", "diag(x)"],
    ]);
    expect(random).toHaveLength(1);
  });

  test.each([
    "I(x | z)",
    "C(x | z)",
    "factor(x | z)",
    "ifelse(x | z, 1, 0)",
    "np.where(x | z, 1, 0)",
    "I(diag(x | g))",
  ])("is not read into `%s`, a function of a truth value", (text) => {
    expect(shape(`y ~ ${text}`)).toEqual([]);
  });

  test("means nothing in patsy's dialect, where a bar in a call is an or", () => {
    expect(parseFormula("y ~ diag(x | g)").rhs.map(termName)).toEqual(["Intercept", "diag(x | g)"]);
    expect(parseFormula("y ~ x:toep(x | g)").rhs.map(termName)).toEqual(["Intercept", "x:toep(x | g)"]);
  });
});

describe("refused is", () => {
  test.each([
    ["y ~ ar2(x | g)", "ar2"],
    ["y ~ x + exp(x|g)", "exp"],
    ["y ~ mat(0 + f:x | g)", "mat"],
    ["y ~ toep(0 + f | a/b)", "toep"],
    ["y ~ hetar1(0 + f | g)", "hetar1"],
    ["y ~ Diag(x || g)", "Diag"],
    ["y ~ x*log(x | g)", "log"],
    ["y ~ rr(0 + f | g, d = 2)", "rr"],
    ["y ~ ou(0 + f | g, 1 + 2)", "ou"],
    ["y ~ (1 | mat(x | g))", "mat"],
  ])("`%s`, as there is no structure `%s`, and the message lists those that are", (text, name) => {
    expect(underlined(text)).toEqual(["random-term", name]);
    const { message } = errorOf(() => parseMixedFormula(text));
    expect(message).toContain("`us`, `diag`, `homdiag`, `cs`, `homcs`, `ar1`");
  });

  test.each([
    ["y ~ x*diag(1 | g)", "diag(1 | g)"],
    ["y ~ diag(1 | g):x", "diag(1 | g)"],
    ["y ~ x - cs(x | g, hom = TRUE)", "cs(x | g, hom = TRUE)"],
    ["y ~ -us(1 | g)", "us(1 | g)"],
    ["y ~ (x + us(1 | g))^2", "us(1 | g)"],
    ["diag(1 | g) ~ x", "diag(1 | g)"],
    ["y ~ (diag(1 | h) | g)", "diag(1 | h)"],
    ["y ~ diag((1 | h) | g)", "(1 | h)"],
  ])("`%s`, where a structure is not simply added", (text, part) => {
    expect(underlined(text)).toEqual(["random-term", part]);
  });

  test.each([
    ["y ~ diag(1 + x || g)", "diag(1 + x || g)", "one bar"],
    ["y ~ ar1(0 + f | g, hom = FALSE)", "ar1(0 + f | g, hom = FALSE)", "variance for each column"],
    ["y ~ us(x | g, hom = TRUE)", "us(x | g, hom = TRUE)", "takes no `hom`"],
    ["y ~ homdiag(x | g, hom = TRUE)", "homdiag(x | g, hom = TRUE)", "takes no `hom`"],
    ["y ~ homcs(x | g, hom = FALSE)", "homcs(x | g, hom = FALSE)", "takes no `hom`"],
    ["y ~ diag(x | g, het = TRUE)", "het = TRUE", "`hom = TRUE`"],
    ["y ~ diag(x | g, hom = yes)", "hom = yes", "`hom = TRUE`"],
    ["y ~ diag(x | g, hom = 1)", "hom = 1", "`hom = TRUE`"],
    ["y ~ diag(x | g, TRUE)", "TRUE", "`hom = TRUE`"],
    ["y ~ diag(x | g, hom = TRUE, z)", "hom = TRUE, z", "`hom = TRUE`"],
    ["y ~ diag(x | g, hom = TRUE + 1)", "hom = TRUE", "`hom = TRUE`"],
    ["y ~ diag(x | g,)", ",", "`hom = TRUE`"],
  ])("`%s`, at `%s`", (text, part, reason) => {
    expect(underlined(text)).toEqual(["random-term", part]);
    expect(errorOf(() => parseMixedFormula(text)).message).toContain(reason);
  });

  test.each([
    ["y ~ diag(0 | g)", "no-random-terms", "0"],
    ["y ~ diag(x | a + b)", "random-term", "a + b"],
    ["y ~ diag(x + | g)", "unexpected-operator", "|"],
    ["y ~ diag(x | )", "missing-operand", ")"],
    ["y ~ diag( | g)", "unexpected-operator", "|"],
    ["y ~ diag(x | g", "unclosed-paren", "("],
    ["y ~ diag(x | g, hom = TRUE", "unclosed-paren", "("],
    ["y ~ diag(x | a | b)", "random-term", "|"],
    ["y ~ diag(a, b | g)", "type", "(a, b | g)"],
    ["y ~ x diag(x | g)", "missing-operator", "x diag(x | g)"],
    ["y ~ (x) diag(x | g)", "unexpected-noun", "diag"],
    ["y ~ diag(x | g) z", "unexpected-noun", "z"],
    ["y ~ diag(x ~ z | g)", "random-term", "|"],
  ])("`%s` as the bar would be without the name: %s at `%s`", (text, ...expected) => {
    expect(underlined(text)).toEqual(expected);
  });

  test("a structure where the fixed part alone is read", () => {
    const error = errorOf(() => parseRightSide("x + diag(1 | g)", { dialect: "extended" }));
    expect([error.code, error.span]).toEqual(["random-term", [4, 15]]);
  });
});
